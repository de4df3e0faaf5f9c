import Simulation
import Wire

/// TUN devices and flanneld's relay between one and a UDP socket (flannel's backend/udp, proxy_amd64.c).
extension Fabric {
  /// The device queues for the process that holds it open (tun_net_xmit).
  mutating func tunTransmit(_ packet: Packet, _ interface: InterfaceID) {
    let here = interface.namespace
    guard let tun = self[interface]?.tun, tun.queue.count < Device.Tun.longestQueue else {
      return dropSending(packet, interface, "the queue of the TUN device is full")
    }
    self[here].devices[interface.device]?.tun?.queue.append(packet)
    trail = []
    wakeTun(interface)
  }

  /// Lets the process read, unless it hangs or is on its way.
  mutating func wakeTun(_ interface: InterfaceID) {
    guard let tun = self[interface]?.tun, !tun.isScheduled, !tun.queue.isEmpty,
      let process = tun.process, processes[process.number]?.isHung == false
    else { return }
    self[interface.namespace].devices[interface.device]?.tun?.isScheduled = true
    schedule(
      .tunRead(interface), after: LinkTiming.relay + (processes[process.number]?.delay ?? 0))
  }

  mutating func tunRead(_ interface: InterfaceID) {
    let here = interface.namespace
    guard let tun = self[interface]?.tun else { return }
    self[here].devices[interface.device]?.tun?.isScheduled = false
    guard let process = tun.process, processes[process.number]?.isHung == false else { return }
    while self[interface]?.tun?.queue.isEmpty == false {
      guard let packet = self[here].devices[interface.device]?.tun?.queue.removeFirst() else {
        break
      }
      count(interface, sent: packet.bytes.count)
      relayOut(packet, interface)
    }
  }

  /// tun_to_udp: looks up the lease, lowers the TTL, sends the packet to the other node's flanneld.
  private mutating func relayOut(_ packet: Packet, _ interface: InterfaceID) {
    let here = interface.namespace
    trail = []
    guard let socket = relaySocket(of: interface),
      let lease = self[here].flannel.flatMap({ lease(for: packet.destination, seenBy: $0) })
    else { return netUnreachable(about: packet, interface) }
    var bytes = packet.datagram
    note(.lease(lease.subnet, lease.node))
    let before = packet.timeToLive
    let after = IPv4.decrementTimeToLive(&bytes, at: 0)
    note(.timeToLive(from: before, to: after, by: "flanneld"))
    // flanneld discards without a word.
    guard after > 0 else { return drop(packet, here, "the TTL is used up in flanneld") }
    var options = SendOptions()
    options.lineage = packet.lineage
    options.source = socket.local == .any ? nil : socket.local
    sendDatagram(
      bytes, from: socket.localPort, to: lease.node, FlannelBackend.udpPort, options, here,
      describe: "flanneld wraps it in UDP")
  }

  private func relaySocket(of interface: InterfaceID) -> Socket? {
    self[interface.namespace].sockets.elements.first { $0.relay == interface }
  }

  /// flanneld's own ICMP: never about ICMP, TTL 8, from the device's address (send_net_unreachable).
  private mutating func netUnreachable(about packet: Packet, _ interface: InterfaceID) {
    let here = interface.namespace
    drop(packet, here, "no lease covers \(packet.destination)")
    guard packet.kind != IPv4.icmp, let own = self[interface]?.primaryAddress else { return }
    let quote = packet.datagram.prefix(Int(packet.bytes[packet.network] & 15) * 4 + 8)
    var header = IPv4.Header(from: own, to: packet.source, kind: IPv4.icmp)
    header.timeToLive = 8
    header.typeOfService = 0xC0
    header.identification = self[here].identification()
    let message = ICMP.Message(
      type: ICMP.unreachable, code: ICMP.netUnreachable, payload: Array(quote))
    trail = []
    note(.sent("flanneld writes an ICMP error about it"))
    receive(
      Packet(header.packet(message.bytes), network: 0, lineage: packet.lineage), at: interface)
  }

  mutating func wakeRelay(_ id: SocketID, _ here: NamespaceID) {
    guard let place = self[here].sockets.position(of: id) else { return }
    let socket = self[here].sockets[place]
    guard !socket.isScheduled, let owner = socket.owner,
      processes[owner.number]?.isHung == false
    else { return }
    self[here].sockets[place].isScheduled = true
    schedule(
      .relayRead(here, id), after: LinkTiming.relay + (processes[owner.number]?.delay ?? 0))
  }

  /// udp_to_tun: lowers the TTL and writes the packet into the TUN device, where it comes in.
  mutating func relayRead(_ here: NamespaceID, _ id: SocketID) {
    guard let place = self[here].sockets.position(of: id) else { return }
    self[here].sockets[place].isScheduled = false
    let socket = self[here].sockets[place]
    guard let interface = socket.relay, let owner = socket.owner,
      processes[owner.number]?.isHung == false
    else { return }
    let queue = socket.queue
    self[here].sockets[place].queue = []
    for case .datagram(let datagram) in queue {
      trail = []
      guard (try? IPv4.View(datagram.bytes)) != nil else { continue }
      var bytes = datagram.bytes
      note(.delivered("flanneld"))
      let before = bytes[8]
      let after = IPv4.decrementTimeToLive(&bytes, at: 0)
      note(.timeToLive(from: before, to: after, by: "flanneld"))
      let packet = Packet(bytes, network: 0, lineage: datagram.lineage)
      guard after > 0 else {
        drop(packet, here, "the TTL is used up in flanneld")
        continue
      }
      note(.sent("written into \(self[here].deviceName(interface.device))"))
      receive(packet, at: interface)
    }
  }
}
