import Resources
import Simulation
import Tree

/// One attempt to place one pod: what the plugins have worked out before they look at single nodes (`framework.CycleState`).
struct Cycle: Sendable {
  let pod: Object<Pod>
  let wish: PodDemand
  var spread: PodTopologySpread.FilterState?
  var neighbours: InterPodAffinity.FilterState?
  var volumes: VolumeBinding.State?
  /// Whether a pod uses a claim already that only one pod may use.
  var isClaimTaken = false
  /// The only nodes to look at, and the plugin that says so.
  var onlyNodes: (names: [String], plugin: String)?
  /// What keeps the pod from every node.
  var obstacle: Rejection?

  /// Runs the plugins that look at the pod and the whole cluster (`RunPreFilterPlugins`).
  init(_ pod: Object<Pod>, _ demand: PodDemand, _ snapshot: NodeSnapshot) {
    self.pod = pod
    wish = demand
    NodeAffinity.prepare(&self)
    if obstacle != nil { return }
    VolumeRestrictions.prepare(&self, snapshot)
    if obstacle != nil { return }
    VolumeBinding.prepare(&self, snapshot)
    if obstacle != nil { return }
    spread = PodTopologySpread.FilterState(demand.content, snapshot)
    neighbours = InterPodAffinity.FilterState(pod, demand.content, snapshot)
  }

  /// In place: it is a page of fields.
  var demand: PodDemand.Content { _read { yield wish.content } }

  /// Whether what a node answers depends on that node alone.
  var isLocal: Bool { spread == nil && neighbours == nil && volumes == nil }

  /// The first objection of the plugins that look at the node alone.
  static func localRejection(_ demand: PodDemand.Content, _ info: NodeRecord) -> Rejection? {
    if let rejection = NodeUnschedulable.filter(demand, info) { return rejection }
    if let rejection = TaintToleration.filter(demand, info) { return rejection }
    if let rejection = NodeAffinity.filter(demand, info) { return rejection }
    if let rejection = NodePorts.filter(demand, info) { return rejection }
    return NodeResourcesFit.filter(demand, info)
  }

  /// The first objection of the plugins that look at other nodes too.
  func remoteRejection(_ info: NodeRecord, _ snapshot: NodeSnapshot) -> Rejection? {
    if let volumes {
      if let rejection = VolumeRestrictions.filter(self) { return rejection }
      if let rejection = NodeVolumeLimits.filter(info, volumes) { return rejection }
      if let rejection = VolumeBinding.filter(info, volumes, snapshot.storage) { return rejection }
      if let rejection = VolumeZone.filter(info, volumes) { return rejection }
    }
    if let rejection = spread?.filter(demand, info) { return rejection }
    return neighbours?.filter(demand, info)
  }

  func rejection(_ info: NodeRecord, _ snapshot: NodeSnapshot) -> Rejection? {
    if let rejection = NodeName.filter(pod, info) { return rejection }
    if let rejection = Cycle.localRejection(demand, info) { return rejection }
    return remoteRejection(info, snapshot)
  }

  /// Counts a pod on a node as if it were there, or as if it were not (`AddPod` and `RemovePod` of the plugins).
  mutating func assume(_ other: NodeRecord.Placed, on node: Object<Node>, sign: Int64) {
    let demand = demand
    spread?.assume(other, on: node, demand, sign: sign)
    neighbours?.assume(other, on: node, pod, sign: sign)
  }

  /// Whether the pod fits beside those that are to come to the node before it (`RunFilterPluginsWithNominatedPods`).
  func rejection(
    _ info: NodeRecord, _ snapshot: NodeSnapshot, beside nominated: [NodeRecord.Placed]
  ) -> Rejection? {
    let ahead = nominated.filter {
      $0.demand.content.priority >= demand.priority && $0.pod.uid != pod.uid
    }
    if !ahead.isEmpty {
      var full = info
      var cycle = self
      for other in ahead {
        full.add(other)
        cycle.assume(other, on: info.node, sign: 1)
      }
      if let rejection = cycle.rejection(full, snapshot) { return rejection }
    }
    return rejection(info, snapshot)
  }
}
