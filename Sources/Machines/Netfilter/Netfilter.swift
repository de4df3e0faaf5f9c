import HashTreeCollections
import Simulation
import Wire

/// The hooks of the IPv4 stack.
enum NetfilterHook: String, Sendable {
  case prerouting = "PREROUTING"
  case input = "INPUT"
  case forward = "FORWARD"
  case output = "OUTPUT"
  case postrouting = "POSTROUTING"

  /// The tables whose chain of this name a packet visits, in order of their priorities.
  var tables: [String] {
    switch self {
    case .prerouting: ["raw", "mangle", "nat"]
    case .input: ["mangle", "filter", "nat"]
    case .forward: ["mangle", "filter"]
    case .output: ["raw", "mangle", "nat", "filter"]
    case .postrouting: ["mangle", "nat"]
    }
  }
}

/// The rules and connections of a namespace (nf_tables with iptables' eyes, nf_conntrack).
package struct Netfilter: Sendable {
  package struct Chain: Sendable {
    package let name: String
    /// Nil for a user's chain.
    package var policy: Rule.Target?
    package var rules: [Rule] = []
    package var packets: UInt64 = 0
    package var bytes: UInt64 = 0
  }

  package struct Table: Sendable {
    package let name: String
    package internal(set) var chains: [Chain] = []
    private var index = TreeDictionary<String, Int>()

    init(_ name: String) {
      self.name = name
      for hook in Table.builtin(name) { add(Chain(name: hook, policy: .accept)) }
    }

    package static func builtin(_ table: String) -> [String] {
      switch table {
      case "filter": ["INPUT", "FORWARD", "OUTPUT"]
      case "nat": ["PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"]
      case "mangle": ["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"]
      case "raw": ["PREROUTING", "OUTPUT"]
      default: []
      }
    }

    package func position(_ name: String) -> Int? { index[name] }
    mutating func add(_ chain: Chain) {
      index[chain.name] = chains.count
      chains.append(chain)
    }
    mutating func remove(_ name: String) {
      guard let place = index[name] else { return }
      chains.remove(at: place)
      index = TreeDictionary(uniqueKeysWithValues: chains.enumerated().map { ($1.name, $0) })
    }
    /// The built-in chains, then the others by name, as iptables-nft lists them.
    package var listed: [Chain] {
      chains.filter { $0.policy != nil }
        + chains.filter { $0.policy == nil }
        .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
    package func references(to name: String) -> Int {
      chains.reduce(0) { $0 + $1.rules.filter { $0.target == .chain(name) }.count }
    }
  }

  package internal(set) var tables: [Table] = []
  package internal(set) var connections = ConnectionTable()
  /// Connections are tracked as soon as a rule needs it.
  package private(set) var isTracking = false

  package init() {}

  package func table(_ name: String) -> Table? { tables.first { $0.name == name } }

  /// The place of a table, made on its first use.
  mutating func place(_ name: String) -> Int {
    if let found = tables.firstIndex(where: { $0.name == name }) { return found }
    tables.append(Table(name))
    return tables.count - 1
  }

  /// To be called after the rules have changed.
  package mutating func settle() {
    isTracking = tables.contains { table in
      table.chains.contains { chain in
        chain.rules.contains { rule in
          table.name == "nat"
            || rule.matches.contains { if case .state = $0 { true } else { false } }
        }
      }
    }
  }
}

/// A packet's place in a tracked connection.
struct Tracked: Hashable, Sendable {
  var connection: Int
  var isReply: Bool
  var state: ConnectionState
}
