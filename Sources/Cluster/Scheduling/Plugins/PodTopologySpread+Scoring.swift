import Resources
import Tree

extension PodTopologySpread {
  /// What the soft constraints need to know before nodes are scored (scoring.go).
  struct ScoreState: Sendable {
    let rules: [SpreadRule]
    private var tally = Tally()
    private var weights: [Int128] = []

    /// - Parameter feasible: the slots of the nodes that are left.
    init?(_ demand: PodDemand.Content, _ snapshot: NodeSnapshot, feasible: [Int32]) {
      rules = demand.preferredSpread
      if rules.isEmpty { return nil }
      weigh(snapshot, feasible)
      if tally.counts.isEmpty { return }
      for info in snapshot.nodes where hasAllLabels(info.node, rules) { count(info, demand) }
    }

    /// Nodes that lack a label of a rule are left out.
    func isIgnored(_ node: Object<Node>) -> Bool { !hasAllLabels(node, rules) }

    /// The more places a rule has, the more one pod in them counts.
    private mutating func weigh(_ snapshot: NodeSnapshot, _ feasible: [Int32]) {
      var sizes = rules.map { _ in 0 }
      var counted = 0
      for slot in feasible {
        let node = snapshot[Int(slot)].node
        if isIgnored(node) { continue }
        counted += 1
        for (index, rule) in rules.enumerated() where rule.topologyKey != hostname {
          let value = node.metadata.labels[rule.topologyKey] ?? ""
          let place = Place(key: rule.topologyKey, value: value)
          if tally.index(of: place) == nil {
            tally.add(0, to: place)
            sizes[index] += 1
          }
        }
      }
      weights = rules.enumerated().map { index, rule in
        NaturalLogarithm.fixed((rule.topologyKey == hostname ? counted : sizes[index]) + 2)
      }
    }

    private mutating func count(_ info: NodeRecord, _ demand: PodDemand.Content) {
      for rule in rules where rule.topologyKey != hostname && counts(info.node, rule, demand) {
        let value = info.node.metadata.labels[rule.topologyKey] ?? ""
        let place = Place(key: rule.topologyKey, value: value)
        guard tally.index(of: place) != nil else { continue }
        tally.add(rule.count(on: info, namespace: demand.namespace), to: place)
      }
    }

    /// Matching pods in the node's places, weighted.
    func score(_ demand: PodDemand.Content, _ info: NodeRecord) -> Int64 {
      var sum: Int128 = 0
      let labels = info.node.metadata.labels
      for (index, rule) in rules.enumerated() {
        guard let value = labels[rule.topologyKey] else { continue }
        let count =
          rule.topologyKey == hostname
          ? rule.count(on: info, namespace: demand.namespace)
          : tally.count(Place(key: rule.topologyKey, value: value)) ?? 0
        sum += Int128(count) * weights[index]
        sum += Int128(rule.maxSkew - 1) << NaturalLogarithm.fractionBits
      }
      return NaturalLogarithm.rounded(sum)
    }
  }

  /// Fewer pods are better.
  static func normalize(_ scores: inout [Int64]) {
    guard let most = scores.max(), let least = scores.min() else { return }
    // Neighbours mostly have the same score, and a division costs more than a comparison.
    var score = least
    var normal: Int64 = 100
    for index in scores.indices {
      if scores[index] != score {
        score = scores[index]
        normal = 100 * (most + least - score) / most
      }
      scores[index] = normal
    }
  }

  /// Fewer pods are better; nodes that are left out get nothing.
  static func normalize(_ scores: inout [Int64], ignored: [Bool]) {
    var least = Int64.max
    var most: Int64 = 0
    for (index, score) in scores.enumerated() where !ignored[index] {
      least = min(least, score)
      most = max(most, score)
    }
    for index in scores.indices {
      if ignored[index] {
        scores[index] = 0
      } else {
        scores[index] = most == 0 ? 100 : 100 * (most + least - scores[index]) / most
      }
    }
  }
}
