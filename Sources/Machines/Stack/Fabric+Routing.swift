import Simulation
import Wire

extension Fabric {
  /// Notes a decision, when somebody looks.
  mutating func note(_ decision: RouteDecision, _ here: NamespaceID) {
    guard outbox.observesFrames else { return }
    trail.append(.route(decision, device: self[here].deviceName(decision.route.device)))
  }

  /// The routing decision for a destination: the local table, then the longest prefix of the main table.
  func lookup(_ destination: IPv4Address, in here: NamespaceID) -> Result<RouteDecision, Errno> {
    if let device = self[here].localDevice(destination) {
      var route = Route(CIDR(destination, 32), device: device)
      route.kind = .local
      route.scope = .host
      route.origin = .kernel
      route.source = destination
      return .success(RouteDecision(route: route, nextHop: destination))
    }
    if destination == .broadcast || self[here].broadcastDevice(destination) != nil {
      var route = Route(CIDR(destination, 32), device: self[here].broadcastDevice(destination) ?? 0)
      route.kind = .broadcast
      route.origin = .kernel
      return .success(RouteDecision(route: route, nextHop: destination))
    }
    let own = ownRoute(destination, here)
    if self[here].flannel != nil, let leased = leasedRoute(destination, here),
      own.map({ $0.destination.length < leased.destination.length }) ?? true
    {
      return .success(RouteDecision(route: leased, nextHop: leased.gateway ?? destination))
    }
    guard let route = own else { return .failure(.networkUnreachable) }
    switch route.kind {
    case .blackhole: return .failure(.invalid)
    case .unreachable: return .failure(.hostUnreachable)
    case .prohibit: return .failure(.permission)
    default: return .success(RouteDecision(route: route, nextHop: route.gateway ?? destination))
    }
  }

  /// The first entry of the main table that covers a destination; its device must be up.
  private func ownRoute(_ destination: IPv4Address, _ here: NamespaceID) -> Route? {
    for place in 0..<self[here].routes.count
    where self[here].routes[place].destination.contains(destination) {
      let device = self[here].routes[place].device
      if self[here].routes[place].kind != .unicast
        || self[InterfaceID(here, device)]?.isUp == true
      {
        return self[here].routes[place]
      }
    }
    return nil
  }

  /// The MTU towards a destination: the device's, the route's own, a learned smaller one for packets made here.
  func mtu(
    _ decision: RouteDecision, to destination: IPv4Address, learned: Bool, _ here: NamespaceID
  ) -> Int {
    let device = InterfaceID(here, decision.route.device)
    var mtu = decision.route.mtu ?? self[device]?.mtu ?? 1500
    if decision.isLocal { mtu = 65_536 }
    if learned {
      for entry in self[here].pathMTUs where entry.destination == destination && entry.expires > now
      {
        mtu = min(mtu, entry.mtu)
      }
    }
    return mtu
  }

  /// Remembers a smaller MTU for ten minutes (ip_rt_mtu_expires).
  mutating func learnMTU(_ mtu: Int, to destination: IPv4Address, _ here: NamespaceID) {
    let mtu = max(mtu, 552)
    guard case .success(let decision) = lookup(destination, in: here),
      mtu < self.mtu(decision, to: destination, learned: true, here)
    else { return }
    let now = now
    self[here].pathMTUs.removeAll { $0.destination == destination || $0.expires <= now }
    self[here].pathMTUs.append(
      NetworkNamespace.PathMTU(
        destination: destination, mtu: mtu, expires: now.after(microseconds: 600_000_000)))
  }

  /// The address that a packet made here gets as its source.
  func sourceAddress(_ decision: RouteDecision, _ here: NamespaceID) -> IPv4Address? {
    if decision.isLocal { return decision.nextHop }
    return decision.route.source
      ?? self[here].address(of: decision.route.device, towards: decision.nextHop)
  }
}
