import Resources
import Tree

extension InterPodAffinity {
  /// What the preferred terms, this pod's and those of others, make of each place (scoring.go).
  struct ScoreState: Sendable {
    private var weights = Counts()
    private var keys: [String] = []

    init?(_ pod: Object<Pod>, _ demand: PodDemand.Content, _ snapshot: NodeSnapshot) {
      let hasTerms = !demand.preferredAffinity.isEmpty || !demand.preferredAntiAffinity.isEmpty
      if !hasTerms && snapshot.podsWithAffinity == 0 { return nil }
      let labels = snapshot.companions.labels(ofNamespace: demand.namespace)
      for info in snapshot.nodes where hasTerms || info.podsWithAffinity > 0 {
        for placed in info.pods where hasTerms || placed.demand.content.hasAffinity {
          let metadata = placed.pod.metadata
          if hasTerms {
            let theirs = snapshot.companions.labels(ofNamespace: metadata.namespace)
            add(demand.preferredAffinity, metadata, theirs, info.node, sign: 1)
            add(demand.preferredAntiAffinity, metadata, theirs, info.node, sign: -1)
          }
          let other = placed.demand.content
          // A required term of a pod that is there counts with the weight 1 (`hardPodAffinityWeight`).
          add(other.requiredAffinity, pod.metadata, labels, info.node, sign: 1)
          add(other.preferredAffinity, pod.metadata, labels, info.node, sign: 1)
          add(other.preferredAntiAffinity, pod.metadata, labels, info.node, sign: -1)
        }
      }
      if keys.isEmpty { return nil }
    }

    private mutating func add(
      _ terms: [AffinityTerm], _ metadata: Metadata, _ labels: StringMap, _ node: Object<Node>,
      sign: Int64
    ) {
      for term in terms where term.matches(metadata, labels) {
        guard node.metadata.labels[term.topologyKey] != nil else { continue }
        weights.add(sign * term.weight, term.topologyKey, of: node)
        if !keys.contains(term.topologyKey) { keys.append(term.topologyKey) }
      }
    }

    func score(_ info: NodeRecord) -> Int64 {
      let labels = info.node.metadata.labels
      return keys.reduce(0) { sum, key in
        sum + (labels[key].map { weights[Place(key: key, value: $0)] } ?? 0)
      }
    }
  }

  /// The worst node gets 0, the best 100.
  static func normalize(_ scores: inout [Int64]) {
    let least = scores.min() ?? 0
    let difference = (scores.max() ?? 0) - least
    for index in scores.indices {
      scores[index] =
        difference == 0
        ? 0 : (Binary64(100) * (Binary64(scores[index] - least) / Binary64(difference))).whole
    }
  }
}
