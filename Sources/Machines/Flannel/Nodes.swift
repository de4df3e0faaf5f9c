import Wire

/// The underlay and nodes of an ordinary cluster.
extension Fabric {
  /// A LAN: a switch whose bridge has the router's address.
  package mutating func addUnderlay(_ router: CIDR, name: String = "lan") -> MachineID {
    let machine = addMachine(name)
    let here = machines[machine.index].namespace
    var bridge = Device("br0", .bridge, mac: MACAddress(0x5254_0012_3501), mtu: 1500)
    bridge.isUp = true
    bridge.bridge = Device.Bridge(isMTUSet: true)
    let index = addDevice(bridge, in: here)
    _ = addAddress(router, to: index, scope: .universe, here)
    self[here].isForwarding = true
    return machine
  }

  /// A node with eth0 on the LAN and a default route to its router.
  package mutating func addNode(
    _ name: String, address: CIDR, on underlay: MachineID, mac: MACAddress? = nil, mtu: Int = 1500
  ) -> MachineID {
    let node = addMachine(name)
    let here = machines[node.index].namespace
    let lan = machines[underlay.index].namespace
    self[here].isForwarding = true
    let own = mac ?? MACAddress(0x0800_2700_0000 | UInt64(address.address.bits & 0xFF_FFFF))
    var eth0 = Device("eth0", .dummy, mac: own, mtu: mtu)
    var port = Device(
      "port\(node.index)", .dummy, mac: MACAddress(0x0200_0000_0000 | UInt64(node.index)), mtu: mtu)
    eth0.isUp = true
    port.isUp = true
    link(eth0, in: here, port, in: lan)
    let ports = self[lan].devices.count - 1
    if let bridge = self[lan].devices.firstIndex(where: { $0?.kind == .bridge }) {
      enslave(ports, to: bridge, lan)
      if let router = self[lan].devices[bridge]?.primaryAddress {
        _ = addAddress(address, to: 1, scope: .universe, here)
        self[here].addRoute(Route(.everything, via: router, device: 1))
      }
    }
    return node
  }

  /// The first address of a machine's device.
  package func address(of device: String, on machine: MachineID) -> IPv4Address? {
    let here = machines[machine.index].namespace
    return self[here].device(named: device).flatMap { self[here].devices[$0]?.primaryAddress }
  }
}
