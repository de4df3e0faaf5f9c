import Resources
import Tree

/// Has pods where their claims' volumes are or can be made (pkg/scheduler/framework/plugins/volumebinding).
enum VolumeBinding {
  static let name = "VolumeBinding"

  /// What is known of the claims of one pod.
  struct State: Sendable {
    var bound: [StorageView.Volume] = []
    /// Claims that wait for the pod's node.
    var delayed: [StorageView.Claim] = []
    var names: [String] = []
  }

  /// The claims that a pod uses, those made for its ephemeral volumes included.
  static func claims(of spec: PodSpec, pod: String) -> [String] {
    spec.volumes.compactMap { volume in
      if let claim = volume.persistentVolumeClaim { return claim.claimName }
      return volume.rest["ephemeral"] == nil ? nil : pod + "-" + volume.name
    }
  }

  static func prepare(_ cycle: inout Cycle, _ snapshot: NodeSnapshot) {
    if cycle.demand.claims.isEmpty { return }
    var state = State()
    state.names = cycle.demand.claims
    var isUnbound = false
    for name in cycle.demand.claims {
      let key = ObjectKey(cycle.demand.namespace, name)
      guard let claim = snapshot.storage.claims[key] else {
        return object(&cycle, "persistentvolumeclaim \"\(name)\" not found")
      }
      if claim.phase == "Lost" {
        return object(
          &cycle,
          "persistentvolumeclaim \"\(name)\" bound to non-existent persistentvolume \"\(claim.volumeName)\""
        )
      }
      if claim.isBeingDeleted {
        return object(&cycle, "persistentvolumeclaim \"\(name)\" is being deleted")
      }
      if claim.isBound {
        guard let volume = snapshot.storage.volume(claim.volumeName) else { continue }
        state.bound.append(volume)
      } else if isDelayed(claim, snapshot.storage) {
        state.delayed.append(claim)
      } else {
        isUnbound = true
      }
    }
    if isUnbound { return object(&cycle, "pod has unbound immediate PersistentVolumeClaims") }
    cycle.volumes = state
  }

  private static func isDelayed(_ claim: StorageView.Claim, _ storage: StorageView) -> Bool {
    guard claim.volumeName.isEmpty, let name = claim.storageClass else { return false }
    return storage.storageClass(name)?.waitsForConsumer ?? false
  }

  private static func object(_ cycle: inout Cycle, _ reason: String) {
    cycle.obstacle = Rejection(name, .unresolvable, reason)
  }

  static func filter(_ info: NodeRecord, _ state: State, _ storage: StorageView) -> Rejection? {
    var reasons: [String] = []
    let isReachable = state.bound.allSatisfy { volume in
      volume.nodeTerms.map { $0.contains { $0.matches(info.node) } } ?? true
    }
    if !isReachable { reasons.append("node(s) had volume node affinity conflict") }
    let canBind = state.delayed.allSatisfy { claim in
      finds(claim, on: info.node, storage) || canProvision(claim, on: info.node, storage)
    }
    if !canBind { reasons.append("node(s) didn't find available persistent volumes to bind") }
    return reasons.isEmpty ? nil : Rejection(name, .unresolvable, reasons)
  }

  /// Whether a volume that nobody has yet would do.
  private static func finds(
    _ claim: StorageView.Claim, on node: Object<Node>, _ storage: StorageView
  ) -> Bool {
    storage.volumeNames.contains { name in
      guard let volume = storage.volume(name), volume.claim == nil,
        volume.phase.isEmpty || volume.phase == "Available",
        volume.storageClass == claim.storageClass ?? "",
        Quantity.compare(volume.capacity, claim.requested) >= 0,
        claim.accessModes.allSatisfy({ volume.accessModes.contains($0) }),
        claim.matcher?.matches(volume.labels) ?? true
      else { return false }
      return volume.nodeTerms.map { $0.contains { $0.matches(node) } } ?? true
    }
  }

  private static func canProvision(
    _ claim: StorageView.Claim, on node: Object<Node>, _ storage: StorageView
  ) -> Bool {
    guard let name = claim.storageClass, let found = storage.storageClass(name),
      !found.provisioner.isEmpty, found.provisioner != "kubernetes.io/no-provisioner"
    else { return false }
    return found.topologies.isEmpty || found.topologies.contains { $0.matches(node) }
  }
}
