/// Ethernet II frames (RFC 894).
package enum Ethernet {
  package static let headerLength = 14
  package static let ipv4: UInt16 = 0x0800
  package static let arp: UInt16 = 0x0806

  /// A checked look at a frame within `bytes`.
  package struct View: Sendable {
    package let bytes: [UInt8]
    package let start: Int
    package let end: Int

    package init(_ bytes: [UInt8], _ range: Range<Int>) throws(Malformed) {
      guard range.count >= 14 else { throw Malformed("an Ethernet header takes 14 bytes") }
      self.bytes = bytes
      start = range.lowerBound
      end = range.upperBound
    }
    package init(_ bytes: [UInt8]) throws(Malformed) { try self.init(bytes, 0..<bytes.count) }

    package var destination: MACAddress { bytes.mac(at: start) }
    package var source: MACAddress { bytes.mac(at: start + 6) }
    package var type: UInt16 { bytes.number16(at: start + 12) }
    package var payload: Range<Int> { start + 14..<end }
  }

  /// A header as a value.
  package struct Header: Hashable, Sendable {
    package var destination: MACAddress
    package var source: MACAddress
    package var type: UInt16

    package init(to destination: MACAddress, from source: MACAddress, type: UInt16) {
      self.destination = destination
      self.source = source
      self.type = type
    }
    package init(_ view: View) {
      self.init(to: view.destination, from: view.source, type: view.type)
    }
    package func emit(into bytes: inout [UInt8]) {
      bytes.append(destination)
      bytes.append(source)
      bytes.append16(type)
    }
  }
}
