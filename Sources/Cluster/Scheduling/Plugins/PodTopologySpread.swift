import HashTreeCollections
import Resources
import Tree

/// Spreads pods over zones, nodes or any other places (pkg/scheduler/framework/plugins/podtopologyspread).
enum PodTopologySpread {
  static let name = "PodTopologySpread"
  static let weight: Int64 = 2
  static let hostname = "kubernetes.io/hostname"

  /// A label of nodes with one of its values: one place.
  struct Place: Hashable, Sendable {
    let key: String
    let value: String
  }

  /// Matching pods by place.
  struct Tally: Sendable {
    private var indexes: [Place: Int] = [:]
    private(set) var counts: [Int64] = []
    private var keys: [String] = []

    func index(of place: Place) -> Int? { indexes[place] }
    func count(_ place: Place) -> Int64? { indexes[place].map { counts[$0] } }

    mutating func add(_ count: Int64, to place: Place) {
      if let index = indexes[place] {
        counts[index] += count
      } else {
        indexes[place] = counts.count
        counts.append(count)
        keys.append(place.key)
      }
    }

    /// How many places there are of a key, and the least count among them.
    func domains(of key: String) -> (count: Int, least: Int64) {
      var count = 0
      var least = Int64(Int32.max)
      for (index, known) in keys.enumerated() where known == key {
        count += 1
        least = min(least, counts[index])
      }
      return (count, least)
    }
  }

  static func hasAllLabels(_ node: Object<Node>, _ rules: [SpreadRule]) -> Bool {
    let labels = node.metadata.labels
    return rules.allSatisfy { labels[$0.topologyKey] != nil }
  }

  /// Whether pods on the node count for a rule at all.
  static func counts(_ node: Object<Node>, _ rule: SpreadRule, _ demand: PodDemand.Content) -> Bool
  {
    if rule.honorsNodeAffinity, !demand.nodeNeeds.match(node) { return false }
    return !rule.honorsTaints || TaintToleration.untolerated(node, demand.tolerations) == nil
  }
}

extension PodTopologySpread {
  /// What the hard constraints need to know before single nodes are looked at (filtering.go).
  struct FilterState: Sendable {
    private let rules: [SpreadRule]
    private let isSelfMatching: [Bool]
    private var tally = Tally()
    /// The least count of each rule.
    private var least: [Int64] = []

    init?(_ demand: PodDemand.Content, _ snapshot: NodeSnapshot) {
      guard !demand.requiredSpread.isEmpty else { return nil }
      rules = demand.requiredSpread
      isSelfMatching = rules.map { $0.matcher.matches(demand.labels) }
      for info in snapshot.nodes where hasAllLabels(info.node, rules) {
        // Two rules about one place both write its count, as upstream does.
        var counted: [(place: Place, count: Int64)] = []
        for rule in rules where counts(info.node, rule, demand) {
          let place = Place(
            key: rule.topologyKey, value: info.node.metadata.labels[rule.topologyKey] ?? "")
          let count = rule.count(on: info, namespace: demand.namespace)
          counted.removeAll { $0.place == place }
          counted.append((place, count))
        }
        for entry in counted { tally.add(entry.count, to: entry.place) }
      }
      findLeast()
    }

    private mutating func findLeast() {
      least = rules.map { rule in
        let domains = tally.domains(of: rule.topologyKey)
        return domains.count < rule.minDomains ? 0 : domains.least
      }
    }

    func filter(_ demand: PodDemand.Content, _ info: NodeRecord) -> Rejection? {
      let message = "node(s) didn't match pod topology spread constraints"
      for (index, rule) in rules.enumerated() {
        guard let value = info.node.metadata.labels[rule.topologyKey] else {
          return Rejection(name, .unresolvable, message + " (missing required label)")
        }
        let count = tally.count(Place(key: rule.topologyKey, value: value)) ?? 0
        let skew = count + (isSelfMatching[index] ? 1 : 0) - least[index]
        if skew > rule.maxSkew { return Rejection(name, .unschedulable, message) }
      }
      return nil
    }

    mutating func assume(
      _ other: NodeRecord.Placed, on node: Object<Node>, _ demand: PodDemand.Content, sign: Int64
    ) {
      let metadata = other.pod.metadata
      guard metadata.namespace == demand.namespace, hasAllLabels(node, rules) else { return }
      for rule in rules where rule.matcher.matches(metadata.labels) && counts(node, rule, demand) {
        let value = node.metadata.labels[rule.topologyKey] ?? ""
        tally.add(sign, to: Place(key: rule.topologyKey, value: value))
      }
      findLeast()
    }
  }
}
