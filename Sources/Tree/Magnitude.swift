/// A whole number of any size, without sign: what a quantity of more than 64 bits is made of.
struct Magnitude: Hashable, Sendable {
  /// Digits of base 2³², the lowest first, without leading zeros.
  private var limbs: [UInt32] = []

  init(_ number: UInt64) {
    limbs = [UInt32(truncatingIfNeeded: number), UInt32(truncatingIfNeeded: number >> 32)]
    trim()
  }

  /// The number that decimal digits stand for.
  init(digits: some Sequence<UInt8>) {
    for digit in digits { multiply(by: 10, adding: UInt32(digit - UInt8(ascii: "0"))) }
  }

  var isZero: Bool { limbs.isEmpty }

  /// The lowest 64 bits, as Go's `big.Int.Int64` gives them.
  var low: UInt64 {
    UInt64(limbs.first ?? 0) | UInt64(limbs.count > 1 ? limbs[1] : 0) << 32
  }

  /// The whole number when it is no larger than 64 bits can hold.
  var small: UInt64? { limbs.count <= 2 ? low : nil }

  mutating func multiply(by factor: UInt32, adding addend: UInt32 = 0) {
    var carry = UInt64(addend)
    for index in limbs.indices {
      carry += UInt64(limbs[index]) * UInt64(factor)
      limbs[index] = UInt32(truncatingIfNeeded: carry)
      carry >>= 32
    }
    if carry > 0 { limbs.append(UInt32(carry)) }
    trim()
  }

  mutating func multiply(byPowerOfTen exponent: Int) {
    guard !isZero else { return }
    for _ in 0..<(exponent / 9) { multiply(by: 1_000_000_000) }
    for _ in 0..<(exponent % 9) { multiply(by: 10) }
  }

  mutating func shiftLeft(_ bits: Int) {
    for _ in 0..<(bits / 30) { multiply(by: 1 << 30) }
    multiply(by: 1 << UInt32(bits % 30))
  }

  /// Divides and gives the remainder back.
  mutating func divide(by divisor: UInt32) -> UInt32 {
    var remainder: UInt64 = 0
    for index in limbs.indices.reversed() {
      let part = remainder << 32 | UInt64(limbs[index])
      limbs[index] = UInt32(part / UInt64(divisor))
      remainder = part % UInt64(divisor)
    }
    trim()
    return UInt32(remainder)
  }

  /// Divides and tells whether nothing was left over.
  mutating func divide(byPowerOfTen exponent: Int) -> Bool {
    var isExact = true
    var left = exponent
    while left > 0, !isZero {
      let step = min(left, 9)
      if divide(by: step == 9 ? 1_000_000_000 : 10) != 0 { isExact = false }
      left -= step == 9 ? 9 : 1
    }
    return isExact
  }

  /// Takes out a factor as often as it divides the number; zero has none.
  mutating func removeFactors(of factor: UInt32) -> Int {
    var times = 0
    while !isZero {
      var quotient = self
      guard quotient.divide(by: factor) == 0 else { break }
      self = quotient
      times += 1
    }
    return times
  }

  mutating func add(_ other: Magnitude) {
    var carry: UInt64 = 0
    for index in 0..<max(limbs.count, other.limbs.count) {
      if index == limbs.count { limbs.append(0) }
      carry += UInt64(limbs[index])
      if index < other.limbs.count { carry += UInt64(other.limbs[index]) }
      limbs[index] = UInt32(truncatingIfNeeded: carry)
      carry >>= 32
    }
    if carry > 0 { limbs.append(UInt32(carry)) }
  }

  /// Takes away a number that is not larger.
  mutating func subtract(_ other: Magnitude) {
    var borrow: Int64 = 0
    for index in limbs.indices {
      borrow += Int64(limbs[index])
      if index < other.limbs.count { borrow -= Int64(other.limbs[index]) }
      limbs[index] = UInt32(truncatingIfNeeded: borrow)
      borrow >>= 32
    }
    trim()
  }

  private mutating func trim() {
    while limbs.last == 0 { limbs.removeLast() }
  }

  /// Decimal digits.
  var text: String {
    if let small { return String(small) }
    var rest = self
    var groups: [String] = []
    while !rest.isZero {
      let group = String(rest.divide(by: 1_000_000_000))
      let zeros = rest.isZero ? 0 : 9 - group.utf8.count
      groups.append(String(repeating: "0", count: zeros) + group)
    }
    return groups.reversed().joined()
  }
}

extension Magnitude: Comparable {
  static func < (left: Magnitude, right: Magnitude) -> Bool {
    if left.limbs.count != right.limbs.count { return left.limbs.count < right.limbs.count }
    for index in left.limbs.indices.reversed() where left.limbs[index] != right.limbs[index] {
      return left.limbs[index] < right.limbs[index]
    }
    return false
  }
}
