import Simulation
import Wire

extension Fabric {
  /// A namespace with everything that its tables stand for, as a program reads it.
  package func view(of here: NamespaceID) -> HostView {
    let space = space(here)
    var routes = space.routes
    var neighbours = space.neighbours.elements.map { neighbour($0) }
    var forwarding: [(device: DeviceIndex, entry: ForwardingEntry)] = []
    for (index, device) in space.devices.enumerated() {
      guard let device else { continue }
      for entry in device.forwarding.elements {
        let age = now.microseconds - entry.updated.microseconds
        let limit = (device.bridge?.ageingSeconds ?? 300) * 1_000_000
        if entry.isPermanent || age <= limit { forwarding.append((index, entry)) }
      }
    }
    if let view = space.flannel {
      for lease in leases.all(at: view.seen) where lease.subnet != view.subnet.network {
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
        if !view.hiddenForwarding.contains(lease.vtep),
          space.devices[device]?.forwarding[key: lease.vtep] == nil
        {
          forwarding.append(
            (
              device,
              ForwardingEntry(
                mac: lease.vtep, target: .remote(lease.node), isPermanent: true, updated: .zero)
            ))
        }
      }
    }
    var peers: [DeviceIndex: (name: String, index: Int)] = [:]
    for (index, device) in space.devices.enumerated() {
      guard case .veth(let peer)? = device?.kind else { continue }
      let name = peer.namespace == here ? "" : slotName(peer.namespace)
      peers[index] = (name, peer.device + 1)
    }
    return HostView(
      space: space, routes: routes, neighbours: Array(neighbours), forwarding: forwarding,
      host: space.name, machine: machines[space.machine.index].name, now: now, peers: peers)
  }

  private func slotName(_ id: NamespaceID) -> String {
    slots[id.index].live.first?.name ?? slots[id.index].plan?.name ?? ""
  }
}
