import Simulation
import Wire

/// Whether a packet is what a rule asks for.
extension Fabric {
  mutating func matches(
    _ rule: Rule, _ packet: Packet, _ here: NamespaceID, _ names: (String, String)
  ) -> Bool {
    if let want = rule.source, want.value.contains(packet.source) == want.isInverted {
      return false
    }
    if let want = rule.destination, want.value.contains(packet.destination) == want.isInverted {
      return false
    }
    if let want = rule.kind, (want.value == packet.kind) == want.isInverted { return false }
    if let want = rule.ingress, isNamed(names.0, want.value) == want.isInverted { return false }
    if let want = rule.egress, isNamed(names.1, want.value) == want.isInverted { return false }
    for match in rule.matches where !holds(match, packet, here) { return false }
    return true
  }

  /// `eth+` stands for every name that begins so.
  func isNamed(_ name: String, _ pattern: String) -> Bool {
    pattern.hasSuffix("+") ? name.hasPrefix(pattern.dropLast()) : name == pattern
  }

  mutating func holds(
    _ match: Rule.Match, _ packet: Packet, _ here: NamespaceID
  ) -> Bool {
    let at = packet.transport
    switch match {
    case .comment: return true
    case .ports(let name, let source, let destination):
      guard packet.kind == (name == "tcp" ? IPv4.tcp : IPv4.udp), packet.bytes.count >= at + 4,
        packet.bytes.number16(at: packet.network + 6) & 0x1FFF == 0
      else { return false }
      if let source, source.value.contains(packet.bytes.number16(at: at)) == source.isInverted {
        return false
      }
      if let destination,
        destination.value.contains(packet.bytes.number16(at: at + 2)) == destination.isInverted
      {
        return false
      }
      return true
    case .multiport(let isSource, let ranges, let isInverted):
      guard [IPv4.tcp, IPv4.udp].contains(packet.kind), packet.bytes.count >= at + 4 else {
        return false
      }
      let port = packet.bytes.number16(at: at + (isSource ? 0 : 2))
      return ranges.contains { $0.contains(port) } != isInverted
    case .icmp(let type, let code, let isInverted):
      guard packet.kind == IPv4.icmp, packet.bytes.count >= at + 2 else { return false }
      let isSame = packet.bytes[at] == type && (code == nil || packet.bytes[at + 1] == code)
      return isSame != isInverted
    case .state(let states, let isInverted, _):
      return states.contains(packet.tracked?.state ?? .invalid) != isInverted
    case .mark(let value, let mask, let isInverted):
      return (packet.mark & mask == value) != isInverted
    case .addressType(let isSource, let type, let isInverted):
      let address = isSource ? packet.source : packet.destination
      let isLocal = self[here].localDevice(address) != nil
      let isBroadcast = address == .broadcast || self[here].broadcastDevice(address) != nil
      let found =
        isLocal
        ? "LOCAL" : isBroadcast ? "BROADCAST" : address.isMulticast ? "MULTICAST" : "UNICAST"
      return (found == type) != isInverted
    case .random(let share): return self[here].random.next() >> 33 < UInt64(share)
    case .nth(let every, let offset):
      guard every > 0 else { return false }
      self[here].ruleTicks += 1
      return (self[here].ruleTicks - 1) % every == offset
    }
  }
}
