import Resources

/// Keeps pods off nodes whose taints they do not tolerate, and prefers nodes with fewer soft ones
/// (pkg/scheduler/framework/plugins/tainttoleration).
enum TaintToleration {
  static let name = "TaintToleration"
  static let weight: Int64 = 3

  static func filter(_ demand: PodDemand.Content, _ info: NodeRecord) -> Rejection? {
    guard let taint = untolerated(info.node, demand.tolerations) else { return nil }
    return Rejection(
      name, .unresolvable, "node(s) had untolerated taint {\(taint.key): \(taint.value)}")
  }

  /// The first taint that would keep the pod away.
  static func untolerated(_ node: Object<Node>, _ tolerations: [Toleration]) -> Taint? {
    node.body.spec.taints.first { taint in
      taint.effect != "PreferNoSchedule" && !tolerations.contains { $0.tolerates(taint) }
    }
  }

  /// How many taints would rather not have the pod.
  static func score(_ demand: PodDemand.Content, _ info: NodeRecord) -> Int64 {
    var count: Int64 = 0
    for taint in info.node.body.spec.taints where taint.effect == "PreferNoSchedule" {
      let isTolerated = demand.tolerations.contains { toleration in
        (toleration.effect.isEmpty || toleration.effect == "PreferNoSchedule")
          && toleration.tolerates(taint)
      }
      if !isTolerated { count += 1 }
    }
    return count
  }
}
