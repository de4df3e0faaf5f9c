import Simulation
import Wire

extension Fabric {
  /// A namespace with everything that its tables stand for, as a program reads it.
  package func view(of here: NamespaceID) -> HostView {
    let space = space(here)
    var routes = space.routes
    var neighbours: [Neighbour] = space.neighbours.elements.map { neighbour($0) }
    var forwarding: [(device: DeviceIndex, entry: ForwardingEntry)] = []
    for (index, device) in space.devices.enumerated() {
      guard let device else { continue }
      for entry in device.forwarding.elements {
        let age = now.microseconds - entry.updated.microseconds
        let limit = (device.bridge?.ageingSeconds ?? 300) * 1_000_000
        if entry.isPermanent || age <= limit { forwarding.append((index, entry)) }
      }
    }
    if let view = space.flannel { addLeased(view, space, &routes, &neighbours, &forwarding) }
    var peers: [DeviceIndex: (name: String, index: Int)] = [:]
    for (index, device) in space.devices.enumerated() {
      guard case .veth(let peer)? = device?.kind else { continue }
      let name = peer.namespace == here ? "" : slotName(peer.namespace)
      peers[index] = (name, peer.device + 1)
    }
    return HostView(
      space: space, routes: routes, neighbours: neighbours, forwarding: forwarding,
      host: space.name, machine: machines[space.machine.index].name, now: now, peers: peers)
  }

  /// The entries that the leases stand for, in the order in which flanneld wrote them.
  private func addLeased(
    _ view: FlannelView, _ space: NetworkNamespace, _ routes: inout [Route],
    _ neighbours: inout [Neighbour],
    _ forwarding: inout [(device: DeviceIndex, entry: ForwardingEntry)]
  ) {
    let own = view.subnet.network
    let leased = leases.all(at: view.seen)
    let gone = view.stale.filter { old in !leased.contains { $0.subnet == old.subnet } }
    for lease in gone + leased where lease.subnet != own {
      if !view.hiddenRoutes.contains(lease.subnet), let route = route(for: lease, view),
        space.devices[route.device]?.isUp == true
      {
        routes.append(route)
      }
      guard view.backend == .vxlan, let device = view.device else { continue }
      if !view.hiddenNeighbours.contains(lease.subnet.address),
        !neighbours.contains(where: { $0.address == lease.subnet.address && $0.device == device })
      {
        neighbours.append(
          Neighbour(lease.subnet.address, device: device, mac: lease.vtep, state: .permanent))
      }
    }
    guard view.backend == .vxlan, let device = view.device else { return }
    for lease in view.stale + leases.forwarded(at: view.seen) where lease.subnet != own {
      guard !view.hiddenForwarding.contains(lease.vtep),
        space.devices[device]?.forwarding[key: lease.vtep] == nil
      else { continue }
      let entry = ForwardingEntry(
        mac: lease.vtep, target: .remote(lease.node), isPermanent: true, updated: .zero)
      forwarding.append((device, entry))
    }
  }

  private func slotName(_ id: NamespaceID) -> String {
    slots[id.index].live.first?.name ?? slots[id.index].plan?.name ?? ""
  }
}
