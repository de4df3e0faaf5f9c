import Resources

/// Keeps pods away from a new node until its conditions say that it is ready (plugin/pkg/admission/nodetaint).
enum TaintNodesByCondition {
  static func admit(_ node: inout Node) {
    let taint = Taint(key: "node.kubernetes.io/not-ready", effect: "NoSchedule")
    let has = node.spec.taints.contains { $0.key == taint.key && $0.effect == taint.effect }
    if !has { node.spec.taints.append(taint) }
  }
}
