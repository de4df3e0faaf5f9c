/// UDP (RFC 768).
public enum UDP {
  /// A checked look at a datagram within `bytes`.
  public struct View: Sendable {
    public let bytes: [UInt8]
    public let start: Int

    public init(_ bytes: [UInt8], _ range: Range<Int>) throws(Malformed) {
      guard range.count >= 8 else { throw Malformed("a UDP header takes 8 bytes") }
      let length = Int(bytes.number16(at: range.lowerBound + 4))
      guard length >= 8 else { throw Malformed("UDP length \(length)") }
      guard length <= range.count else {
        throw Malformed("UDP length \(length), but \(range.count) bytes are there")
      }
      self.bytes = bytes
      start = range.lowerBound
    }

    public var sourcePort: UInt16 { bytes.number16(at: start) }
    public var destinationPort: UInt16 { bytes.number16(at: start + 2) }
    public var length: Int { Int(bytes.number16(at: start + 4)) }
    public var checksum: UInt16 { bytes.number16(at: start + 6) }
    public var payload: Range<Int> { start + 8..<start + length }

    /// A checksum of zero means that there is none.
    public func isChecksumValid(from source: IPv4Address, to destination: IPv4Address) -> Bool {
      checksum == 0
        || Checksum.holds(
          bytes, start..<start + length,
          start: Checksum.pseudoHeader(source, destination, IPv4.udp, length: length))
    }
  }

  /// A datagram as a value.
  public struct Datagram: Hashable, Sendable {
    public var sourcePort: UInt16
    public var destinationPort: UInt16
    public var payload: [UInt8]

    public init(from sourcePort: UInt16, to destinationPort: UInt16, payload: [UInt8]) {
      self.sourcePort = sourcePort
      self.destinationPort = destinationPort
      self.payload = payload
    }
    public init(_ view: View) {
      self.init(
        from: view.sourcePort, to: view.destinationPort, payload: Array(view.bytes[view.payload]))
    }

    public func bytes(from source: IPv4Address, to destination: IPv4Address) -> [UInt8] {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(8 + payload.count)
      bytes.append16(sourcePort)
      bytes.append16(destinationPort)
      bytes.append16(UInt16(truncatingIfNeeded: 8 + payload.count))
      bytes.append16(0)
      bytes.append(contentsOf: payload)
      UDP.rechecksum(&bytes, 0..<bytes.count, from: source, to: destination)
      return bytes
    }
  }

  /// Makes the checksum anew; one that comes out as zero is sent as all ones.
  public static func rechecksum(
    _ bytes: inout [UInt8], _ range: Range<Int>, from source: IPv4Address,
    to destination: IPv4Address
  ) {
    bytes.set16(0, at: range.lowerBound + 6)
    let start = Checksum.pseudoHeader(source, destination, IPv4.udp, length: range.count)
    let checksum = Checksum.of(bytes, range, start: start)
    bytes.set16(checksum == 0 ? 0xFFFF : checksum, at: range.lowerBound + 6)
  }
}
