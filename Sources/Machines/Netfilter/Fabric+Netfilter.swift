import Simulation
import Wire

/// A packet's way through the chains.
extension Fabric {
  enum Verdict { case accept, drop, `return` }

  /// The hook of packets that come in: tracking, the tables, destination translation.
  mutating func prerouting(_ packet: Packet, _ interface: InterfaceID) -> Packet? {
    let here = interface.namespace
    var packet = packet
    if packet.isFragment, self[here].netfilter?.isTracking == true {
      guard let whole = reassemble(packet, here) else { return nil }
      packet = whole
    }
    return hook(.prerouting, packet, here, in: interface.device, out: nil)
  }

  /// Visits a hook; nil when the packet's way ends there.
  mutating func hook(
    _ hook: NetfilterHook, _ packet: Packet, _ here: NamespaceID, in ingress: DeviceIndex?,
    out: DeviceIndex?
  ) -> Packet? {
    var packet = packet
    if hook == .prerouting || hook == .output { packet = track(packet, here) }
    for table in hook.tables {
      guard let place = self[here].netfilter?.tables.firstIndex(where: { $0.name == table }) else {
        if table == "nat" { packet = translate(packet, hook, here) }
        continue
      }
      if table == "nat" {
        if let next = natTable(hook, packet, place, here, ingress, out) {
          packet = next
        } else {
          return nil
        }
        continue
      }
      guard run(place, hook, &packet, here, ingress, out) else { return nil }
    }
    if hook == .postrouting || hook == .input, let tracked = packet.tracked {
      self[here].netfilter?.connections.confirm(tracked.connection)
    }
    return packet
  }

  /// The nat table sees the first packet of a connection only; the rest follow what it decided.
  mutating func natTable(
    _ hook: NetfilterHook, _ packet: Packet, _ place: Int, _ here: NamespaceID,
    _ ingress: DeviceIndex?, _ out: DeviceIndex?
  ) -> Packet? {
    var packet = packet
    guard let tracked = packet.tracked, tracked.state != .related,
      let entry = self[here].netfilter?.connections[tracked.connection], !entry.isConfirmed
    else { return translate(packet, hook, here) }
    let isSource = hook == .postrouting || hook == .input
    if isSource ? !entry.isSourceDone : !entry.isDestinationDone {
      guard run(place, hook, &packet, here, ingress, out) else { return nil }
      if self[here].netfilter?.connections[tracked.connection]?.isSourceDone == false, isSource {
        // A tuple of replies that somebody else has gets another port even without a rule.
        if let reply = self[here].netfilter?.connections[tracked.connection]?.reply,
          hook == .postrouting, self[here].netfilter?.connections.isTaken(reply) == true
        {
          setTranslation(
            tracked.connection, source: true, to: entry.original.source, ports: nil,
            isRandom: false, here)
        }
      }
    }
    return translate(packet, hook, here)
  }

  /// Runs a table's built-in chain; false when the packet is dropped.
  mutating func run(
    _ table: Int, _ hook: NetfilterHook, _ packet: inout Packet, _ here: NamespaceID,
    _ ingress: DeviceIndex?, _ out: DeviceIndex?
  ) -> Bool {
    guard let chain = self[here].netfilter?.tables[table].position(hook.rawValue) else {
      return true
    }
    let names = (
      ingress.map { self[here].deviceName($0) } ?? "", out.map { self[here].deviceName($0) } ?? ""
    )
    let verdict = walk(table, chain, hook, &packet, here, names, depth: 0)
    if verdict != .return { return verdict == .accept }
    self[here].netfilter?.tables[table].chains[chain].packets += 1
    self[here].netfilter?.tables[table].chains[chain].bytes += UInt64(packet.ipLength)
    guard self[here].netfilter?.tables[table].chains[chain].policy == .drop else { return true }
    let name = self[here].netfilter?.tables[table].name ?? ""
    drop(packet, here, "policy DROP of \(name) \(hook.rawValue)")
    return false
  }

  mutating func walk(
    _ table: Int, _ chain: Int, _ hook: NetfilterHook, _ packet: inout Packet,
    _ here: NamespaceID, _ names: (String, String), depth: Int
  ) -> Verdict {
    guard depth < 64, let count = self[here].netfilter?.tables[table].chains[chain].rules.count
    else { return .drop }
    for place in 0..<count {
      guard let rule = self[here].netfilter?.tables[table].chains[chain].rules[place],
        matches(rule, packet, here, names)
      else { continue }
      self[here].netfilter?.tables[table].chains[chain].rules[place].packets += 1
      self[here].netfilter?.tables[table].chains[chain].rules[place].bytes += UInt64(
        packet.ipLength)
      if outbox.observesFrames, rule.target != .return, rule.target != .none {
        let name = self[here].netfilter?.tables[table]
        note(
          .netfilter(
            table: name?.name ?? "", chain: name?.chains[chain].name ?? "",
            rule: RuleText.specification(rule)))
      }
      switch rule.target {
      case .none, .log: continue
      case .accept: return .accept
      case .return: return .return
      case .drop:
        drop(packet, here, "a rule of \(chainName(table, chain, here)) drops it")
        return .drop
      case .chain(let name):
        guard let next = self[here].netfilter?.tables[table].position(name) else { continue }
        let verdict = walk(table, next, hook, &packet, here, names, depth: depth + 1)
        if verdict != .return { return verdict }
      case .mark(let value, let mask): packet.mark = packet.mark & ~mask ^ value
      case .reject(let with):
        reject(packet, with, here)
        return .drop
      case .masquerade, .source, .destination, .redirect:
        return translate(rule.target, packet, here, names.1)
      }
    }
    return .return
  }

  func chainName(_ table: Int, _ chain: Int, _ here: NamespaceID) -> String {
    guard let found = self[here].netfilter?.tables[table] else { return "" }
    return "\(found.name) \(found.chains[chain].name)"
  }

  mutating func translate(
    _ target: Rule.Target, _ packet: Packet, _ here: NamespaceID, _ out: String
  ) -> Verdict {
    guard let id = packet.tracked?.connection else { return .accept }
    switch target {
    case .masquerade(let isRandom):
      guard let device = self[here].device(named: out),
        case .success(let decision) = lookup(packet.destination, in: here),
        let address = self[here].address(of: device, towards: decision.nextHop)
      else { return .drop }
      setTranslation(id, source: true, to: address, ports: nil, isRandom: isRandom, here)
    case .source(let address, let isRandom):
      setTranslation(id, source: true, to: address, ports: nil, isRandom: isRandom, here)
    case .destination(let address, let ports):
      setTranslation(
        id, source: false, to: address ?? packet.destination, ports: ports, isRandom: false, here)
    case .redirect(let port):
      let address =
        packet.isLocal
        ? IPv4Address.loopback
        : packet.ingress.flatMap { self[here].address(of: $0) } ?? packet.destination
      setTranslation(
        id, source: false, to: address, ports: port.map { $0...$0 }, isRandom: false, here)
    default: break
    }
    return .accept
  }

  mutating func reject(_ packet: Packet, _ with: String, _ here: NamespaceID) {
    let codes: [String: UInt8] = [
      "icmp-net-unreachable": 0, "icmp-host-unreachable": 1, "icmp-proto-unreachable": 2,
      "icmp-port-unreachable": 3, "icmp-net-prohibited": 9, "icmp-host-prohibited": 10,
      "icmp-admin-prohibited": 13,
    ]
    drop(packet, here, "REJECT with \(with)")
    guard with == "tcp-reset" else {
      return sendICMPError(ICMP.unreachable, codes[with] ?? 3, about: packet, here)
    }
    guard let outer = try? IPv4.View(packet.bytes, packet.network..<packet.bytes.count),
      let view = try? TCP.View(packet.bytes, outer.payload)
    else { return }
    refuse(TCP.Segment(view), outer, here, lineage: packet.lineage)
  }
}
