import Simulation
import Wire

/// UDP (net/ipv4/udp.c).
extension Fabric {
  mutating func udpInput(_ packet: Packet, _ interface: InterfaceID) {
    let here = interface.namespace
    guard let outer = try? IPv4.View(packet.bytes, packet.network..<packet.bytes.count),
      let view = try? UDP.View(packet.bytes, outer.payload),
      view.isChecksumValid(from: outer.source, to: outer.destination)
    else { return drop(packet, here, "a malformed UDP datagram") }
    if let id = udpSocket(outer, view, here) {
      note(.delivered(self[here].sockets[key: id]?.ownerName ?? "a socket"))
      trail = self[here].sockets[key: id]?.relay != nil ? trail : []
      return give(
        .datagram(
          Datagram(
            source: outer.source, sourcePort: view.sourcePort, destination: outer.destination,
            timeToLive: outer.timeToLive, typeOfService: outer.typeOfService,
            bytes: Array(view.bytes[view.payload]), at: moment, lineage: packet.lineage)), to: id,
        here)
    }
    if let tunnel = tunnelDevice(port: view.destinationPort, here) {
      return decapsulate(packet, view, outer, on: tunnel, here)
    }
    drop(packet, here, "nobody listens on UDP port \(view.destinationPort)")
    sendICMPError(ICMP.unreachable, ICMP.portUnreachable, about: packet, here)
  }

  private func udpSocket(
    _ outer: IPv4.View, _ view: UDP.View, _ here: NamespaceID
  ) -> SocketID? {
    var best: (score: Int, id: SocketID)?
    let sockets = self[here].sockets
    for position in 0..<sockets.count {
      let socket = sockets[position]
      guard socket.kind == .udp, socket.localPort == view.destinationPort else { continue }
      var score = 1
      if socket.local != .any {
        guard socket.local == outer.destination else { continue }
        score += 1
      }
      if let remote = socket.remote {
        guard remote == outer.source, socket.remotePort == view.sourcePort else { continue }
        score += 2
      }
      if score > best?.score ?? 0 { best = (score, sockets.key(at: position)) }
    }
    return best?.id
  }

  @discardableResult
  mutating func sendDatagram(
    _ payload: [UInt8], from port: UInt16, to destination: IPv4Address, _ destinationPort: UInt16,
    _ options: SendOptions, _ here: NamespaceID, describe: @autoclosure () -> String
  ) -> Result<IPv4Address, Errno> {
    guard payload.count <= 65_507 else { return .failure(.messageTooLong) }
    var options = options
    if options.source == nil {
      guard case .success(let decision) = lookup(destination, in: here) else {
        return .failure(.networkUnreachable)
      }
      options.source = sourceAddress(decision, here)
    }
    guard let source = options.source else { return .failure(.networkUnreachable) }
    let datagram = UDP.Datagram(from: port, to: destinationPort, payload: payload)
    return send(
      datagram.bytes(from: source, to: destination), kind: IPv4.udp, to: destination, options,
      here, describe: describe())
  }

  /// A connected socket fails with what the error says; others hear of it only when they asked to.
  mutating func udpError(_ notice: ICMPNotice, _ id: SocketID, _ here: NamespaceID) {
    guard let place = self[here].sockets.position(of: id) else { return }
    let socket = self[here].sockets[place]
    if let remote = socket.remote, remote != notice.quoted.destination { return }
    if socket.options.reportsErrors { return give(.notice(notice), to: id, here) }
    // Only a port or protocol that is not there is a hard error.
    guard socket.remote != nil, notice.type == ICMP.unreachable,
      [2, ICMP.portUnreachable].contains(notice.code)
    else { return }
    if let waiter = socket.waiter {
      self[here].sockets[place].waiter = nil
      complete(waiter, .failure(.connectionRefused, 0))
    } else {
      self[here].sockets[place].error = .connectionRefused
    }
  }
}
