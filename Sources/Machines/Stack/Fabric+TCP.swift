import Simulation
import Wire

/// Segments that come in (net/ipv4/tcp_input.c).
extension Fabric {
  mutating func tcpInput(_ packet: Packet, _ interface: InterfaceID) {
    let here = interface.namespace
    guard let outer = try? IPv4.View(packet.bytes, packet.network..<packet.bytes.count),
      let view = try? TCP.View(packet.bytes, outer.payload),
      view.isChecksumValid(from: outer.source, to: outer.destination)
    else { return drop(packet, here, "a malformed TCP segment") }
    let segment = TCP.Segment(view)
    guard let id = tcpSocket(outer, segment, here), let socket = self[here].sockets[key: id] else {
      drop(packet, here, "nobody listens on TCP port \(segment.destinationPort)")
      return refuse(segment, outer, here, lineage: packet.lineage)
    }
    note(.delivered("TCP \(socket.ownerName)"))
    trail = []
    if socket.kind == .listener { return listen(segment, outer, id, socket, here) }
    process(segment, outer, id, here)
  }

  func tcpSocket(
    _ outer: IPv4.View, _ segment: TCP.Segment, _ here: NamespaceID
  ) -> SocketID? {
    let sockets = self[here].sockets
    var listener: SocketID?
    for position in 0..<sockets.count {
      let socket = sockets[position]
      guard socket.localPort == segment.destinationPort else { continue }
      if socket.kind == .tcp, socket.remote == outer.source,
        socket.remotePort == segment.sourcePort, socket.local == outer.destination
      {
        return sockets.key(at: position)
      }
      if socket.kind == .listener, socket.local == .any || socket.local == outer.destination {
        listener = sockets.key(at: position)
      }
    }
    return listener
  }

  /// RST for what belongs to no connection (tcp_v4_send_reset).
  mutating func refuse(
    _ segment: TCP.Segment, _ outer: IPv4.View, _ here: NamespaceID, lineage: UInt64
  ) {
    guard !segment.flags.contains(.reset) else { return }
    var reply = TCP.Segment(from: segment.destinationPort, to: segment.sourcePort, flags: .reset)
    if segment.flags.contains(.acknowledge) {
      reply.sequence = segment.acknowledgement
    } else {
      reply.flags.insert(.acknowledge)
      let extra =
        (segment.flags.contains(.syn) ? 1 : 0) + (segment.flags.contains(.fin) ? 1 : 0)
      reply.acknowledgement = segment.sequence &+ UInt32(segment.payload.count + extra)
    }
    var options = SendOptions()
    options.source = outer.destination
    options.identification = 0
    options.lineage = lineage
    send(
      reply.bytes(from: outer.destination, to: outer.source), kind: IPv4.tcp, to: outer.source,
      options, here, describe: "TCP reset")
  }

  /// A listening socket answers a SYN and keeps the half-open connection as a socket of its own.
  mutating func listen(
    _ segment: TCP.Segment, _ outer: IPv4.View, _ id: SocketID, _ listener: Socket,
    _ here: NamespaceID
  ) {
    guard segment.flags.isDisjoint(with: [.reset]) else { return }
    guard segment.flags.contains(.syn), !segment.flags.contains(.acknowledge) else {
      return refuse(segment, outer, here, lineage: newLineage())
    }
    var child = Socket(.tcp)
    child.local = outer.destination
    child.localPort = segment.destinationPort
    child.remote = outer.source
    child.remotePort = segment.sourcePort
    child.service = listener.service
    child.ownerName = listener.ownerName
    child.owner = listener.owner
    child.options = listener.options
    var connection = TCPConnection(
      .synReceived, initialSend: UInt32(truncatingIfNeeded: self[here].random.next()))
    connection.receiveNext = segment.sequence &+ 1
    connection.listener = id
    child.tcp = connection
    let own = open(child, here)
    readOptions(segment, own, here)
    sendSegment(own, [.syn, .acknowledge], here)
    armRetransmission(own, here)
  }

  /// Takes size, scale and timestamps from a SYN's options.
  mutating func readOptions(
    _ segment: TCP.Segment, _ id: SocketID, _ here: NamespaceID
  ) {
    guard let socket = self[here].sockets[key: id], let remote = socket.remote else { return }
    let own = ownSegmentSize(towards: remote, here)
    update(id, here) { connection in
      connection.usesTimestamps = false
      connection.segmentSize = min(own, 536)
      for option in segment.options {
        switch option {
        case .maximumSegmentSize(let size): connection.segmentSize = min(own, max(48, Int(size)))
        case .windowScale(let shift): connection.peerScale = min(shift, 14)
        case .timestamps(let value, _):
          connection.usesTimestamps = true
          connection.echoTime = value
        default: break
        }
      }
      connection.peerWindow = Int(segment.window)
    }
  }

  func ownSegmentSize(towards remote: IPv4Address, _ here: NamespaceID) -> Int {
    guard case .success(let decision) = lookup(remote, in: here) else { return 536 }
    return mtu(decision, to: remote, learned: true, here) - 40
  }

  mutating func update(
    _ id: SocketID, _ here: NamespaceID, _ change: (inout TCPConnection) -> Void
  ) {
    guard let place = self[here].sockets.position(of: id),
      var connection = self[here].sockets[place].tcp
    else { return }
    self[here].sockets[place].tcp = nil
    change(&connection)
    self[here].sockets[place].tcp = connection
  }

  mutating func process(
    _ segment: TCP.Segment, _ outer: IPv4.View, _ id: SocketID, _ here: NamespaceID
  ) {
    guard let connection = self[here].sockets[key: id]?.tcp else { return }
    if connection.state == .synSent { return answerOfServer(segment, id, connection, here) }
    if connection.state == .timeWait, segment.flags.contains(.syn) {
      discard(id, here)
      if let listener = tcpSocket(outer, segment, here),
        let socket = self[here].sockets[key: listener],
        socket.kind == .listener
      {
        return listen(segment, outer, listener, socket, here)
      }
      return refuse(segment, outer, here, lineage: newLineage())
    }
    if segment.flags.contains(.reset) {
      let ahead = Int32(bitPattern: segment.sequence &- connection.receiveNext)
      guard ahead >= 0, ahead <= 65_535 else { return }
      return reset(id, .connectionReset, here)
    }
    if segment.flags.contains(.syn) {
      // A repeated SYN is answered again, any other is challenged (RFC 5961).
      return sendSegment(
        id, connection.state == .synReceived ? [.syn, .acknowledge] : .acknowledge, here)
    }
    for case .timestamps(let value, _) in segment.options {
      update(id, here) { $0.echoTime = value }
    }
    acknowledge(segment, id, here)
    guard self[here].sockets[key: id] != nil else { return }
    takeData(segment, id, here)
  }

  mutating func answerOfServer(
    _ segment: TCP.Segment, _ id: SocketID, _ connection: TCPConnection, _ here: NamespaceID
  ) {
    let isRight = segment.acknowledgement == connection.sendNext
    if segment.flags.contains(.reset) {
      if segment.flags.contains(.acknowledge), isRight { reset(id, .connectionRefused, here) }
      return
    }
    guard segment.flags.contains([.syn, .acknowledge]), isRight else { return }
    readOptions(segment, id, here)
    update(id, here) {
      $0.state = .established
      $0.receiveNext = segment.sequence &+ 1
      $0.unacknowledged = segment.acknowledgement
      $0.retries = 0
      $0.generation &+= 1
    }
    confirm(id, here)
    sendSegment(id, .acknowledge, here)
    wakeSocket(id, .done, here)
    push(id, here)
  }

  mutating func confirm(_ id: SocketID, _ here: NamespaceID) {
    if let remote = self[here].sockets[key: id]?.remote { confirmNeighbour(towards: remote, here) }
  }
}
