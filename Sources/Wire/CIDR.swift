/// An address with a prefix length: a network, or an interface's address in one (RFC 4632).
public struct CIDR: Hashable, Sendable {
  public let address: IPv4Address
  public let length: Int

  public init(_ address: IPv4Address, _ length: Int) {
    self.address = address
    self.length = min(max(length, 0), 32)
  }

  public static let everything = CIDR(.any, 0)

  @inlinable public var mask: UInt32 { length == 0 ? 0 : ~UInt32(0) << UInt32(32 - length) }
  /// The same prefix with the host bits cleared.
  public var network: CIDR { CIDR(IPv4Address(address.bits & mask), length) }
  public var broadcast: IPv4Address { IPv4Address(address.bits | ~mask) }

  @inlinable public func contains(_ other: IPv4Address) -> Bool {
    (other.bits ^ address.bits) & mask == 0
  }
  public func contains(_ other: CIDR) -> Bool { other.length >= length && contains(other.address) }
  /// The address that stands `offset` after the network's own.
  public func host(_ offset: UInt32) -> IPv4Address {
    IPv4Address((address.bits & mask) &+ offset)
  }

  /// `10.244.1.0/24`, or a bare address as /32.
  public init?(parsing text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let address = IPv4Address(parsing: parts[0]) else { return nil }
    guard parts.count == 2 else {
      self.init(address, 32)
      return
    }
    guard let length = Int(parts[1]), (0...32).contains(length), !parts[1].hasPrefix("+") else {
      return nil
    }
    self.init(address, length)
  }
}

extension CIDR: CustomStringConvertible {
  public var description: String { "\(address)/\(length)" }
}
