import Simulation
import Wire

/// The Linux bridge (net/bridge): learning, ageing, flooding, hairpin.
extension Fabric {
  /// A port takes a frame in (br_handle_frame).
  mutating func bridgeInput(_ packet: Packet, _ interface: InterfaceID) {
    let here = interface.namespace
    guard let port = self[interface]?.port, self[InterfaceID(here, port.bridge)]?.isUp == true
    else { return drop(packet, here, "the bridge is down") }
    guard port.isForwarding else { return drop(packet, here, "the bridge port is not forwarding") }
    guard packet.bytes.count >= 14 else { return drop(packet, here, "no Ethernet header") }
    let source = packet.bytes.mac(at: 6)
    guard !source.isMulticast else { return drop(packet, here, "source address is a group") }
    if port.learning { learn(source, on: interface.device, bridge: port.bridge, here) }
    var packet = packet
    packet.bridgeIngress = interface.device
    if self[here].netfilter != nil, self[here].bridgeCallsNetfilter, packet.isIPv4 {
      guard let next = bridgePrerouting(packet, interface, bridge: port.bridge) else { return }
      packet = next
    }
    bridgeDecide(packet, from: interface.device, bridge: port.bridge, here)
  }

  private mutating func learn(
    _ mac: MACAddress, on port: DeviceIndex, bridge: DeviceIndex, _ here: NamespaceID
  ) {
    let now = now
    guard let place = self[here].devices[bridge]?.forwarding.position(of: mac) else {
      self[here].devices[bridge]?.forwarding.set(
        mac,
        ForwardingEntry(mac: mac, target: .port(port), isPermanent: false, updated: now))
      return
    }
    guard let entry = self[here].devices[bridge]?.forwarding[place], !entry.isPermanent else {
      return
    }
    self[here].devices[bridge]?.forwarding[place].target = .port(port)
    self[here].devices[bridge]?.forwarding[place].updated = now
  }

  /// The live entry for an address: one that was not refreshed within the ageing time is gone.
  func forwardingEntry(
    _ mac: MACAddress, bridge: DeviceIndex, _ here: NamespaceID
  ) -> ForwardingEntry? {
    let interface = InterfaceID(here, bridge)
    guard let entry = self[interface]?.forwarding[key: mac] else { return nil }
    guard !entry.isPermanent else { return entry }
    let limit = (self[interface]?.bridge?.ageingSeconds ?? 300) * 1_000_000
    return now.microseconds - entry.updated.microseconds > limit ? nil : entry
  }

  /// Where a frame on the bridge goes (br_handle_frame_finish).
  mutating func bridgeDecide(
    _ packet: Packet, from port: DeviceIndex, bridge: DeviceIndex, _ here: NamespaceID
  ) {
    let target = packet.bytes.mac(at: 0)
    if target.isMulticast {
      let kept = trail
      note(.sent("for everybody: the bridge itself takes it too"))
      bridgeUp(packet, bridge, here)
      trail = kept
      return flood(packet, from: port, bridge: bridge, here)
    }
    if self[here].devices[bridge]?.promiscuity ?? 0 > 0 { bridgePeek(packet, bridge, here) }
    switch forwardingEntry(target, bridge: bridge, here)?.target {
    case .local:
      note(.toBridge(self[here].deviceName(bridge)))
      if self[here].devices[bridge]?.promiscuity ?? 0 == 0 {
        bridgeUp(packet, bridge, here)
      } else {
        input(lifted(packet, bridge), InterfaceID(here, bridge))
      }
    case .port(let out):
      note(.forwarding(target, port: self[here].deviceName(out)))
      bridgeForward(packet, from: port, to: out, here)
    default: flood(packet, from: port, bridge: bridge, here)
    }
  }

  private func lifted(_ packet: Packet, _ bridge: DeviceIndex) -> Packet {
    var packet = packet
    packet.ingress = bridge
    return packet
  }

  /// The bridge device itself takes a frame in (br_pass_frame_up).
  private mutating func bridgeUp(_ packet: Packet, _ bridge: DeviceIndex, _ here: NamespaceID) {
    let interface = InterfaceID(here, bridge)
    observe(packet, at: interface, .incoming)
    count(interface, received: packet.bytes.count)
    input(lifted(packet, bridge), interface)
  }

  /// A promiscuous bridge shows its listeners what is not for it.
  private mutating func bridgePeek(_ packet: Packet, _ bridge: DeviceIndex, _ here: NamespaceID) {
    let kept = trail
    observe(packet, at: InterfaceID(here, bridge), .incoming)
    trail = kept
  }

  private mutating func flood(
    _ packet: Packet, from port: DeviceIndex?, bridge: DeviceIndex, _ here: NamespaceID
  ) {
    note(.flooded(packet.bytes.mac(at: 0)))
    let kept = trail
    for out in self[here].devices[bridge]?.bridge?.ports ?? [] {
      guard out != port || self[here].devices[out]?.port?.hairpin == true else { continue }
      guard self[here].devices[out]?.port?.flood == true || packet.bytes.mac(at: 0).isMulticast
      else { continue }
      trail = kept
      bridgeForward(packet, from: port, to: out, here)
    }
    trail = []
  }

  /// A frame leaves by a port (should_deliver, br_forward, br_dev_queue_push_xmit).
  mutating func bridgeForward(
    _ packet: Packet, from port: DeviceIndex?, to out: DeviceIndex, _ here: NamespaceID
  ) {
    let interface = InterfaceID(here, out)
    guard let state = self[interface]?.port, let mtu = self[interface]?.mtu else { return }
    guard out != port || state.hairpin else {
      let name = self[here].deviceName(out)
      return drop(packet, here, "\(name) is where it came from, and hairpin is off")
    }
    guard !isWalled(port, out, here) else { return drop(packet, here, "a partition") }
    guard state.isForwarding, self[interface]?.isRunning == true else {
      return drop(packet, here, "port \(self[here].deviceName(out)) is not forwarding")
    }
    var packet = packet
    if port != nil, self[here].netfilter != nil, self[here].bridgeCallsNetfilter, packet.isIPv4 {
      guard let next = bridgePostrouting(packet, from: port, to: out, bridge: state.bridge, here)
      else { return }
      packet = next
    }
    packet.bridgeIngress = nil
    guard packet.bytes.count <= mtu + 18 else {
      return drop(packet, here, "longer than the MTU of port \(self[here].deviceName(out))")
    }
    transmit(packet, on: interface)
  }

  /// The host sends through the bridge device (br_dev_xmit).
  mutating func bridgeTransmit(_ packet: Packet, _ interface: InterfaceID) {
    let here = interface.namespace
    let target = packet.bytes.mac(at: 0)
    let port = packet.bridgeIngress
    switch target.isMulticast
      ? nil : forwardingEntry(target, bridge: interface.device, here)?.target
    {
    case .port(let out):
      note(.forwarding(target, port: self[here].deviceName(out)))
      bridgeForward(packet, from: port, to: out, here)
    case .local: drop(packet, here, "\(target) is the bridge's own address")
    default: flood(packet, from: port, bridge: interface.device, here)
    }
  }

  /// The link event has been worked on: the port forwards (br_port_carrier_check).
  mutating func portForwards(_ interface: InterfaceID) {
    guard let device = self[interface], device.isRunning else { return }
    self[interface.namespace].devices[interface.device]?.port?.isForwarding = true
  }
}
