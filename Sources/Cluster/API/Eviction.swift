import Resources
import Simulation
import Store
import Tree

extension APIServer {
  /// Asks a pod to go, where its disruption budget allows it (`pods/eviction`).
  mutating func evict(_ request: Request, _ moment: Moment) throws(Status) -> Response {
    guard let pod = store.get(Pod.self, ObjectKey(request.namespace, request.name)) else {
      throw .notFound(Pod.resource, request.name)
    }
    if !pod.body.isTerminal, pod.body.status.phase != "Pending", !pod.metadata.isBeingDeleted {
      try spendBudget(of: pod, moment)
    }
    var deletion = request
    deletion.verb = .delete
    deletion.subresource = ""
    deletion.body = .none
    return try delete(deletion, moment)
  }

  /// Takes one disruption off the budget that the pod stands under, or refuses.
  private mutating func spendBudget(of pod: Object<Pod>, _ moment: Moment) throws(Status) {
    let kind = Catalog.index(of: PodDisruptionBudget.self)
    let budgets = store.tables[kind].sorted(namespace: pod.metadata.namespace)
      .compactMap { $0 as? Object<PodDisruptionBudget> }
      .filter { $0.spec.selector?.requirements?.matches(pod.metadata.labels) ?? false }
    guard let budget = budgets.first else { return }
    if budgets.count > 1 {
      throw Status(
        500, "InternalError",
        "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support."
      )
    }
    if isUnguarded(pod, budget) { return }
    let status = budget.status
    if status.observedGeneration < budget.metadata.generation {
      throw .budgetSpent(
        "The disruption budget \(budget.name) is still being processed by the server.")
    }
    if status.disruptionsAllowed <= 0 {
      throw .budgetSpent(
        "The disruption budget \(budget.name) needs \(status.desiredHealthy) healthy pods and has \(status.currentHealthy) currently"
      )
    }
    var body = budget.body
    body.status.disruptionsAllowed -= 1
    body.status.disruptedPods[pod.metadata.name] = Time(moment.now)
    _ = commit(Object(budget.metadata, body), kind, moment)
  }

  /// A pod that is not ready may go without asking, where the budget holds or its policy says so.
  private func isUnguarded(_ pod: Object<Pod>, _ budget: Object<PodDisruptionBudget>) -> Bool {
    let isReady = pod.body.status.conditions.contains { $0.type == "Ready" && $0.status == "True" }
    if isReady { return false }
    if budget.spec.unhealthyPodEvictionPolicy == "AlwaysAllow" { return true }
    let status = budget.status
    return status.desiredHealthy > 0 && status.currentHealthy >= status.desiredHealthy
  }
}

extension Status {
  fileprivate static func budgetSpent(_ detail: String) -> Status {
    var status = Status(
      429, "TooManyRequests",
      "Cannot evict pod as it would violate the pod's disruption budget.")
    status.causes = [Cause(reason: "DisruptionBudget", message: detail, field: "")]
    return status
  }
}
