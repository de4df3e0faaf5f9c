import Simulation
import Wire

/// Acknowledgements and bytes that come in, in their order (net/ipv4/tcp_input.c).
extension Fabric {
  /// What the peer has got (tcp_ack).
  mutating func acknowledge(
    _ segment: TCP.Segment, _ id: SocketID, _ here: NamespaceID
  ) {
    guard segment.flags.contains(.acknowledge), var connection = self[here].sockets[key: id]?.tcp
    else { return }
    let newly = Int(Int32(bitPattern: segment.acknowledgement &- connection.unacknowledged))
    let outstanding = Int(Int32(bitPattern: connection.sendNext &- connection.unacknowledged))
    guard newly >= 0, newly <= outstanding else { return }
    connection.peerWindow = Int(segment.window) << Int(connection.peerScale)
    if newly > 0 {
      let isSynAcked = connection.unacknowledged == connection.initialSend
      let data = min(newly - (isSynAcked ? 1 : 0), connection.outgoing.count)
      connection.outgoing.removeFirst(max(0, data))
      connection.unacknowledged = segment.acknowledgement
      connection.retries = 0
      connection.generation &+= 1
    }
    let isAllAcked = connection.unacknowledged == connection.sendNext
    let isFinAcked = connection.isFinSent && isAllAcked
    var isUp = false
    switch connection.state {
    case .synReceived where isAllAcked:
      connection.state = .established
      isUp = true
    case .finWait1 where isFinAcked: connection.state = .finWait2
    case .closing where isFinAcked: connection.state = .timeWait
    case .lastAck where isFinAcked: connection.state = .closed
    default: break
    }
    update(id, here) { $0 = connection }
    if newly > 0 { confirm(id, here) }
    if isUp { accepted(id, connection.listener, here) }
    if connection.state == .closed { return discard(id, here) }
    if connection.state == .timeWait { armTimeWait(id, here) }
    if !isAllAcked { armRetransmission(id, here) }
    push(id, here)
  }

  mutating func accepted(
    _ id: SocketID, _ listener: SocketID?, _ here: NamespaceID
  ) {
    guard let listener, let place = self[here].sockets.position(of: listener),
      self[here].sockets[place].service == nil
    else { return }
    if let waiter = self[here].sockets[place].waiter {
      self[here].sockets[place].waiter = nil
      complete(waiter, .socket(id))
    } else {
      self[here].sockets[place].backlog.append(id)
    }
  }

  /// Takes bytes and the end of the stream in their order (tcp_data_queue).
  mutating func takeData(
    _ segment: TCP.Segment, _ id: SocketID, _ here: NamespaceID
  ) {
    guard let connection = self[here].sockets[key: id]?.tcp else { return }
    let isLast = segment.flags.contains(.fin)
    guard !segment.payload.isEmpty || isLast else { return }
    let skip = Int(Int32(bitPattern: connection.receiveNext &- segment.sequence))
    if skip < 0 {
      update(id, here) { $0.early.append((segment.sequence, segment.payload, isLast)) }
      return sendSegment(id, .acknowledge, here)
    }
    let length = segment.payload.count + (isLast ? 1 : 0)
    guard skip < length, !connection.isFinReceived else {
      return sendSegment(id, .acknowledge, here)
    }
    if !segment.payload.isEmpty, self[here].sockets[key: id]?.isOrphan == true {
      // Data for a socket that nobody can read any more.
      sendSegment(id, .reset, here)
      return discard(id, here)
    }
    take(Array(segment.payload.dropFirst(skip)), isLast, id, here)
    while let next = self[here].sockets[key: id]?.tcp?.early.first(where: {
      Int32(bitPattern: (self[here].sockets[key: id]?.tcp?.receiveNext ?? 0) &- $0.sequence) >= 0
    }) {
      update(id, here) { $0.early.removeAll { $0.sequence == next.sequence } }
      let skip = Int(
        Int32(bitPattern: (self[here].sockets[key: id]?.tcp?.receiveNext ?? 0) &- next.sequence))
      if skip <= next.bytes.count { take(Array(next.bytes.dropFirst(skip)), next.isLast, id, here) }
    }
    scheduleAcknowledgement(id, here)
    wakeReader(id, here)
  }

  mutating func take(
    _ bytes: [UInt8], _ isLast: Bool, _ id: SocketID, _ here: NamespaceID
  ) {
    var isTimeWait = false
    update(id, here) { connection in
      connection.incoming += bytes
      connection.receiveNext &+= UInt32(bytes.count + (isLast ? 1 : 0))
      connection.owesAcknowledgement = true
      guard isLast else { return }
      connection.isFinReceived = true
      switch connection.state {
      case .established, .synReceived:
        connection.state = .closeWait
        // The end of the stream puts the socket into interactive mode: its ACK may wait for ours.
        connection.quickAcknowledgements = 0
      case .finWait1: connection.state = .closing
      case .finWait2:
        connection.state = .timeWait
        isTimeWait = true
      default: break
      }
    }
    if isTimeWait {
      sendSegment(id, .acknowledge, here)
      armTimeWait(id, here)
    }
  }

  /// Acknowledges at once at the connection's start, later after 40 ms unless data goes out before.
  mutating func scheduleAcknowledgement(_ id: SocketID, _ here: NamespaceID) {
    guard let connection = self[here].sockets[key: id]?.tcp, connection.owesAcknowledgement else {
      return
    }
    if connection.quickAcknowledgements > 0 || connection.state == .closing {
      update(id, here) { $0.quickAcknowledgements = max(0, $0.quickAcknowledgements - 1) }
      return sendSegment(id, .acknowledge, here)
    }
    update(id, here) { $0.acknowledgementGeneration &+= 1 }
    schedule(
      .tcp(
        here, id, .delayedAcknowledgement, generation: connection.acknowledgementGeneration &+ 1),
      after: TCPConnection.delayedAcknowledgement)
  }
}
