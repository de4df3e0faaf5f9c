import Simulation
import Wire

/// br_netfilter: bridged IPv4 packets visit the IP hooks (net/bridge/br_netfilter_hooks.c).
extension Fabric {
  /// The PREROUTING hook within the bridge; a packet with a new destination is routed or bridged on from here.
  mutating func bridgePrerouting(
    _ packet: Packet, _ interface: InterfaceID, bridge: DeviceIndex
  ) -> Packet? {
    let here = interface.namespace
    guard let view = try? IPv4.View(packet.bytes, 14..<packet.bytes.count), view.isChecksumValid
    else { return packet }
    let parent = InterfaceID(here, bridge)
    guard var next = prerouting(packet, parent) else { return nil }
    next.hasVisitedPrerouting = true
    guard next.destination != view.destination, let device = self[parent] else { return next }
    guard self[here].localDevice(next.destination) == nil else {
      next.bytes.set(device.mac, at: 0)
      return next
    }
    guard case .success(let decision) = lookup(next.destination, in: here) else {
      drop(next, here, "no route to \(next.destination)")
      return nil
    }
    guard decision.route.device == bridge else {
      next.bytes.set(device.mac, at: 0)
      return next
    }
    let key = Neighbour.Key(device: bridge, address: decision.nextHop)
    if let known = self[here].neighbours[key: key], neighbour(known).isConnected,
      let mac = known.mac
    {
      next.bytes.set(mac, at: 0)
      note(.neighbour(decision.nextHop, mac, known.state))
      return next
    }
    // The slow way: out through the bridge device, with the address that it came from.
    next.bridgedSource = next.bytes.mac(at: 6)
    next.bridgeIngress = interface.device
    sendToNeighbour(next, parent, nextHop: decision.nextHop)
    return nil
  }

  /// The FORWARD and POSTROUTING hooks of a packet that goes from port to port.
  mutating func bridgePostrouting(
    _ packet: Packet, from port: DeviceIndex?, to out: DeviceIndex, bridge: DeviceIndex,
    _ here: NamespaceID
  ) -> Packet? {
    guard (try? IPv4.View(packet.bytes, 14..<packet.bytes.count)) != nil else { return packet }
    guard let next = hook(.forward, packet, here, in: bridge, out: bridge) else { return nil }
    return hook(.postrouting, next, here, in: bridge, out: bridge)
  }
}
