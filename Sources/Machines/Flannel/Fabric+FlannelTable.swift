import Wire

/// What flanneld holds in memory, and what it writes into the kernel when it starts.
extension Fabric {
  /// A subnet with the node that it is on, as a flanneld has it.
  package struct FlannelRow: Hashable, Sendable {
    package let subnet: CIDR
    package let node: IPv4Address
    /// The MAC address of the node's VXLAN device, where there is one.
    package let vtep: MACAddress?
  }

  /// The table of a machine's flanneld; nil where none runs.
  package func flannelTable(on machine: MachineID) -> [FlannelRow]? {
    guard let view = space(machines[machine.index].namespace).flannel,
      machines[machine.index].units.contains(where: { $0.name == "flanneld" && $0.process != nil })
    else { return nil }
    return leases.all(at: view.seen).filter { $0.subnet != view.subnet.network }.map { lease in
      FlannelRow(
        subnet: lease.subnet, node: lease.node, vtep: view.backend == .vxlan ? lease.vtep : nil)
    }
  }

  /// Every lease is an added one to a flanneld that starts, and its entries replace what is there
  /// (flannel's backend/vxlan/vxlan_network.go, handleSubnetEvents; backend/route_network.go).
  mutating func flanneldWrites(on machine: MachineID) {
    let here = machines[machine.index].namespace
    guard let view = self[here].flannel, view.backend != .udp else { return }
    self[here].flannel?.hiddenRoutes = []
    self[here].flannel?.hiddenNeighbours = []
    self[here].flannel?.hiddenForwarding = []
    let all = leases.all(at: view.seen)
    for lease in all where lease.subnet != view.subnet.network {
      self[here].routes.removeAll { $0.destination == lease.subnet && $0.metric == 0 }
      guard view.backend == .vxlan, let device = view.device else { continue }
      _ = self[here].neighbours.remove(Neighbour.Key(device: device, address: lease.subnet.address))
      _ = self[here].devices[device]?.forwarding.remove(lease.vtep)
    }
  }
}
