import Resources

/// Keeps a claim that one pod alone may use to one pod (pkg/scheduler/framework/plugins/volumerestrictions).
enum VolumeRestrictions {
  static let name = "VolumeRestrictions"

  static func prepare(_ cycle: inout Cycle, _ snapshot: NodeSnapshot) {
    for name in cycle.demand.claims
    where snapshot.storage.claims[ObjectKey(cycle.demand.namespace, name)] == nil {
      cycle.obstacle = Rejection(
        Self.name, .unresolvable, "persistentvolumeclaim \"\(name)\" not found")
      return
    }
    let exclusive = cycle.demand.claims.filter { name in
      let key = ObjectKey(cycle.demand.namespace, name)
      return snapshot.storage.claims[key]?.accessModes.contains("ReadWriteOncePod") ?? false
    }
    if exclusive.isEmpty { return }
    cycle.isClaimTaken = snapshot.nodes.contains { uses($0, cycle.demand.namespace, exclusive) }
  }

  static func filter(_ cycle: Cycle) -> Rejection? {
    guard cycle.isClaimTaken else { return nil }
    return Rejection(
      name, .unschedulable,
      "node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode"
    )
  }

  private static func uses(_ info: NodeRecord, _ namespace: String, _ claims: [String]) -> Bool {
    info.pods.contains { placed in
      placed.demand.content.namespace == namespace
        && placed.demand.content.claims.contains { claims.contains($0) }
    }
  }
}
