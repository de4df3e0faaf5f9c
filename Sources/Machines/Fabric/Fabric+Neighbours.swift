import Simulation
import Wire

/// The neighbour cache (net/core/neighbour.c): resolving, probing, giving up.
extension Fabric {
  /// Lets time act on an entry: REACHABLE runs out unnoticed.
  func settle(_ entry: inout Neighbour) {
    guard entry.state == .reachable else { return }
    var draw = Random(seed: seed ^ UInt64(entry.address.bits) << 8 ^ UInt64(entry.device))
    let half = NeighbourTiming.baseReachable / 2
    let span = Int64(half + draw.below(NeighbourTiming.baseReachable))
    if now.microseconds - entry.confirmed.microseconds >= span { entry.state = .stale }
  }

  /// The entry as it is now.
  package func neighbour(_ entry: Neighbour) -> Neighbour {
    var entry = entry
    settle(&entry)
    return entry
  }

  /// Sends a packet to its next hop, asking for the address first where it must (neigh_resolve_output).
  mutating func sendToNeighbour(
    _ packet: Packet, _ interface: InterfaceID, nextHop: IPv4Address
  ) {
    let here = interface.namespace
    guard self[interface]?.isUp == true, let own = self[interface]?.mac else {
      return drop(packet, here, "the outgoing interface is down")
    }
    guard self[interface]?.isEthernet == true else {
      return transmit(bare(packet), on: interface)
    }
    if interface.device == 0 {
      return transmit(framed(packet, to: .zero, from: .zero), on: interface)
    }
    if nextHop == .broadcast || self[here].broadcastDevice(nextHop) == interface.device {
      return transmit(framed(packet, to: .broadcast, from: own), on: interface)
    }
    let key = Neighbour.Key(device: interface.device, address: nextHop)
    guard let place = self[here].neighbours.position(of: key) else {
      if let mac = leasedNeighbour(nextHop, interface) {
        note(.neighbour(nextHop, mac, .permanent))
        return transmit(framed(packet, to: mac, from: own), on: interface)
      }
      var entry = Neighbour(nextHop, device: interface.device, mac: nil, state: .incomplete)
      entry.updated = now
      entry.waiting = [holding(packet)]
      self[here].neighbours.set(key, entry)
      return solicit(key, here)
    }
    var entry = self[here].neighbours[place]
    settle(&entry)
    entry.used = now
    switch entry.state {
    case .incomplete:
      if entry.waiting.count >= NeighbourTiming.longestQueue { entry.waiting.removeFirst() }
      entry.waiting.append(holding(packet))
      self[here].neighbours[place] = entry
      return
    case .failed:
      entry.state = .incomplete
      entry.mac = nil
      entry.probes = 0
      entry.waiting = [holding(packet)]
      self[here].neighbours[place] = entry
      return solicit(key, here)
    case .stale:
      entry.state = .delay
      entry.generation &+= 1
      entry.updated = now
      schedule(
        .neighbour(interface, nextHop, generation: entry.generation),
        after: NeighbourTiming.delayFirstProbe)
    default: break
    }
    self[here].neighbours[place] = entry
    sendResolved(packet, interface, address: nextHop)
  }

  /// The packet with what was decided about it, which begins anew for the question on its behalf.
  mutating func holding(_ packet: Packet) -> Packet {
    var packet = packet
    packet.decisions = trail
    trail = []
    return packet
  }

  mutating func sendResolved(
    _ packet: Packet, _ interface: InterfaceID, address: IPv4Address
  ) {
    var packet = packet
    packet.decisions = []
    let key = Neighbour.Key(device: interface.device, address: address)
    let here = interface.namespace
    guard let place = self[here].neighbours.position(of: key),
      let mac = self[here].neighbours[place].mac, let own = self[interface]?.mac
    else { return }
    note(.neighbour(address, mac, self[here].neighbours[place].state))
    transmit(framed(packet, to: mac, from: own), on: interface)
  }

  /// Sends a probe and sets the timer for the next.
  mutating func solicit(_ key: Neighbour.Key, _ here: NamespaceID) {
    guard let place = self[here].neighbours.position(of: key),
      let device = self[here].devices[key.device]
    else { return }
    self[here].neighbours[place].probes += 1
    self[here].neighbours[place].generation &+= 1
    let entry = self[here].neighbours[place]
    let interface = InterfaceID(here, key.device)
    schedule(
      .neighbour(interface, key.address, generation: entry.generation),
      after: NeighbourTiming.retransmit)
    // The probe speaks for the waiting packet where that is the host's own (arp_announce 0).
    var sender = self[here].address(of: key.device, towards: key.address) ?? .any
    if let first = entry.waiting.first, self[here].localDevice(first.source) != nil,
      self[here].localDevice(first.source) != 0
    {
      sender = first.source
    }
    let target = entry.state == .probe ? entry.mac ?? .broadcast : .broadcast
    let arp = ARP.Packet(
      ARP.request, sender: (device.mac, sender), target: (.zero, key.address))
    let lineage = entry.waiting.first?.lineage ?? newLineage()
    note(.resolving(key.address, device: device.name))
    transmit(
      Packet(arp.frame(to: target, from: device.mac), network: 14, lineage: lineage),
      on: interface)
  }

  /// The timer of an entry ran out (neigh_timer_handler).
  mutating func neighbourTimer(
    _ interface: InterfaceID, _ address: IPv4Address, _ generation: UInt32
  ) {
    let here = interface.namespace
    let key = Neighbour.Key(device: interface.device, address: address)
    guard let place = self[here].neighbours.position(of: key) else { return }
    var entry = self[here].neighbours[place]
    guard entry.generation == generation else { return }
    trail = []
    switch entry.state {
    case .delay:
      let quiet = now.microseconds - entry.confirmed.microseconds
      if quiet < NeighbourTiming.delayFirstProbe {
        entry.state = .reachable
        self[here].neighbours[place] = entry
        return
      }
      entry.state = .probe
      entry.probes = 0
      self[here].neighbours[place] = entry
      solicit(key, here)
    case .probe where entry.probes < NeighbourTiming.unicastProbes: solicit(key, here)
    case .incomplete where entry.probes < NeighbourTiming.broadcastProbes: solicit(key, here)
    case .incomplete, .probe:
      let waiting = entry.waiting
      entry.waiting = []
      entry.state = .failed
      entry.mac = nil
      entry.generation &+= 1
      self[here].neighbours[place] = entry
      for packet in waiting { linkFailure(packet, here, nextHop: address) }
    default: break
    }
  }

  /// A packet got no answer from its next hop (ipv4_link_failure).
  mutating func linkFailure(_ packet: Packet, _ here: NamespaceID, nextHop: IPv4Address) {
    drop(packet, here, "\(nextHop) did not answer ARP")
    sendICMPError(
      ICMP.unreachable, ICMP.hostUnreachable, about: packet, here)
  }

  /// What came back proves that the next hop forwards (dst_confirm).
  mutating func confirmNeighbour(towards destination: IPv4Address, _ here: NamespaceID) {
    guard case .success(let decision) = lookup(destination, in: here) else { return }
    let key = Neighbour.Key(device: decision.route.device, address: decision.nextHop)
    guard let place = self[here].neighbours.position(of: key) else { return }
    let state = self[here].neighbours[place].state
    guard [.reachable, .stale, .delay].contains(state) else { return }
    self[here].neighbours[place].confirmed = now
  }

  /// Tells the link whose address this is (arp_notify, ARP announcement of RFC 5227).
  ///
  /// One that is sent while the link comes up passes before packet sockets are hooked in again, so nobody sees it there.
  mutating func announce(_ interface: InterfaceID, isSeen: Bool = true) {
    guard let device = self[interface], device.isUp, device.isEthernet else { return }
    for address in device.addresses {
      let own = address.cidr.address
      let arp = ARP.Packet(ARP.request, sender: (device.mac, own), target: (.zero, own))
      trail = []
      note(.sent("tells its neighbours that \(own) is at \(device.mac)"))
      transmit(
        Packet(
          arp.frame(to: .broadcast, from: device.mac), network: 14, lineage: newLineage()),
        on: interface, isSeen: isSeen)
    }
  }

  func bare(_ packet: Packet) -> Packet {
    guard packet.network != 0 else { return packet }
    var packet = packet
    packet.bytes = packet.datagram
    packet.network = 0
    return packet
  }

  /// The packet behind a new Ethernet header.
  func framed(_ packet: Packet, to target: MACAddress, from source: MACAddress) -> Packet {
    var packet = packet
    let source = packet.bridgedSource ?? source
    packet.bridgedSource = nil
    let end = packet.network + packet.ipLength
    if packet.network == 14 {
      packet.bytes.set(target, at: 0)
      packet.bytes.set(source, at: 6)
      packet.bytes.set16(Ethernet.ipv4, at: 12)
      if packet.bytes.count > end { packet.bytes.removeLast(packet.bytes.count - end) }
      return packet
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(14 + end - packet.network)
    Ethernet.Header(to: target, from: source, type: Ethernet.ipv4).emit(into: &bytes)
    bytes.append(contentsOf: packet.bytes[packet.network..<end])
    packet.bytes = bytes
    packet.network = 14
    return packet
  }
}
