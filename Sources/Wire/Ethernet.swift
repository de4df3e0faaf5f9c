/// Ethernet II frames (RFC 894).
public enum Ethernet {
  public static let headerLength = 14
  public static let ipv4: UInt16 = 0x0800
  public static let arp: UInt16 = 0x0806

  /// A checked look at a frame within `bytes`.
  public struct View: Sendable {
    public let bytes: [UInt8]
    public let start: Int
    public let end: Int

    public init(_ bytes: [UInt8], _ range: Range<Int>) throws(Malformed) {
      guard range.count >= 14 else { throw Malformed("an Ethernet header takes 14 bytes") }
      self.bytes = bytes
      start = range.lowerBound
      end = range.upperBound
    }
    public init(_ bytes: [UInt8]) throws(Malformed) { try self.init(bytes, 0..<bytes.count) }

    public var destination: MACAddress { bytes.mac(at: start) }
    public var source: MACAddress { bytes.mac(at: start + 6) }
    public var type: UInt16 { bytes.number16(at: start + 12) }
    public var payload: Range<Int> { start + 14..<end }
  }

  /// A header as a value.
  public struct Header: Hashable, Sendable {
    public var destination: MACAddress
    public var source: MACAddress
    public var type: UInt16

    public init(to destination: MACAddress, from source: MACAddress, type: UInt16) {
      self.destination = destination
      self.source = source
      self.type = type
    }
    public init(_ view: View) {
      self.init(to: view.destination, from: view.source, type: view.type)
    }
    public func emit(into bytes: inout [UInt8]) {
      bytes.append(destination)
      bytes.append(source)
      bytes.append16(type)
    }
  }
}
