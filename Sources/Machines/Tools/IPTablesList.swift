import Wire

/// What `iptables -L` and `-S` print.
extension IPTables {
  /// Counters as iptables shortens them.
  static func short(_ number: UInt64, _ style: ListStyle) -> String {
    if style.isExact || number <= 99_999 { return "\(number)" }
    let units = ["K", "M", "G", "T"]
    var value = number
    var unit = -1
    while value > 99_999 || unit < 0, unit < 3 {
      value = (value + 500) / 1000
      unit += 1
    }
    return "\(value)\(units[unit])"
  }

  static func list(
    _ host: inout HostSystem, _ table: Netfilter.Table, only: String?, _ style: ListStyle
  ) {
    var isFirst = true
    for chain in table.listed where only == nil || chain.name == only {
      if !isFirst { host.print("") }
      isFirst = false
      let policy =
        chain.policy.map {
          "policy \($0 == .drop ? "DROP" : "ACCEPT")"
            + (style.isVerbose
              ? " \(short(chain.packets, style)) packets, \(short(chain.bytes, style)) bytes" : "")
        } ?? "\(table.references(to: chain.name)) references"
      host.print("Chain \(chain.name) (\(policy))")
      host.print(header(style))
      for (index, rule) in chain.rules.enumerated() {
        host.print(row(rule, index + 1, style))
      }
    }
  }

  static func header(_ style: ListStyle) -> String {
    var text = style.hasNumbers ? "num  " : ""
    if style.isVerbose {
      text += style.isExact ? "    pkts      bytes " : " pkts bytes "
    }
    text += "target     prot opt "
    if style.isVerbose { text += "in     out     " }
    return text + "source               destination         "
  }

  static func row(_ rule: Rule, _ number: Int, _ style: ListStyle) -> String {
    var text = style.hasNumbers ? padded("\(number)", 4) + " " : ""
    if style.isVerbose {
      let widths = style.isExact ? (8, 8) : (5, 5)
      text += leftPadded(short(rule.packets, style), widths.0) + " "
      text += leftPadded(short(rule.bytes, style), widths.1) + " "
    }
    let kind = rule.kind.map { ($0.isInverted ? "!" : "") + "\($0.value)" } ?? "0"
    text += padded(RuleText.targetName(rule.target), 9) + "  " + padded(kind, 4) + " -- "
    if style.isVerbose {
      func name(_ part: Rule.Inverted<String>?) -> String {
        part.map { ($0.isInverted ? "!" : "") + $0.value } ?? "*"
      }
      text += " " + padded(name(rule.ingress), 6) + " " + padded(name(rule.egress), 6) + " "
    }
    func address(_ part: Rule.Inverted<CIDR>?) -> String {
      guard let part else { return " " + padded("0.0.0.0/0", 19) + " " }
      let plain =
        part.value.length == 32 ? "\(part.value.address)" : "\(part.value)"
      return (part.isInverted ? "!" : " ") + padded(plain, 19) + " "
    }
    let ends = address(rule.source) + address(rule.destination)
    text += ends
    let matches = RuleText.listed(rule)
    return text + (matches.isEmpty ? "" : " " + matches)
  }

  static func specify(
    _ host: inout HostSystem, _ table: Netfilter.Table, only: String?, _ style: ListStyle
  ) {
    let chains = table.listed.filter { only == nil || $0.name == only }
    for chain in chains {
      if let policy = chain.policy {
        host.print("-P \(chain.name) \(policy == .drop ? "DROP" : "ACCEPT")")
      } else {
        host.print("-N \(chain.name)")
      }
    }
    for chain in chains {
      for rule in chain.rules {
        let counters = style.isVerbose ? " -c \(rule.packets) \(rule.bytes)" : ""
        host.print(line(chain.name, rule, counters: counters))
      }
    }
  }

  static func line(_ chain: String, _ rule: Rule, counters: String = "") -> String {
    let specification = RuleText.specification(rule)
    guard !counters.isEmpty, let jump = specification.range(ofJump: "-j ") else {
      return "-A \(chain)" + (specification.isEmpty ? "" : " \(specification)") + counters
    }
    return "-A \(chain) \(specification[..<jump])".trimmed + "\(counters) \(specification[jump...])"
  }
}

extension String {
  /// Where the last `-j ` begins.
  fileprivate func range(ofJump word: String) -> String.Index? {
    var found: String.Index?
    var place = startIndex
    while place < endIndex {
      if self[place...].hasPrefix(word), place == startIndex || self[index(before: place)] == " " {
        found = place
      }
      place = index(after: place)
    }
    return found
  }
}
