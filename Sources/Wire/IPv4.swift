/// IPv4 headers with options and fragments (RFC 791).
public enum IPv4 {
  public static let icmp: UInt8 = 1
  public static let tcp: UInt8 = 6
  public static let udp: UInt8 = 17

  /// A checked look at a packet within `bytes`; what lies behind its total length is padding.
  public struct View: Sendable {
    public let bytes: [UInt8]
    public let start: Int

    public init(_ bytes: [UInt8], _ range: Range<Int>) throws(Malformed) {
      guard range.count >= 20 else { throw Malformed("an IPv4 header takes 20 bytes") }
      let first = bytes[range.lowerBound]
      guard first >> 4 == 4 else { throw Malformed("IP version \(first >> 4)") }
      let header = Int(first & 15) * 4
      let total = Int(bytes.number16(at: range.lowerBound + 2))
      guard header >= 20 else { throw Malformed("IPv4 header of \(header) bytes") }
      guard header <= total else { throw Malformed("IPv4 total length \(total) below its header") }
      guard total <= range.count else {
        throw Malformed("IPv4 total length \(total), but \(range.count) bytes are there")
      }
      self.bytes = bytes
      start = range.lowerBound
    }
    public init(_ bytes: [UInt8]) throws(Malformed) { try self.init(bytes, 0..<bytes.count) }

    public var headerLength: Int { Int(bytes[start] & 15) * 4 }
    public var typeOfService: UInt8 { bytes[start + 1] }
    public var totalLength: Int { Int(bytes.number16(at: start + 2)) }
    public var identification: UInt16 { bytes.number16(at: start + 4) }
    public var dontFragment: Bool { bytes[start + 6] & 0x40 != 0 }
    public var moreFragments: Bool { bytes[start + 6] & 0x20 != 0 }
    /// In bytes.
    public var fragmentOffset: Int { Int(bytes.number16(at: start + 6) & 0x1FFF) * 8 }
    public var isFragment: Bool { bytes.number16(at: start + 6) & 0x3FFF != 0 }
    public var timeToLive: UInt8 { bytes[start + 8] }
    public var kind: UInt8 { bytes[start + 9] }
    public var checksum: UInt16 { bytes.number16(at: start + 10) }
    public var source: IPv4Address { bytes.address(at: start + 12) }
    public var destination: IPv4Address { bytes.address(at: start + 16) }
    public var header: Range<Int> { start..<start + headerLength }
    public var payload: Range<Int> { start + headerLength..<start + totalLength }
    public var options: Range<Int> { start + 20..<start + headerLength }
    public var isChecksumValid: Bool { Checksum.holds(bytes, header) }
  }

  /// A header as a value; lengths and checksum are made when it is emitted.
  public struct Header: Hashable, Sendable {
    public var typeOfService: UInt8 = 0
    public var identification: UInt16 = 0
    public var dontFragment = false
    public var moreFragments = false
    public var fragmentOffset = 0
    public var timeToLive: UInt8 = 64
    public var kind: UInt8
    public var source: IPv4Address
    public var destination: IPv4Address
    public var options: [UInt8] = []

    public init(from source: IPv4Address, to destination: IPv4Address, kind: UInt8) {
      self.source = source
      self.destination = destination
      self.kind = kind
    }

    public init(_ view: View) {
      self.init(from: view.source, to: view.destination, kind: view.kind)
      typeOfService = view.typeOfService
      identification = view.identification
      dontFragment = view.dontFragment
      moreFragments = view.moreFragments
      fragmentOffset = view.fragmentOffset
      timeToLive = view.timeToLive
      options = Array(view.bytes[view.options])
    }

    public var length: Int { 20 + (options.count + 3) / 4 * 4 }

    public func emit(payloadLength: Int, into bytes: inout [UInt8]) {
      let start = bytes.count
      bytes.append(0x40 | UInt8(truncatingIfNeeded: length / 4))
      bytes.append(typeOfService)
      bytes.append16(UInt16(truncatingIfNeeded: length + payloadLength))
      bytes.append16(identification)
      bytes.append16(
        UInt16(truncatingIfNeeded: fragmentOffset / 8) & 0x1FFF | (dontFragment ? 0x4000 : 0)
          | (moreFragments ? 0x2000 : 0))
      bytes.append(timeToLive)
      bytes.append(kind)
      bytes.append16(0)
      bytes.append32(source.bits)
      bytes.append32(destination.bits)
      bytes.append(contentsOf: options)
      while bytes.count - start < length { bytes.append(0) }
      bytes.set16(Checksum.of(bytes, start..<bytes.count), at: start + 10)
    }

    /// A whole packet around a payload.
    public func packet(_ payload: [UInt8]) -> [UInt8] {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(length + payload.count + 64)
      emit(payloadLength: payload.count, into: &bytes)
      bytes.append(contentsOf: payload)
      return bytes
    }
  }

  /// Lowers the TTL in place and adjusts the checksum (RFC 1624); the new TTL.
  @inlinable public static func decrementTimeToLive(_ bytes: inout [UInt8], at start: Int) -> UInt8
  {
    bytes[start + 8] &-= 1
    rechecksum(&bytes, at: start)
    return bytes[start + 8]
  }

  /// Makes the header checksum anew.
  @inlinable public static func rechecksum(_ bytes: inout [UInt8], at start: Int) {
    bytes.set16(0, at: start + 10)
    let header = Int(bytes[start] & 15) * 4
    bytes.set16(Checksum.of(bytes, start..<start + header), at: start + 10)
  }
}
