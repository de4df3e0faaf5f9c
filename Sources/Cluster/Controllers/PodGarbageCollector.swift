import Resources
import Simulation
import Tree

/// Deletes pods whose node is gone (`pkg/controller/podgc`).
enum PodGarbageCollector {
  /// How long a node must have been gone.
  private static let quarantine = Milliseconds.seconds(40)

  static func reconcile(
    _ pods: [ObjectKey], isFirst: Bool, _ look: inout Reconciliation
  ) {
    guard look.cache.get(Node.self, look.key) == nil else { return }
    if isFirst { return look.again(after: quarantine) }
    for key in pods {
      guard let pod = look.cache.get(Pod.self, key), pod.spec.nodeName == look.key.name else {
        continue
      }
      look.delete(pod, kind: Catalog.pods, gracePeriod: 0)
      look.note(
        "\(pod.name) was on \(look.key.name), which is gone, and is deleted.",
        "\(pod.name) 所在的节点 \(look.key.name) 已不存在，该 Pod 被删除。")
    }
  }
}
