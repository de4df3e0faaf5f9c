import Resources
import Simulation
import Tree

extension DeploymentController {
  /// The status follows once the writes of this look have come back.
  func writeStatusUnlessBusy(_ rollout: Rollout, _ look: inout Reconciliation) {
    if look.requests.isEmpty { writeStatus(rollout, &look) }
  }

  func writeStatus(_ rollout: Rollout, _ look: inout Reconciliation) {
    let deployment = rollout.deployment
    var status = counted(rollout)
    setAvailable(&status, rollout, look.now)
    if !deployment.spec.paused { updateProgress(&status, rollout, &look) }
    showFailure(&status, rollout, look.now)
    guard status != deployment.status else { return }
    var body = deployment.body
    body.status = status
    look.update(Object(deployment.metadata, body), subresource: "status")
  }

  /// What keeps a ReplicaSet from its pods is shown of the Deployment too, the new set's before the old ones'.
  private func showFailure(
    _ status: inout DeploymentStatus, _ rollout: Rollout, _ now: Instant
  ) {
    let type = ReplicaManager.failure
    let sets = (rollout.new.map { [$0] } ?? []) + rollout.old
    let failures = sets.lazy.compactMap { set in
      set.status.conditions.first { $0.type == type }
    }
    guard let failure = failures.first else {
      return status.conditions.removeAll { $0.type == type }
    }
    status.set(type, failure.status, failure.reason, failure.message, now)
  }

  private func counted(_ rollout: Rollout) -> DeploymentStatus {
    var status = rollout.deployment.status
    func sum(_ path: KeyPath<ReplicaSetStatus, Int32>) -> Int32 {
      rollout.all.reduce(0) { $0 + $1.status[keyPath: path] }
    }
    status.observedGeneration = rollout.deployment.metadata.generation
    status.replicas = sum(\.replicas)
    status.updatedReplicas = rollout.new?.status.replicas ?? 0
    status.readyReplicas = sum(\.readyReplicas)
    status.availableReplicas = sum(\.availableReplicas)
    let total = rollout.all.reduce(Int32(0)) { $0 + ($1.spec.replicas ?? 0) }
    status.unavailableReplicas = max(0, total - status.availableReplicas)
    return status
  }

  private func setAvailable(_ status: inout DeploymentStatus, _ rollout: Rollout, _ now: Instant) {
    let isEnough = status.availableReplicas >= rollout.replicas - limits(rollout).unavailable
    status.set(
      "Available", isEnough ? "True" : "False",
      isEnough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
      isEnough
        ? "Deployment has minimum availability." : "Deployment does not have minimum availability.",
      now)
  }

  func setProgress(
    _ status: inout DeploymentStatus, _ reason: String, _ message: String, _ now: Instant,
    isProgressing: String = "True"
  ) {
    status.set("Progressing", isProgressing, reason, message, now)
  }

  /// Complete, progressing or past its deadline (`syncRolloutStatus`).
  private func updateProgress(
    _ status: inout DeploymentStatus, _ rollout: Rollout, _ look: inout Reconciliation
  ) {
    let deployment = rollout.deployment
    guard let deadline = deployment.spec.progressDeadlineSeconds, deadline != Int32.max else {
      return
    }
    let known = deployment.status.condition("Progressing")
    let set =
      rollout.new.map { "ReplicaSet \(quoted($0.name))" } ?? "Deployment \(quoted(deployment.name))"
    let isDone =
      status.replicas == status.updatedReplicas && known?.reason == "NewReplicaSetAvailable"
    if isDone { return }
    if isFinished(status, rollout) {
      setProgress(
        &status, "NewReplicaSetAvailable", "\(set) has successfully progressed.", look.now)
    } else if hasMoved(status, deployment.status) {
      if known?.status != "True" || known?.reason != "ReplicaSetUpdated" {
        status.conditions.removeAll { $0.type == "Progressing" }
      }
      setProgress(&status, "ReplicaSetUpdated", "\(set) is progressing.", look.now)
      status.touch("Progressing", look.now)
      look.again(after: .seconds(Int64(deadline) + 1))
    } else if let known, known.reason != "ProgressDeadlineExceeded",
      known.reason != "NewReplicaSetAvailable"
    {
      let since = known.lastUpdateTime?.unixSeconds ?? 0
      let left = since + Int64(deadline) - look.now.unixSeconds
      if left < 0 {
        setProgress(
          &status, "ProgressDeadlineExceeded", "\(set) has timed out progressing.", look.now,
          isProgressing: "False")
      } else {
        look.again(after: .seconds(left + 1))
      }
    }
  }

  private func isFinished(_ status: DeploymentStatus, _ rollout: Rollout) -> Bool {
    status.updatedReplicas == rollout.replicas && status.replicas == rollout.replicas
      && status.availableReplicas == rollout.replicas
      && status.observedGeneration >= rollout.deployment.metadata.generation
  }

  private func hasMoved(_ new: DeploymentStatus, _ old: DeploymentStatus) -> Bool {
    new.updatedReplicas > old.updatedReplicas
      || new.replicas - new.updatedReplicas < old.replicas - old.updatedReplicas
      || new.readyReplicas > old.readyReplicas || new.availableReplicas > old.availableReplicas
      || old.condition("Progressing") == nil
  }

  /// Says in the status that the rollout waits, or goes on.
  func updatePauseCondition(_ rollout: inout Rollout, _ look: inout Reconciliation) {
    let deployment = rollout.deployment
    guard deployment.spec.progressDeadlineSeconds != nil else { return }
    let known = deployment.status.condition("Progressing")
    if known?.reason == "ProgressDeadlineExceeded" { return }
    let isPausedCondition = known?.reason == "DeploymentPaused"
    var status = deployment.status
    if deployment.spec.paused, !isPausedCondition {
      setProgress(
        &status, "DeploymentPaused", "Deployment is paused", look.now, isProgressing: "Unknown")
    } else if !deployment.spec.paused, isPausedCondition {
      setProgress(
        &status, "DeploymentResumed", "Deployment is resumed", look.now, isProgressing: "Unknown")
    } else {
      return
    }
    var body = deployment.body
    body.status = status
    rollout.deployment = Object(deployment.metadata, body)
    look.update(rollout.deployment, subresource: "status")
  }
}

extension DeploymentStatus {
  /// Sets a condition; the time of transition moves only when the status does.
  mutating func set(
    _ type: String, _ status: String, _ reason: String, _ message: String, _ now: Instant
  ) {
    let known = conditions.firstIndex { $0.type == type }
    if let known, conditions[known].status == status, conditions[known].reason == reason { return }
    var condition = WorkloadCondition()
    condition.type = type
    condition.status = status
    condition.reason = reason
    condition.message = message
    condition.lastUpdateTime = Time(now)
    condition.lastTransitionTime = Time(now)
    if let known {
      if conditions[known].status == status {
        condition.lastTransitionTime = conditions[known].lastTransitionTime
      }
      // As `SetDeploymentCondition` does: the newest stands last.
      conditions.remove(at: known)
    }
    conditions.append(condition)
  }

  mutating func touch(_ type: String, _ now: Instant) {
    guard let place = conditions.firstIndex(where: { $0.type == type }) else { return }
    // It is taken out and put back, and so stands last.
    var condition = conditions.remove(at: place)
    condition.lastUpdateTime = Time(now)
    conditions.append(condition)
  }
}
