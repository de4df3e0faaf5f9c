import HashTreeCollections
import Resources
import Simulation
import Tree

/// Watches the nodes' signs of life: marks a silent one as unknown, and taints it so that pods move away.
///
/// After `pkg/controller/nodelifecycle`: a Lease that is not renewed for 50 seconds means that nobody knows.
package struct NodeLifecycleController: Sendable {
  /// `--node-monitor-grace-period`, 50 s since v1.32.
  private static let grace: Milliseconds = .seconds(50)

  private var renewals = TreeDictionary<String, Int64>()

  package init() {}

  mutating func observe(_ lease: Object<Lease>?) {
    guard let lease, lease.namespace == "kube-node-lease" else { return }
    renewals[lease.name] = lease.spec.renewTime?.unixMicroseconds ?? 0
  }

  mutating func observe(_ old: Object<Node>?, _ new: Object<Node>?) {
    if new == nil, let old { renewals[old.name] = nil }
  }

  /// The nodes whose silence is to be noticed; the others are told of by their watch.
  func silent(_ cache: ClusterCache, _ now: Instant) -> [ObjectKey] {
    cache.all(Node.self)
      .filter { isSilent($0, now) && $0.status.condition("Ready")?.status != "Unknown" }.map(\.key)
  }

  func reconcile(_ look: inout Reconciliation) {
    guard let node = look.cache.get(Node.self, look.key) else { return }
    if isSilent(node, look.now), node.status.condition("Ready")?.status != "Unknown" {
      return markUnknown(node, &look)
    }
    let taints = wantedTaints(node, look.now)
    guard taints != node.spec.taints else { return }
    var body = node.body
    body.spec.taints = taints
    look.update(Object(node.metadata, body))
  }

  private func isSilent(_ node: Object<Node>, _ now: Instant) -> Bool {
    guard let last = renewals[node.name] else { return false }
    let micro = Instant.epochUnixSeconds * 1_000_000 + now.microseconds
    return micro - last > Self.grace.count * 1000
  }

  private func markUnknown(_ node: Object<Node>, _ look: inout Reconciliation) {
    var body = node.body
    for index in body.status.conditions.indices {
      body.status.conditions[index].status = "Unknown"
      body.status.conditions[index].reason = "NodeStatusUnknown"
      body.status.conditions[index].message = "Kubelet stopped posting node status."
      body.status.conditions[index].lastTransitionTime = Time(look.now)
    }
    look.update(Object(node.metadata, body), subresource: "status")
    look.event(node, "NodeNotReady", "Node \(node.name) status is now: NodeNotReady")
    look.note(
      "\(node.name) has not renewed its lease for 50 seconds: nobody knows how it is.",
      "\(node.name) 已有 50 秒没有续约：其状态未知。")
  }

  /// The taints that follow from the node's conditions, beside those that people set.
  private func wantedTaints(_ node: Object<Node>, _ now: Instant) -> [Taint] {
    let notReady = "node.kubernetes.io/not-ready"
    let unreachable = "node.kubernetes.io/unreachable"
    let unschedulable = "node.kubernetes.io/unschedulable"
    var wanted: [Taint] = []
    switch node.status.condition("Ready")?.status {
    case "False"?:
      wanted += [
        Taint(key: notReady, effect: "NoSchedule"), Taint(key: notReady, effect: "NoExecute"),
      ]
    case "Unknown"?:
      wanted += [
        Taint(key: unreachable, effect: "NoSchedule"), Taint(key: unreachable, effect: "NoExecute"),
      ]
    default: break
    }
    if node.spec.unschedulable { wanted.append(Taint(key: unschedulable, effect: "NoSchedule")) }
    let managed = [notReady, unreachable, unschedulable]
    var taints = node.spec.taints.filter { taint in
      !managed.contains(taint.key)
        || wanted.contains { $0.key == taint.key && $0.effect == taint.effect }
    }
    for taint in wanted
    where !taints.contains(where: { $0.key == taint.key && $0.effect == taint.effect }) {
      var added = taint
      added.timeAdded = Time(now)
      taints.append(added)
    }
    return taints
  }
}
