import Resources
import Store

/// Which controllers care for a change, and which key each has to look at (the informers' event handlers).
extension ControllerManager {
  struct Route {
    let controller: ControllerName
    let key: ObjectKey
  }

  mutating func routes(_ kind: Int, old: (any Record)?, new: (any Record)?) -> [Route] {
    guard let record = new ?? old else { return [] }
    var routes = garbage.observe(kind, old: old, new: new)
    switch kind {
    case Catalog.deployments:
      routes.append(Route(controller: .deployment, key: record.key))
    case Catalog.replicaSets:
      routes.append(Route(controller: .replicaSet, key: record.key))
      routes += owners(of: old, new, "Deployment", .deployment)
      if new?.metadata.controller == nil { routes += selectingDeployments(record) }
      if new == nil { replicaSets.forget(record.key) }
    case Catalog.replicationControllers:
      routes.append(Route(controller: .replicationController, key: record.key))
      if new == nil { replicationControllers.forget(record.key) }
    case Catalog.pods:
      addPodRoutes(old as? Object<Pod>, new as? Object<Pod>, &routes)
    case Catalog.namespaces:
      routes.append(Route(controller: .namespace, key: record.key))
      let inside = ObjectKey(record.name, "")
      routes.append(Route(controller: .serviceAccount, key: inside))
      routes.append(Route(controller: .rootCAPublisher, key: inside))
    case Catalog.serviceAccounts where record.name == "default" && new == nil:
      routes.append(Route(controller: .serviceAccount, key: ObjectKey(record.namespace, "")))
    case Catalog.configMaps where record.name == RootCAPublisher.name && new == nil:
      routes.append(Route(controller: .rootCAPublisher, key: ObjectKey(record.namespace, "")))
    case Catalog.nodes:
      nodes.observe(old as? Object<Node>, new as? Object<Node>)
      routes.append(Route(controller: .nodeLifecycle, key: record.key))
      if taintsDiffer(old as? Object<Node>, new as? Object<Node>) {
        routes += evictions.podsToLookAt(on: record.name, cache)
          .map { Route(controller: .taintEviction, key: $0) }
      }
    case Catalog.leases:
      nodes.observe(new as? Object<Lease>)
    default: break
    }
    addWorkloadRoutes(kind, old: old, new: new, &routes)
    addSupportRoutes(kind, old: old, new: new, &routes)
    return routes
  }

  private func taintsDiffer(_ old: Object<Node>?, _ new: Object<Node>?) -> Bool {
    let before = old?.spec.taints.filter { $0.effect == "NoExecute" } ?? []
    let after = new?.spec.taints.filter { $0.effect == "NoExecute" } ?? []
    return before != after
  }

  private mutating func addPodRoutes(
    _ old: Object<Pod>?, _ new: Object<Pod>?, _ routes: inout [Route]
  ) {
    guard let pod = new ?? old else { return }
    replicaSets.observe(old, new, cache)
    replicationControllers.observe(old, new, cache)
    evictions.observe(old, new)
    addOwnerRoutes(old, new, &routes)
    if let new, new.metadata.controllerUID == nil { routes += selectingSets(new) }
    for service in serviceMembers.observe(old, new) {
      routes.append(Route(controller: .endpoints, key: service))
      routes.append(Route(controller: .endpointSlice, key: service))
    }
    for budget in budgetMembers.observe(old, new) {
      routes.append(Route(controller: .disruption, key: budget))
    }
    if new != nil, !isStatusOnly(old, new), evictions.isConcerned(pod, cache) {
      routes.append(Route(controller: .taintEviction, key: pod.key))
    }
    if new == nil, let set = pod.metadata.controllerName, set.kind == "ReplicaSet" {
      // A Recreate rollout waits for the last old pod to be gone.
      if let owner = cache.get(ReplicaSet.self, ObjectKey(pod.namespace, set.name)) {
        routes += owners(of: owner, owner, "Deployment", .deployment)
      }
    }
  }

  /// Whether a change of a pod leaves its spec and node alone.
  private func isStatusOnly(_ old: Object<Pod>?, _ new: Object<Pod>?) -> Bool {
    guard let old, let new else { return false }
    if old.metadata.isIdentical(to: new.metadata),
      old.body.sharedSpec.isIdentical(to: new.body.sharedSpec)
    {
      return true
    }
    return old.body.sharedSpec.isIdentical(to: new.body.sharedSpec)
      && old.metadata.deletionTimestamp == new.metadata.deletionTimestamp
  }

  static let podOwners: [(kind: String, controller: ControllerName)] = [
    ("ReplicaSet", .replicaSet), ("ReplicationController", .replicationController),
    ("DaemonSet", .daemonSet), ("StatefulSet", .statefulSet), ("Job", .job),
  ]

  /// The owner that a pod has lost, and the one that it has.
  private func addOwnerRoutes(
    _ old: Object<Pod>?, _ new: Object<Pod>?, _ routes: inout [Route]
  ) {
    if let old, old.metadata.controllerUID != new?.metadata.controllerUID {
      addRoute(toOwnerOf: old, &routes)
    }
    if let new { addRoute(toOwnerOf: new, &routes) }
  }

  private func addRoute(toOwnerOf pod: Object<Pod>, _ routes: inout [Route]) {
    guard let owner = pod.metadata.controllerName,
      let place = Self.podOwners.firstIndex(where: { $0.kind == owner.kind })
    else { return }
    routes.append(
      Route(
        controller: Self.podOwners[place].controller, key: ObjectKey(pod.namespace, owner.name)))
  }

  func owners(
    of old: (any Record)?, _ new: (any Record)?, _ kind: String, _ controller: ControllerName
  ) -> [Route] {
    let before = old?.controller
    let after = new?.controller
    var routes: [Route] = []
    if let before, before.kind == kind, before != after, let old {
      routes.append(Route(controller: controller, key: ObjectKey(old.namespace, before.name)))
    }
    if let after, after.kind == kind, let new {
      routes.append(Route(controller: controller, key: ObjectKey(new.namespace, after.name)))
    }
    return routes
  }

  /// A pod without a manager may be adopted by whoever selects it.
  private func selectingSets(_ pod: Object<Pod>) -> [Route] {
    let labels = pod.metadata.labels
    guard !labels.isEmpty else { return [] }
    let sets = cache.all(ReplicaSet.self).filter {
      $0.namespace == pod.namespace && $0.spec.selector?.requirements?.matches(labels) == true
    }
    let controllers = cache.all(ReplicationController.self).filter { owner in
      owner.namespace == pod.namespace && !owner.spec.selector.isEmpty
        && owner.spec.selector.allSatisfy { labels[$0.key] == $0.value }
    }
    return sets.map { Route(controller: .replicaSet, key: $0.key) }
      + controllers.map { Route(controller: .replicationController, key: $0.key) }
  }

  private func selectingDeployments(_ set: any Record) -> [Route] {
    cache.all(Deployment.self).filter {
      $0.namespace == set.namespace
        && $0.spec.selector?.requirements?.matches(set.metadata.labels) == true
    }.map { Route(controller: .deployment, key: $0.key) }
  }
}
