import Simulation

/// Finds slots by the hashes of their keys: open addressing, with the keys themselves left where they are.
///
/// A cell holds 32 bits of the hash beside the slot, so that hardly a wrong key is ever looked at, and growing asks for
/// none.
@usableFromInline struct SlotIndex: Sendable {
  @usableFromInline init() {}

  @usableFromInline static var free: UInt64 { 0 }
  /// What was there is gone; searches go on behind it.
  @usableFromInline static var left: UInt64 { 1 }
  /// Slots are kept with this added.
  @usableFromInline static var firstSlot: UInt64 { 2 }

  @usableFromInline var cells = PagedArray<UInt64>()
  /// Cells that are not free.
  @usableFromInline var used = 0
  @usableFromInline var count = 0

  /// Where a search for a hash begins.
  @inlinable func start(_ hash: Int) -> Int {
    count == 0 ? 0 : Int(Self.fragment(hash)) & (cells.count - 1)
  }

  /// The next slot that may be that of a key with a hash; the place then stands behind it.
  ///
  /// Without a closure that says whether it is: that would have to hold what it looks at.
  @inlinable func next(_ hash: Int, _ place: inout Int) -> Int? {
    guard count > 0 else { return nil }
    let fragment = Self.fragment(hash)
    let mask = cells.count - 1
    while true {
      let cell = cells[place]
      if cell == Self.free { return nil }
      place = (place + 1) & mask
      if cell >> 32 == fragment, cell & 0xFFFF_FFFF >= Self.firstSlot { return Self.slot(in: cell) }
    }
  }

  /// Enters a key that is not there.
  @inlinable mutating func insert(_ hash: Int, _ slot: Int) {
    if (used + 1) * 2 > cells.count { grow() }
    count += 1
    put(Self.fragment(hash) << 32 | (UInt64(slot) + Self.firstSlot))
  }

  @inlinable mutating func remove(_ hash: Int, _ slot: Int) {
    var place = start(hash)
    while let found = next(hash, &place) {
      guard found == slot else { continue }
      cells[(place - 1) & (cells.count - 1)] = Self.left
      count -= 1
      return
    }
  }

  @inlinable static func fragment(_ hash: Int) -> UInt64 { UInt64(bitPattern: Int64(hash)) >> 32 }
  @inlinable static func slot(in cell: UInt64) -> Int { Int(cell & 0xFFFF_FFFF - firstSlot) }

  @inlinable mutating func put(_ cell: UInt64) {
    let mask = cells.count - 1
    var place = Int(cell >> 32) & mask
    while cells[place] != Self.free { place = (place + 1) & mask }
    cells[place] = cell
    used += 1
  }

  /// Room for twice as many as there are.
  @usableFromInline mutating func grow() {
    let before = cells
    var size = 8
    while size < (count + 1) * 4 { size *= 2 }
    cells = PagedArray(repeating: Self.free, count: size)
    used = 0
    for cell in before where cell & 0xFFFF_FFFF >= Self.firstSlot { put(cell) }
  }
}
