/// An Ethernet address in the low 48 bits (IEEE 802).
public struct MACAddress: Hashable, Sendable {
  public let bits: UInt64

  @inlinable public init(_ bits: UInt64) { self.bits = bits & 0xFFFF_FFFF_FFFF }

  public static let broadcast = MACAddress(0xFFFF_FFFF_FFFF)
  public static let zero = MACAddress(0)

  @inlinable public var isMulticast: Bool { bits >> 40 & 1 == 1 }
  @inlinable public var isBroadcast: Bool { bits == 0xFFFF_FFFF_FFFF }

  /// Six groups of one or two hexadecimal digits, as iproute2 reads them.
  public init?(parsing text: String) {
    var bits: UInt64 = 0
    let groups = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard groups.count == 6 else { return nil }
    for group in groups {
      guard (1...2).contains(group.count), let octet = UInt8(String(group) ?? "", radix: 16) else {
        return nil
      }
      bits = bits << 8 | UInt64(octet)
    }
    self.init(bits)
  }
}

extension MACAddress: CustomStringConvertible {
  public var description: String {
    (0..<6).map { hexByte(UInt8(truncatingIfNeeded: bits >> UInt64(40 - $0 * 8))) }
      .joined(separator: ":")
  }
}

/// Two hexadecimal digits in lower case.
public func hexByte(_ byte: UInt8) -> String {
  let text = String(byte, radix: 16)
  return byte < 16 ? "0" + text : text
}
