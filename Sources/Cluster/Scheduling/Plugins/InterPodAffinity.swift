import Resources
import Tree

/// Has pods near some pods and away from others (pkg/scheduler/framework/plugins/interpodaffinity).
enum InterPodAffinity {
  static let name = "InterPodAffinity"
  static let weight: Int64 = 2

  typealias Place = PodTopologySpread.Place

  /// Numbers by place; a place whose number comes to zero is forgotten.
  struct Counts: Sendable {
    private var numbers: [Place: Int64] = [:]

    var isEmpty: Bool { numbers.isEmpty }
    subscript(place: Place) -> Int64 { numbers[place] ?? 0 }

    mutating func add(_ number: Int64, _ key: String, of node: Object<Node>) {
      guard let value = node.metadata.labels[key] else { return }
      let place = Place(key: key, value: value)
      let sum = self[place] + number
      numbers[place] = sum == 0 ? nil : sum
    }
  }
}

extension InterPodAffinity {
  /// What the required terms need to know before single nodes are looked at (filtering.go).
  struct FilterState: Sendable {
    private let demand: PodDemand.Content
    private let namespaceLabels: StringMap
    private let companions: Companions
    /// Places where pods are that will not have this one.
    private var unwelcome = Counts()
    private var near = Counts()
    private var away = Counts()

    init?(_ pod: Object<Pod>, _ demand: PodDemand.Content, _ snapshot: NodeSnapshot) {
      let hasTerms = !demand.requiredAffinity.isEmpty || !demand.requiredAntiAffinity.isEmpty
      if !hasTerms && snapshot.podsWithRequiredAntiAffinity == 0 { return nil }
      self.demand = demand
      companions = snapshot.companions
      namespaceLabels = companions.labels(ofNamespace: demand.namespace)
      for info in snapshot.nodes {
        if !hasTerms && info.podsWithRequiredAntiAffinity == 0 { continue }
        for placed in info.pods { count(placed, on: info.node, pod, sign: 1) }
      }
      if !hasTerms && unwelcome.isEmpty { return nil }
    }

    private mutating func count(
      _ placed: NodeRecord.Placed, on node: Object<Node>, _ pod: Object<Pod>, sign: Int64
    ) {
      for term in placed.demand.content.requiredAntiAffinity
      where term.matches(pod.metadata, namespaceLabels) {
        unwelcome.add(sign, term.topologyKey, of: node)
      }
      if demand.requiredAffinity.isEmpty && demand.requiredAntiAffinity.isEmpty { return }
      let metadata = placed.pod.metadata
      let labels = companions.labels(ofNamespace: metadata.namespace)
      if matchesAll(metadata, labels) {
        for term in demand.requiredAffinity { near.add(sign, term.topologyKey, of: node) }
      }
      for term in demand.requiredAntiAffinity where term.matches(metadata, labels) {
        away.add(sign, term.topologyKey, of: node)
      }
    }

    private func matchesAll(_ metadata: Metadata, _ labels: StringMap) -> Bool {
      !demand.requiredAffinity.isEmpty
        && demand.requiredAffinity.allSatisfy { $0.matches(metadata, labels) }
    }

    mutating func assume(
      _ other: NodeRecord.Placed, on node: Object<Node>, _ pod: Object<Pod>, sign: Int64
    ) {
      count(other, on: node, pod, sign: sign)
    }

    func filter(_ demand: PodDemand.Content, _ info: NodeRecord) -> Rejection? {
      let labels = info.node.metadata.labels
      if !isNear(labels) {
        return Rejection(name, .unresolvable, "node(s) didn't match pod affinity rules")
      }
      for term in demand.requiredAntiAffinity {
        guard let value = labels[term.topologyKey] else { continue }
        if away[Place(key: term.topologyKey, value: value)] > 0 {
          return Rejection(name, .unschedulable, "node(s) didn't match pod anti-affinity rules")
        }
      }
      if !unwelcome.isEmpty {
        for label in labels where unwelcome[Place(key: label.key, value: label.value)] > 0 {
          return Rejection(
            name, .unschedulable, "node(s) didn't satisfy existing pods anti-affinity rules")
        }
      }
      return nil
    }

    private func isNear(_ labels: StringMap) -> Bool {
      var areThere = true
      for term in demand.requiredAffinity {
        guard let value = labels[term.topologyKey] else { return false }
        if near[Place(key: term.topologyKey, value: value)] <= 0 { areThere = false }
      }
      if areThere { return true }
      // The first pod of a group that wants to be near itself may go anywhere.
      var metadata = Metadata()
      metadata.namespace = demand.namespace
      metadata.labels = demand.labels
      return near.isEmpty && matchesAll(metadata, namespaceLabels)
    }
  }
}
