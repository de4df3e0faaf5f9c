import Simulation
import Wire

/// What happens to an IPv4 packet that came in (net/ipv4/ip_input.c).
extension Fabric {
  mutating func ipInput(_ packet: Packet, _ interface: InterfaceID) {
    let here = interface.namespace
    do {
      let view = try IPv4.View(packet.bytes, packet.network..<packet.bytes.count)
      guard view.isChecksumValid else { return drop(packet, here, "wrong header checksum") }
    } catch { return drop(packet, here, error.reason) }
    var packet = packet
    if self[here].netfilter != nil, !packet.hasVisitedPrerouting {
      guard let next = prerouting(packet, interface) else { return }
      packet = next
    }
    packet.bridgeIngress = nil
    route(packet, interface)
  }

  /// Local delivery, forwarding or the end (ip_route_input).
  mutating func route(_ packet: Packet, _ interface: InterfaceID) {
    let here = interface.namespace
    let destination = packet.destination
    guard !isMartian(packet, interface) else {
      return drop(packet, here, "martian source \(packet.source)")
    }
    if destination == .broadcast || destination.isMulticast
      || self[here].broadcastDevice(destination) != nil
    {
      return deliver(packet, interface)
    }
    if let device = self[here].localDevice(destination) {
      // 127.0.0.0/8 never comes from outside.
      guard device != 0 || interface.device == 0 || !destination.isLoopback else {
        return drop(packet, here, "martian destination \(destination)")
      }
      return deliver(packet, interface)
    }
    guard self[here].isForwarding else {
      return drop(packet, here, "\(destination) is not here, and ip_forward is 0")
    }
    forward(packet, interface)
  }

  /// A source that cannot have come in here (fib_validate_source).
  private func isMartian(_ packet: Packet, _ interface: InterfaceID) -> Bool {
    let source = packet.source
    guard interface.device != 0 else { return false }
    let settings = self[interface]?.settings ?? Device.Settings()
    if source.isLoopback || source.isMulticast || source == .broadcast {
      return !(source.isLoopback && settings.routeLocalnet)
    }
    if source != .any, self[interface.namespace].localDevice(source) != nil {
      return !settings.acceptLocal
    }
    guard settings.reversePathFilter > 0, source != .any else { return false }
    guard case .success(let back) = lookup(source, in: interface.namespace) else { return true }
    return settings.reversePathFilter == 1 && back.route.device != interface.device
  }

  /// Passes a packet on (ip_forward): the order of the checks shows in what the errors quote.
  private mutating func forward(_ packet: Packet, _ interface: InterfaceID) {
    let here = interface.namespace
    let destination = packet.destination
    let decision: RouteDecision
    switch lookup(destination, in: here) {
    case .success(let found): decision = found
    case .failure(let reason): return refuse(packet, reason, here)
    }
    note(decision, here)
    guard packet.timeToLive > 1 else {
      drop(packet, here, "the TTL is used up")
      return sendICMPError(ICMP.timeExceeded, 0, about: packet, here)
    }
    let mtu = mtu(decision, to: destination, learned: false, here)
    if packet.ipLength > mtu, packet.dontFragment {
      drop(packet, here, "\(packet.ipLength) bytes, MTU \(mtu), and DF is set")
      return sendICMPError(
        ICMP.unreachable, ICMP.fragmentationNeeded, mtu: mtu, about: packet, here)
    }
    var packet = packet
    let before = packet.timeToLive
    let after = IPv4.decrementTimeToLive(&packet.bytes, at: packet.network)
    note(.timeToLive(from: before, to: after, by: "the kernel"))
    if self[here].netfilter != nil {
      let out = decision.route.device
      guard let next = hook(.forward, packet, here, in: interface.device, out: out) else { return }
      packet = next
    }
    output(packet, decision, here, mtu: mtu)
  }

  private mutating func refuse(_ packet: Packet, _ reason: Errno, _ here: NamespaceID) {
    drop(packet, here, "no route to \(packet.destination)")
    switch reason {
    case .networkUnreachable:
      sendICMPError(ICMP.unreachable, ICMP.netUnreachable, about: packet, here)
    case .hostUnreachable:
      sendICMPError(ICMP.unreachable, ICMP.hostUnreachable, about: packet, here)
    case .permission:
      sendICMPError(ICMP.unreachable, ICMP.adminProhibited, about: packet, here)
    default: break
    }
  }

  /// The host takes a packet for itself (ip_local_deliver).
  mutating func deliver(_ packet: Packet, _ interface: InterfaceID) {
    let here = interface.namespace
    var packet = packet
    if packet.isFragment {
      guard let whole = reassemble(packet, here) else { return }
      packet = whole
    }
    if self[here].netfilter != nil {
      guard let next = hook(.input, packet, here, in: interface.device, out: nil) else { return }
      packet = next
    }
    switch packet.kind {
    case IPv4.icmp: icmpInput(packet, interface)
    case IPv4.udp: udpInput(packet, interface)
    case IPv4.tcp: tcpInput(packet, interface)
    default:
      drop(packet, here, "protocol \(packet.kind) is not known here")
      sendICMPError(ICMP.unreachable, 2, about: packet, here)
    }
  }
}
