import Resources

/// What has happened in the cluster, as far as it may help a pod that no node would take (`framework.ClusterEvent`).
enum ClusterChange: Sendable {
  case node(slot: Int)
  /// A pod has left its node, or has got other labels there.
  case podGone
  case podPlaced
  case storage
  case budget

  /// Whether a pod should be tried again: what its objectors' queueing hints come to.
  func helps(_ entry: SchedulingQueue.Entry, _ snapshot: NodeSnapshot) -> Bool {
    let objectors = entry.objectors
    func objected(_ plugins: [String]) -> Bool { objectors.contains { plugins.contains($0) } }
    switch self {
    case .node(let slot):
      guard snapshot.slots[slot] != nil else { return false }
      if objected([PodTopologySpread.name, InterPodAffinity.name, VolumeBinding.name]) {
        return true
      }
      return Cycle.localRejection(entry.demand.content, snapshot[slot]) == nil
    case .podGone:
      return objected([
        NodeResourcesFit.name, NodePorts.name, PodTopologySpread.name, InterPodAffinity.name,
        VolumeRestrictions.name, NodeVolumeLimits.name,
      ])
    case .podPlaced: return objected([PodTopologySpread.name, InterPodAffinity.name])
    case .storage:
      return objected([
        VolumeBinding.name, VolumeRestrictions.name, VolumeZone.name, NodeVolumeLimits.name,
      ])
    case .budget: return false
    }
  }
}
