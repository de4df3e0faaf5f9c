/// Why bytes are not what they should be.
public struct Malformed: Error, Hashable, Sendable {
  public let reason: String
  public init(_ reason: String) { self.reason = reason }
}

/// Big-endian access; callers have checked the length.
extension [UInt8] {
  @inlinable public func number16(at place: Int) -> UInt16 {
    UInt16(self[place]) << 8 | UInt16(self[place + 1])
  }
  @inlinable public func number32(at place: Int) -> UInt32 {
    UInt32(number16(at: place)) << 16 | UInt32(number16(at: place + 2))
  }
  @inlinable public func address(at place: Int) -> IPv4Address {
    IPv4Address(number32(at: place))
  }
  @inlinable public func mac(at place: Int) -> MACAddress {
    MACAddress(UInt64(number16(at: place)) << 32 | UInt64(number32(at: place + 2)))
  }
  @inlinable public mutating func set16(_ number: UInt16, at place: Int) {
    self[place] = UInt8(truncatingIfNeeded: number >> 8)
    self[place + 1] = UInt8(truncatingIfNeeded: number)
  }
  @inlinable public mutating func set32(_ number: UInt32, at place: Int) {
    set16(UInt16(truncatingIfNeeded: number >> 16), at: place)
    set16(UInt16(truncatingIfNeeded: number), at: place + 2)
  }
  @inlinable public mutating func set(_ mac: MACAddress, at place: Int) {
    set16(UInt16(truncatingIfNeeded: mac.bits >> 32), at: place)
    set32(UInt32(truncatingIfNeeded: mac.bits), at: place + 2)
  }
  @inlinable public mutating func append16(_ number: UInt16) {
    append(UInt8(truncatingIfNeeded: number >> 8))
    append(UInt8(truncatingIfNeeded: number))
  }
  @inlinable public mutating func append32(_ number: UInt32) {
    append16(UInt16(truncatingIfNeeded: number >> 16))
    append16(UInt16(truncatingIfNeeded: number))
  }
  @inlinable public mutating func append(_ mac: MACAddress) {
    append16(UInt16(truncatingIfNeeded: mac.bits >> 32))
    append32(UInt32(truncatingIfNeeded: mac.bits))
  }
}
