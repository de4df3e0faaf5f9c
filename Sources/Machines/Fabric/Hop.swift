import Simulation
import Wire

/// A frame that crossed an interface, and what led it there.
package struct FrameObservation: Sendable {
  package enum Direction: String, Hashable, Sendable {
    case incoming = "in"
    case outgoing = "out"
  }
  package let at: Instant
  package let interface: InterfaceID
  package let host: String
  package let device: String
  package let direction: Direction
  package let link: Link
  package let bytes: [UInt8]
  package let lineage: UInt64
  /// The decisions since the packet's last interface, in order.
  package let hops: [Hop]

  /// `HOST/INTERFACE`.
  package var place: String { "\(host)/\(device)" }

  /// The hop in words, as for a capture's comment.
  package var comment: String {
    if hops.isEmpty {
      return direction == .incoming ? "comes in at \(place)" : "leaves by \(place)"
    }
    return hops.map(\.text).joined(separator: "; ")
  }
}

/// A decision: the table and the entry of it, as the tool that lists the table shows it.
package enum Hop: Sendable {
  case sent(String)
  case route(RouteDecision, device: String)
  case neighbour(IPv4Address, MACAddress, Neighbour.State)
  case resolving(IPv4Address, device: String)
  case forwarding(MACAddress, port: String)
  case flooded(MACAddress)
  case toBridge(String)
  case timeToLive(from: UInt8, to: UInt8, by: String)
  case encapsulated(MACAddress, remote: IPv4Address)
  case decapsulated(by: String)
  case lease(CIDR, IPv4Address)
  case fragmented(mtu: Int, pieces: Int)
  case reassembled
  case netfilter(table: String, chain: String, rule: String)
  case translated(String)
  case delivered(String)
  case wire(from: String, String)
  case dropped(String)

  package var text: String {
    switch self {
    case .sent(let what): what
    case .route(let decision, let device): "route \(decision.route.text(device: device))"
    case .neighbour(let address, let mac, let state):
      "neighbour \(address) lladdr \(mac) \(state.rawValue)"
    case .resolving(let address, let device): "no neighbour \(address) on \(device): ask by ARP"
    case .forwarding(let mac, let port): "fdb \(mac) dev \(port)"
    case .flooded(let mac):
      mac.isMulticast ? "\(mac) goes to every port" : "\(mac) is in no fdb entry: every port"
    case .toBridge(let name): "addressed to \(name) itself: up to IP"
    case .timeToLive(let from, let to, let by): "TTL \(from) to \(to) by \(by)"
    case .encapsulated(let mac, let remote): "fdb \(mac) dst \(remote): wrapped in VXLAN"
    case .decapsulated(let by): "unwrapped by \(by)"
    case .lease(let subnet, let node): "lease \(subnet) is node \(node)"
    case .fragmented(let mtu, let pieces): "MTU \(mtu): \(pieces) fragments"
    case .reassembled: "fragments put together"
    case .netfilter(let table, let chain, let rule): "\(table) \(chain): \(rule)"
    case .translated(let text): text
    case .delivered(let to): "delivered to \(to)"
    case .wire(let host, let device): "the other end of \(host)/\(device)"
    case .dropped(let why): "dropped: \(why)"
    }
  }
}

/// A packet's end that no interface shows.
package struct DropObservation: Sendable {
  package let at: Instant
  package let namespace: NamespaceID
  package let lineage: UInt64
  package let reason: String
}

extension Route {
  /// As `ip route` prints it, without the trailing space.
  package func text(device: String) -> String {
    var words: [String] = []
    if kind != .unicast { words.append(kind.rawValue) }
    words.append(
      destination.length == 0
        ? "default"
        : destination.length == 32 ? "\(destination.address)" : "\(destination)")
    if let gateway { words += ["via", "\(gateway)"] }
    if kind == .unicast || kind == .local || kind == .broadcast { words += ["dev", device] }
    if origin != .boot { words += ["proto", origin.rawValue] }
    switch scope {
    case .link where kind != .unreachable && kind != .blackhole && kind != .prohibit:
      words += ["scope", "link"]
    case .host: words += ["scope", "host"]
    default: break
    }
    if let source { words += ["src", "\(source)"] }
    if metric != 0 { words += ["metric", "\(metric)"] }
    if let mtu { words += ["mtu", "\(mtu)"] }
    if isOnLink { words.append("onlink") }
    return words.joined(separator: " ")
  }
}
