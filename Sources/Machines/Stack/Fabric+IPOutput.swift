import Simulation
import Wire

/// How a socket treats the MTU (IP_MTU_DISCOVER).
package enum PathDiscovery: Hashable, Sendable {
  /// DF on what fits, fragments of what does not: the default of UDP and raw sockets.
  case want
  /// DF always; what does not fit is refused.
  case require
  /// Never DF.
  case never
}

/// What an ordinary packet made here is sent with.
struct SendOptions: Sendable {
  var timeToLive: UInt8?
  var typeOfService: UInt8 = 0
  var discovery = PathDiscovery.want
  var source: IPv4Address?
  var device: DeviceIndex?
  var identification: UInt16?
  var mark: UInt32 = 0
  var lineage: UInt64?
}

/// What happens to an IPv4 packet that goes out (net/ipv4/ip_output.c).
extension Fabric {
  /// Sends a payload in a packet made here.
  @discardableResult
  mutating func send(
    _ payload: [UInt8], kind: UInt8, to destination: IPv4Address, _ options: SendOptions,
    _ here: NamespaceID, describe: @autoclosure () -> String = ""
  ) -> Result<IPv4Address, Errno> {
    let decision: RouteDecision
    switch lookup(destination, in: here) {
    case .success(var found):
      if let device = options.device, !found.isLocal, found.route.device != device {
        found.route = Route(CIDR(destination, 32), device: device)
        found.nextHop = destination
      }
      decision = found
    case .failure(let reason): return .failure(reason == .invalid ? .invalid : reason)
    }
    guard let source = options.source ?? sourceAddress(decision, here) else {
      return .failure(.networkUnreachable)
    }
    let mtu = mtu(decision, to: destination, learned: options.discovery != .never, here)
    let fits = 20 + payload.count <= mtu
    if !fits, options.discovery == .require { return .failure(.messageTooLong) }
    var header = IPv4.Header(from: source, to: destination, kind: kind)
    header.timeToLive = options.timeToLive ?? self[here].timeToLive
    header.typeOfService = options.typeOfService
    header.dontFragment = options.discovery != .never && fits
    header.identification = options.identification ?? self[here].identification()
    var packet = Packet(
      header.packet(payload), network: 0, lineage: options.lineage ?? newLineage())
    packet.isLocal = true
    packet.mark = options.mark
    if outbox.observesFrames {
      let text = describe()
      if !text.isEmpty { note(.sent(text)) }
    }
    note(decision, here)
    if let reason = sendLocally(packet, decision, here, mtu: mtu) { return .failure(reason) }
    return .success(source)
  }

  /// The OUTPUT hook, a second look at the route when that changed the packet, and out (ip_local_out).
  private mutating func sendLocally(
    _ packet: Packet, _ decision: RouteDecision, _ here: NamespaceID, mtu: Int
  ) -> Errno? {
    var packet = packet
    var decision = decision
    var mtu = mtu
    if self[here].netfilter != nil {
      let before = (packet.destination, packet.mark)
      let out = decision.isLocal ? 0 : decision.route.device
      guard let next = hook(.output, packet, here, in: nil, out: out) else {
        return .notPermitted
      }
      packet = next
      if (packet.destination, packet.mark) != before {
        guard case .success(let again) = lookup(packet.destination, in: here) else {
          drop(packet, here, "no route to \(packet.destination)")
          return .networkUnreachable
        }
        decision = again
        mtu = self.mtu(again, to: packet.destination, learned: true, here)
        note(again, here)
      }
    }
    output(packet, decision, here, mtu: mtu)
    return nil
  }

  /// The POSTROUTING hook, fragmentation and the next hop (ip_output, ip_finish_output).
  mutating func output(
    _ packet: Packet, _ decision: RouteDecision, _ here: NamespaceID, mtu: Int
  ) {
    let out = decision.isLocal ? 0 : decision.route.device
    var packet = packet
    if self[here].netfilter != nil {
      guard let next = hook(.postrouting, packet, here, in: packet.ingress, out: out) else {
        return
      }
      packet = next
    }
    let interface = InterfaceID(here, out)
    guard packet.ipLength > mtu else {
      return sendToNeighbour(packet, interface, nextHop: decision.nextHop)
    }
    if packet.dontFragment {
      drop(packet, here, "\(packet.ipLength) bytes, MTU \(mtu), and DF is set")
      return sendICMPError(
        ICMP.unreachable, ICMP.fragmentationNeeded, mtu: mtu, about: packet, here)
    }
    let pieces = fragments(of: packet, mtu: mtu)
    note(.fragmented(mtu: mtu, pieces: pieces.count))
    let kept = trail
    for piece in pieces {
      trail = kept
      sendToNeighbour(piece, interface, nextHop: decision.nextHop)
    }
  }
}
