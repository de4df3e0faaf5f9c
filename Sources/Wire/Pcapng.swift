/// Writes pcapng (draft-ietf-opsawg-pcapng): one section, an interface block a name, an enhanced packet block a frame.
public struct Pcapng: Sendable {
  public enum LinkType: UInt16, Sendable {
    case ethernet = 1
    case rawIP = 101
  }
  public enum Direction: UInt32, Sendable {
    case incoming = 1
    case outgoing = 2
  }

  private var interfaces: [String] = []
  public private(set) var bytes: [UInt8] = []
  public private(set) var packetCount = 0

  public init(application: String = "kubestep") {
    var body: [UInt8] = []
    body.little32(0x1A2B_3C4D)
    body.little16(1)
    body.little16(0)
    body.little32(0xFFFF_FFFF)
    body.little32(0xFFFF_FFFF)
    body.option(4, Array(application.utf8))
    body.endOptions()
    block(0x0A0D_0D0A, body)
  }

  /// The number of an interface, described on its first use.
  public mutating func interface(_ name: String, _ link: LinkType) -> UInt32 {
    if let known = interfaces.firstIndex(of: name) { return UInt32(known) }
    var body: [UInt8] = []
    body.little16(link.rawValue)
    body.little16(0)
    body.little32(262_144)
    body.option(2, Array(name.utf8))
    body.option(9, [6])
    body.endOptions()
    block(1, body)
    interfaces.append(name)
    return UInt32(interfaces.count - 1)
  }

  /// Adds a frame; `microseconds` are Unix time.
  public mutating func add(
    _ frame: [UInt8], on name: String, _ link: LinkType, _ direction: Direction,
    microseconds: Int64, comment: String
  ) {
    let which = interface(name, link)
    var body: [UInt8] = []
    body.reserveCapacity(frame.count + comment.utf8.count + 64)
    body.little32(which)
    body.little32(UInt32(truncatingIfNeeded: microseconds >> 32))
    body.little32(UInt32(truncatingIfNeeded: microseconds))
    body.little32(UInt32(truncatingIfNeeded: frame.count))
    body.little32(UInt32(truncatingIfNeeded: frame.count))
    body.append(contentsOf: frame)
    while body.count % 4 != 0 { body.append(0) }
    if !comment.isEmpty { body.option(1, Array(comment.utf8.prefix(65_535))) }
    var flags: [UInt8] = []
    flags.little32(direction.rawValue)
    body.option(2, flags)
    body.endOptions()
    block(6, body)
    packetCount += 1
  }

  private mutating func block(_ kind: UInt32, _ body: [UInt8]) {
    bytes.little32(kind)
    bytes.little32(UInt32(truncatingIfNeeded: body.count + 12))
    bytes.append(contentsOf: body)
    bytes.little32(UInt32(truncatingIfNeeded: body.count + 12))
  }
}

extension [UInt8] {
  fileprivate mutating func little16(_ number: UInt16) {
    append(UInt8(truncatingIfNeeded: number))
    append(UInt8(truncatingIfNeeded: number >> 8))
  }
  fileprivate mutating func little32(_ number: UInt32) {
    little16(UInt16(truncatingIfNeeded: number))
    little16(UInt16(truncatingIfNeeded: number >> 16))
  }
  fileprivate mutating func option(_ code: UInt16, _ value: [UInt8]) {
    little16(code)
    little16(UInt16(truncatingIfNeeded: value.count))
    append(contentsOf: value)
    while count % 4 != 0 { append(0) }
  }
  fileprivate mutating func endOptions() { little32(0) }
}
