import Resources
import Simulation
import Tree

extension DeploymentController {
  /// One move of a rolling update: up with the new, or down with the old, never both at once.
  func roll(_ rollout: Rollout, _ look: inout Reconciliation) {
    guard let new = newReplicaSet(rollout, &look, create: true) else {
      return writeStatusUnlessBusy(rollout, &look)
    }
    if scaleUp(new, rollout, &look) { return writeStatusUnlessBusy(rollout, &look) }
    if scaleDown(new, rollout, &look) { return writeStatusUnlessBusy(rollout, &look) }
    if isComplete(rollout) { cleanUp(rollout, &look) }
    writeStatusUnlessBusy(rollout, &look)
  }

  private func scaleUp(
    _ new: Object<ReplicaSet>, _ rollout: Rollout, _ look: inout Reconciliation
  ) -> Bool {
    let current = new.spec.replicas ?? 0
    let wanted = current > rollout.replicas ? rollout.replicas : newReplicas(rollout, new)
    guard wanted != current else { return false }
    scale(new, to: wanted, rollout, &look)
    return true
  }

  /// Takes away old pods that are sick first, then as many healthy ones as may be missing.
  private func scaleDown(
    _ new: Object<ReplicaSet>, _ rollout: Rollout, _ look: inout Reconciliation
  ) -> Bool {
    let old = rollout.old.filter { ($0.spec.replicas ?? 0) > 0 }
    guard !old.isEmpty else { return false }
    let all = rollout.all.reduce(Int32(0)) { $0 + ($1.spec.replicas ?? 0) }
    let least = rollout.replicas - limits(rollout).unavailable
    let newUnavailable = (new.spec.replicas ?? 0) - new.status.availableReplicas
    let most = all - least - newUnavailable
    guard most > 0 else { return false }
    var sizes = old.map { $0.spec.replicas ?? 0 }
    cleanUpUnhealthy(old, &sizes, most)
    scaleDownHealthy(rollout, &sizes, least)
    var hasMoved = false
    for (set, size) in zip(old, sizes) where size != set.spec.replicas ?? 0 {
      scale(set, to: size, rollout, &look)
      hasMoved = true
    }
    return hasMoved
  }

  private func cleanUpUnhealthy(
    _ old: [Object<ReplicaSet>], _ sizes: inout [Int32], _ most: Int32
  ) {
    var taken: Int32 = 0
    for (index, set) in old.enumerated() {
      guard taken < most else { break }
      guard sizes[index] > 0, sizes[index] != set.status.availableReplicas else { continue }
      let count = min(most - taken, sizes[index] - set.status.availableReplicas)
      guard count > 0 else { continue }
      sizes[index] -= count
      taken += count
    }
  }

  private func scaleDownHealthy(_ rollout: Rollout, _ sizes: inout [Int32], _ least: Int32) {
    let available = rollout.all.reduce(Int32(0)) { $0 + $1.status.availableReplicas }
    var left = available - least
    for index in sizes.indices where left > 0 && sizes[index] > 0 {
      let count = min(sizes[index], left)
      sizes[index] -= count
      left -= count
    }
  }

  /// First all old pods go, then the new ones come.
  func recreate(_ rollout: Rollout, _ look: inout Reconciliation) {
    let old = rollout.old.filter { ($0.spec.replicas ?? 0) > 0 }
    if !old.isEmpty {
      for set in old { scale(set, to: 0, rollout, &look) }
      return writeStatusUnlessBusy(rollout, &look)
    }
    let isOldRunning = rollout.old.contains { set in
      look.cache.managed(Pod.self, by: set.uid).contains { !$0.body.isTerminal }
    }
    if isOldRunning { return writeStatusUnlessBusy(rollout, &look) }
    guard let new = newReplicaSet(rollout, &look, create: true) else {
      return writeStatusUnlessBusy(rollout, &look)
    }
    scale(new, to: rollout.replicas, rollout, &look)
    if isComplete(rollout) { cleanUp(rollout, &look) }
    writeStatusUnlessBusy(rollout, &look)
  }

  func isComplete(_ rollout: Rollout) -> Bool {
    let status = rollout.deployment.status
    return status.updatedReplicas == rollout.replicas && status.replicas == rollout.replicas
      && status.availableReplicas == rollout.replicas
      && status.observedGeneration >= rollout.deployment.metadata.generation
  }

  /// Deletes old ReplicaSets beyond the history limit.
  private func cleanUp(_ rollout: Rollout, _ look: inout Reconciliation) {
    let limit = Int(rollout.deployment.spec.revisionHistoryLimit ?? 10)
    let dead = rollout.old.filter { !$0.metadata.isBeingDeleted }
      .sorted { $0.revision == $1.revision ? $0.name.precedes($1.name) : $0.revision < $1.revision }
    guard dead.count > limit else { return }
    for set in dead.prefix(dead.count - limit)
    where set.status.replicas == 0 && (set.spec.replicas ?? 0) == 0 {
      look.delete(set, kind: Catalog.replicaSets)
    }
  }

  // MARK: Scaling and pausing

  /// Whether the size was changed since the ReplicaSets were last looked at.
  func isScaling(_ rollout: Rollout) -> Bool {
    rollout.all.contains { set in
      guard (set.spec.replicas ?? 0) > 0,
        let desired = set.metadata.annotations[DeploymentAnnotation.desiredReplicas]
      else { return false }
      return Int32(desired) != rollout.replicas
    }
  }

  func pause(_ rollout: Rollout, _ look: inout Reconciliation) {
    _ = newReplicaSet(rollout, &look, create: false)
    if look.requests.isEmpty {
      scale(rollout, &look)
    } else {
      writeStatusUnlessBusy(rollout, &look)
    }
  }

  /// Brings the sets to the Deployment's size: the only one, or all in proportion.
  func scale(_ rollout: Rollout, _ look: inout Reconciliation) {
    let active = rollout.all.filter { ($0.spec.replicas ?? 0) > 0 }
    if active.count <= 1, let only = active.first ?? rollout.new ?? rollout.old.last {
      scale(only, to: rollout.replicas, rollout, &look)
      return writeStatusUnlessBusy(rollout, &look)
    }
    if let new = rollout.new, new.status.availableReplicas == rollout.replicas,
      new.spec.replicas == rollout.replicas
    {
      for set in rollout.old where (set.spec.replicas ?? 0) > 0 {
        scale(set, to: 0, rollout, &look)
      }
      return writeStatusUnlessBusy(rollout, &look)
    }
    if rollout.isRolling { scaleInProportion(active, rollout, &look) }
    writeStatusUnlessBusy(rollout, &look)
  }

  private func scaleInProportion(
    _ active: [Object<ReplicaSet>], _ rollout: Rollout, _ look: inout Reconciliation
  ) {
    let allowed = rollout.replicas > 0 ? rollout.replicas + limits(rollout).surge : 0
    let total = active.reduce(Int32(0)) { $0 + ($1.spec.replicas ?? 0) }
    let toAdd = allowed - total
    // The biggest first; of equals the newer first when growing, the older first when shrinking.
    let sets = active.sorted { left, right in
      let sizes = (left.spec.replicas ?? 0, right.spec.replicas ?? 0)
      if sizes.0 != sizes.1 { return sizes.0 > sizes.1 }
      return toAdd > 0 ? left.revision > right.revision : left.revision < right.revision
    }
    var added: Int32 = 0
    var sizes = sets.map { $0.spec.replicas ?? 0 }
    let scaling = ProportionalScaling(
      deploymentReplicas: Int(rollout.replicas), maxSurge: Int(limits(rollout).surge),
      statusReplicas: Int(rollout.deployment.status.replicas))
    for (index, set) in sets.enumerated() where toAdd != 0 {
      let share = Int32(
        scaling.share(
          ofSize: Int(sizes[index]),
          maxReplicasAnnotation: set.metadata.annotations[DeploymentAnnotation.maxReplicas],
          toAdd: Int(toAdd), added: Int(added)))
      sizes[index] += share
      added += share
    }
    for (index, set) in sets.enumerated() {
      if index == 0, toAdd != 0 { sizes[0] = max(0, sizes[0] + toAdd - added) }
      scale(set, to: sizes[index], rollout, &look)
    }
  }
}
