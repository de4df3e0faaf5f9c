/// Prints frames as `tcpdump -n [-e]` 4.99 does; it remembers connections, for relative sequence numbers.
public struct Tcpdump: Sendable {
  public var showsLink: Bool
  /// As with -v: the IP header, checksums, lines of HTTP.
  public var isVerbose: Bool
  private var connections: [Connection] = []

  private struct Connection: Sendable {
    let client: UInt64
    let server: UInt64
    var clientStart: UInt32
    var serverStart: UInt32
  }

  public init(showsLink: Bool = true, isVerbose: Bool = false) {
    self.showsLink = showsLink
    self.isVerbose = isVerbose
  }

  /// A frame in one line, without the time; more lines follow indented where tcpdump prints several.
  public mutating func line(_ bytes: [UInt8], link: Link) -> String {
    switch link {
    case .raw: return (showsLink ? "ip: " : "IP ") + packet(bytes, 0..<bytes.count)
    case .ethernet: return frame(bytes, 0..<bytes.count, showsLink: showsLink)
    }
  }

  /// A frame as a capture on `any` shows it (LINUX_SLL2): the source address alone, and the interface's index.
  public mutating func cooked(_ bytes: [UInt8], link: Link, interfaceIndex: Int) -> String {
    guard showsLink else { return line(bytes, link: link) }
    var head = "ifindex \(interfaceIndex) "
    var start = 0
    var type = Ethernet.ipv4
    if link == .ethernet, let view = try? Ethernet.View(bytes) {
      head += "\(view.source) "
      start = 14
      type = view.type
    }
    let range = start..<bytes.count
    let name = type == Ethernet.ipv4 ? "IPv4" : type == Ethernet.arp ? "ARP" : "Unknown"
    head += "ethertype \(name) (0x\(hex16(type))), length \(range.count + 20): "
    switch type {
    case Ethernet.ipv4: return head + packet(bytes, range)
    case Ethernet.arp: return head + arp(bytes, range)
    default: return head
    }
  }

  private mutating func frame(_ bytes: [UInt8], _ range: Range<Int>, showsLink: Bool) -> String {
    guard let view = try? Ethernet.View(bytes, range) else { return "[|ether]" }
    var head = ""
    if showsLink {
      let name =
        switch view.type {
        case Ethernet.ipv4: "IPv4"
        case Ethernet.arp: "ARP"
        case 0x86DD: "IPv6"
        default: "Unknown"
        }
      head =
        "\(view.source) > \(view.destination), ethertype \(name) (0x\(hex16(view.type))), "
        + "length \(range.count): "
    }
    switch view.type {
    case Ethernet.ipv4: return head + (showsLink ? "" : "IP ") + packet(bytes, view.payload)
    case Ethernet.arp: return head + (showsLink ? "" : "ARP, ") + arp(bytes, view.payload)
    default:
      return head
        + (showsLink ? "" : "ethertype Unknown (0x\(hex16(view.type))), length \(range.count): ")
    }
  }

  private func arp(_ bytes: [UInt8], _ range: Range<Int>) -> String {
    guard let view = try? ARP.View(bytes, range) else { return "[|ARP]" }
    let kinds = isVerbose ? "Ethernet (len 6), IPv4 (len 4), " : ""
    if view.operation == ARP.request {
      let target = view.targetMAC == .zero ? "" : " (\(view.targetMAC))"
      let announced = view.targetMAC.isBroadcast ? " (Broadcast)" : target
      return kinds
        + "Request who-has \(view.targetIP)\(announced) tell \(view.senderIP), length \(range.count)"
    }
    return kinds + "Reply \(view.senderIP) is-at \(view.senderMAC), length \(range.count)"
  }

  private mutating func packet(_ bytes: [UInt8], _ range: Range<Int>) -> String {
    guard let view = try? IPv4.View(bytes, range) else { return "[|ip]" }
    return (isVerbose ? header(view) + "\n    " : "") + body(bytes, view)
  }

  /// The IP header, as -v shows it.
  private func header(_ view: IPv4.View) -> String {
    var flags = (view.moreFragments ? ["+"] : []) + (view.dontFragment ? ["DF"] : [])
    if flags.isEmpty { flags = ["none"] }
    let names: [UInt8: String] = [1: "ICMP", 6: "TCP", 17: "UDP"]
    return "(tos 0x\(String(view.typeOfService, radix: 16)), ttl \(view.timeToLive), "
      + "id \(view.identification), offset \(view.fragmentOffset), "
      + "flags [\(flags.joined(separator: ", "))], proto \(names[view.kind] ?? "unknown") "
      + "(\(view.kind)), length \(view.totalLength)"
      + (view.isChecksumValid ? "" : ", bad cksum \(String(view.checksum, radix: 16))") + ")"
  }

  private mutating func body(_ bytes: [UInt8], _ view: IPv4.View) -> String {
    let ends = "\(view.source) > \(view.destination): "
    guard view.fragmentOffset == 0 else { return ends + "ip-proto-\(view.kind)" }
    switch view.kind {
    case IPv4.icmp:
      let text = ends + icmp(bytes, view.payload)
      guard isVerbose, let error = try? ICMP.View(bytes, view.payload), error.isError,
        (try? IPv4.View(bytes, error.payload)) != nil
      else { return text }
      return text + "\n\t" + (showsLink ? "" : "IP ") + packet(bytes, error.payload)
    case IPv4.udp: return udp(bytes, view)
    case IPv4.tcp: return tcp(bytes, view)
    default: return ends + " ip-proto-\(view.kind) \(view.payload.count)"
    }
  }

  private func icmp(_ bytes: [UInt8], _ range: Range<Int>) -> String {
    guard let view = try? ICMP.View(bytes, range) else { return "[|icmp]" }
    let length = ", length \(range.count)"
    let quoted = try? Quoted(bytes, view.payload)
    let target = quoted.map { "\($0.destination)" } ?? "[|icmp]"
    switch (view.type, view.code) {
    case (0, _), (8, _):
      let word = view.type == 8 ? "request" : "reply"
      return "ICMP echo \(word), id \(view.identifier), seq \(view.sequence)" + length
    case (3, 0): return "ICMP net \(target) unreachable" + length
    case (3, 1): return "ICMP host \(target) unreachable" + length
    case (3, 2): return "ICMP \(target) protocol \(quoted?.kind ?? 0) unreachable" + length
    case (3, 3):
      let name = quoted?.kind == IPv4.tcp ? "tcp" : "udp"
      return "ICMP \(target) \(name) port \(quoted?.port ?? 0) unreachable" + length
    case (3, 4):
      return "ICMP \(target) unreachable - need to frag (mtu \(view.mtu))" + length
    case (3, 9): return "ICMP net \(target) unreachable - admin prohibited" + length
    case (3, 10): return "ICMP host \(target) unreachable - admin prohibited" + length
    case (3, 13): return "ICMP host \(target) unreachable - admin prohibited filter" + length
    case (11, 0): return "ICMP time exceeded in-transit" + length
    case (11, 1): return "ICMP ip reassembly time exceeded" + length
    default: return "ICMP type-#\(view.type)" + length
    }
  }

  private mutating func udp(_ bytes: [UInt8], _ packet: IPv4.View) -> String {
    let range = packet.payload
    guard range.count >= 8 else { return "\(packet.source) > \(packet.destination): [|udp]" }
    let ports = (bytes.number16(at: range.lowerBound), bytes.number16(at: range.lowerBound + 2))
    let length = Int(bytes.number16(at: range.lowerBound + 4)) - 8
    let head = "\(packet.source).\(ports.0) > \(packet.destination).\(ports.1): "
    guard ports.0 == VXLAN.linuxPort || ports.1 == VXLAN.linuxPort,
      let view = try? VXLAN.View(bytes, range.lowerBound + 8..<range.upperBound)
    else { return head + "UDP, length \(length)" }
    return head
      + "OTV, flags [I] (0x\(hexByte(view.flags))), overlay 0, instance \(view.identifier)\n"
      + frame(bytes, view.payload, showsLink: showsLink)
  }
}

/// The head of a packet that an ICMP error quotes: the header and eight bytes are enough.
public struct Quoted: Hashable, Sendable {
  public let source: IPv4Address
  public let destination: IPv4Address
  public let kind: UInt8
  public let timeToLive: UInt8
  public let totalLength: Int
  public let sourcePort: UInt16
  public let port: UInt16
  /// The second four bytes of the transport header: an echo's identifier and sequence, a segment's sequence.
  public let rest: UInt32

  public init(_ bytes: [UInt8], _ range: Range<Int>) throws(Malformed) {
    guard range.count >= 28 else { throw Malformed("a quoted packet takes 28 bytes") }
    let at = range.lowerBound
    let header = Int(bytes[at] & 15) * 4
    guard bytes[at] >> 4 == 4, header >= 20, range.count >= header + 8 else {
      throw Malformed("the quoted packet is not IPv4")
    }
    source = bytes.address(at: at + 12)
    destination = bytes.address(at: at + 16)
    kind = bytes[at + 9]
    timeToLive = bytes[at + 8]
    totalLength = Int(bytes.number16(at: at + 2))
    sourcePort = bytes.number16(at: at + header)
    port = bytes.number16(at: at + header + 2)
    rest = bytes.number32(at: at + header + 4)
  }
}

extension Tcpdump {
  private mutating func tcp(_ bytes: [UInt8], _ packet: IPv4.View) -> String {
    guard let view = try? TCP.View(bytes, packet.payload) else {
      return "\(packet.source) > \(packet.destination): [|tcp]"
    }
    var letters = ""
    for (letter, flag) in zip("FSRP.UEW", 0..<8) where view.flags.rawValue >> UInt8(flag) & 1 == 1 {
      letters.append(letter)
    }
    var text =
      "\(packet.source).\(view.sourcePort) > \(packet.destination).\(view.destinationPort): "
      + "Flags [\(letters.isEmpty ? "none" : letters)]"
    if isVerbose {
      let isRight = view.isChecksumValid(from: packet.source, to: packet.destination)
      text += ", cksum 0x\(hex16(view.checksum)) (\(isRight ? "correct" : "incorrect"))"
    }
    let length = view.payload.count
    let (sequence, acknowledgement) = relative(view, packet)
    if length > 0 {
      text += ", seq \(sequence):\(sequence &+ UInt32(length))"
    } else if !view.flags.isDisjoint(with: [.syn, .fin, .reset]) {
      text += ", seq \(sequence)"
    }
    if view.flags.contains(.acknowledge) { text += ", ack \(acknowledgement)" }
    text += ", win \(view.window)"
    let options = view.options
    if view.headerLength > 20 {
      text += ", options [\(options.map(\.text).joined(separator: ","))]"
    }
    text += ", length \(length)"
    if length > 0,
      [80, 8080].contains(view.sourcePort) || [80, 8080].contains(view.destinationPort)
    {
      text += http(bytes[view.payload])
    }
    return text
  }

  /// As tcpdump tells HTTP: a request or status word at the start of the payload, then its line.
  private func http(_ payload: ArraySlice<UInt8>) -> String {
    let words = [
      "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "HTTP",
    ]
    guard words.contains(where: { payload.starts(with: $0.utf8) }) else { return ": HTTP" }
    if isVerbose { return ": HTTP, length: \(payload.count)" + Tcpdump.lines(payload) }
    guard let end = payload.firstIndex(of: 10) else {
      return ": HTTP: " + String(decoding: payload, as: UTF8.self) + " [|http]"
    }
    let line = payload[..<end].filter { $0 != 13 }
    return ": HTTP: " + String(decoding: line, as: UTF8.self)
  }

  private static func lines(_ payload: ArraySlice<UInt8>) -> String {
    var text = ""
    var rest = payload
    while let end = rest.firstIndex(of: 10) {
      text += "\n\t" + String(decoding: rest[..<end].filter { $0 != 13 }, as: UTF8.self)
      rest = rest[(end + 1)...]
    }
    return rest.isEmpty ? text : text + "\n\t" + String(decoding: rest, as: UTF8.self) + " [|http]"
  }

  private mutating func relative(_ view: TCP.View, _ packet: IPv4.View) -> (UInt32, UInt32) {
    let from = UInt64(packet.source.bits) << 16 | UInt64(view.sourcePort)
    let to = UInt64(packet.destination.bits) << 16 | UInt64(view.destinationPort)
    let found = connections.firstIndex {
      ($0.client, $0.server) == (from, to) || ($0.client, $0.server) == (to, from)
    }
    if view.flags.contains(.syn) {
      if view.flags.contains(.acknowledge), let found, connections[found].server == from {
        connections[found].serverStart = view.sequence
      } else {
        if let found { connections.remove(at: found) }
        connections.append(
          Connection(client: from, server: to, clientStart: view.sequence, serverStart: 0))
        return (view.sequence, view.acknowledgement)
      }
      let start = found.map { connections[$0].clientStart } ?? 0
      _ = start
      return (view.sequence, view.acknowledgement)
    }
    guard let found else {
      connections.append(
        Connection(
          client: from, server: to, clientStart: view.sequence, serverStart: view.acknowledgement))
      return (view.sequence, view.acknowledgement)
    }
    let entry = connections[found]
    return entry.client == from
      ? (view.sequence &- entry.clientStart, view.acknowledgement &- entry.serverStart)
      : (view.sequence &- entry.serverStart, view.acknowledgement &- entry.clientStart)
  }
}

extension TCP.Option {
  fileprivate var text: String {
    switch self {
    case .nop: "nop"
    case .maximumSegmentSize(let size): "mss \(size)"
    case .windowScale(let shift): "wscale \(shift)"
    case .selectivePermitted: "sackOK"
    case .timestamps(let value, let echo): "TS val \(value) ecr \(echo)"
    case .other(let kind, _): "unknown-\(kind)"
    }
  }
}
