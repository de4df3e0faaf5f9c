import Simulation
import Wire

extension Fabric {
  /// Makes a change; what the kernel refuses comes back as an error number.
  package mutating func apply(_ change: NetworkChange, in here: NamespaceID) -> Errno? {
    wake(here)
    trail = []
    switch change {
    case .addDevice, .addVeth, .deleteDevice, .setUp, .setMTU, .setMAC, .setMaster, .rename,
      .setPromiscuous, .setPort:
      return applyLink(change, here)
    case .addAddress(let cidr, let name, let scope):
      guard let index = self[here].device(named: name) else { return .noDevice }
      return addAddress(cidr, to: index, scope: scope, here)
    case .deleteAddress(let cidr, let name):
      guard let index = self[here].device(named: name) else { return .noDevice }
      return deleteAddress(cidr, from: index, here)
    case .flushAddresses(let name):
      guard let index = self[here].device(named: name) else { return .noDevice }
      for address in self[here].devices[index]?.addresses ?? [] {
        _ = deleteAddress(address.cidr, from: index, here)
      }
      return nil
    case .addRoute(let route, let mode): return addRoute(route, mode, here)
    case .deleteRoute(let destination, let gateway, let device, let metric):
      return deleteRoute(destination, gateway, device, metric, here)
    case .flushRoutes(let device):
      let index = device.flatMap { self[here].device(named: $0) }
      self[here].routes.removeAll { device == nil || $0.device == index }
      return nil
    case .setNeighbour, .deleteNeighbour, .flushNeighbours, .setForwarding, .deleteForwarding:
      return applyEntry(change, here)
    case .setting(let name, let value): return set(name, value, here)
    case .setNetfilter(let netfilter):
      self[here].netfilter = netfilter
      return nil
    case .flushPathMTUs:
      self[here].pathMTUs = []
      return nil
    }
  }

  mutating func addRoute(
    _ route: Route, _ mode: NetworkChange.Mode, _ here: NamespaceID
  ) -> Errno? {
    if route.kind == .unicast {
      guard self[here].devices.indices.contains(route.device),
        self[here].devices[route.device]?.isUp == true
      else { return .networkDown }
      if let gateway = route.gateway, !route.isOnLink {
        guard case .success(let decision) = lookup(gateway, in: here), !decision.isLocal,
          decision.route.gateway == nil
        else { return self[here].localDevice(gateway) == nil ? .networkUnreachable : .invalid }
      }
    }
    if route.destination.network != route.destination { return .invalid }
    let same = self[here].routes.firstIndex {
      $0.destination == route.destination && $0.metric == route.metric
    }
    let leased = leasedExactRoute(route.destination, here) != nil
    switch mode {
    case .replace, .change:
      if let same {
        self[here].routes.remove(at: same)
      } else if mode == .change, !leased {
        return .noEntry
      }
      if leased { self[here].flannel?.hiddenRoutes.append(route.destination) }
    case .add: if same != nil || leased { return .exists }
    default: break
    }
    self[here].addRoute(route)
    return nil
  }

  func leasedExactRoute(_ destination: CIDR, _ here: NamespaceID) -> Route? {
    guard let route = leasedRoute(destination.address, here),
      route.destination == destination
    else { return nil }
    return route
  }

  mutating func deleteRoute(
    _ destination: CIDR, _ gateway: IPv4Address?, _ device: String?, _ metric: UInt32?,
    _ here: NamespaceID
  ) -> Errno? {
    let index = device.flatMap { self[here].device(named: $0) }
    if device != nil, index == nil { return .noDevice }
    func matches(_ route: Route) -> Bool {
      route.destination == destination && (gateway == nil || route.gateway == gateway)
        && (index == nil || route.device == index) && (metric == nil || route.metric == metric)
    }
    if let place = self[here].routes.firstIndex(where: matches) {
      self[here].routes.remove(at: place)
      return nil
    }
    if let leased = leasedExactRoute(destination, here), matches(leased) {
      self[here].flannel?.hiddenRoutes.append(destination)
      return nil
    }
    return .noSuchProcess
  }

  mutating func applyEntry(_ change: NetworkChange, _ here: NamespaceID) -> Errno? {
    let now = now
    switch change {
    case .setNeighbour(let address, let name, let mac, let state, let mode):
      guard let index = self[here].device(named: name) else { return .noDevice }
      let key = Neighbour.Key(device: index, address: address)
      let isThere =
        self[here].neighbours[key: key] != nil
        || leasedNeighbour(address, InterfaceID(here, index)) != nil
      if isThere, mode == .add { return .exists }
      if !isThere, mode == .change { return .noEntry }
      if leasedNeighbour(address, InterfaceID(here, index)) != nil {
        self[here].flannel?.hiddenNeighbours.append(address)
      }
      var entry = Neighbour(address, device: index, mac: mac, state: state)
      entry.updated = now
      entry.confirmed = now
      entry.generation = (self[here].neighbours[key: key]?.generation ?? 0) &+ 1
      self[here].neighbours.set(key, entry)
    case .deleteNeighbour(let address, let name):
      guard let index = self[here].device(named: name) else { return .noDevice }
      if self[here].neighbours.remove(Neighbour.Key(device: index, address: address)) != nil {
        return nil
      }
      guard leasedNeighbour(address, InterfaceID(here, index)) != nil else { return .noEntry }
      self[here].flannel?.hiddenNeighbours.append(address)
    case .flushNeighbours(let name):
      let index = name.flatMap { self[here].device(named: $0) }
      self[here].neighbours.removeAll { key, entry in
        (name == nil || key.device == index) && entry.state != .permanent
          && entry.state != .noarp
      }
    case .setForwarding(let mac, let name, let target, let isPermanent, let mode):
      guard let index = self[here].device(named: name) else { return .noDevice }
      let owner = self[here].devices[index]?.port?.bridge ?? index
      let table: DeviceIndex
      if case .remote = target { table = index } else { table = owner }
      let isThere =
        self[here].devices[table]?.forwarding[key: mac] != nil
        || leasedForwarding(mac, InterfaceID(here, index)) != nil
      if isThere, mode == .add { return .exists }
      if leasedForwarding(mac, InterfaceID(here, index)) != nil {
        self[here].flannel?.hiddenForwarding.append(mac)
      }
      self[here].devices[table]?.forwarding.set(
        mac, ForwardingEntry(mac: mac, target: target, isPermanent: isPermanent, updated: now))
    case .deleteForwarding(let mac, let name, let isMaster):
      guard let index = self[here].device(named: name) else { return .noDevice }
      let table = isMaster ? self[here].devices[index]?.port?.bridge ?? index : index
      if self[here].devices[table]?.forwarding.remove(mac) != nil { return nil }
      guard leasedForwarding(mac, InterfaceID(here, index)) != nil else { return .noEntry }
      self[here].flannel?.hiddenForwarding.append(mac)
    default: break
    }
    return nil
  }

  mutating func addAddress(
    _ cidr: CIDR, to index: DeviceIndex, scope: Route.Scope, _ here: NamespaceID
  ) -> Errno? {
    guard let device = self[here].devices[index] else { return .noDevice }
    if device.addresses.contains(where: { $0.cidr.address == cidr.address }) { return .exists }
    let isSecondary = device.addresses.contains {
      $0.cidr.network == cidr.network && $0.cidr.length == cidr.length
    }
    self[here].devices[index]?.addresses.append(
      Device.Address(cidr: cidr, scope: scope, isSecondary: isSecondary))
    self[here].indexAddresses()
    if device.isUp, !isSecondary { addConnectedRoute(cidr, index, here) }
    return nil
  }

  mutating func addConnectedRoute(
    _ cidr: CIDR, _ index: DeviceIndex, _ here: NamespaceID
  ) {
    guard cidr.length < 32, index != 0 else { return }
    var route = Route(cidr.network, device: index)
    route.origin = .kernel
    route.source = cidr.address
    self[here].routes.removeAll {
      $0.destination == route.destination && $0.device == index && $0.origin == .kernel
    }
    self[here].addRoute(route)
  }

  mutating func deleteAddress(
    _ cidr: CIDR, from index: DeviceIndex, _ here: NamespaceID
  ) -> Errno? {
    guard let device = self[here].devices[index],
      let place = device.addresses.firstIndex(where: { $0.cidr == cidr })
    else { return .noSuchAddress }
    self[here].devices[index]?.addresses.remove(at: place)
    // With a primary address its secondary ones go; a secondary one leaves the connected route (devinet.c, measured).
    let isPrimary = !device.addresses[place].isSecondary
    if isPrimary {
      self[here].devices[index]?.addresses.removeAll {
        $0.isSecondary && $0.cidr.network == cidr.network && $0.cidr.length == cidr.length
      }
    }
    self[here].indexAddresses()
    self[here].routes.removeAll {
      $0.device == index
        && ($0.source == cidr.address
          || isPrimary && $0.origin == .kernel && $0.destination == cidr.network)
    }
    // The last address takes IP off the device: every route and neighbour goes (net/ipv4/fib_frontend.c,
    // fib_inetaddr_event; measured on Linux 6.18).
    if self[here].devices[index]?.addresses.isEmpty ?? false {
      self[here].routes.removeAll { $0.device == index }
      self[here].neighbours.removeAll { key, _ in key.device == index }
    }
    return nil
  }
}
