import Wire

/// iptables 1.8.9 (nf_tables).
struct IPTables {
  static let tool = HostTool("iptables") { host throws(Interruption) in
    try run(&host, Array(host.arguments.dropFirst()))
  }

  static let banner = "iptables v1.8.9 (nf_tables): "

  static func problem(
    _ host: inout HostSystem, _ text: String, status: Int32 = 2
  ) -> Interruption {
    host.fail(
      banner + text + "\nTry `iptables -h' or 'iptables --help' for more information.",
      status: status)
  }

  /// One command; the rest of the words are taken apart by what it needs.
  static func run(
    _ host: inout HostSystem, _ arguments: [String]
  ) throws(Interruption) -> Int32 {
    var words = arguments[...]
    var table = "filter"
    var command = ""
    var operands: [String] = []
    var rest: [String] = []
    var style = ListStyle()
    let takesChain = ["-A", "-D", "-I", "-R", "-C", "-P", "-N", "-X", "-F", "-L", "-S", "-Z", "-E"]
    let long: [String: String] = [
      "--append": "-A", "--delete": "-D", "--insert": "-I", "--replace": "-R", "--check": "-C",
      "--policy": "-P", "--new-chain": "-N", "--delete-chain": "-X", "--flush": "-F",
      "--list": "-L", "--list-rules": "-S", "--zero": "-Z", "--rename-chain": "-E",
    ]
    while let given = words.popFirst() {
      let word = long[given] ?? given
      switch word {
      case "-t", "--table": table = words.popFirst() ?? ""
      case "-w", "--wait", "-W": if let next = words.first, Int(next) != nil { words.removeFirst() }
      case "-n", "--numeric": style.isNumeric = true
      case "-v", "--verbose": style.isVerbose = true
      case "-x", "--exact": style.isExact = true
      case "--line-numbers", "--line": style.hasNumbers = true
      case "-V", "--version":
        host.print("iptables v1.8.9 (nf_tables)")
        return 0
      default:
        if command.isEmpty, takesChain.contains(word) {
          command = word
          while let next = words.first, !next.hasPrefix("-"), next != "!", operands.count < 2 {
            operands.append(next)
            words.removeFirst()
          }
        } else if word.hasPrefix("-"), !word.hasPrefix("--"), word.count > 2,
          command.isEmpty || command == "-L"
        {
          // A cluster such as -nvL.
          var letters = word.dropFirst().map { "-\($0)" }
          if let verb = letters.firstIndex(where: { takesChain.contains($0) }) {
            letters.append(letters.remove(at: verb))
          }
          words = letters[...] + words
        } else {
          rest.append(given)
        }
      }
    }
    guard !Netfilter.Table.builtin(table).isEmpty else {
      throw host.fail(
        banner
          + "table '\(table)' does not exist\nPerhaps iptables or your kernel needs to be upgraded.",
        status: 3)
    }
    guard !command.isEmpty else { throw problem(&host, "no command specified") }
    return try execute(&host, command, table, operands, rest, style)
  }

  struct ListStyle {
    var isNumeric = false
    var isVerbose = false
    var isExact = false
    var hasNumbers = false
  }

  static func execute(
    _ host: inout HostSystem, _ command: String, _ table: String, _ operands: [String],
    _ rest: [String], _ style: ListStyle
  ) throws(Interruption) -> Int32 {
    let view = try host.view()
    var filter = view.space.netfilter ?? Netfilter()
    let place = filter.place(table)
    let chain = operands.first
    if command == "-L" || command == "-S" {
      if let chain, filter.tables[place].position(chain) == nil {
        throw host.fail(
          banner + "chain `\(chain)' in table `\(table)' is incompatible, use 'nft' tool.",
          status: 1)
      }
      if command == "-L" {
        list(&host, filter.tables[place], only: chain, style)
      } else {
        specify(&host, filter.tables[place], only: chain, style)
      }
      return 0
    }
    do throws(RuleParser.Problem) {
      try change(&filter.tables[place], command, operands, rest)
    } catch {
      if error.status == 1 { throw host.fail("iptables: \(error.text)", status: 1) }
      if error.status == 4 { throw host.fail(banner + error.text, status: 4) }
      throw problem(&host, error.text, status: error.status)
    }
    if command == "-C" { return 0 }
    filter.settle()
    _ = try host.change(.setNetfilter(filter))
    return 0
  }

  /// Does what one command says to a table.
  static func change(
    _ table: inout Netfilter.Table, _ command: String, _ operands: [String], _ rest: [String]
  ) throws(RuleParser.Problem) {
    let absent = RuleParser.Problem(text: "No chain/target/match by that name.", status: 1)
    func position(_ name: String?) throws(RuleParser.Problem) -> Int {
      guard let name, let found = table.position(name) else { throw absent }
      return found
    }
    func rule() throws(RuleParser.Problem) -> Rule {
      let known = table
      return try RuleParser.parse(rest[...]) { known.position($0) != nil }
    }
    switch command {
    case "-A":
      let rule = try rule()
      table.chains[try position(operands.first)].rules.append(rule)
    case "-I":
      let rule = try rule()
      let place = try position(operands.first)
      let number = operands.count > 1 ? Int(operands[1]) ?? 1 : 1
      guard (1...table.chains[place].rules.count + 1).contains(number) else {
        throw RuleParser.Problem(text: "Index of insertion too big.", status: 1)
      }
      table.chains[place].rules.insert(rule, at: number - 1)
    case "-R":
      let rule = try rule()
      let place = try position(operands.first)
      guard operands.count > 1, let number = Int(operands[1]),
        table.chains[place].rules.indices.contains(number - 1)
      else { throw RuleParser.Problem(text: "Index of replacement too big.", status: 1) }
      table.chains[place].rules[number - 1] = rule
    case "-D", "-C":
      let place = try position(operands.first)
      if operands.count > 1, let number = Int(operands[1]), rest.isEmpty {
        guard table.chains[place].rules.indices.contains(number - 1) else {
          throw RuleParser.Problem(text: "Index of deletion too big.", status: 1)
        }
        table.chains[place].rules.remove(at: number - 1)
        return
      }
      let rule = try rule()
      guard let found = table.chains[place].rules.firstIndex(where: { $0.isSame(as: rule) }) else {
        throw RuleParser.Problem(
          text: "Bad rule (does a matching rule exist in that chain?).", status: 1)
      }
      if command == "-D" { table.chains[place].rules.remove(at: found) }
    case "-N":
      guard let name = operands.first else { throw absent }
      guard table.position(name) == nil else {
        throw RuleParser.Problem(text: "Chain already exists.", status: 1)
      }
      table.add(Netfilter.Chain(name: name, policy: nil))
    case "-X":
      let names =
        operands.first.map { [$0] } ?? table.chains.filter { $0.policy == nil }.map(\.name)
      for name in names {
        let place = try position(name)
        guard table.chains[place].policy == nil else { throw absent }
        guard table.chains[place].rules.isEmpty, table.references(to: name) == 0 else {
          throw RuleParser.Problem(
            text: " CHAIN_DEL failed (Device or resource busy): chain \(name)", status: 4)
        }
        table.remove(name)
      }
    case "-F":
      if let name = operands.first {
        table.chains[try position(name)].rules = []
      } else {
        for place in table.chains.indices { table.chains[place].rules = [] }
      }
    case "-Z":
      for place in table.chains.indices
      where operands.isEmpty || operands.first == table.chains[place].name {
        table.chains[place].packets = 0
        table.chains[place].bytes = 0
        for index in table.chains[place].rules.indices {
          table.chains[place].rules[index].packets = 0
          table.chains[place].rules[index].bytes = 0
        }
      }
    case "-P":
      guard let place = operands.first.flatMap({ table.position($0) }),
        table.chains[place].policy != nil
      else { throw RuleParser.Problem(text: "Bad built-in chain name.", status: 1) }
      guard operands.count > 1, ["ACCEPT", "DROP"].contains(operands[1]) else {
        throw RuleParser.Problem(
          text: "Bad policy name. Run `dmesg' for more information.", status: 1)
      }
      table.chains[place].policy = operands[1] == "DROP" ? .drop : .accept
    default:
      throw RuleParser.Problem(
        text: "Invalid argument. Run `dmesg' for more information.", status: 1)
    }
  }
}
