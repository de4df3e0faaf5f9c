import Simulation
import Wire

/// ARP (net/ipv4/arp.c) over the neighbour cache (net/core/neighbour.c).
extension Fabric {
  mutating func arpInput(_ packet: Packet, _ interface: InterfaceID) {
    let here = interface.namespace
    guard let view = try? ARP.View(packet.bytes, 14..<packet.bytes.count),
      let device = self[interface]
    else { return drop(packet, here, "not ARP for IPv4 over Ethernet") }
    let arp = ARP.Packet(view)
    guard !arp.targetIP.isLoopback, !arp.targetIP.isMulticast else { return }
    if arp.operation == ARP.request {
      // Duplicate address detection asks from nobody (RFC 5227).
      let isOwn = self[here].localDevice(arp.targetIP) != nil
      if isOwn {
        if arp.senderIP != .any { learnNeighbour(arp, interface, state: .stale, creates: true) }
        note(.sent("\(arp.targetIP) is an address of this host: it answers"))
        return arpReply(to: arp, interface, device, lineage: packet.lineage)
      }
      if answersByProxy(arp, device, here) {
        learnNeighbour(arp, interface, state: .stale, creates: true)
        return arpReply(to: arp, interface, device, lineage: packet.lineage)
      }
    }
    let isForUs = packet.bytes.mac(at: 0) == device.mac
    let isAnswer = arp.operation == ARP.reply && isForUs
    learnNeighbour(
      arp, interface, state: isAnswer ? .reachable : .stale, creates: device.settings.arpAccept)
    trail = []
  }

  func answersByProxy(_ arp: ARP.Packet, _ device: Device, _ here: NamespaceID) -> Bool {
    guard device.settings.proxyARP, self[here].isForwarding,
      case .success(let decision) = lookup(arp.targetIP, in: here)
    else { return false }
    return self[here].devices[decision.route.device]?.name != device.name
  }

  mutating func arpReply(
    to arp: ARP.Packet, _ interface: InterfaceID, _ device: Device, lineage: UInt64
  ) {
    let reply = ARP.Packet(
      ARP.reply, sender: (device.mac, arp.targetIP), target: (arp.senderMAC, arp.senderIP))
    let frame = reply.frame(to: arp.senderMAC, from: device.mac)
    transmit(Packet(frame, network: 14, lineage: lineage), on: interface)
  }

  /// What an ARP packet says of its sender (arp_process, neigh_update).
  mutating func learnNeighbour(
    _ arp: ARP.Packet, _ interface: InterfaceID, state: Neighbour.State, creates: Bool
  ) {
    let key = Neighbour.Key(device: interface.device, address: arp.senderIP)
    let here = interface.namespace
    guard let place = self[here].neighbours.position(of: key) else {
      guard creates else { return }
      var entry = Neighbour(
        arp.senderIP, device: interface.device, mac: arp.senderMAC, state: .stale)
      entry.updated = now
      entry.confirmed = now
      self[here].neighbours.set(key, entry)
      return
    }
    var entry = self[here].neighbours[place]
    guard entry.state != .permanent, entry.state != .noarp else { return }
    settle(&entry)
    let isRecent = now.microseconds - entry.updated.microseconds < NeighbourTiming.lockTime
    if entry.isUsable, entry.mac != arp.senderMAC, isRecent { return }
    // A request that says nothing new leaves a better state alone.
    if state == .stale, entry.mac == arp.senderMAC, entry.isUsable {
      entry.confirmed = entry.state == .reachable ? entry.confirmed : entry.confirmed
      self[here].neighbours[place] = entry
      return
    }
    entry.mac = arp.senderMAC
    entry.state = state
    entry.updated = now
    if state == .reachable { entry.confirmed = now }
    entry.probes = 0
    entry.generation &+= 1
    let waiting = entry.waiting
    entry.waiting = []
    self[here].neighbours[place] = entry
    for packet in waiting {
      trail = packet.decisions
      sendResolved(packet, interface, address: arp.senderIP)
    }
  }
}
