import Resources
import Simulation
import Tree

/// Rolls ReplicaSets over as each Deployment's template changes (`pkg/controller/deployment`).
package struct DeploymentController: Sendable {
  package init() {}

  /// A Deployment with its ReplicaSets as the cache shows them.
  struct Rollout {
    var deployment: Object<Deployment>
    /// Of the current template; nil until it is made.
    var new: Object<ReplicaSet>?
    /// All others, oldest first.
    var old: [Object<ReplicaSet>]

    var all: [Object<ReplicaSet>] { old + (new.map { [$0] } ?? []) }
    var replicas: Int32 { deployment.spec.replicas ?? 1 }
    var isRolling: Bool { deployment.spec.strategy.type == "RollingUpdate" }
  }

  func reconcile(_ look: inout Reconciliation) {
    guard let deployment = look.cache.get(Deployment.self, look.key) else { return }
    guard adopt(deployment, &look) else { return }
    var rollout = rollout(of: deployment, look.cache)
    if deployment.metadata.isBeingDeleted { return writeStatus(rollout, &look) }
    updatePauseCondition(&rollout, &look)
    if deployment.spec.paused { return pause(rollout, &look) }
    if isScaling(rollout) { return scale(rollout, &look) }
    switch deployment.spec.strategy.type {
    case "Recreate": recreate(rollout, &look)
    default: roll(rollout, &look)
    }
  }

  // MARK: ReplicaSets

  /// Takes over stray ReplicaSets that match; gives back false while an adoption is under way.
  private func adopt(_ deployment: Object<Deployment>, _ look: inout Reconciliation) -> Bool {
    guard !deployment.metadata.isBeingDeleted, let selector = deployment.spec.selector?.requirements
    else { return true }
    var isAdopting = false
    for record in look.cache.table(Catalog.replicaSets).sorted(namespace: deployment.namespace) {
      guard record.metadata.controller == nil, !record.metadata.isBeingDeleted,
        selector.matches(record.metadata.labels)
      else { continue }
      isAdopting = true
      look.patch(
        record, kind: Catalog.replicaSets,
        [
          "metadata": [
            "ownerReferences": [deployment.controllerReference.tree], "uid": .string(record.uid),
          ]
        ])
    }
    return !isAdopting
  }

  private func rollout(of deployment: Object<Deployment>, _ cache: ClusterCache) -> Rollout {
    let sets = cache.managed(ReplicaSet.self, by: deployment.uid).sorted { left, right in
      let leftTime = left.metadata.creationTimestamp ?? Time(unixSeconds: 0)
      let rightTime = right.metadata.creationTimestamp ?? Time(unixSeconds: 0)
      return leftTime == rightTime ? left.name.precedes(right.name) : leftTime < rightTime
    }
    let new = sets.first { TemplateHash.isSame($0.spec.template, deployment.spec.template) }
    return Rollout(
      deployment: deployment, new: new, old: sets.filter { $0.uid != new?.uid })
  }

  /// The ReplicaSet of the current template, made or brought up to date; nil when a write is under way.
  func newReplicaSet(
    _ rollout: Rollout, _ look: inout Reconciliation, create: Bool
  ) -> Object<ReplicaSet>? {
    let deployment = rollout.deployment
    let revision = (rollout.old.map(\.revision).max() ?? 0) + 1
    if let new = rollout.new {
      var metadata = new.metadata
      copyAnnotations(from: deployment.metadata, to: &metadata)
      if new.revision < revision { setRevision(revision, &metadata) }
      var body = new.body
      body.spec.minReadySeconds = deployment.spec.minReadySeconds
      if metadata != new.metadata || body != new.body {
        look.update(Object(metadata, body))
        return nil
      }
      if deployment.revision != new.revision { writeRevision(new.revision, rollout, &look) }
      return new
    }
    guard create else { return nil }
    makeReplicaSet(rollout, revision, &look)
    return nil
  }

  private func makeReplicaSet(
    _ rollout: Rollout, _ revision: Int64, _ look: inout Reconciliation
  ) {
    let deployment = rollout.deployment
    let hash = TemplateHash.text(
      deployment.spec.template, collisions: deployment.status.collisionCount)
    var set = ReplicaSet()
    set.spec.template = deployment.spec.template
    set.spec.template.metadata.labels["pod-template-hash"] = hash
    var selector = deployment.spec.selector ?? LabelSelector()
    selector.matchLabels["pod-template-hash"] = hash
    set.spec.selector = selector
    set.spec.minReadySeconds = deployment.spec.minReadySeconds
    let replicas = newReplicas(rollout, nil)
    set.spec.replicas = replicas
    var metadata = Metadata(
      name: deployment.name + "-" + hash, namespace: deployment.namespace,
      labels: set.spec.template.metadata.labels)
    metadata.ownerReferences = [deployment.controllerReference]
    copyAnnotations(from: deployment.metadata, to: &metadata)
    setRevision(revision, &metadata)
    setReplicaAnnotations(rollout, &metadata)
    look.create(Object(metadata, set))
    if replicas > 0 { announceScale(deployment, metadata.name, from: 0, to: replicas, &look) }
    var owned = deployment.metadata
    setRevision(revision, &owned)
    look.update(Object(owned, deployment.body))
  }

  /// How many replicas the new set shall have now (`NewRSNewReplicas`).
  func newReplicas(_ rollout: Rollout, _ new: Object<ReplicaSet>?) -> Int32 {
    let current = new?.spec.replicas ?? 0
    guard rollout.isRolling else { return rollout.replicas }
    let surge = limits(rollout).surge
    let total = rollout.all.reduce(Int32(0)) { $0 + ($1.spec.replicas ?? 0) }
    let most = rollout.replicas + surge
    guard total < most else { return current }
    return current + min(most - total, rollout.replicas - current)
  }

  /// How many pods may be too many and how many missing, as numbers.
  func limits(_ rollout: Rollout) -> (surge: Int32, unavailable: Int32) {
    guard rollout.isRolling, let rolling = rollout.deployment.spec.strategy.rollingUpdate else {
      return (0, 0)
    }
    let arithmetic = RollingArithmetic(
      replicas: Int(rollout.replicas), maxSurge: rolling.maxSurge ?? .int(0),
      maxUnavailable: rolling.maxUnavailable ?? .int(0))
    return (
      Int32(clamping: arithmetic.effectiveMaxSurge),
      Int32(clamping: arithmetic.effectiveMaxUnavailable)
    )
  }

  /// Sets a ReplicaSet's size, with an event when it changes.
  func scale(
    _ set: Object<ReplicaSet>, to replicas: Int32, _ rollout: Rollout, _ look: inout Reconciliation
  ) {
    let before = set.spec.replicas ?? 0
    var metadata = set.metadata
    setReplicaAnnotations(rollout, &metadata)
    guard before != replicas || metadata != set.metadata else { return }
    var body = set.body
    body.spec.replicas = replicas
    look.update(Object(metadata, body))
    if before != replicas {
      announceScale(rollout.deployment, set.name, from: before, to: replicas, &look)
    }
  }

  private func announceScale(
    _ deployment: Object<Deployment>, _ set: String, from: Int32, to: Int32,
    _ look: inout Reconciliation
  ) {
    let direction = to > from ? "up" : "down"
    look.promise(
      deployment, "ScalingReplicaSet",
      "Scaled \(direction) replica set \(set) from \(from) to \(to)")
    look.note(
      "\(deployment.name) scales \(set) \(direction) from \(from) to \(to).",
      "\(deployment.name) 将 \(set) 从 \(from) 个副本调整为 \(to) 个。")
  }
}
