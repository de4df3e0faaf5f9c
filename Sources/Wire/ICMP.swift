/// ICMP (RFC 792, RFC 1191).
public enum ICMP {
  public static let echoReply: UInt8 = 0
  public static let unreachable: UInt8 = 3
  public static let echoRequest: UInt8 = 8
  public static let timeExceeded: UInt8 = 11

  public static let netUnreachable: UInt8 = 0
  public static let hostUnreachable: UInt8 = 1
  public static let portUnreachable: UInt8 = 3
  public static let fragmentationNeeded: UInt8 = 4
  public static let adminProhibited: UInt8 = 13

  /// A checked look at a message within `bytes`.
  public struct View: Sendable {
    public let bytes: [UInt8]
    public let start: Int
    public let end: Int

    public init(_ bytes: [UInt8], _ range: Range<Int>) throws(Malformed) {
      guard range.count >= 8 else { throw Malformed("an ICMP message takes 8 bytes") }
      self.bytes = bytes
      start = range.lowerBound
      end = range.upperBound
    }

    public var type: UInt8 { bytes[start] }
    public var code: UInt8 { bytes[start + 1] }
    public var checksum: UInt16 { bytes.number16(at: start + 2) }
    public var identifier: UInt16 { bytes.number16(at: start + 4) }
    public var sequence: UInt16 { bytes.number16(at: start + 6) }
    /// The next hop's MTU in a fragmentation-needed message.
    public var mtu: UInt16 { sequence }
    public var payload: Range<Int> { start + 8..<end }
    public var isChecksumValid: Bool { Checksum.holds(bytes, start..<end) }
    /// Whether it is an error about a packet that it quotes.
    public var isError: Bool { [3, 4, 5, 11, 12].contains(type) }
    public var isEcho: Bool { type == 0 || type == 8 }
  }

  /// A message as a value.
  public struct Message: Hashable, Sendable {
    public var type: UInt8
    public var code: UInt8
    public var identifier: UInt16
    public var sequence: UInt16
    public var payload: [UInt8]

    public init(
      type: UInt8, code: UInt8 = 0, identifier: UInt16 = 0, sequence: UInt16 = 0,
      payload: [UInt8] = []
    ) {
      self.type = type
      self.code = code
      self.identifier = identifier
      self.sequence = sequence
      self.payload = payload
    }
    public init(_ view: View) {
      self.init(
        type: view.type, code: view.code, identifier: view.identifier, sequence: view.sequence,
        payload: Array(view.bytes[view.payload]))
    }

    public func emit(into bytes: inout [UInt8]) {
      let start = bytes.count
      bytes.append(type)
      bytes.append(code)
      bytes.append16(0)
      bytes.append16(identifier)
      bytes.append16(sequence)
      bytes.append(contentsOf: payload)
      bytes.set16(Checksum.of(bytes, start..<bytes.count), at: start + 2)
    }
    public var bytes: [UInt8] {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(8 + payload.count)
      emit(into: &bytes)
      return bytes
    }
  }
}
