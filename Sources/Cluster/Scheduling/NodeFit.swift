import Resources
import Tree

/// Whether a node has the labels and fields that a pod requires, as controllers ask it.
enum NodeFit {
  static func fits(_ spec: PodSpec, _ node: Object<Node>) -> Bool { NodeNeeds(spec).match(node) }

  /// The node that a pod is on, or is meant for by the affinity that its DaemonSet gave it.
  static func target(of pod: Object<Pod>) -> String {
    if !pod.spec.nodeName.isEmpty { return pod.spec.nodeName }
    let terms = pod.spec.affinity?.nodeAffinity?.required?.nodeSelectorTerms ?? []
    for term in terms {
      for field in term.matchFields where field.key == "metadata.name" && field.operator == "In" {
        return field.values.first ?? ""
      }
    }
    return ""
  }
}

extension Object where K == Pod {
  /// Seconds until the pod has been ready for long enough; nil while it is not ready, 0 once it is available.
  func secondsToAvailable(_ minReadySeconds: Int32, now: Int64) -> Int64? {
    guard let ready = body.status.condition("Ready"), ready.status == "True" else { return nil }
    guard minReadySeconds > 0 else { return 0 }
    guard let since = ready.lastTransitionTime else { return nil }
    return max(0, since.unixSeconds + Int64(minReadySeconds) - now)
  }
}
