import Resources
import Tree

/// Whether a node has the labels and fields that a pod requires, as controllers ask it.
enum NodeFit {
  static func fits(_ spec: PodSpec, _ node: Object<Node>) -> Bool {
    let labels = node.metadata.labels
    guard spec.nodeSelector.allSatisfy({ labels[$0.key] == $0.value }) else { return false }
    guard let required = spec.affinity?.nodeAffinity?.required else { return true }
    return required.nodeSelectorTerms.contains { holds($0, node) }
  }

  static func holds(_ term: NodeSelectorTerm, _ node: Object<Node>) -> Bool {
    if term.matchExpressions.isEmpty, term.matchFields.isEmpty { return false }
    return term.matchExpressions.allSatisfy { holds($0, node.metadata.labels[$0.key]) }
      && term.matchFields.allSatisfy { $0.key == "metadata.name" && holds($0, node.name) }
  }

  private static func holds(_ requirement: NodeSelectorRequirement, _ value: String?) -> Bool {
    switch requirement.operator {
    case "In": return value.map { requirement.values.contains($0) } ?? false
    case "NotIn": return value.map { !requirement.values.contains($0) } ?? true
    case "Exists": return value != nil
    case "DoesNotExist": return value == nil
    case "Gt", "Lt":
      guard let value, let left = Int64(value), let text = requirement.values.first,
        let right = Int64(text)
      else { return false }
      return requirement.operator == "Gt" ? left > right : left < right
    default: return false
    }
  }

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
