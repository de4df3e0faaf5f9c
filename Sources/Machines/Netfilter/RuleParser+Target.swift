import Wire

/// `-j` and the options of targets.
extension RuleParser {
  mutating func jump(_ name: String) throws(Problem) {
    switch name {
    case "ACCEPT": rule.target = .accept
    case "DROP": rule.target = .drop
    case "RETURN": rule.target = .return
    case "REJECT": rule.target = .reject("icmp-port-unreachable")
    case "MARK": rule.target = .mark(0, mask: 0)
    case "MASQUERADE": rule.target = .masquerade(isRandom: false)
    case "DNAT": rule.target = .destination(nil, nil)
    case "SNAT": rule.target = .source(.any, isRandom: false)
    case "REDIRECT": rule.target = .redirect(nil)
    case "LOG": rule.target = .log("")
    default:
      guard hasChain(name) else {
        throw Problem(text: "Chain '\(name)' does not exist")
      }
      rule.target = .chain(name)
    }
  }

  mutating func targetOption(_ word: String) throws(Problem) {
    switch (word, rule.target) {
    case ("--reject-with", .reject): rule.target = .reject(try value(word))
    case ("--random-fully", .masquerade), ("--random", .masquerade):
      rule.target = .masquerade(isRandom: true)
    case ("--random-fully", .source(let address, _)):
      rule.target = .source(address, isRandom: true)
    case ("--set-xmark", .mark), ("--set-mark", .mark):
      let (mark, mask) = try masked(try value(word))
      rule.target = .mark(mark, mask: word == "--set-mark" ? mask | mark : mask)
    case ("--or-mark", .mark):
      let (mark, _) = try masked(try value(word))
      rule.target = .mark(mark, mask: mark)
    case ("--and-mark", .mark):
      let (mark, _) = try masked(try value(word))
      rule.target = .mark(0, mask: ~mark)
    case ("--xor-mark", .mark):
      let (mark, _) = try masked(try value(word))
      rule.target = .mark(mark, mask: 0)
    case ("--to-destination", .destination):
      let text = try value(word)
      let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      let address = IPv4Address(parsing: parts[0])
      guard address != nil || parts[0].isEmpty else {
        throw Problem(text: "Bad IP address \"\(parts[0])\"")
      }
      var ports: ClosedRange<UInt16>?
      if parts.count > 1 {
        ports = try port(parts[1].replacing("-", with: ":"))
      }
      rule.target = .destination(address, ports)
    case ("--to-source", .source(_, let isRandom)):
      let text = try value(word)
      guard let address = IPv4Address(parsing: text) else {
        throw Problem(text: "Bad IP address \"\(text)\"")
      }
      rule.target = .source(address, isRandom: isRandom)
    case ("--to-ports", .redirect), ("--to-ports", .masquerade):
      let range = try port(try value(word))
      if case .redirect = rule.target { rule.target = .redirect(range.lowerBound) }
    case ("--log-prefix", .log): rule.target = .log(try value(word))
    case ("--log-level", .log): _ = try value(word)
    default: throw Problem(text: "unknown option \"\(word)\"")
    }
  }
}
