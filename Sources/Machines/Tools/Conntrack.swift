import Simulation
import Wire

/// conntrack 1.4.7.
enum ConntrackTool {
  static let tool = HostTool("conntrack") { host throws(Interruption) in
    let given = Options(
      host.arguments.dropFirst().filter { $0 != "--dst-nat" && $0 != "--src-nat" },
      "LDFEISCnjgup:s:d:r:q:o:f:m:")
    let view = try host.view()
    var filter = view.space.netfilter ?? Netfilter()
    var entries = filter.connections.all(at: view.now)
    let kinds: [String: UInt8] = ["tcp": 6, "udp": 17, "icmp": 1]
    if let word = given.value("p") {
      guard let kind = kinds[word] else {
        throw host.fail(
          "conntrack v1.4.7 (conntrack-tools): `\(word)' unsupported protocol\nTry `conntrack -h' or 'conntrack --help' for more information.",
          status: 2)
      }
      entries = entries.filter { $0.original.kind == kind }
    }
    if let address = given.value("s").flatMap({ IPv4Address(parsing: $0) }) {
      entries = entries.filter { $0.original.source == address }
    }
    if let address = given.value("d").flatMap({ IPv4Address(parsing: $0) }) {
      entries = entries.filter { $0.original.destination == address }
    }
    if given.has("C") {
      host.print("\(entries.count)")
      return 0
    }
    if given.has("F") {
      filter.connections.removeAll()
      _ = try host.change(.setNetfilter(filter))
      host.printError(
        "conntrack v1.4.7 (conntrack-tools): connection tracking table has been emptied.")
      return 0
    }
    for entry in entries { host.print(text(entry, view.now)) }
    if given.has("D") {
      for entry in entries { filter.connections.remove(entry.id) }
      _ = try host.change(.setNetfilter(filter))
    }
    let verb = given.has("D") ? "deleted" : "shown"
    host.printError(
      "conntrack v1.4.7 (conntrack-tools): \(entries.count) flow entries have been \(verb).")
    return given.has("D") && entries.isEmpty ? 1 : 0
  }

  private static func text(_ entry: Connection, _ now: Instant) -> String {
    let names: [UInt8: String] = [6: "tcp", 17: "udp", 1: "icmp"]
    let kind = entry.original.kind
    let seconds = (entry.expires.microseconds - now.microseconds) / 1_000_000
    var words = [padded(names[kind] ?? "unknown", 8), "\(kind)", "\(seconds)"]
    if kind == IPv4.tcp { words.append(entry.phase.rawValue) }
    words.append(ends(entry.original))
    if !entry.isReplied { words.append("[UNREPLIED]") }
    words.append(ends(entry.reply))
    if entry.isAssured { words.append("[ASSURED]") }
    words += ["mark=\(entry.mark)", "use=1"]
    return words.joined(separator: " ")
  }

  private static func ends(_ tuple: FlowTuple) -> String {
    let text = "src=\(tuple.source) dst=\(tuple.destination)"
    switch tuple.kind {
    case IPv4.tcp, IPv4.udp:
      return text + " sport=\(tuple.sourcePort) dport=\(tuple.destinationPort)"
    case IPv4.icmp: return text + " type=\(tuple.icmpType) code=0 id=\(tuple.sourcePort)"
    default: return text
    }
  }
}
