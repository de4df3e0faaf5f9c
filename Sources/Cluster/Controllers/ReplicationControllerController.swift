import Resources
import Simulation
import Tree

/// Keeps each ReplicationController's pods at the number that it wishes for.
package struct ReplicationControllerController: Sendable {
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
    guard let owner = cache.get(ReplicationController.self, key) else { return [] }
    return ReplicaEvents.drafts(request, response, owner)
  }

  mutating func reconcile(_ look: inout Reconciliation) {
    guard let controller = look.cache.get(ReplicationController.self, look.key) else {
      return replicas.forget(look.key)
    }
    let owner = ReplicaManager.Owner(
      record: controller, kind: Catalog.replicationControllers,
      replicas: controller.spec.replicas ?? 1, template: controller.spec.template,
      tallied: TalliedOwner(
        uid: controller.uid,
        selector: controller.spec.selector.isEmpty
          ? .nothing : Selector(labels: controller.spec.selector),
        templateLabels: controller.spec.template.metadata.labels),
      minReadySeconds: controller.spec.minReadySeconds, status: controller.status)
    let status = replicas.reconcile(owner, &look)
    guard status != controller.status else { return }
    var body = controller.body
    body.status = status
    look.update(Object(controller.metadata, body), subresource: "status")
  }
}
