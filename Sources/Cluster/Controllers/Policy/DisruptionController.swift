import Resources
import Simulation
import Tree

/// Works out how many pods each disruption budget lets go (`pkg/controller/disruption`).
enum DisruptionController {
  static func reconcile(_ pods: [Object<Pod>], _ look: inout Reconciliation) {
    guard let budget = look.cache.get(PodDisruptionBudget.self, look.key),
      !budget.metadata.isBeingDeleted
    else { return }
    if pods.isEmpty {
      look.event(budget, "NoPods", "No matching pods found")
    }
    let now = Time(look.now)
    var status = budget.status
    let evicted = status.disruptedPods
    status.disruptedPods = NamedValues()
    for pod in pods where !pod.metadata.isBeingDeleted {
      // A pod that was evicted and is still there after two minutes is not going to go.
      if let since = evicted[pod.name], now.unixSeconds - since.unixSeconds < 120 {
        status.disruptedPods[pod.name] = since
      }
    }
    let healthy = Int32(
      pods.filter {
        $0.isActive && $0.status.isReady && status.disruptedPods[$0.name] == nil
      }.count)
    let expected = expected(budget, pods, look.cache)
    status.currentHealthy = healthy
    status.expectedPods = expected.pods
    status.desiredHealthy = expected.healthy
    status.disruptionsAllowed =
      expected.pods > 0 && healthy > expected.healthy ? healthy - expected.healthy : 0
    status.observedGeneration = budget.metadata.generation
    let isAllowed = status.disruptionsAllowed > 0
    status.conditions.set(
      StandardCondition(
        "DisruptionAllowed", isAllowed ? "True" : "False",
        isAllowed ? "SufficientPods" : "InsufficientPods", at: now,
        generation: budget.metadata.generation))
    guard status != budget.status else { return }
    var body = budget.body
    body.status = status
    look.update(Object(budget.metadata, body), subresource: "status")
  }

  private static func expected(
    _ budget: Object<PodDisruptionBudget>, _ pods: [Object<Pod>], _ cache: ClusterCache
  ) -> (pods: Int32, healthy: Int32) {
    if case .int(let least)? = budget.spec.minAvailable {
      return (Int32(pods.count), Int32(clamping: least))
    }
    let total = replicas(of: pods, cache)
    if let most = budget.spec.maxUnavailable {
      return (total, max(0, total - DaemonPods.count(most, of: total)))
    }
    if let least = budget.spec.minAvailable {
      return (total, DaemonPods.count(least, of: total))
    }
    return (total, total)
  }

  /// What the owners of the pods wish for, each owner once.
  private static func replicas(of pods: [Object<Pod>], _ cache: ClusterCache) -> Int32 {
    var seen: [String] = []
    var total: Int32 = 0
    for pod in pods {
      guard let owner = pod.metadata.controller else { continue }
      let top = top(owner, pod.namespace, cache)
      if !seen.contains(top.uid) {
        seen.append(top.uid)
        total += top.replicas
      }
    }
    return total
  }

  private static func top(
    _ owner: OwnerReference, _ namespace: String, _ cache: ClusterCache
  ) -> (uid: String, replicas: Int32) {
    let key = ObjectKey(namespace, owner.name)
    switch owner.kind {
    case "ReplicaSet":
      guard let set = cache.get(ReplicaSet.self, key) else { break }
      if let above = set.metadata.controller, above.kind == "Deployment",
        let deployment = cache.get(Deployment.self, ObjectKey(namespace, above.name))
      {
        return (deployment.uid, deployment.spec.replicas ?? 1)
      }
      return (set.uid, set.spec.replicas ?? 1)
    case "ReplicationController":
      if let set = cache.get(ReplicationController.self, key) {
        return (set.uid, set.spec.replicas ?? 1)
      }
    case "StatefulSet":
      if let set = cache.get(StatefulSet.self, key) { return (set.uid, set.spec.replicas ?? 1) }
    default: break
    }
    return (owner.uid, 0)
  }
}
