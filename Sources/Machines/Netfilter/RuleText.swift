import Wire

/// Rules as iptables-save writes them and as `iptables -L` lists them.
enum RuleText {
  static func protocolWord(_ kind: UInt8) -> String {
    switch kind {
    case IPv4.icmp: "icmp"
    case IPv4.tcp: "tcp"
    case IPv4.udp: "udp"
    default: "\(kind)"
    }
  }

  private static func not(_ isInverted: Bool) -> [String] { isInverted ? ["!"] : [] }

  /// The rule without `-A CHAIN`.
  static func specification(_ rule: Rule) -> String {
    var words: [String] = []
    if let source = rule.source { words += not(source.isInverted) + ["-s", "\(source.value)"] }
    if let target = rule.destination {
      words += not(target.isInverted) + ["-d", "\(target.value)"]
    }
    if let name = rule.ingress { words += not(name.isInverted) + ["-i", name.value] }
    if let name = rule.egress { words += not(name.isInverted) + ["-o", name.value] }
    if let kind = rule.kind { words += not(kind.isInverted) + ["-p", protocolWord(kind.value)] }
    for match in rule.matches { words += save(match) }
    words += save(rule.target)
    return words.joined(separator: " ")
  }

  /// A text as xtables_save_string writes it: in quotes where it is more than a plain word.
  static func saved(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }
    return isPlain && !text.isEmpty ? text : quoted(text)
  }

  static func quoted(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"\(escaped)\""
  }

  private static func range(_ range: ClosedRange<UInt16>) -> String {
    range.lowerBound == range.upperBound
      ? "\(range.lowerBound)" : "\(range.lowerBound):\(range.upperBound)"
  }

  private static func save(_ match: Rule.Match) -> [String] {
    switch match {
    case .comment(let text): return ["-m", "comment", "--comment", saved(text)]
    case .ports(let name, let source, let destination):
      var words = ["-m", name]
      if let source { words += not(source.isInverted) + ["--sport", range(source.value)] }
      if let destination {
        words += not(destination.isInverted) + ["--dport", range(destination.value)]
      }
      return words
    case .multiport(let isSource, let ranges, let isInverted):
      return ["-m", "multiport"] + not(isInverted)
        + [isSource ? "--sports" : "--dports", ranges.map(range).joined(separator: ",")]
    case .icmp(let type, let code, let isInverted):
      return ["-m", "icmp"] + not(isInverted)
        + ["--icmp-type", code.map { "\(type)/\($0)" } ?? "\(type)"]
    case .state(let states, let isInverted, let isOld):
      return ["-m", isOld ? "state" : "conntrack"] + not(isInverted)
        + [isOld ? "--state" : "--ctstate", states.map(\.rawValue).joined(separator: ",")]
    case .mark(let value, let mask, let isInverted):
      return ["-m", "mark"] + not(isInverted) + ["--mark", masked(value, mask)]
    case .addressType(let isSource, let type, let isInverted):
      return ["-m", "addrtype"] + not(isInverted) + [isSource ? "--src-type" : "--dst-type", type]
    case .random(let share):
      return ["-m", "statistic", "--mode", "random", "--probability", probability(share)]
    case .nth(let every, let packet):
      return ["-m", "statistic", "--mode", "nth", "--every", "\(every)", "--packet", "\(packet)"]
    }
  }

  private static func masked(_ value: UInt32, _ mask: UInt32) -> String {
    let text = "0x" + String(value, radix: 16)
    return mask == .max ? text : text + "/0x" + String(mask, radix: 16)
  }

  /// A share of 2^31 with eleven digits behind the point.
  static func probability(_ share: UInt32) -> String {
    let product = UInt64(share).multipliedFullWidth(by: 100_000_000_000)
    let half = product.low &+ (1 << 30)
    let carry: UInt64 = half < product.low ? 1 : 0
    let rounded = UInt64(1 << 31).dividingFullWidth((product.high + carry, half)).quotient
    let digits = String(rounded % 100_000_000_000)
    return "\(rounded / 100_000_000_000)." + String(repeating: "0", count: 11 - digits.count)
      + digits
  }

  private static func save(_ target: Rule.Target) -> [String] {
    switch target {
    case .none: []
    case .accept: ["-j", "ACCEPT"]
    case .drop: ["-j", "DROP"]
    case .return: ["-j", "RETURN"]
    case .chain(let name): ["-j", name]
    case .reject(let with): ["-j", "REJECT", "--reject-with", with]
    case .mark(let value, let mask):
      [
        "-j", "MARK", "--set-xmark",
        "0x\(String(value, radix: 16))/0x\(String(mask, radix: 16))",
      ]
    case .masquerade(let isRandom): ["-j", "MASQUERADE"] + (isRandom ? ["--random-fully"] : [])
    case .destination(let address, let ports):
      ["-j", "DNAT", "--to-destination", endpoint(address, ports)]
    case .source(let address, let isRandom):
      ["-j", "SNAT", "--to-source", "\(address)"] + (isRandom ? ["--random-fully"] : [])
    case .redirect(let port):
      ["-j", "REDIRECT"] + (port.map { ["--to-ports", "\($0)"] } ?? [])
    case .log(let prefix):
      ["-j", "LOG"] + (prefix.isEmpty ? [] : ["--log-prefix", saved(prefix)])
    }
  }

  private static func endpoint(_ address: IPv4Address?, _ ports: ClosedRange<UInt16>?) -> String {
    var text = address.map { "\($0)" } ?? ""
    if let ports {
      text +=
        ":" + (ports.count == 1 ? "\(ports.lowerBound)" : "\(ports.lowerBound)-\(ports.upperBound)")
    }
    return text
  }

  static func targetName(_ target: Rule.Target) -> String {
    if case .none = target { return "" }
    return save(target)[1]
  }

  /// What stands behind the addresses in a list.
  static func listed(_ rule: Rule) -> String {
    var words: [String] = []
    for match in rule.matches {
      switch match {
      case .comment(let text): words.append("/* \(text) */")
      case .ports(let name, let source, let destination):
        words.append(name)
        if let source {
          words.append(
            (source.value.count == 1 ? "spt:" : "spts:") + (source.isInverted ? "!" : "")
              + range(source.value))
        }
        if let destination {
          words.append(
            (destination.value.count == 1 ? "dpt:" : "dpts:") + (destination.isInverted ? "!" : "")
              + range(destination.value))
        }
      case .multiport(let isSource, let ranges, let isInverted):
        words.append(
          "multiport \(isSource ? "sports" : "dports") \(isInverted ? "! " : "")\(ranges.map(range).joined(separator: ","))"
        )
      case .icmp(let type, let code, let isInverted):
        words.append(
          "\(isInverted ? "! " : "")icmptype \(type)" + (code.map { " code \($0)" } ?? ""))
      case .state(let states, let isInverted, let isOld):
        words.append(
          "\(isInverted ? "! " : "")\(isOld ? "state" : "ctstate") \(states.map(\.rawValue).joined(separator: ","))"
        )
      case .mark(let value, let mask, let isInverted):
        words.append("mark match \(isInverted ? "! " : "")\(masked(value, mask))")
      case .addressType(let isSource, let type, let isInverted):
        words.append(
          "ADDRTYPE match \(isInverted ? "!" : "")\(isSource ? "src" : "dst")-type \(type)")
      case .random(let share):
        words.append("statistic mode random probability \(probability(share))")
      case .nth(let every, let packet):
        words.append("statistic mode nth every \(every)" + (packet > 0 ? " packet \(packet)" : ""))
      }
    }
    switch rule.target {
    case .reject(let with): words.append("reject-with \(with)")
    case .mark(let value, let mask):
      let hex = "0x\(String(value, radix: 16))"
      words.append(
        mask == 0
          ? "MARK xor \(hex)"
          : mask == value
            ? "MARK or \(hex)"
            : mask == .max ? "MARK set \(hex)" : "MARK xset \(hex)/0x\(String(mask, radix: 16))")
    case .masquerade(true): words.append("random-fully")
    case .destination(let address, let ports): words.append("to:\(endpoint(address, ports))")
    case .source(let address, let isRandom):
      words.append("to:\(address)" + (isRandom ? " random-fully" : ""))
    case .redirect(let port?): words.append("redir ports \(port)")
    case .log(let prefix):
      words.append("LOG flags 0 level 4" + (prefix.isEmpty ? "" : " prefix \(quoted(prefix))"))
    default: break
    }
    return words.joined(separator: " ")
  }
}
