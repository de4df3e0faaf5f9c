import Simulation
import Wire

extension Fabric {
  mutating func open(_ socket: Socket, _ here: NamespaceID) -> SocketID {
    let id = SocketID(self[here].nextSocket)
    self[here].nextSocket += 1
    self[here].sockets.set(id, socket)
    if socket.kind == .packet {
      self[here].taps += 1
      tapCount += 1
    }
    return id
  }

  /// Removes a socket; whoever waits on it is left waiting.
  mutating func discard(_ id: SocketID, _ here: NamespaceID) {
    if let socket = self[here].sockets.remove(id), socket.kind == .packet {
      self[here].taps -= 1
      tapCount -= 1
      if socket.isPromiscuous, let device = socket.device {
        self[here].devices[device]?.promiscuity -= 1
      }
    }
  }

  /// Starts a service on a port.
  package mutating func serve(
    _ service: Service, on port: UInt16, kind: Socket.Kind, in here: NamespaceID
  ) {
    wake(here)
    var socket = Socket(kind)
    socket.localPort = port
    socket.service = service
    socket.ownerName = service.name
    _ = open(socket, here)
  }

  /// Ends the service on a port: its connections are reset.
  package mutating func stopServing(_ port: UInt16, in here: NamespaceID) {
    guard !slots[here.index].live.isEmpty else { return }
    let ids = (0..<self[here].sockets.count).filter {
      self[here].sockets[$0].localPort == port && self[here].sockets[$0].service != nil
    }.map { self[here].sockets.key(at: $0) }
    for id in ids {
      if self[here].sockets[key: id]?.kind == .tcp {
        sendSegment(id, [.reset, .acknowledge], here)
      }
      discard(id, here)
    }
  }

  /// Hands something to a socket: to the call that waits there, or into its queue.
  mutating func give(_ delivery: Delivery, to id: SocketID, _ here: NamespaceID) {
    guard let place = self[here].sockets.position(of: id) else { return }
    if let waiter = self[here].sockets[place].waiter {
      if self[here].sockets[place].isSelected {
        self[here].sockets[place].queue.append(delivery)
        stopWaiting(waiter, here)
        return complete(waiter, .socket(id))
      }
      self[here].sockets[place].waiter = nil
      return complete(waiter, .delivery(delivery))
    }
    guard self[here].sockets[place].queue.count < 4096 else { return }
    self[here].sockets[place].queue.append(delivery)
    let socket = self[here].sockets[place]
    if socket.relay != nil {
      wakeRelay(id, here)
    } else if let service = socket.service, !socket.isScheduled {
      self[here].sockets[place].isScheduled = true
      schedule(.serve(here, id), after: service.delayMicroseconds)
    }
  }

  /// Takes a waiter off every socket that it looks at.
  mutating func stopWaiting(_ waiter: Waiter, _ here: NamespaceID) {
    for position in 0..<self[here].sockets.count
    where self[here].sockets[position].waiter == waiter {
      self[here].sockets[position].waiter = nil
      self[here].sockets[position].isSelected = false
    }
  }

  /// A port that nobody has, from the range of net.ipv4.ip_local_port_range.
  mutating func freePort(_ kind: Socket.Kind, _ here: NamespaceID) -> UInt16 {
    for _ in 0..<64 {
      let port = UInt16(32_768 + self[here].random.below(28_232))
      if !isTaken(port, kind, here) { return port }
    }
    return (32_768...60_999).first { !isTaken($0, kind, here) } ?? 0
  }

  func isTaken(_ port: UInt16, _ kind: Socket.Kind, _ here: NamespaceID) -> Bool {
    let family: [Socket.Kind] = kind == .udp ? [.udp] : [.tcp, .listener]
    return self[here].sockets.elements.contains {
      family.contains($0.kind) && $0.localPort == port
        && !($0.kind == .tcp && $0.tcp?.state == .timeWait)
    }
  }

  /// A service answers what has come in.
  mutating func serve(_ here: NamespaceID, _ id: SocketID) {
    guard let place = self[here].sockets.position(of: id) else { return }
    self[here].sockets[place].isScheduled = false
    let socket = self[here].sockets[place]
    guard let service = socket.service else { return }
    trail = []
    if socket.kind == .tcp { return serveConnection(id, service, here) }
    while let place = self[here].sockets.position(of: id),
      !self[here].sockets[place].queue.isEmpty
    {
      guard case .datagram(let asked) = self[here].sockets[place].queue.removeFirst() else {
        continue
      }
      let request = Service.Request(
        host: self[here].name, peer: asked.source, peerPort: asked.sourcePort,
        local: asked.destination, localPort: socket.localPort, bytes: asked.bytes)
      guard let answer = service.answer(request) else { continue }
      var options = SendOptions()
      options.source = asked.destination
      sendDatagram(
        answer.bytes, from: socket.localPort, to: asked.source, asked.sourcePort, options, here,
        describe: "\(service.name) answers")
    }
  }

  private mutating func serveConnection(
    _ id: SocketID, _ service: Service, _ here: NamespaceID
  ) {
    guard let socket = self[here].sockets[key: id], let connection = socket.tcp,
      let remote = socket.remote
    else { return }
    if connection.incoming.isEmpty {
      if connection.isFinReceived { closeConnection(id, here) }
      return
    }
    let request = Service.Request(
      host: self[here].name, peer: remote, peerPort: socket.remotePort, local: socket.local,
      localPort: socket.localPort, bytes: connection.incoming)
    guard let answer = service.answer(request) else { return }
    update(id, here) { $0.incoming = [] }
    if !answer.bytes.isEmpty { writeConnection(answer.bytes, id, here) }
    if answer.closes { closeConnection(id, here) }
  }
}
