extension Dissection {
  mutating func ethernet(_ bytes: [UInt8], _ range: Range<Int>, depth: Int) throws(Malformed) {
    let view = try Ethernet.View(bytes, range)
    let at = range.lowerBound
    let names: [UInt16: String] = [Ethernet.ipv4: "IPv4", Ethernet.arp: "ARP"]
    let type = names[view.type] ?? "unknown"
    layer(
      "Ethernet", at..<at + 14,
      [
        Field(name: "destination", value: "\(view.destination)", range: at..<at + 6),
        Field(name: "source", value: "\(view.source)", range: at + 6..<at + 12),
        Field(
          name: "type", value: "0x\(hex16(view.type)) \(type)", range: at + 12..<at + 14),
      ])
    switch view.type {
    case Ethernet.arp: try arp(bytes, view.payload)
    case Ethernet.ipv4: try ipv4(bytes, view.payload, depth: depth)
    default: payload(view.payload)
    }
  }

  private mutating func arp(_ bytes: [UInt8], _ range: Range<Int>) throws(Malformed) {
    let view = try ARP.View(bytes, range)
    let at = range.lowerBound
    let words: [UInt16: String] = [ARP.request: "request", ARP.reply: "reply"]
    layer(
      "ARP", at..<at + 28,
      [
        Field(
          name: "operation", value: words[view.operation] ?? "\(view.operation)",
          range: at + 6..<at + 8),
        Field(name: "sender MAC", value: "\(view.senderMAC)", range: at + 8..<at + 14),
        Field(name: "sender IP", value: "\(view.senderIP)", range: at + 14..<at + 18),
        Field(name: "target MAC", value: "\(view.targetMAC)", range: at + 18..<at + 24),
        Field(name: "target IP", value: "\(view.targetIP)", range: at + 24..<at + 28),
      ])
  }

  mutating func ipv4(_ bytes: [UInt8], _ range: Range<Int>, depth: Int) throws(Malformed) {
    let view = try IPv4.View(bytes, range)
    let at = range.lowerBound
    let flags = (view.dontFragment ? ["DF"] : []) + (view.moreFragments ? ["MF"] : [])
    var fields = [
      Field(name: "header length", value: "\(view.headerLength)", range: at..<at + 1),
      Field(name: "TOS", value: "0x\(hexByte(view.typeOfService))", range: at + 1..<at + 2),
      Field(name: "total length", value: "\(view.totalLength)", range: at + 2..<at + 4),
      Field(name: "id", value: "\(view.identification)", range: at + 4..<at + 6),
      Field(
        name: "flags", value: flags.isEmpty ? "none" : flags.joined(separator: " "),
        range: at + 6..<at + 7),
      Field(name: "fragment offset", value: "\(view.fragmentOffset)", range: at + 6..<at + 8),
      Field(name: "TTL", value: "\(view.timeToLive)", range: at + 8..<at + 9),
      Field(name: "protocol", value: protocolName(view.kind), range: at + 9..<at + 10),
      Field(
        name: "checksum",
        value: "0x\(hex16(view.checksum)) \(view.isChecksumValid ? "correct" : "wrong")",
        range: at + 10..<at + 12),
      Field(name: "source", value: "\(view.source)", range: at + 12..<at + 16),
      Field(name: "destination", value: "\(view.destination)", range: at + 16..<at + 20),
    ]
    if !view.options.isEmpty {
      let text = bytes[view.options].map(hexByte).joined(separator: " ")
      fields.append(Field(name: "options", value: text, range: view.options))
    }
    layer("IPv4", view.header, fields)
    guard view.fragmentOffset == 0 else { return payload(view.payload) }
    switch view.kind {
    case IPv4.icmp: try icmp(bytes, view, depth: depth)
    case IPv4.udp: try udp(bytes, view, depth: depth)
    case IPv4.tcp: try tcp(bytes, view)
    default: payload(view.payload)
    }
  }

  private mutating func icmp(_ bytes: [UInt8], _ packet: IPv4.View, depth: Int) throws(Malformed) {
    let view = try ICMP.View(bytes, packet.payload)
    let at = view.start
    var fields = [
      Field(
        name: "type", value: "\(view.type) \(icmpName(view.type, view.code))", range: at..<at + 1),
      Field(name: "code", value: "\(view.code)", range: at + 1..<at + 2),
      Field(
        name: "checksum",
        value: "0x\(hex16(view.checksum)) "
          + (packet.isFragment ? "of the whole" : view.isChecksumValid ? "correct" : "wrong"),
        range: at + 2..<at + 4),
    ]
    if view.isEcho {
      fields.append(Field(name: "id", value: "\(view.identifier)", range: at + 4..<at + 6))
      fields.append(Field(name: "sequence", value: "\(view.sequence)", range: at + 6..<at + 8))
    } else if view.type == ICMP.unreachable, view.code == ICMP.fragmentationNeeded {
      fields.append(Field(name: "next-hop MTU", value: "\(view.mtu)", range: at + 6..<at + 8))
    }
    layer("ICMP", at..<at + 8, fields)
    if view.isError { layer("Quoted packet", view.payload, []) } else { payload(view.payload) }
  }

  private mutating func udp(_ bytes: [UInt8], _ packet: IPv4.View, depth: Int) throws(Malformed) {
    guard packet.payload.count >= 8 else { throw Malformed("a UDP header takes 8 bytes") }
    let at = packet.payload.lowerBound
    let length = Int(bytes.number16(at: at + 4))
    let whole = try? UDP.View(bytes, packet.payload)
    let verdict =
      whole.map {
        $0.isChecksumValid(from: packet.source, to: packet.destination) ? "correct" : "wrong"
      }
      ?? "of the whole"
    layer(
      "UDP", at..<at + 8,
      [
        Field(name: "source port", value: "\(bytes.number16(at: at))", range: at..<at + 2),
        Field(
          name: "destination port", value: "\(bytes.number16(at: at + 2))", range: at + 2..<at + 4),
        Field(name: "length", value: "\(length)", range: at + 4..<at + 6),
        Field(
          name: "checksum", value: "0x\(hex16(bytes.number16(at: at + 6))) \(verdict)",
          range: at + 6..<at + 8),
      ])
    guard length >= 8 else { throw Malformed("UDP length \(length)") }
    let inside = at + 8..<min(at + length, packet.payload.upperBound)
    let port = bytes.number16(at: at + 2)
    guard depth < 4, whole != nil else { return payload(inside) }
    if port == VXLAN.linuxPort || port == 4789, let view = try? VXLAN.View(bytes, inside) {
      layer(
        "VXLAN", view.start..<view.start + 8,
        [
          Field(
            name: "flags", value: "0x\(hexByte(view.flags))", range: view.start..<view.start + 1),
          Field(name: "VNI", value: "\(view.identifier)", range: view.start + 4..<view.start + 7),
        ])
      try ethernet(bytes, view.payload, depth: depth + 1)
    } else if port == 8285, (try? IPv4.View(bytes, inside)) != nil {
      try ipv4(bytes, inside, depth: depth + 1)
    } else {
      payload(inside)
    }
  }

  private mutating func tcp(_ bytes: [UInt8], _ packet: IPv4.View) throws(Malformed) {
    let view = try TCP.View(bytes, packet.payload)
    let at = view.start
    let right = view.isChecksumValid(from: packet.source, to: packet.destination)
    layer(
      "TCP", at..<at + view.headerLength,
      [
        Field(name: "source port", value: "\(view.sourcePort)", range: at..<at + 2),
        Field(name: "destination port", value: "\(view.destinationPort)", range: at + 2..<at + 4),
        Field(name: "sequence", value: "\(view.sequence)", range: at + 4..<at + 8),
        Field(name: "acknowledgement", value: "\(view.acknowledgement)", range: at + 8..<at + 12),
        Field(name: "flags", value: view.flags.names, range: at + 13..<at + 14),
        Field(name: "window", value: "\(view.window)", range: at + 14..<at + 16),
        Field(
          name: "checksum",
          value: "0x\(hex16(view.checksum)) "
            + (packet.isFragment ? "of the whole" : right ? "correct" : "wrong"),
          range: at + 16..<at + 18),
      ])
    payload(view.payload)
  }
}

public func hex16(_ number: UInt16) -> String {
  hexByte(UInt8(number >> 8)) + hexByte(UInt8(number & 255))
}

public func protocolName(_ kind: UInt8) -> String {
  switch kind {
  case IPv4.icmp: "1 ICMP"
  case IPv4.tcp: "6 TCP"
  case IPv4.udp: "17 UDP"
  default: "\(kind)"
  }
}

private func icmpName(_ type: UInt8, _ code: UInt8) -> String {
  switch (type, code) {
  case (0, _): "echo reply"
  case (8, _): "echo request"
  case (3, 0): "net unreachable"
  case (3, 1): "host unreachable"
  case (3, 3): "port unreachable"
  case (3, 4): "fragmentation needed"
  case (3, _): "unreachable"
  case (11, _): "time exceeded"
  default: "message"
  }
}

extension TCP.Flags {
  public var names: String {
    let words = ["FIN", "SYN", "RST", "PSH", "ACK", "URG"]
    return words.enumerated().filter { rawValue >> UInt8($0.offset) & 1 == 1 }.map(\.element)
      .joined(separator: " ")
  }
}
