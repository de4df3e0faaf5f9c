import Simulation
import Wire

/// How many errors a destination may still get (icmp_ratelimit: one a second, six at once).
struct ICMPBudget: Sendable {
  let destination: IPv4Address
  var tokens: Int64
  var last: Instant
}

/// ICMP (net/ipv4/icmp.c).
extension Fabric {
  /// Tells a packet's sender what became of it; the source is chosen by the route back, the quote as long as 576 bytes allow.
  mutating func sendICMPError(
    _ type: UInt8, _ code: UInt8, mtu: Int = 0, about packet: Packet, _ here: NamespaceID
  ) {
    guard let view = try? IPv4.View(packet.bytes, packet.network..<packet.bytes.count),
      view.fragmentOffset == 0, mayComplain(about: packet, view, here)
    else { return }
    let back = view.source
    guard case .success(let decision) = lookup(back, in: here) else { return }
    let pays = !(type == ICMP.unreachable && code == ICMP.fragmentationNeeded)
    if pays, !decision.isLocal, !takeToken(back, here) { return }
    let quote = view.bytes[view.start..<view.start + min(view.totalLength, 548)]
    let message = ICMP.Message(
      type: type, code: code, sequence: UInt16(truncatingIfNeeded: mtu), payload: Array(quote))
    var options = SendOptions()
    options.discovery = .never
    options.typeOfService = view.typeOfService & 0x1E | 0xC0
    options.lineage = packet.lineage
    if let own = self[here].localDevice(view.destination), own != 0 || decision.isLocal {
      options.source = view.destination
    }
    trail = []
    send(
      message.bytes, kind: IPv4.icmp, to: back, options, here,
      describe: "ICMP error about \(view.source) > \(view.destination)")
  }

  /// No errors about errors, groups, or what came as a broadcast.
  private func mayComplain(
    about packet: Packet, _ view: IPv4.View, _ here: NamespaceID
  ) -> Bool {
    guard !view.destination.isMulticast, view.destination != .broadcast, view.source != .any,
      !view.source.isMulticast, self[here].broadcastDevice(view.destination) == nil
    else { return false }
    if packet.network == 14, !packet.isLocal, packet.bytes.mac(at: 0).isMulticast { return false }
    guard view.kind == IPv4.icmp, let inner = try? ICMP.View(view.bytes, view.payload) else {
      return true
    }
    return !inner.isError
  }

  private mutating func takeToken(_ destination: IPv4Address, _ here: NamespaceID) -> Bool {
    let place =
      self[here].icmpBudgets.firstIndex { $0.destination == destination }
      ?? {
        self[here].icmpBudgets.append(
          ICMPBudget(destination: destination, tokens: 6_000_000, last: now))
        return self[here].icmpBudgets.count - 1
      }()
    var budget = self[here].icmpBudgets[place]
    budget.tokens = min(
      6_000_000, budget.tokens + now.microseconds - budget.last.microseconds)
    budget.last = now
    let allowed = budget.tokens >= 1_000_000
    if allowed { budget.tokens -= 1_000_000 }
    self[here].icmpBudgets[place] = budget
    return allowed
  }

  mutating func icmpInput(_ packet: Packet, _ interface: InterfaceID) {
    let here = interface.namespace
    guard let outer = try? IPv4.View(packet.bytes, packet.network..<packet.bytes.count),
      let view = try? ICMP.View(packet.bytes, outer.payload), view.isChecksumValid
    else { return drop(packet, here, "a malformed ICMP message") }
    switch view.type {
    case ICMP.echoRequest: echo(packet, outer, view, here)
    case ICMP.echoReply: echoReply(packet, outer, view, here)
    default:
      if view.isError { icmpError(packet, outer, view, here) }
    }
  }

  private mutating func echo(
    _ packet: Packet, _ outer: IPv4.View, _ view: ICMP.View, _ here: NamespaceID
  ) {
    guard setting("net.ipv4.icmp_echo_ignore_all", here) != "1" else {
      return drop(packet, here, "icmp_echo_ignore_all is 1")
    }
    let group =
      outer.destination.isMulticast || self[here].broadcastDevice(outer.destination) != nil
    guard !group else { return drop(packet, here, "an echo request to everybody") }
    var reply = ICMP.Message(view)
    reply.type = ICMP.echoReply
    var options = SendOptions()
    options.discovery = .never
    options.source = outer.destination
    options.typeOfService = outer.typeOfService
    options.mark = 0
    options.lineage = packet.lineage
    note(.delivered("the kernel, which answers the echo request"))
    send(reply.bytes, kind: IPv4.icmp, to: outer.source, options, here)
  }

  private mutating func echoReply(
    _ packet: Packet, _ outer: IPv4.View, _ view: ICMP.View, _ here: NamespaceID
  ) {
    let datagram = Datagram(
      source: outer.source, sourcePort: 0, destination: outer.destination,
      timeToLive: outer.timeToLive, typeOfService: outer.typeOfService,
      bytes: Array(view.bytes[view.start..<view.end]), at: moment)
    for position in 0..<self[here].sockets.count {
      let socket = self[here].sockets[position]
      guard socket.kind == .icmp, socket.localPort == view.identifier else { continue }
      note(.delivered("a program that pings"))
      give(.datagram(datagram), to: self[here].sockets.key(at: position), here)
    }
    trail = []
  }

  /// An error about a packet of this host goes to the socket that sent it.
  private mutating func icmpError(
    _ packet: Packet, _ outer: IPv4.View, _ view: ICMP.View, _ here: NamespaceID
  ) {
    guard let quoted = try? Quoted(view.bytes, view.payload) else {
      return drop(packet, here, "an ICMP error that quotes too little")
    }
    if view.type == ICMP.unreachable, view.code == ICMP.fragmentationNeeded, view.mtu > 0 {
      learnMTU(Int(view.mtu), to: quoted.destination, here)
    }
    let notice = ICMPNotice(
      from: outer.source, type: view.type, code: view.code, mtu: Int(view.mtu), quoted: quoted,
      at: moment)
    note(.delivered("the socket that sent what it is about"))
    trail = []
    for position in 0..<self[here].sockets.count {
      let socket = self[here].sockets[position]
      let id = self[here].sockets.key(at: position)
      switch (socket.kind, quoted.kind) {
      case (.icmp, IPv4.icmp) where socket.localPort == UInt16(quoted.rest >> 16):
        give(.notice(notice), to: id, here)
      case (.udp, IPv4.udp) where socket.localPort == quoted.sourcePort:
        udpError(notice, id, here)
      case (.tcp, IPv4.tcp)
      where socket.localPort == quoted.sourcePort && socket.remotePort == quoted.port
        && socket.remote == quoted.destination:
        tcpError(notice, id, here)
      default: continue
      }
    }
  }
}
