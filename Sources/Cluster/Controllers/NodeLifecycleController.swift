import HashTreeCollections
import Resources
import Simulation
import Tree

/// Watches the nodes' signs of life: marks a silent one as unknown, and taints it so that pods move away.
///
/// After `pkg/controller/nodelifecycle`: a Lease that is not renewed for 50 seconds means that nobody knows, and a node that
/// nobody has ever spoken for has 60 seconds.
package struct NodeLifecycleController: Sendable {
  /// `--node-monitor-grace-period`, 50 s since v1.32.
  private static let grace: Milliseconds = .seconds(50)
  /// What `--node-startup-grace-period` gives beyond that.
  private static let startupGrace: Milliseconds = .seconds(10)

  private var renewals = TreeDictionary<String, Int64>()
  /// No node that is not known to be silent has renewed before this: until it is old, nobody needs to be looked at.
  private var earliest = Int64.max

  package init() {}

  mutating func observe(_ lease: Object<Lease>?) {
    guard let lease, lease.namespace == "kube-node-lease" else { return }
    let renewal = lease.spec.renewTime?.unixMicroseconds ?? 0
    renewals[lease.name] = renewal
    earliest = min(earliest, renewal)
  }

  mutating func observe(_ old: Object<Node>?, _ new: Object<Node>?) {
    guard let new else {
      if let old { renewals[old.name] = nil }
      return
    }
    var renewal = renewals[new.name] ?? firstSign(of: new)
    // A status that the kubelet posts is a sign of life as well.
    let beat = new.status.condition("Ready")?.lastHeartbeatTime
    if let beat, beat != old?.status.condition("Ready")?.lastHeartbeatTime {
      renewal = max(renewal, beat.unixSeconds * 1_000_000)
    }
    renewals[new.name] = renewal
    if isListenedTo(new) { earliest = min(earliest, renewal) }
  }

  /// What counts as the last sign of life of a node that has given none.
  private func firstSign(of node: Object<Node>) -> Int64 {
    let created = node.metadata.creationTimestamp?.unixSeconds ?? 0
    return created * 1_000_000 + Self.startupGrace.count * 1000
  }

  /// The nodes whose silence is to be noticed; the others are told of by their watch.
  mutating func silent(_ cache: ClusterCache, _ now: Instant) -> [ObjectKey] {
    guard isTooLongAgo(earliest, now) else { return [] }
    var found: [ObjectKey] = []
    earliest = Int64.max
    for node in cache.all(Node.self) where isListenedTo(node) {
      guard let renewal = renewals[node.name] else { continue }
      earliest = min(earliest, renewal)
      if isTooLongAgo(renewal, now) { found.append(node.key) }
    }
    return found
  }

  /// Whether its silence has not been noticed yet.
  private func isListenedTo(_ node: Object<Node>) -> Bool {
    node.status.condition("Ready")?.status != "Unknown"
  }

  func reconcile(_ look: inout Reconciliation) {
    guard let node = look.cache.get(Node.self, look.key) else { return }
    if isSilent(node, look.now), isListenedTo(node) {
      return markUnknown(node, &look)
    }
    let taints = wantedTaints(node, look.now)
    guard taints != node.spec.taints else { return }
    var body = node.body
    body.spec.taints = taints
    look.update(Object(node.metadata, body))
  }

  private func isSilent(_ node: Object<Node>, _ now: Instant) -> Bool {
    renewals[node.name].map { isTooLongAgo($0, now) } ?? false
  }

  private func isTooLongAgo(_ renewal: Int64, _ now: Instant) -> Bool {
    renewal < Instant.epochUnixSeconds * 1_000_000 + now.microseconds - Self.grace.count * 1000
  }

  private func markUnknown(_ node: Object<Node>, _ look: inout Reconciliation) {
    var body = node.body
    for type in ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"]
    where body.status.condition(type) == nil {
      body.status.conditions.append(neverUpdated(type, node, look.now))
    }
    for index in body.status.conditions.indices
    where body.status.conditions[index].status != "Unknown" {
      body.status.conditions[index].status = "Unknown"
      body.status.conditions[index].reason = "NodeStatusUnknown"
      body.status.conditions[index].message = "Kubelet stopped posting node status."
      body.status.conditions[index].lastTransitionTime = Time(look.now)
    }
    look.update(Object(node.metadata, body), subresource: "status")
    look.event(node, "NodeNotReady", "Node \(node.name) status is now: NodeNotReady")
    look.note(.silent(node.name))
  }

  private func neverUpdated(_ type: String, _ node: Object<Node>, _ now: Instant) -> NodeCondition {
    var condition = NodeCondition()
    condition.type = type
    condition.status = "Unknown"
    condition.reason = "NodeStatusNeverUpdated"
    condition.message = "Kubelet never posted node status."
    condition.lastHeartbeatTime = node.metadata.creationTimestamp
    condition.lastTransitionTime = Time(now)
    return condition
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
