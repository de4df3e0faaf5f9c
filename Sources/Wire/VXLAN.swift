/// VXLAN (RFC 7348); flannel uses UDP port 8472 and the network identifier 1.
public enum VXLAN {
  public static let linuxPort: UInt16 = 8472
  public static let headerLength = 8
  /// Outer IPv4, UDP and VXLAN headers and the inner Ethernet header.
  public static let overhead = 50

  /// A checked look at a header and the frame behind it.
  public struct View: Sendable {
    public let bytes: [UInt8]
    public let start: Int
    public let end: Int

    public init(_ bytes: [UInt8], _ range: Range<Int>) throws(Malformed) {
      guard range.count >= 8 else { throw Malformed("a VXLAN header takes 8 bytes") }
      guard bytes[range.lowerBound] & 0x08 != 0 else {
        throw Malformed("VXLAN without a valid network identifier")
      }
      self.bytes = bytes
      start = range.lowerBound
      end = range.upperBound
    }
    public var flags: UInt8 { bytes[start] }
    public var identifier: UInt32 { bytes.number32(at: start + 4) >> 8 }
    public var payload: Range<Int> { start + 8..<end }
  }

  /// A header as a value.
  public struct Header: Hashable, Sendable {
    public var identifier: UInt32
    public init(identifier: UInt32) { self.identifier = identifier }
    public init(_ view: View) { identifier = view.identifier }
    public func emit(into bytes: inout [UInt8]) {
      bytes.append32(0x0800_0000)
      bytes.append32(identifier << 8)
    }
  }
}
