import Resources
import Simulation
import Tree

/// Keeps each ReplicaSet's pods at the number that it wishes for.
package struct ReplicaSetController: Sendable {
  private var replicas = ReplicaManager()

  package init() {}

  mutating func forget(_ key: ObjectKey) { replicas.forget(key) }
  mutating func observe(_ old: Object<Pod>?, _ new: Object<Pod>?, _ cache: ClusterCache) {
    replicas.observe(old, new)
  }

  /// The events that tell of a pod that was or could not be made or removed.
  mutating func answered(
    _ request: Request, _ response: Response, _ key: ObjectKey, _ cache: ClusterCache
  ) -> [EventDraft] {
    guard request.kind == Catalog.pods else { return [] }
    if let failure = response.failure {
      replicas.failed(request, failure, key)
    } else {
      replicas.succeeded(request, key)
    }
    guard let owner = cache.get(ReplicaSet.self, key) else { return [] }
    return ReplicaEvents.drafts(request, response, owner)
  }

  mutating func reconcile(_ look: inout Reconciliation) {
    guard let set = look.cache.get(ReplicaSet.self, look.key) else {
      return replicas.forget(look.key)
    }
    let owner = ReplicaManager.Owner(
      record: set, kind: Catalog.replicaSets, replicas: set.spec.replicas ?? 1,
      template: set.spec.template,
      tallied: TalliedOwner(
        uid: set.uid, selector: set.spec.selector?.requirements ?? .nothing,
        templateLabels: set.spec.template.metadata.labels),
      minReadySeconds: set.spec.minReadySeconds, status: set.status)
    let status = replicas.reconcile(owner, &look)
    guard status != set.status else { return }
    var body = set.body
    body.status = status
    look.update(Object(set.metadata, body), subresource: "status")
  }
}

/// The events that replica controllers leave.
enum ReplicaEvents {
  static func drafts(
    _ request: Request, _ response: Response, _ owner: any Record
  ) -> [EventDraft] {
    switch (request.verb, response.failure) {
    case (.create, nil):
      [draft(owner, "SuccessfulCreate", "Created pod: \(response.record?.name ?? "")")]
    case (.delete, nil): [draft(owner, "SuccessfulDelete", "Deleted pod: \(request.name)")]
    case (.create, let failure?) where failure.causes.first?.reason != "NamespaceTerminating":
      [draft(owner, "FailedCreate", "Error creating: \(failure.message)", isWarning: true)]
    case (.delete, let failure?) where failure.code != 404:
      [draft(owner, "FailedDelete", "Error deleting: \(failure.message)", isWarning: true)]
    default: []
    }
  }

  private static func draft(
    _ owner: any Record, _ reason: String, _ message: String, isWarning: Bool = false
  ) -> EventDraft {
    EventDraft(
      object: owner, reason: reason, message: message, isWarning: isWarning)
  }
}
