import Wire

/// Reads a rule from iptables' words.
struct RuleParser {
  /// What iptables would say.
  struct Problem: Error {
    let text: String
    var status: Int32 = 2
  }

  var words: ArraySlice<String>
  var rule = Rule()
  var isInverted = false
  var module = ""
  private var hasJump = false
  /// Whether a chain of this name exists.
  let hasChain: (String) -> Bool

  init(_ words: ArraySlice<String>, hasChain: @escaping (String) -> Bool) {
    self.words = words
    self.hasChain = hasChain
  }

  static func parse(
    _ words: ArraySlice<String>, hasChain: @escaping (String) -> Bool
  ) throws(Problem) -> Rule {
    var parser = RuleParser(words, hasChain: hasChain)
    while let word = parser.words.popFirst() {
      try parser.option(word)
    }
    return parser.rule
  }

  mutating func value(_ option: String) throws(Problem) -> String {
    guard let word = words.popFirst() else {
      throw Problem(text: "option \"\(option)\" requires an argument")
    }
    return word
  }

  mutating func take<Value>(_ value: Value) -> Rule.Inverted<Value> {
    defer { isInverted = false }
    return Rule.Inverted(value: value, isInverted: isInverted)
  }

  mutating func cidr(_ option: String) throws(Problem) -> Rule.Inverted<CIDR> {
    let word = try value(option)
    guard let cidr = CIDR(parsing: word) else {
      throw Problem(text: "host/network `\(word)' not found")
    }
    return take(cidr.network)
  }

  mutating func option(_ word: String) throws(Problem) {
    switch word {
    case "!": isInverted = true
    case "-s", "--source", "--src": rule.source = try cidr(word)
    case "-d", "--destination", "--dst": rule.destination = try cidr(word)
    case "-i", "--in-interface": rule.ingress = take(try value(word))
    case "-o", "--out-interface": rule.egress = take(try value(word))
    case "-p", "--protocol":
      let name = try value(word)
      let kinds: [String: UInt8] = ["tcp": 6, "udp": 17, "icmp": 1, "6": 6, "17": 17, "1": 1]
      if name == "all" || name == "0" { return }
      guard let kind = kinds[name.lowercased()] ?? UInt8(name) else {
        throw Problem(text: "unknown protocol \"\(name)\" specified")
      }
      rule.kind = take(kind)
    case "-m", "--match":
      module = try value(word)
      let known = [
        "tcp", "udp", "icmp", "comment", "conntrack", "state", "mark", "addrtype", "statistic",
        "multiport",
      ]
      guard known.contains(module) else {
        throw Problem(text: "Couldn't load match `\(module)':No such file or directory\n")
      }
      if module == "tcp" || module == "udp" {
        rule.matches.append(.ports(module, source: nil, destination: nil))
      }
    case "-j", "--jump", "-g", "--goto":
      guard !hasJump else { throw Problem(text: "multiple -j flags not allowed") }
      hasJump = true
      try jump(try value(word))
    case "-c", "--set-counters":
      rule.packets = UInt64(try value(word)) ?? 0
      rule.bytes = UInt64(try value(word)) ?? 0
    default: try matchOption(word)
    }
  }

  mutating func port(_ word: String) throws(Problem) -> ClosedRange<UInt16> {
    let names: [String: UInt16] = ["ssh": 22, "domain": 53, "http": 80, "https": 443]
    let parts = word.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let low = names[parts[0]] ?? UInt16(parts[0].isEmpty ? "0" : parts[0])
    let last = parts.count > 1 ? parts[1] : parts[0]
    let high = names[last] ?? UInt16(last.isEmpty ? "65535" : last)
    guard let low, let high, low <= high, parts.count <= 2 else {
      throw Problem(text: "invalid port/service `\(word)' specified")
    }
    return low...high
  }

  mutating func setPort(_ option: String, isSource: Bool) throws(Problem) {
    let range = try port(try value(option))
    let name = rule.kind?.value == IPv4.udp ? "udp" : "tcp"
    guard rule.kind != nil else {
      throw Problem(text: "unknown option \"\(option)\"")
    }
    let place = rule.matches.lastIndex { if case .ports(name, _, _) = $0 { true } else { false } }
    var source: Rule.Inverted<ClosedRange<UInt16>>?
    var destination: Rule.Inverted<ClosedRange<UInt16>>?
    if let place, case .ports(_, let one, let other) = rule.matches[place] {
      source = one
      destination = other
    }
    if isSource { source = take(range) } else { destination = take(range) }
    let match = Rule.Match.ports(name, source: source, destination: destination)
    if let place { rule.matches[place] = match } else { rule.matches.append(match) }
  }

  func number(_ word: String) -> UInt32? {
    word.hasPrefix("0x") ? UInt32(word.dropFirst(2), radix: 16) : UInt32(word)
  }

  /// `0x4000/0x4000` as value and mask.
  func masked(_ word: String) throws(Problem) -> (UInt32, UInt32) {
    let parts = word.split(separator: "/").map(String.init)
    guard let first = parts.first, let value = number(first),
      let mask = parts.count > 1 ? number(parts[1]) : .max
    else { throw Problem(text: "bad value for option \"--mark\", or out of range (0-4294967295)") }
    return (value, mask)
  }

  mutating func matchOption(_ word: String) throws(Problem) {
    switch word {
    case "--comment": rule.matches.append(.comment(try value(word)))
    case "--dport", "--destination-port": try setPort(word, isSource: false)
    case "--sport", "--source-port": try setPort(word, isSource: true)
    case "--dports", "--sports", "--destination-ports", "--source-ports":
      var ranges: [ClosedRange<UInt16>] = []
      for part in try value(word).split(separator: ",") { ranges.append(try port(String(part))) }
      guard rule.kind != nil else {
        throw Problem(
          text: "multiport needs `-p tcp', `-p udp', `-p udplite', `-p sctp' or `-p dccp'")
      }
      rule.matches.append(
        .multiport(
          isSource: word.contains("s") && word.hasPrefix("--s"), ranges, isInverted: isInverted))
      isInverted = false
    case "--icmp-type":
      let name = try value(word)
      let names: [String: UInt8] = [
        "echo-request": 8, "ping": 8, "echo-reply": 0, "pong": 0, "destination-unreachable": 3,
        "time-exceeded": 11,
      ]
      let parts = name.split(separator: "/").map(String.init)
      guard let type = names[name] ?? parts.first.flatMap({ UInt8($0) }) else {
        throw Problem(text: "Unknown ICMP type `\(name)'")
      }
      let code = parts.count > 1 ? UInt8(parts[1]) : nil
      rule.matches.append(.icmp(type: type, code: code, isInverted: isInverted))
      isInverted = false
    case "--ctstate", "--state":
      var states: [ConnectionState] = []
      for name in try value(word).split(separator: ",") {
        guard let state = ConnectionState(rawValue: name.uppercased()) else {
          throw Problem(text: "Bad ctstate \"\(name)\"")
        }
        states.append(state)
      }
      let order: [ConnectionState] = [.invalid, .new, .related, .established, .untracked]
      rule.matches.append(
        .state(order.filter(states.contains), isInverted: isInverted, isOld: word == "--state"))
      isInverted = false
    case "--mark":
      let (mark, mask) = try masked(try value(word))
      rule.matches.append(.mark(mark, mask: mask, isInverted: isInverted))
      isInverted = false
    case "--dst-type", "--src-type":
      rule.matches.append(
        .addressType(isSource: word == "--src-type", try value(word), isInverted: isInverted))
      isInverted = false
    case "--mode": _ = try value(word)
    case "--probability":
      guard let share = Self.share(try value(word)) else {
        throw Problem(text: "statistic: probability must be between 0 and 1")
      }
      rule.matches.append(.random(share))
    case "--every":
      rule.matches.append(.nth(every: UInt32(try value(word)) ?? 1, packet: 0))
    case "--packet":
      let offset = UInt32(try value(word)) ?? 0
      if case .nth(let every, _)? = rule.matches.last {
        rule.matches[rule.matches.count - 1] = .nth(every: every, packet: offset)
      }
    default: try targetOption(word)
    }
  }

  /// A decimal fraction as a share of 2^31, rounded as the kernel's tools do.
  static func share(_ text: String) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = UInt64(parts[0].isEmpty ? "0" : parts[0]), whole <= 1 else {
      return nil
    }
    if whole == 1 { return 1 << 31 }
    let digits = (parts.count == 2 ? parts[1] : "").prefix(12)
    let padded = digits + String(repeating: "0", count: 12 - digits.count)
    guard let fraction = UInt64(padded) else { return nil }
    let product = fraction.multipliedFullWidth(by: 1 << 31)
    let low = product.low &+ 500_000_000_000
    let carry: UInt64 = low < product.low ? 1 : 0
    return UInt32(
      truncatingIfNeeded: (1_000_000_000_000 as UInt64)
        .dividingFullWidth((product.high + carry, low)).quotient)
  }
}
