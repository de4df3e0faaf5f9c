/// Which of a node's 256 pod addresses are given out, a bit each.
struct AddressSet: Sendable {
  private var bits = SIMD4<UInt64>()

  /// False where it was there already.
  mutating func insert(_ host: UInt32) -> Bool {
    let (word, bit) = Self.place(of: host)
    if bits[word] & bit != 0 { return false }
    bits[word] |= bit
    return true
  }

  mutating func remove(_ host: UInt32) {
    let (word, bit) = Self.place(of: host)
    bits[word] &= ~bit
  }

  private static func place(of host: UInt32) -> (word: Int, bit: UInt64) {
    precondition(host < 256)
    return (Int(host >> 6), 1 << UInt64(host & 63))
  }
}
