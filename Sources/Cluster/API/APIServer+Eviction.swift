import Resources
import Simulation
import Store
import Tree

extension APIServer {
  /// Asks a pod to go, where a disruption budget allows it (`pods/eviction`).
  mutating func evict(_ request: Request, _ moment: Moment) throws(Status) -> Response {
    guard let pod = store.get(Pod.self, ObjectKey(request.namespace, request.name)) else {
      throw .notFound(Pod.resource, request.name)
    }
    if !pod.body.isTerminal, pod.status.phase != "Pending", !pod.metadata.isBeingDeleted {
      try spend(on: pod, moment)
    }
    var deletion = request
    deletion.verb = .delete
    deletion.subresource = ""
    deletion.body = .none
    return try delete(deletion, moment)
  }

  private mutating func spend(on pod: Object<Pod>, _ moment: Moment) throws(Status) {
    let budgets = store.tables[Catalog.disruptionBudgets].sorted(namespace: pod.namespace)
      .compactMap { $0 as? Object<PodDisruptionBudget> }
      .filter { $0.spec.selector?.requirements?.matches(pod.metadata.labels) ?? false }
    guard let budget = budgets.first else { return }
    if budgets.count > 1 {
      throw Status(
        500, "InternalError",
        "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support."
      )
    }
    if !pod.status.isReady {
      // A pod that is not ready costs nothing while enough others are.
      let isEnough =
        budget.status.currentHealthy >= budget.status.desiredHealthy
        && budget.status.desiredHealthy > 0
      if budget.spec.unhealthyPodEvictionPolicy == "AlwaysAllow" || isEnough { return }
    }
    guard budget.status.observedGeneration >= budget.metadata.generation else {
      throw Self.refusal(
        "The disruption budget \(budget.name) is still being processed by the server.")
    }
    guard budget.status.disruptionsAllowed > 0 else {
      throw Self.refusal(
        "The disruption budget \(budget.name) needs \(budget.status.desiredHealthy) healthy pods and has \(budget.status.currentHealthy) currently"
      )
    }
    var body = budget.body
    body.status.disruptionsAllowed -= 1
    body.status.disruptedPods[pod.name] = Time(moment.now)
    store.put(
      Object(budget.metadata, body), kind: Catalog.disruptionBudgets, at: moment.now,
      cause: moment.cause)
  }

  private static func refusal(_ detail: String) -> Status {
    var status = Status(
      429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.")
    status.causes = [Status.Cause(reason: "DisruptionBudget", message: detail, field: "")]
    return status
  }
}
