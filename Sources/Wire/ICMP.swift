/// ICMP (RFC 792, RFC 1191).
package enum ICMP {
  package static let echoReply: UInt8 = 0
  package static let unreachable: UInt8 = 3
  package static let echoRequest: UInt8 = 8
  package static let timeExceeded: UInt8 = 11

  package static let netUnreachable: UInt8 = 0
  package static let hostUnreachable: UInt8 = 1
  package static let portUnreachable: UInt8 = 3
  package static let fragmentationNeeded: UInt8 = 4
  package static let adminProhibited: UInt8 = 13

  /// A checked look at a message within `bytes`.
  package struct View: Sendable {
    package let bytes: [UInt8]
    package let start: Int
    package let end: Int

    package init(_ bytes: [UInt8], _ range: Range<Int>) throws(Malformed) {
      guard range.count >= 8 else { throw Malformed("an ICMP message takes 8 bytes") }
      self.bytes = bytes
      start = range.lowerBound
      end = range.upperBound
    }

    package var type: UInt8 { bytes[start] }
    package var code: UInt8 { bytes[start + 1] }
    package var checksum: UInt16 { bytes.number16(at: start + 2) }
    package var identifier: UInt16 { bytes.number16(at: start + 4) }
    package var sequence: UInt16 { bytes.number16(at: start + 6) }
    /// The next hop's MTU in a fragmentation-needed message.
    package var mtu: UInt16 { sequence }
    package var payload: Range<Int> { start + 8..<end }
    package var isChecksumValid: Bool { Checksum.holds(bytes, start..<end) }
    /// Whether it is an error about a packet that it quotes.
    package var isError: Bool { [3, 4, 5, 11, 12].contains(type) }
    package var isEcho: Bool { type == 0 || type == 8 }
  }

  /// A message as a value.
  package struct Message: Hashable, Sendable {
    package var type: UInt8
    package var code: UInt8
    package var identifier: UInt16
    package var sequence: UInt16
    package var payload: [UInt8]

    package init(
      type: UInt8, code: UInt8 = 0, identifier: UInt16 = 0, sequence: UInt16 = 0,
      payload: [UInt8] = []
    ) {
      self.type = type
      self.code = code
      self.identifier = identifier
      self.sequence = sequence
      self.payload = payload
    }
    package init(_ view: View) {
      self.init(
        type: view.type, code: view.code, identifier: view.identifier, sequence: view.sequence,
        payload: Array(view.bytes[view.payload]))
    }

    package func emit(into bytes: inout [UInt8]) {
      let start = bytes.count
      bytes.append(type)
      bytes.append(code)
      bytes.append16(0)
      bytes.append16(identifier)
      bytes.append16(sequence)
      bytes.append(contentsOf: payload)
      bytes.set16(Checksum.of(bytes, start..<bytes.count), at: start + 2)
    }
    package var bytes: [UInt8] {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(8 + payload.count)
      emit(into: &bytes)
      return bytes
    }
  }
}
