/// UDP (RFC 768).
package enum UDP {
  /// A checked look at a datagram within `bytes`.
  package struct View: Sendable {
    package let bytes: [UInt8]
    package let start: Int

    package init(_ bytes: [UInt8], _ range: Range<Int>) throws(Malformed) {
      guard range.count >= 8 else { throw Malformed("a UDP header takes 8 bytes") }
      let length = Int(bytes.number16(at: range.lowerBound + 4))
      guard length >= 8 else { throw Malformed("UDP length \(length)") }
      guard length <= range.count else {
        throw Malformed("UDP length \(length), but \(range.count) bytes are there")
      }
      self.bytes = bytes
      start = range.lowerBound
    }

    package var sourcePort: UInt16 { bytes.number16(at: start) }
    package var destinationPort: UInt16 { bytes.number16(at: start + 2) }
    package var length: Int { Int(bytes.number16(at: start + 4)) }
    package var checksum: UInt16 { bytes.number16(at: start + 6) }
    package var payload: Range<Int> { start + 8..<start + length }

    /// A checksum of zero means that there is none.
    package func isChecksumValid(from source: IPv4Address, to destination: IPv4Address) -> Bool {
      checksum == 0
        || Checksum.holds(
          bytes, start..<start + length,
          start: Checksum.pseudoHeader(source, destination, IPv4.udp, length: length))
    }
  }

  /// A datagram as a value.
  package struct Datagram: Hashable, Sendable {
    package var sourcePort: UInt16
    package var destinationPort: UInt16
    package var payload: [UInt8]

    package init(from sourcePort: UInt16, to destinationPort: UInt16, payload: [UInt8]) {
      self.sourcePort = sourcePort
      self.destinationPort = destinationPort
      self.payload = payload
    }
    package init(_ view: View) {
      self.init(
        from: view.sourcePort, to: view.destinationPort, payload: Array(view.bytes[view.payload]))
    }

    package func bytes(from source: IPv4Address, to destination: IPv4Address) -> [UInt8] {
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
  package static func rechecksum(
    _ bytes: inout [UInt8], _ range: Range<Int>, from source: IPv4Address,
    to destination: IPv4Address
  ) {
    bytes.set16(0, at: range.lowerBound + 6)
    let start = Checksum.pseudoHeader(source, destination, IPv4.udp, length: range.count)
    let checksum = Checksum.of(bytes, range, start: start)
    bytes.set16(checksum == 0 ? 0xFFFF : checksum, at: range.lowerBound + 6)
  }
}
