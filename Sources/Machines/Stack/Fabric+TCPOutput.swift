import Simulation
import Wire

/// Segments that go out, timers, and the calls of programs (net/ipv4/tcp_output.c, tcp_timer.c).
extension Fabric {
  /// Sends one segment of a connection as it stands.
  mutating func sendSegment(
    _ id: SocketID, _ flags: TCP.Flags, _ here: NamespaceID, sequence: UInt32? = nil,
    payload: [UInt8] = []
  ) {
    guard let socket = self[here].sockets[key: id], let connection = socket.tcp,
      let remote = socket.remote
    else { return }
    let isSyn = flags.contains(.syn)
    var segment = TCP.Segment(from: socket.localPort, to: socket.remotePort, flags: flags)
    segment.sequence = sequence ?? (isSyn ? connection.initialSend : connection.sendNext)
    if flags.contains(.acknowledge) { segment.acknowledgement = connection.receiveNext }
    let clock = UInt32(truncatingIfNeeded: moment.microseconds / 1000 &+ 3_600_000)
    let size = ownSegmentSize(towards: remote, here)
    if isSyn {
      segment.options = [.maximumSegmentSize(UInt16(clamping: size))]
      let room = flags.contains(.acknowledge) ? size - 12 : size
      segment.window = UInt16(clamping: 65_535 / max(1, room) * max(1, room))
      if connection.usesTimestamps {
        segment.options += [
          .selectivePermitted, .timestamps(value: clock, echo: connection.echoTime),
        ]
      } else {
        segment.options += [.nop, .nop, .selectivePermitted]
      }
      segment.options += [.nop, .windowScale(7)]
    } else {
      segment.window = 502
      if connection.usesTimestamps {
        segment.options = [.nop, .nop, .timestamps(value: clock, echo: connection.echoTime)]
      }
    }
    segment.payload = payload
    if flags.contains(.acknowledge) {
      update(id, here) {
        $0.owesAcknowledgement = false
        $0.acknowledgementGeneration &+= 1
      }
    }
    var options = SendOptions()
    options.source = socket.local
    options.timeToLive = socket.options.timeToLive
    options.mark = socket.options.mark
    if isSyn, flags.contains(.acknowledge) { options.identification = 0 }
    let result = send(
      segment.bytes(from: socket.local, to: remote), kind: IPv4.tcp, to: remote, options, here,
      describe: "TCP \(flags.names)")
    // A SYN that the machine itself drops is sent again: tcp_connect listens to ECONNREFUSED alone.
    if case .failure(.connectionRefused) = result, connection.state == .synSent {
      reset(id, .connectionRefused, here)
    }
  }

  /// Sends what the peer's window and the segment size allow, then the FIN.
  mutating func push(_ id: SocketID, _ here: NamespaceID) {
    while let connection = self[here].sockets[key: id]?.tcp {
      guard [.established, .closeWait, .finWait1, .closing, .lastAck].contains(connection.state)
      else { return }
      let sent = Int(Int32(bitPattern: connection.sendNext &- connection.unacknowledged))
      let flight = min(sent - (connection.isFinSent ? 1 : 0), connection.outgoing.count)
      let left = connection.outgoing.count - flight
      let room = min(connection.peerWindow, 10 * connection.segmentSize) - flight
      let largest = connection.segmentSize - (connection.usesTimestamps ? 12 : 0)
      let length = min(left, room, largest)
      if length > 0, !connection.isFinSent {
        let bytes = Array(connection.outgoing[flight..<flight + length])
        let sequence = connection.sendNext
        update(id, here) { $0.sendNext &+= UInt32(length) }
        sendSegment(
          id, length == left ? [.push, .acknowledge] : .acknowledge, here, sequence: sequence,
          payload: bytes)
        armRetransmission(id, here)
        continue
      }
      guard left == 0, connection.isFinQueued, !connection.isFinSent else { return }
      let sequence = connection.sendNext
      update(id, here) {
        $0.sendNext &+= 1
        $0.isFinSent = true
        $0.state = $0.state == .closeWait ? .lastAck : .finWait1
      }
      sendSegment(id, [.fin, .acknowledge], here, sequence: sequence)
      armRetransmission(id, here)
      return
    }
  }

  mutating func writeConnection(_ bytes: [UInt8], _ id: SocketID, _ here: NamespaceID) {
    update(id, here) { $0.outgoing += bytes }
    push(id, here)
  }

  /// close(): the end of the stream behind what is queued, or a reset when something was not read.
  mutating func closeConnection(_ id: SocketID, _ here: NamespaceID) {
    guard let connection = self[here].sockets[key: id]?.tcp else { return discard(id, here) }
    if let place = self[here].sockets.position(of: id) {
      self[here].sockets[place].isOrphan = true
      self[here].sockets[place].service = nil
    }
    switch connection.state {
    case .synSent, .closed: discard(id, here)
    case .timeWait, .lastAck, .closing, .finWait1, .finWait2: break
    default:
      if !connection.incoming.isEmpty {
        sendSegment(id, [.reset, .acknowledge], here)
        return discard(id, here)
      }
      update(id, here) { $0.isFinQueued = true }
      push(id, here)
    }
  }

  /// Starts connecting; the answer comes when the handshake is over.
  mutating func startConnecting(
    _ id: SocketID, to remote: IPv4Address, port: UInt16, _ here: NamespaceID
  ) -> Errno? {
    guard let place = self[here].sockets.position(of: id) else { return .invalid }
    switch lookup(remote, in: here) {
    case .failure(let reason): return reason
    case .success(let decision):
      guard let source = sourceAddress(decision, here) else { return .networkUnreachable }
      if self[here].sockets[place].local == .any { self[here].sockets[place].local = source }
    }
    if self[here].sockets[place].localPort == 0 {
      self[here].sockets[place].localPort = freePort(.tcp, here)
    }
    self[here].sockets[place].remote = remote
    self[here].sockets[place].remotePort = port
    self[here].sockets[place].tcp = TCPConnection(
      .synSent, initialSend: UInt32(truncatingIfNeeded: self[here].random.next()))
    sendSegment(id, .syn, here)
    armRetransmission(id, here)
    return nil
  }

  mutating func armRetransmission(_ id: SocketID, _ here: NamespaceID) {
    guard let connection = self[here].sockets[key: id]?.tcp else { return }
    update(id, here) { $0.generation &+= 1 }
    let isHandshake = [.synSent, .synReceived].contains(connection.state)
    let base =
      isHandshake ? TCPConnection.firstRetransmission : TCPConnection.laterRetransmission
    let linear = connection.state == .synSent ? TCPConnection.linearRetries : 0
    let doublings = min(max(0, connection.retries - linear), 9)
    schedule(
      .tcp(here, id, .retransmit, generation: connection.generation &+ 1),
      after: min(base << Int64(doublings), 120_000_000))
  }

  mutating func armTimeWait(_ id: SocketID, _ here: NamespaceID) {
    update(id, here) { $0.generation &+= 1 }
    guard let connection = self[here].sockets[key: id]?.tcp else { return }
    schedule(
      .tcp(here, id, .timeWait, generation: connection.generation),
      after: TCPConnection.timeWait)
  }

  mutating func tcpTimer(
    _ here: NamespaceID, _ id: SocketID, _ timer: TCPTimer, _ generation: UInt32
  ) {
    guard let connection = self[here].sockets[key: id]?.tcp else { return }
    trail = []
    switch timer {
    case .timeWait where connection.generation == generation: discard(id, here)
    case .delayedAcknowledgement
    where connection.acknowledgementGeneration == generation && connection.owesAcknowledgement:
      sendSegment(id, .acknowledge, here)
    case .retransmit where connection.generation == generation: retransmit(id, connection, here)
    default: break
    }
  }

  private mutating func retransmit(
    _ id: SocketID, _ connection: TCPConnection, _ here: NamespaceID
  ) {
    guard connection.unacknowledged != connection.sendNext else { return }
    let limit =
      connection.state == .synSent
      ? TCPConnection.connectRetries + 1 : connection.state == .synReceived ? 5 : 15
    guard connection.retries < limit else { return reset(id, .timedOut, here) }
    update(id, here) { $0.retries += 1 }
    switch connection.state {
    case .synSent: sendSegment(id, .syn, here)
    case .synReceived: sendSegment(id, [.syn, .acknowledge], here)
    default:
      let largest = connection.segmentSize - (connection.usesTimestamps ? 12 : 0)
      let sent = Int(Int32(bitPattern: connection.sendNext &- connection.unacknowledged))
      let flight = min(sent - (connection.isFinSent ? 1 : 0), connection.outgoing.count)
      if flight > 0 {
        sendSegment(
          id, [.push, .acknowledge], here, sequence: connection.unacknowledged,
          payload: Array(connection.outgoing.prefix(min(flight, largest))))
      } else {
        sendSegment(id, [.fin, .acknowledge], here, sequence: connection.unacknowledged)
      }
    }
    armRetransmission(id, here)
  }

  /// The connection is over: whoever waits fails.
  mutating func reset(_ id: SocketID, _ reason: Errno, _ here: NamespaceID) {
    guard let place = self[here].sockets.position(of: id) else { return }
    let socket = self[here].sockets[place]
    self[here].sockets[place].tcp?.state = .closed
    self[here].sockets[place].tcp?.generation &+= 1
    self[here].sockets[place].tcp?.acknowledgementGeneration &+= 1
    if let waiter = socket.waiter {
      self[here].sockets[place].waiter = nil
      complete(waiter, .failure(reason, 0))
    } else {
      self[here].sockets[place].error = reason
    }
    if socket.isOrphan || socket.service != nil { discard(id, here) }
  }

  /// An ICMP error about a segment: while connecting it ends the attempt (tcp_v4_err).
  mutating func tcpError(_ notice: ICMPNotice, _ id: SocketID, _ here: NamespaceID) {
    guard let connection = self[here].sockets[key: id]?.tcp else { return }
    if notice.type == ICMP.unreachable, notice.code == ICMP.fragmentationNeeded {
      guard let remote = self[here].sockets[key: id]?.remote else { return }
      let size = ownSegmentSize(towards: remote, here)
      update(id, here) { $0.segmentSize = min($0.segmentSize, size) }
      if connection.state != .synSent, let now = self[here].sockets[key: id]?.tcp {
        retransmit(id, now, here)
      }
      return
    }
    guard notice.type == ICMP.unreachable, [.synSent, .synReceived].contains(connection.state)
    else {
      return
    }
    let reasons: [UInt8: Errno] = [
      0: .networkUnreachable, 1: .hostUnreachable, 2: .notSupported, 3: .connectionRefused,
    ]
    reset(id, reasons[notice.code] ?? .hostUnreachable, here)
  }

  func wakeableBytes(_ connection: TCPConnection) -> Bool {
    !connection.incoming.isEmpty || connection.isFinReceived || connection.state == .closed
  }

  /// Bytes have come: the reader or the service goes on.
  mutating func wakeReader(_ id: SocketID, _ here: NamespaceID) {
    guard let place = self[here].sockets.position(of: id) else { return }
    let socket = self[here].sockets[place]
    guard let connection = socket.tcp else { return }
    if let waiter = socket.waiter, socket.isSelected {
      stopWaiting(waiter, here)
      complete(waiter, .socket(id))
    } else if let waiter = socket.waiter {
      self[here].sockets[place].waiter = nil
      let bytes = connection.incoming
      update(id, here) { $0.incoming = [] }
      complete(waiter, .bytes(bytes))
    } else if let service = socket.service, !socket.isScheduled {
      self[here].sockets[place].isScheduled = true
      schedule(.serve(here, id), after: service.delayMicroseconds)
    }
  }

  mutating func wakeSocket(_ id: SocketID, _ answer: HostAnswer, _ here: NamespaceID) {
    guard let place = self[here].sockets.position(of: id),
      let waiter = self[here].sockets[place].waiter
    else { return }
    self[here].sockets[place].waiter = nil
    complete(waiter, answer)
  }
}
