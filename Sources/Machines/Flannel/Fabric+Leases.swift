import Simulation
import Wire

/// How a node's flanneld comes by its leases: what its watch tells, and what a start lists.
extension Fabric {
  package mutating func announceLease(
    _ subnet: CIDR, node: IPv4Address, vtep: MACAddress, at revision: Int? = nil
  ) { leases.add(subnet, node: node, vtep: vtep, at: revision) }

  package mutating func withdrawLease(_ subnet: CIDR, at revision: Int? = nil) {
    leases.remove(subnet, at: revision)
  }

  /// A watch event has reached a node's flanneld: it now knows the leases up to here.
  package mutating func flanneldSees(_ revision: Int? = nil, on machine: MachineID) {
    let here = machines[machine.index].namespace
    guard isFlanneldAwake(on: machine) else { return }
    let latest = revision ?? leases.revision
    self[here].flannel?.seen = latest
  }

  /// Whether a machine's flanneld runs and is not stopped by a signal.
  package func isFlanneldAwake(on machine: MachineID) -> Bool {
    flanneldProcess(on: machine).map { processes[$0.number]?.isHung == false } ?? false
  }

  /// The machine's flanneld; nil while it is down.
  package func flanneldProcess(on machine: MachineID) -> ProcessID? {
    machines[machine.index].units.first { $0.name == "flanneld" }?.process
  }

  /// The event about one subnet reaches a flanneld, which writes its entries anew over what somebody has put there,
  /// or takes them out (handleSubnetEvents of flannel's backend/vxlan).
  package mutating func flanneldTakes(
    _ subnet: CIDR, at revision: Int, on machine: MachineID
  ) {
    let here = machines[machine.index].namespace
    guard let view = self[here].flannel, isFlanneldAwake(on: machine) else { return }
    let network = subnet.network
    let lease = leases.lease(subnet: network.address.bits, at: revision)
    let old = leases.lease(subnet: network.address.bits, at: view.seen)
    self[here].flannel?.seen = max(view.seen, revision)
    guard network != view.subnet.network, lease != old else { return }
    rewrite(network, [lease, old].compactMap { $0?.vtep }, view, here)
  }

  private mutating func rewrite(
    _ subnet: CIDR, _ vteps: [MACAddress], _ view: FlannelView, _ here: NamespaceID
  ) {
    self[here].flannel?.hiddenRoutes.removeAll { $0 == subnet }
    self[here].flannel?.hiddenNeighbours.removeAll { $0 == subnet.address }
    self[here].flannel?.hiddenForwarding.removeAll { vteps.contains($0) }
    self[here].flannel?.stale.removeAll { $0.subnet == subnet && vteps.contains($0.vtep) }
    self[here].routes.removeAll { $0.destination == subnet && $0.metric == 0 }
    guard view.backend == .vxlan, let device = view.device else { return }
    _ = self[here].neighbours.remove(Neighbour.Key(device: device, address: subnet.address))
    for vtep in vteps { _ = self[here].devices[device]?.forwarding.remove(vtep) }
  }

  /// A flanneld that starts lists the nodes and writes what it finds; what has gone in the meantime stays in the kernel.
  package mutating func flanneldLists(_ revision: Int, on machine: MachineID) {
    let here = machines[machine.index].namespace
    guard let view = self[here].flannel, isFlanneldAwake(on: machine) else { return }
    let leased = leases.all(at: revision)
    if view.backend == .vxlan || view.backend == .hostGateway {
      let left = (view.stale + leases.all(at: view.seen)).filter { old in
        !leased.contains { $0.subnet == old.subnet }
      }
      self[here].flannel?.stale = left
    }
    for lease in leased where lease.subnet != view.subnet.network {
      rewrite(lease.subnet, [lease.vtep], view, here)
    }
    self[here].flannel?.seen = revision
  }
}
