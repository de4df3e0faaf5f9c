import Resources
import Simulation
import Store
import Tree

/// Evicts pods from nodes with a NoExecute taint that they do not bear, or bear only for a while.
package struct TaintEvictionController: Sendable {
  private var podsByNode = QuickTable<TextKey, [ObjectKey]>()

  package init() {}

  mutating func observe(_ old: Object<Pod>?, _ new: Object<Pod>?) {
    if let old, let new, old.body.sharedSpec.isIdentical(to: new.body.sharedSpec) { return }
    let before = old?.spec.nodeName ?? ""
    let after = new?.spec.nodeName ?? ""
    guard before != after || new == nil else { return }
    if !before.isEmpty, let old { podsByNode[TextKey(before)]?.removeAll { $0 == old.key } }
    if !after.isEmpty, let new { podsByNode[TextKey(after), default: []].append(new.key) }
  }

  func podsToLookAt(on node: String, _ cache: ClusterCache) -> [ObjectKey] {
    podsByNode[TextKey(node)] ?? []
  }

  func isConcerned(_ pod: Object<Pod>, _ cache: ClusterCache) -> Bool {
    guard !pod.spec.nodeName.isEmpty,
      let node = cache.get(Node.self, ObjectKey("", pod.spec.nodeName))
    else { return false }
    return node.spec.taints.contains { $0.effect == "NoExecute" }
  }

  func reconcile(_ look: inout Reconciliation) {
    guard let pod = look.cache.get(Pod.self, look.key), !pod.metadata.isBeingDeleted,
      let node = look.cache.get(Node.self, ObjectKey("", pod.spec.nodeName))
    else { return }
    let taints = node.spec.taints.filter { $0.effect == "NoExecute" }
    guard !taints.isEmpty else { return }
    var shortest: Int64?
    for taint in taints {
      guard let toleration = pod.spec.tolerations.first(where: { $0.tolerates(taint) }) else {
        return evict(pod, &look)
      }
      guard let seconds = toleration.tolerationSeconds else { continue }
      let since = taint.timeAdded?.unixSeconds ?? look.now.unixSeconds
      let left = since + max(0, seconds) - look.now.unixSeconds
      shortest = min(shortest ?? left, left)
    }
    guard let shortest else { return }
    if shortest <= 0 { evict(pod, &look) } else { look.again(after: .seconds(shortest)) }
  }

  private func evict(_ pod: Object<Pod>, _ look: inout Reconciliation) {
    look.event(pod, "TaintManagerEviction", "Marking for deletion Pod \(pod.key.text)")
    look.delete(pod, kind: Catalog.pods)
    look.note(
      "\(pod.name) does not bear a NoExecute taint of \(pod.spec.nodeName) and is evicted.",
      "\(pod.name) 不容忍 \(pod.spec.nodeName) 的 NoExecute 污点，被驱逐。")
  }
}
