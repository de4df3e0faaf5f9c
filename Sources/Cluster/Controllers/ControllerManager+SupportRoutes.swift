import Resources
import Store

/// Routes to the controllers of endpoints, storage, quotas, budgets and scaling.
extension ControllerManager {
  mutating func addSupportRoutes(
    _ kind: Int, old: (any Record)?, new: (any Record)?, _ routes: inout [Route]
  ) {
    guard let record = new ?? old else { return }
    for key in quotas.observe(old, new) { routes.append(Route(controller: .quota, key: key)) }
    switch kind {
    case Catalog.services:
      let selector = (new as? Object<Service>)?.spec.selector ?? [:]
      serviceMembers.set(
        record.key, selector.isEmpty ? nil : Selector(labels: selector), cache)
      routes.append(Route(controller: .endpoints, key: record.key))
      routes.append(Route(controller: .endpointSlice, key: record.key))
    case Catalog.quotas: routes.append(Route(controller: .quota, key: record.key))
    case Catalog.disruptionBudgets:
      let budget = new as? Object<PodDisruptionBudget>
      budgetMembers.set(record.key, budget?.spec.selector?.requirements, cache)
      routes.append(Route(controller: .disruption, key: record.key))
    case Catalog.autoscalers: routes += autoscalerRoutes(old, new)
    case Catalog.clusterRoles:
      routes += RoleAggregationController.dependents(on: record, cache).map {
        Route(controller: .roleAggregation, key: $0)
      }
    case Catalog.claims, Catalog.volumes, Catalog.storageClasses:
      routes += storageRoutes(kind, old: old, new: new)
    case Catalog.pods:
      for key in volumes.observe(old as? Object<Pod>, new as? Object<Pod>) {
        routes.append(Route(controller: .volumeBinder, key: key))
      }
    case Catalog.nodes:
      if new == nil {
        routes.append(Route(controller: .podGarbageCollector, key: record.key))
      } else {
        goneNodes.remove(record.name)
      }
    case Catalog.deployments, Catalog.statefulSets, Catalog.replicaSets,
      Catalog.replicationControllers:
      routes += budgetRoutes(old, new)
    default: break
    }
  }

  private func autoscalerRoutes(_ old: (any Record)?, _ new: (any Record)?) -> [Route] {
    guard let scaler = new as? Object<HorizontalPodAutoscaler> else { return [] }
    // The controller writes its own status; only a change of the wish is news.
    if let before = old as? Object<HorizontalPodAutoscaler>, before.body.spec == scaler.body.spec {
      return []
    }
    return [Route(controller: .autoscaler, key: scaler.key)]
  }

  /// A workload of another size changes what the budgets of its pods allow.
  private func budgetRoutes(_ old: (any Record)?, _ new: (any Record)?) -> [Route] {
    guard let record = new, cache.table(Catalog.disruptionBudgets).count > 0 else { return [] }
    if let before = old, before.metadata.generation == record.metadata.generation { return [] }
    return cache.all(PodDisruptionBudget.self).filter { $0.namespace == record.namespace }.map {
      Route(controller: .disruption, key: $0.key)
    }
  }

  private mutating func storageRoutes(
    _ kind: Int, old: (any Record)?, new: (any Record)?
  ) -> [Route] {
    guard let record = new ?? old else { return [] }
    switch kind {
    case Catalog.claims:
      let claim = new as? Object<PersistentVolumeClaim>
      volumes.observe(claim, at: record.key)
      var routes = [Route(controller: .volumeBinder, key: record.key)]
      let name =
        (new as? Object<PersistentVolumeClaim>)?.spec.volumeName
        ?? (old as? Object<PersistentVolumeClaim>)?.spec.volumeName ?? ""
      if new == nil, !name.isEmpty {
        routes.append(Route(controller: .volume, key: ObjectKey("", name)))
      }
      return routes
    case Catalog.volumes:
      var routes = [Route(controller: .volume, key: record.key)]
      if let volume = record as? Object<PersistentVolume> {
        routes += volumes.claims(for: volume).map { Route(controller: .volumeBinder, key: $0) }
      }
      return routes
    default: return volumes.waitingClaims.map { Route(controller: .volumeBinder, key: $0) }
    }
  }
}
