import Simulation
import Wire

/// The calls on sockets.
extension Fabric {
  mutating func socketCall(
    _ call: HostCall, _ here: NamespaceID, _ waiter: Waiter
  ) -> HostAnswer? {
    switch call {
    case .socket(let kind, let options):
      var socket = Socket(kind)
      socket.options = options
      if case .process(let id) = waiter {
        socket.owner = id
        socket.ownerName = processes[id.number]?.name ?? ""
      }
      return .socket(open(socket, here))
    case .setOptions(let id, let options):
      guard let place = self[here].sockets.position(of: id) else { return .failure(.invalid, 0) }
      self[here].sockets[place].options = options
      return .done
    case .attach(let id, let device, let isPromiscuous):
      guard let place = self[here].sockets.position(of: id) else { return .failure(.invalid, 0) }
      guard let device else { return .done }
      guard let index = self[here].device(named: device) else { return .failure(.noDevice, 0) }
      self[here].sockets[place].device = index
      if isPromiscuous, !self[here].sockets[place].isPromiscuous {
        self[here].sockets[place].isPromiscuous = true
        self[here].devices[index]?.promiscuity += 1
      }
      return .done
    case .bind(let id, let address, let port): return bind(id, address, port, here)
    case .localAddress(let id):
      guard let socket = self[here].sockets[key: id] else { return .failure(.invalid, 0) }
      return .address(socket.local, socket.localPort)
    case .listen(let id):
      guard let place = self[here].sockets.position(of: id) else { return .failure(.invalid, 0) }
      self[here].sockets[place].kind = .listener
      return .done
    case .connect(let id, let address, let port, let limit):
      return connect(id, address, port, limit, here, waiter)
    case .accept(let id, let limit):
      guard let place = self[here].sockets.position(of: id) else { return .failure(.invalid, 0) }
      if !self[here].sockets[place].backlog.isEmpty {
        return .socket(self[here].sockets[place].backlog.removeFirst())
      }
      return wait(on: id, limit, here, waiter)
    case .send(let id, let bytes): return send(bytes, on: id, here)
    case .sendTo(let id, let address, let port, let bytes):
      return sendTo(id, address, port, bytes, here)
    case .sendFrame(let id, let bytes):
      guard let socket = self[here].sockets[key: id], let device = socket.device else {
        return .failure(.invalid, 0)
      }
      trail = []
      note(.sent("\(socket.ownerName) sends a frame"))
      transmit(
        Packet(bytes, network: 14, lineage: newLineage()), on: InterfaceID(here, device))
      return .done
    case .receive(let id, let limit): return receive(id, limit, here, waiter)
    case .select(let ids, let limit): return select(ids, limit, here, waiter)
    case .shutdown(let id):
      update(id, here) {
        if $0.state == .established || $0.state == .closeWait { $0.isFinQueued = true }
      }
      push(id, here)
      return .done
    case .close(let id):
      if self[here].sockets[key: id]?.kind == .tcp {
        closeConnection(id, here)
      } else {
        discard(id, here)
      }
      return .done
    default: return .failure(.notSupported, 0)
    }
  }

  mutating func wait(
    on id: SocketID, _ limit: Int64?, _ here: NamespaceID, _ waiter: Waiter
  ) -> HostAnswer? {
    if limit == 0 { return .timeout }
    guard let place = self[here].sockets.position(of: id) else { return .failure(.invalid, 0) }
    self[here].sockets[place].waiter = waiter
    startWaiting(waiter, timeout: limit)
    if case .outside = waiter { outsideWaits[waiter] = here }
    return nil
  }

  mutating func select(
    _ ids: [SocketID], _ limit: Int64?, _ here: NamespaceID, _ waiter: Waiter
  ) -> HostAnswer? {
    let positions = ids.compactMap { self[here].sockets.position(of: $0) }
    for place in positions {
      let socket = self[here].sockets[place]
      if !socket.queue.isEmpty || socket.error != nil || socket.tcp.map(wakeableBytes) ?? false {
        return .socket(self[here].sockets.key(at: place))
      }
    }
    if limit == 0 { return .timeout }
    for place in positions {
      self[here].sockets[place].waiter = waiter
      self[here].sockets[place].isSelected = true
    }
    startWaiting(waiter, timeout: limit)
    if case .outside = waiter { outsideWaits[waiter] = here }
    return nil
  }

  mutating func bind(
    _ id: SocketID, _ address: IPv4Address, _ port: UInt16, _ here: NamespaceID
  ) -> HostAnswer {
    guard let place = self[here].sockets.position(of: id) else { return .failure(.invalid, 0) }
    if address != .any, self[here].localDevice(address) == nil {
      return .failure(.noSuchAddress, 0)
    }
    let kind = self[here].sockets[place].kind
    if kind == .icmp {
      self[here].sockets[place].localPort = port
      return .done
    }
    if port != 0, isTaken(port, kind, here) { return .failure(.addressInUse, 0) }
    self[here].sockets[place].local = address
    self[here].sockets[place].localPort = port == 0 ? freePort(kind, here) : port
    return .done
  }

  mutating func connect(
    _ id: SocketID, _ address: IPv4Address, _ port: UInt16, _ limit: Int64?, _ here: NamespaceID,
    _ waiter: Waiter
  ) -> HostAnswer? {
    guard let place = self[here].sockets.position(of: id) else { return .failure(.invalid, 0) }
    trail = []
    if self[here].sockets[place].kind == .tcp {
      if let reason = startConnecting(id, to: address, port: port, here) {
        return .failure(reason, 0)
      }
      if let reason = self[here].sockets[key: id]?.error { return .failure(reason, 0) }
      return wait(on: id, limit, here, waiter)
    }
    switch lookup(address, in: here) {
    case .failure(let reason): return .failure(reason, 0)
    case .success(let decision):
      let source = sourceAddress(decision, here) ?? .any
      if self[here].sockets[place].local == .any { self[here].sockets[place].local = source }
      self[here].sockets[place].remote = address
      self[here].sockets[place].remotePort = port
      if self[here].sockets[place].localPort == 0 {
        self[here].sockets[place].localPort = freePort(.udp, here)
      }
      return .done
    }
  }

  mutating func send(
    _ bytes: [UInt8], on id: SocketID, _ here: NamespaceID
  ) -> HostAnswer {
    guard let place = self[here].sockets.position(of: id) else { return .failure(.invalid, 0) }
    let socket = self[here].sockets[place]
    if let reason = socket.error {
      self[here].sockets[place].error = nil
      return .failure(reason, 0)
    }
    guard let remote = socket.remote else { return .failure(.notConnected, 0) }
    guard socket.kind == .tcp else { return sendTo(id, remote, socket.remotePort, bytes, here) }
    guard let connection = socket.tcp,
      [.established, .closeWait].contains(connection.state), !connection.isFinQueued
    else { return .failure(.brokenPipe, 0) }
    trail = []
    writeConnection(bytes, id, here)
    return .done
  }

  mutating func sendTo(
    _ id: SocketID, _ address: IPv4Address, _ port: UInt16, _ bytes: [UInt8], _ here: NamespaceID
  ) -> HostAnswer {
    guard let place = self[here].sockets.position(of: id) else { return .failure(.invalid, 0) }
    let socket = self[here].sockets[place]
    var options = SendOptions()
    options.timeToLive = socket.options.timeToLive
    options.typeOfService = socket.options.typeOfService
    options.discovery = socket.options.discovery
    options.mark = socket.options.mark
    options.source = socket.local == .any ? nil : socket.local
    options.device = socket.options.device.flatMap { self[here].device(named: $0) }
    trail = []
    if socket.options.confirms { confirmNeighbour(towards: address, here) }
    let result: Result<IPv4Address, Errno>
    if socket.kind == .icmp {
      result = send(
        bytes, kind: IPv4.icmp, to: address, options, here, describe: "\(socket.ownerName) sends it"
      )
    } else {
      if socket.localPort == 0 {
        self[here].sockets[place].localPort = freePort(.udp, here)
      }
      let own = self[here].sockets[place].localPort
      result = sendDatagram(
        bytes, from: own, to: address, port, options, here, describe: "\(socket.ownerName) sends it"
      )
    }
    switch result {
    case .success: return .done
    case .failure(.messageTooLong):
      guard case .success(let decision) = lookup(address, in: here) else {
        return .failure(.messageTooLong, 0)
      }
      return .failure(.messageTooLong, mtu(decision, to: address, learned: true, here))
    case .failure(let reason): return .failure(reason, 0)
    }
  }

  mutating func receive(
    _ id: SocketID, _ limit: Int64?, _ here: NamespaceID, _ waiter: Waiter
  ) -> HostAnswer? {
    guard let place = self[here].sockets.position(of: id) else { return .failure(.invalid, 0) }
    if let connection = self[here].sockets[place].tcp {
      if !connection.incoming.isEmpty {
        update(id, here) { $0.incoming = [] }
        return .bytes(connection.incoming)
      }
      if let reason = self[here].sockets[place].error { return .failure(reason, 0) }
      if connection.isFinReceived || connection.state == .closed { return .bytes([]) }
      return wait(on: id, limit, here, waiter)
    }
    if let reason = self[here].sockets[place].error {
      self[here].sockets[place].error = nil
      return .failure(reason, 0)
    }
    if !self[here].sockets[place].queue.isEmpty {
      return .delivery(self[here].sockets[place].queue.removeFirst())
    }
    return wait(on: id, limit, here, waiter)
  }
}
