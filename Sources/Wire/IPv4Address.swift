/// An IPv4 address in host order (RFC 791).
public struct IPv4Address: Hashable, Comparable, Sendable {
  public let bits: UInt32

  @inlinable public init(_ bits: UInt32) { self.bits = bits }
  @inlinable public init(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) {
    bits = UInt32(a) << 24 | UInt32(b) << 16 | UInt32(c) << 8 | UInt32(d)
  }

  public static let any = IPv4Address(0)
  public static let loopback = IPv4Address(127, 0, 0, 1)
  public static let broadcast = IPv4Address(0xFFFF_FFFF)

  @inlinable public var isMulticast: Bool { bits >> 28 == 14 }
  @inlinable public var isLoopback: Bool { bits >> 24 == 127 }

  @inlinable public static func < (left: IPv4Address, right: IPv4Address) -> Bool {
    left.bits < right.bits
  }

  /// Four decimal numbers, without leading zeros to guess about.
  public init?(parsing text: some StringProtocol) {
    var bits: UInt32 = 0
    let groups = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard groups.count == 4 else { return nil }
    for group in groups {
      var octet: UInt32 = 0
      guard (1...3).contains(group.count) else { return nil }
      for digit in group {
        guard (48...57).contains(digit) else { return nil }
        octet = octet * 10 + UInt32(digit - 48)
      }
      guard octet < 256 else { return nil }
      bits = bits << 8 | octet
    }
    self.init(bits)
  }
}

extension IPv4Address: CustomStringConvertible {
  /// Written digit by digit: every pod is given an address, and interpolation takes six texts for it.
  public var description: String {
    String(unsafeUninitializedCapacity: 15) { bytes in
      var length = 0
      func write(_ byte: UInt8) {
        bytes[length] = byte
        length += 1
      }
      for part in 0..<4 {
        if part > 0 { write(UInt8(ascii: ".")) }
        let number = UInt8(truncatingIfNeeded: bits >> UInt32(24 - 8 * part))
        if number >= 100 { write(UInt8(ascii: "0") + number / 100) }
        if number >= 10 { write(UInt8(ascii: "0") + number / 10 % 10) }
        write(UInt8(ascii: "0") + number % 10)
      }
      return length
    }
  }
}
