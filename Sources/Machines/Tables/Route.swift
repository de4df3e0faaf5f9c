import Wire

/// An entry of the main routing table (fib_trie), as `ip route` shows it.
package struct Route: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable {
    case unicast, local, broadcast, blackhole, unreachable, prohibit
  }
  package enum Scope: Hashable, Sendable { case universe, link, host }
  /// Who made it: `boot` is iproute2's default, and is not printed.
  package enum Origin: String, Hashable, Sendable { case kernel, boot, `static` }

  package var destination: CIDR
  package var kind = Kind.unicast
  package var gateway: IPv4Address?
  package var device: DeviceIndex
  package var scope = Scope.universe
  package var origin = Origin.boot
  package var source: IPv4Address?
  package var metric: UInt32 = 0
  package var mtu: Int?
  package var isOnLink = false

  package init(_ destination: CIDR, via gateway: IPv4Address? = nil, device: DeviceIndex) {
    self.destination = destination
    self.gateway = gateway
    self.device = device
    if gateway == nil { scope = .link }
  }

  /// Longest prefix first, then the lower metric: the order in which a lookup tries them.
  static func precedes(_ left: Route, _ right: Route) -> Bool {
    if left.destination.length != right.destination.length {
      return left.destination.length > right.destination.length
    }
    if left.destination.address != right.destination.address {
      return left.destination.address < right.destination.address
    }
    return left.metric < right.metric
  }
}

/// Where a packet goes: the entry that decided and the next hop.
package struct RouteDecision: Hashable, Sendable {
  package var route: Route
  package var nextHop: IPv4Address
  package var isLocal: Bool { route.kind == .local }
  package var isBroadcast: Bool { route.kind == .broadcast }
}
