import Resources

/// Has pods on nodes with the labels that they require or prefer (pkg/scheduler/framework/plugins/nodeaffinity).
enum NodeAffinity {
  static let name = "NodeAffinity"
  static let weight: Int64 = 2

  /// Terms that name nodes make the others unnecessary to look at.
  static func prepare(_ cycle: inout Cycle) {
    guard let names = cycle.demand.nodeNeeds.names else { return }
    if names.isEmpty {
      cycle.obstacle = Rejection(name, .unresolvable, "pod affinity terms conflict")
    } else {
      cycle.onlyNodes = (names, name)
    }
  }

  static func filter(_ demand: PodDemand.Content, _ info: NodeRecord) -> Rejection? {
    if demand.nodeNeeds.isEmpty || demand.nodeNeeds.match(info.node) { return nil }
    return Rejection(name, .unresolvable, "node(s) didn't match Pod's node affinity/selector")
  }

  /// The weights of the preferences that the node fulfils.
  static func score(_ demand: PodDemand.Content, _ info: NodeRecord) -> Int64 {
    var sum: Int64 = 0
    for preference in demand.preferredNodes where preference.term.matches(info.node) {
      sum += preference.weight
    }
    return sum
  }
}
