import Wire

/// The part of pcap-filter(7) that lessons need: icmp, arp, tcp, udp, ip, host, net, port, src, dst, not, and, or.
struct CaptureFilter: Sendable {
  private indirect enum Term: Sendable {
    case all
    case kind(UInt8)
    case ip, arp
    case host(IPv4Address, Side)
    case net(CIDR, Side)
    case port(UInt16, Side)
    case ether(MACAddress, Side)
    case not(Term)
    case and(Term, Term)
    case or(Term, Term)
  }
  private enum Side: Sendable { case either, source, destination }

  private var term = Term.all
  private var words: ArraySlice<String> = []

  init?(parsing operands: [String]) {
    var split: [String] = []
    for operand in operands {
      split += operand.replacing("(", with: " ( ").replacing(")", with: " ) ").replacing(
        "!", with: " ! "
      )
      .split(separator: " ").map(String.init)
    }
    guard !split.isEmpty else { return }
    words = split[...]
    guard let term = disjunction(), words.isEmpty else { return nil }
    self.term = term
  }

  private mutating func disjunction() -> Term? {
    guard var left = conjunction() else { return nil }
    while let word = words.first, word == "or" || word == "||" {
      words.removeFirst()
      guard let right = conjunction() else { return nil }
      left = .or(left, right)
    }
    return left
  }

  private mutating func conjunction() -> Term? {
    guard var left = primary() else { return nil }
    while let word = words.first, word != "or", word != "||", word != ")" {
      if word == "and" || word == "&&" { words.removeFirst() }
      guard let right = primary() else { return nil }
      left = .and(left, right)
    }
    return left
  }

  private mutating func primary() -> Term? {
    guard let word = words.popFirst() else { return nil }
    switch word {
    case "not", "!": return primary().map { .not($0) }
    case "(":
      let inner = disjunction()
      guard words.popFirst() == ")" else { return nil }
      return inner
    case "icmp": return .kind(IPv4.icmp)
    case "tcp", "udp":
      let kind = Term.kind(word == "tcp" ? IPv4.tcp : IPv4.udp)
      guard words.first == "port" || words.first == "src" || words.first == "dst" else {
        return kind
      }
      return primary().map { .and(kind, $0) }
    case "ip": return .ip
    case "arp": return .arp
    case "ether":
      let side = side()
      if words.first == "host" { words.removeFirst() }
      return words.popFirst().flatMap { MACAddress(parsing: $0) }.map { .ether($0, side) }
    case "src", "dst":
      let side: Side = word == "src" ? .source : .destination
      return value(words.popFirst(), side)
    default: return value(word, .either)
    }
  }

  private mutating func side() -> Side {
    guard let word = words.first, word == "src" || word == "dst" else { return .either }
    words.removeFirst()
    return word == "src" ? .source : .destination
  }

  private mutating func value(_ word: String?, _ side: Side) -> Term? {
    switch word {
    case "host":
      return words.popFirst().flatMap { IPv4Address(parsing: $0) }.map { .host($0, side) }
    case "net": return words.popFirst().flatMap { CIDR(parsing: $0) }.map { .net($0, side) }
    case "port": return words.popFirst().flatMap { UInt16($0) }.map { .port($0, side) }
    default: return word.flatMap { IPv4Address(parsing: $0) }.map { .host($0, side) }
    }
  }

  func accepts(_ bytes: [UInt8], _ link: Link) -> Bool { holds(term, bytes, link) }

  private func holds(_ term: Term, _ bytes: [UInt8], _ link: Link) -> Bool {
    switch term {
    case .all: return true
    case .not(let inner): return !holds(inner, bytes, link)
    case .and(let left, let right): return holds(left, bytes, link) && holds(right, bytes, link)
    case .or(let left, let right): return holds(left, bytes, link) || holds(right, bytes, link)
    case .arp:
      return link == .ethernet && bytes.count >= 42 && bytes.number16(at: 12) == Ethernet.arp
    case .ether(let mac, let side):
      guard link == .ethernet, bytes.count >= 14 else { return false }
      return side != .source && bytes.mac(at: 0) == mac
        || side != .destination && bytes.mac(at: 6) == mac
    case .host(let address, let side): return sides(bytes, link, side) { $0 == address }
    case .net(let cidr, let side): return sides(bytes, link, side) { cidr.contains($0) }
    case .ip: return packet(bytes, link) != nil
    case .kind(let kind): return packet(bytes, link)?.kind == kind
    case .port(let port, let side):
      guard let view = packet(bytes, link), [IPv4.tcp, IPv4.udp].contains(view.kind),
        view.fragmentOffset == 0, view.payload.count >= 4
      else { return false }
      let at = view.payload.lowerBound
      return side != .destination && bytes.number16(at: at) == port
        || side != .source && bytes.number16(at: at + 2) == port
    }
  }

  private func packet(_ bytes: [UInt8], _ link: Link) -> IPv4.View? {
    if link == .raw { return try? IPv4.View(bytes) }
    guard bytes.count >= 14, bytes.number16(at: 12) == Ethernet.ipv4 else { return nil }
    return try? IPv4.View(bytes, 14..<bytes.count)
  }

  /// Source and destination, of ARP packets too.
  private func ends(
    _ bytes: [UInt8], _ link: Link, _ accepts: (IPv4Address) -> Bool
  ) -> (source: Bool, destination: Bool)? {
    if let view = packet(bytes, link) { return (accepts(view.source), accepts(view.destination)) }
    guard link == .ethernet, bytes.count >= 42, bytes.number16(at: 12) == Ethernet.arp else {
      return nil
    }
    return (accepts(bytes.address(at: 28)), accepts(bytes.address(at: 38)))
  }

  private func sides(
    _ bytes: [UInt8], _ link: Link, _ side: Side, _ accepts: (IPv4Address) -> Bool
  ) -> Bool {
    guard let found = ends(bytes, link, accepts) else { return false }
    return side != .destination && found.source || side != .source && found.destination
  }
}
