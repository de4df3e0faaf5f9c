import Resources

/// Has pods in the zones of their volumes (pkg/scheduler/framework/plugins/volumezone).
enum VolumeZone {
  static let name = "VolumeZone"
  static let labels = [
    "failure-domain.beta.kubernetes.io/region", "failure-domain.beta.kubernetes.io/zone",
    "topology.kubernetes.io/region", "topology.kubernetes.io/zone",
  ]

  static func filter(_ info: NodeRecord, _ state: VolumeBinding.State) -> Rejection? {
    let own = info.node.metadata.labels
    guard labels.contains(where: { own[$0] != nil }) else { return nil }
    for volume in state.bound {
      for zone in volume.zones {
        if own[zone.key].map({ zone.values.contains($0) }) ?? false { continue }
        return Rejection(name, .unresolvable, "node(s) had no available volume zone")
      }
    }
    return nil
  }
}
