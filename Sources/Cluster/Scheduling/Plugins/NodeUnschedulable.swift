import Resources

/// Keeps pods off cordoned nodes (pkg/scheduler/framework/plugins/nodeunschedulable).
enum NodeUnschedulable {
  static let name = "NodeUnschedulable"
  private static let taint = Taint(key: "node.kubernetes.io/unschedulable", effect: "NoSchedule")

  static func filter(_ demand: PodDemand.Content, _ info: NodeRecord) -> Rejection? {
    guard info.node.spec.unschedulable else { return nil }
    if demand.tolerations.contains(where: { $0.tolerates(taint) }) { return nil }
    return Rejection(name, .unresolvable, "node(s) were unschedulable")
  }
}
