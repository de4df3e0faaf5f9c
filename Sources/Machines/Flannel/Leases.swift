import HashTreeCollections
import Simulation
import Wire

/// flannel's backends and their constants (flannel-io/flannel, pkg/backend).
package enum FlannelBackend: String, Hashable, Sendable {
  case udp
  case vxlan
  case hostGateway = "host-gw"

  package static let udpPort: UInt16 = 8285
  package static let vni: UInt32 = 1
  static let routeCheck: Int64 = 10_000_000

  /// What the encapsulation takes from the underlay's MTU.
  package var overhead: Int {
    switch self {
    case .udp: 28
    case .vxlan: VXLAN.overhead
    case .hostGateway: 0
    }
  }
  package var deviceName: String? {
    switch self {
    case .udp: "flannel0"
    case .vxlan: "flannel.1"
    case .hostGateway: nil
    }
  }
}

/// A subnet that a node has: from its podCIDR and the annotations of its flanneld.
package struct Lease: Hashable, Sendable {
  package let subnet: CIDR
  package let node: IPv4Address
  package let vtep: MACAddress
  let added: Int
  /// When its route and neighbour entry went, or were taken over by a newer lease of the subnet.
  var removed: Int?
  /// When its forwarding entry went: one whose MAC has been replaced stays (flannel's vxlan backend never takes it out).
  var forgotten: Int?

  package static func == (left: Lease, right: Lease) -> Bool {
    left.subnet == right.subnet && left.node == right.node && left.vtep == right.vtep
      && left.added == right.added
  }
}

/// Every lease there ever was, in the order of the watch; a node's view is how far its flanneld has read.
package struct LeaseHistory: Sendable {
  package private(set) var revision = 0
  private var records = PagedArray<Lease>()
  private var bySubnet = TreeDictionary<UInt32, [Int]>()
  private var byVTEP = TreeDictionary<MACAddress, [Int]>()

  /// A node appears, or its lease changes, at a revision of the API server where there is one.
  package mutating func add(
    _ subnet: CIDR, node: IPv4Address, vtep: MACAddress, at given: Int? = nil
  ) {
    revision = given ?? revision + 1
    let key = subnet.network.address.bits
    for number in bySubnet[key] ?? [] where records[number].removed == nil {
      records[number].removed = revision
      if records[number].vtep == vtep { records[number].forgotten = revision }
    }
    records.append(Lease(subnet: subnet.network, node: node, vtep: vtep, added: revision))
    bySubnet[key, default: []].append(records.count - 1)
    byVTEP[vtep, default: []].append(records.count - 1)
  }

  /// A node is gone.
  package mutating func remove(_ subnet: CIDR, at given: Int? = nil) {
    revision = given ?? revision + 1
    for number in bySubnet[subnet.network.address.bits] ?? [] where records[number].removed == nil {
      records[number].removed = revision
      records[number].forgotten = revision
    }
  }

  /// The lease that a subnet has now.
  package func current(_ subnet: CIDR) -> Lease? {
    (bySubnet[subnet.network.address.bits] ?? []).lazy.map { records[$0] }
      .last { $0.removed == nil }
  }

  private func isLive(_ lease: Lease, at revision: Int) -> Bool {
    lease.added <= revision && lease.removed.map { $0 > revision } ?? true
  }

  func lease(subnet: UInt32, at revision: Int) -> Lease? {
    (bySubnet[subnet] ?? []).lazy.map { records[$0] }.last { isLive($0, at: revision) }
  }
  func lease(vtep: MACAddress, at revision: Int) -> Lease? {
    (byVTEP[vtep] ?? []).lazy.map { records[$0] }.last { isForwarded($0, at: revision) }
  }
  private func isForwarded(_ lease: Lease, at revision: Int) -> Bool {
    lease.added <= revision && lease.forgotten.map { $0 > revision } ?? true
  }
  /// The leases that have a forwarding entry.
  func forwarded(at revision: Int) -> [Lease] {
    records.filter { isForwarded($0, at: revision) }
  }
  func all(at revision: Int) -> [Lease] { records.filter { isLive($0, at: revision) } }
}

/// What a node's flanneld has made of the leases that it has seen.
///
/// The entries are not stored a node: 5,000 nodes with 5,000 peers each would be 25 million. They follow from the
/// history and the revision, less what somebody has deleted by hand.
package struct FlannelView: Sendable {
  package let backend: FlannelBackend
  package let network: CIDR
  package let subnet: CIDR
  package let publicAddress: IPv4Address
  package var subnetLength = 24
  package var seen = 0
  package var device: DeviceIndex?
  package var underlay: DeviceIndex
  /// What is left in the kernel of leases that ended while no flanneld looked.
  var stale: [Lease] = []
  var hiddenRoutes: [CIDR] = []
  var hiddenNeighbours: [IPv4Address] = []
  var hiddenForwarding: [MACAddress] = []
}

extension Fabric {
  func lease(for address: IPv4Address, seenBy view: FlannelView) -> Lease? {
    let key = CIDR(address, view.subnetLength).network.address.bits
    guard key != view.subnet.network.address.bits else { return nil }
    return leases.lease(subnet: key, at: view.seen)
      ?? view.stale.last { $0.subnet.address.bits == key }
  }

  /// The route that stands for a lease; the udp backend needs none.
  func route(for lease: Lease, _ view: FlannelView) -> Route? {
    switch view.backend {
    case .udp: return nil
    case .vxlan:
      guard let device = view.device else { return nil }
      var route = Route(lease.subnet, via: lease.subnet.address, device: device)
      route.isOnLink = true
      return route
    case .hostGateway: return Route(lease.subnet, via: lease.node, device: view.underlay)
    }
  }

  func leasedRoute(_ destination: IPv4Address, _ here: NamespaceID) -> Route? {
    guard let view = self[here].flannel, view.backend != .udp,
      let lease = lease(for: destination, seenBy: view), !view.hiddenRoutes.contains(lease.subnet),
      let route = route(for: lease, view), self[InterfaceID(here, route.device)]?.isUp == true
    else { return nil }
    return route
  }

  func leasedNeighbour(_ address: IPv4Address, _ interface: InterfaceID) -> MACAddress? {
    guard let view = self[interface.namespace].flannel, view.backend == .vxlan,
      view.device == interface.device, !view.hiddenNeighbours.contains(address),
      let lease = lease(for: address, seenBy: view), lease.subnet.address == address
    else { return nil }
    return lease.vtep
  }

  func leasedForwarding(_ mac: MACAddress, _ interface: InterfaceID) -> IPv4Address? {
    guard let view = self[interface.namespace].flannel, view.backend == .vxlan,
      view.device == interface.device, !view.hiddenForwarding.contains(mac),
      let lease = leases.lease(vtep: mac, at: view.seen)
        ?? view.stale.last(where: { $0.vtep == mac }),
      lease.subnet != view.subnet.network
    else { return nil }
    return lease.node
  }
}
