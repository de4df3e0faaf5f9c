import Simulation
import Wire

/// Connection tracking and address translation (nf_conntrack, nf_nat).
extension Fabric {
  /// The tuple of a packet at a place in its bytes; nil for what is not tracked.
  func tuple(_ bytes: [UInt8], _ at: Int) -> FlowTuple? {
    let header = Int(bytes[at] & 15) * 4
    guard header >= 20, bytes.count >= at + header + 8 else { return nil }
    let kind = bytes[at + 9]
    let transport = at + header
    var tuple = FlowTuple(
      kind: kind, source: bytes.address(at: at + 12), sourcePort: 0,
      destination: bytes.address(at: at + 16), destinationPort: 0)
    switch kind {
    case IPv4.tcp, IPv4.udp:
      tuple.sourcePort = bytes.number16(at: transport)
      tuple.destinationPort = bytes.number16(at: transport + 2)
    case IPv4.icmp:
      guard [0, 8, 13, 14].contains(bytes[transport]) else { return nil }
      tuple.sourcePort = bytes.number16(at: transport + 4)
      tuple.destinationPort = tuple.sourcePort
      tuple.icmpType = bytes[transport]
    default: break
    }
    return tuple
  }

  /// Finds or makes the packet's connection (nf_conntrack_in).
  mutating func track(_ packet: Packet, _ here: NamespaceID) -> Packet {
    guard packet.tracked == nil, self[here].netfilter?.isTracking == true else { return packet }
    let now = now
    var packet = packet
    guard let tuple = tuple(packet.bytes, packet.network) else {
      packet.tracked = related(packet, here)
      return packet
    }
    if let found = self[here].netfilter?.connections.find(tuple, now) {
      packet.tracked = advance(found.id, isReply: found.isReply, packet, here)
      return packet
    }
    if tuple.kind == IPv4.icmp, tuple.icmpType == ICMP.echoReply { return packet }
    if tuple.kind == IPv4.tcp {
      let flags = TCP.Flags(rawValue: packet.bytes[packet.transport + 13])
      // A reset or a SYN-ACK without a connection begins none.
      if flags.contains(.reset) || flags.isSuperset(of: [.syn, .acknowledge]) { return packet }
    }
    guard let id = self[here].netfilter?.connections.add(tuple, now) else { return packet }
    packet.tracked = advance(id, isReply: false, packet, here)
    packet.tracked?.state = .new
    return packet
  }

  /// An ICMP error belongs to the connection that it quotes.
  private mutating func related(_ packet: Packet, _ here: NamespaceID) -> Tracked? {
    let now = now
    guard packet.kind == IPv4.icmp, packet.bytes.count >= packet.transport + 36,
      [3, 4, 5, 11, 12].contains(packet.bytes[packet.transport]),
      let inner = tuple(packet.bytes, packet.transport + 8)
    else { return nil }
    guard let found = self[here].netfilter?.connections.find(inner.inverted, now) else {
      return nil
    }
    return Tracked(connection: found.id, isReply: found.isReply, state: .related)
  }

  /// What the packet does to its connection: replied, assured, TCP's phase, the time left.
  private mutating func advance(
    _ id: Int, isReply: Bool, _ packet: Packet, _ here: NamespaceID
  ) -> Tracked {
    guard var entry = self[here].netfilter?.connections[id] else {
      return Tracked(connection: id, isReply: isReply, state: .invalid)
    }
    let wasReplied = entry.isReplied
    if isReply { entry.isReplied = true }
    var seconds: Int64
    switch entry.original.kind {
    case IPv4.tcp:
      let flags = TCP.Flags(rawValue: packet.bytes[packet.transport + 13])
      entry.phase = Self.next(entry.phase, flags, isReply: isReply)
      if entry.phase == .established, entry.isReplied { entry.isAssured = true }
      seconds = entry.phase.timeout
      if !entry.isReplied, entry.phase == .established { seconds = 300 }
    case IPv4.udp:
      let isStream = entry.isReplied && now.microseconds - entry.created.microseconds > 2_000_000
      if isStream { entry.isAssured = true }
      seconds = isStream ? 120 : 30
    case IPv4.icmp: seconds = 30
    default: seconds = 600
    }
    entry.expires = now.after(microseconds: seconds * 1_000_000)
    self[here].netfilter?.connections[id] = entry
    let isEstablished = isReply || wasReplied
    return Tracked(
      connection: id, isReply: isReply, state: isEstablished ? .established : .new)
  }

  /// nf_conntrack_proto_tcp's table, for flows that begin with a SYN.
  private static func next(
    _ phase: Connection.Phase, _ flags: TCP.Flags, isReply: Bool
  ) -> Connection.Phase {
    if flags.contains(.reset) { return .close }
    if flags.contains(.syn) {
      if flags.contains(.acknowledge) { return isReply && phase == .synSent ? .synReceived : phase }
      return [.none, .timeWait, .close, .synSent].contains(phase) && !isReply ? .synSent : phase
    }
    if flags.contains(.fin) {
      switch phase {
      case .synReceived, .established: return .finWait
      case .finWait, .closeWait: return .lastAck
      default: return phase
      }
    }
    guard flags.contains(.acknowledge) else { return phase }
    switch phase {
    case .none: return .established
    case .synReceived: return isReply ? phase : .established
    case .finWait: return .closeWait
    case .lastAck: return .timeWait
    default: return phase
    }
  }

  /// Rewrites what the connection's translation asks for at a hook (nf_nat_manip_pkt).
  mutating func translate(
    _ packet: Packet, _ hook: NetfilterHook, _ here: NamespaceID
  ) -> Packet {
    guard let tracked = packet.tracked,
      let entry = self[here].netfilter?.connections[tracked.connection]
    else { return packet }
    let changesSource = hook == .postrouting || hook == .input
    let isNeeded =
      changesSource != tracked.isReply ? entry.hasSourceNAT : entry.hasDestinationNAT
    guard isNeeded else { return packet }
    let target = tracked.isReply ? entry.original.inverted : entry.reply.inverted
    var packet = packet
    if tracked.state == .related { return translateError(packet, target, changesSource, here) }
    let before = changesSource ? packet.source : packet.destination
    rewrite(&packet.bytes, packet.network, target, source: changesSource, isQuoted: false)
    let after = changesSource ? packet.source : packet.destination
    note(
      .translated(
        "\(changesSource ? "source" : "destination") \(before) becomes \(after) (conntrack)"))
    return packet
  }

  /// Sets an address and its port in a packet and makes the checksums anew.
  private func rewrite(
    _ bytes: inout [UInt8], _ at: Int, _ target: FlowTuple, source: Bool, isQuoted: Bool
  ) {
    bytes.set32(source ? target.source.bits : target.destination.bits, at: at + (source ? 12 : 16))
    IPv4.rechecksum(&bytes, at: at)
    let header = Int(bytes[at] & 15) * 4
    let transport = at + header
    let end = min(bytes.count, at + Int(bytes.number16(at: at + 2)))
    let port = source ? target.sourcePort : target.destinationPort
    guard bytes.number16(at: at + 6) & 0x1FFF == 0 else { return }
    switch bytes[at + 9] {
    case IPv4.tcp where end >= transport + (isQuoted ? 8 : 20):
      bytes.set16(port, at: transport + (source ? 0 : 2))
      guard !isQuoted else { return }
      TCP.rechecksum(
        &bytes, transport..<end, from: bytes.address(at: at + 12), to: bytes.address(at: at + 16))
    case IPv4.udp where end >= transport + 8:
      bytes.set16(port, at: transport + (source ? 0 : 2))
      guard !isQuoted, bytes.number16(at: transport + 6) != 0 else { return }
      UDP.rechecksum(
        &bytes, transport..<end, from: bytes.address(at: at + 12), to: bytes.address(at: at + 16))
    case IPv4.icmp where end >= transport + 8:
      guard [0, 8].contains(bytes[transport]) else { return }
      let before = bytes.number16(at: transport + 4)
      bytes.set16(target.sourcePort, at: transport + 4)
      // Incremental (RFC 1624), because a quoted message is not all there.
      let sum =
        UInt64(~bytes.number16(at: transport + 2)) + UInt64(~before) + UInt64(target.sourcePort)
      bytes.set16(~Checksum.fold(sum), at: transport + 2)
    default: break
    }
  }

  /// Translates an ICMP error outside and inside (nf_nat_icmp_reply_translation).
  private func translateError(
    _ packet: Packet, _ target: FlowTuple, _ changesSource: Bool, _ here: NamespaceID
  ) -> Packet {
    var packet = packet
    let inner = packet.transport + 8
    rewrite(&packet.bytes, inner, target.inverted, source: !changesSource, isQuoted: true)
    let address = changesSource ? target.source : target.destination
    packet.bytes.set32(address.bits, at: packet.network + (changesSource ? 12 : 16))
    IPv4.rechecksum(&packet.bytes, at: packet.network)
    let end = packet.network + packet.ipLength
    packet.bytes.set16(0, at: packet.transport + 2)
    packet.bytes.set16(
      Checksum.of(packet.bytes, packet.transport..<end), at: packet.transport + 2)
    return packet
  }

  /// Sets up a new translation (nf_nat_setup_info): the tuple of the replies must be nobody else's.
  mutating func setTranslation(
    _ id: Int, source: Bool, to address: IPv4Address, ports: ClosedRange<UInt16>?, isRandom: Bool,
    _ here: NamespaceID
  ) {
    guard var entry = self[here].netfilter?.connections[id] else { return }
    if source {
      entry.reply.destination = address
      let wanted = entry.original.sourcePort
      entry.reply.destinationPort = wanted
      if isRandom || self[here].netfilter?.connections.isTaken(entry.reply) == true {
        for _ in 0..<128 {
          let low = wanted < 512 ? 1 : wanted < 1024 ? 600 : 1024
          let high = wanted < 512 ? 511 : wanted < 1024 ? 1023 : 65_535
          entry.reply.destinationPort =
            ports.map { $0.lowerBound }
            ?? UInt16(low + self[here].random.below(high - low + 1))
          if entry.reply.kind == IPv4.icmp { entry.reply.sourcePort = entry.reply.destinationPort }
          if self[here].netfilter?.connections.isTaken(entry.reply) == false { break }
        }
      }
      if entry.reply.kind == IPv4.icmp { entry.reply.sourcePort = entry.reply.destinationPort }
      entry.hasSourceNAT =
        address != entry.original.source || entry.reply.destinationPort != wanted
      entry.isSourceDone = true
    } else {
      entry.reply.source = address
      if let ports, entry.reply.kind != IPv4.icmp { entry.reply.sourcePort = ports.lowerBound }
      entry.hasDestinationNAT =
        address != entry.original.destination
        || entry.reply.sourcePort != entry.original.destinationPort
      entry.isDestinationDone = true
    }
    self[here].netfilter?.connections[id] = entry
  }
}
