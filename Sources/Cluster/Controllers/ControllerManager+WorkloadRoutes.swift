import Resources
import Store

/// Routes to the controllers of DaemonSets, StatefulSets, Jobs and CronJobs.
extension ControllerManager {
  mutating func addWorkloadRoutes(
    _ kind: Int, old: (any Record)?, new: (any Record)?, _ routes: inout [Route]
  ) {
    guard let record = new ?? old else { return }
    switch kind {
    case Catalog.daemonSets: routes.append(Route(controller: .daemonSet, key: record.key))
    case Catalog.statefulSets: routes.append(Route(controller: .statefulSet, key: record.key))
    case Catalog.cronJobs: routes.append(Route(controller: .cronJob, key: record.key))
    case Catalog.jobs: routes += jobRoutes(old, new)
    case Catalog.controllerRevisions:
      routes += owners(of: old, new, "DaemonSet", .daemonSet)
      routes += owners(of: old, new, "StatefulSet", .statefulSet)
    case Catalog.pods: addOwnedPodRoutes(old as? Object<Pod>, new as? Object<Pod>, &routes)
    case Catalog.nodes:
      routes += daemonSets.observe(old as? Object<Node>, new as? Object<Node>).map {
        Route(controller: .daemonSet, key: $0)
      }
    default: break
    }
  }

  private func jobRoutes(_ old: (any Record)?, _ new: (any Record)?) -> [Route] {
    guard let record = new ?? old else { return [] }
    var routes = [Route(controller: .job, key: record.key)]
    routes += owners(of: old, new, "CronJob", .cronJob)
    if let job = new as? Object<Job>, job.spec.ttlSecondsAfterFinished != nil {
      routes.append(Route(controller: .timeToLive, key: record.key))
    }
    if new?.metadata.isBeingDeleted ?? true {
      routes += cache.managed(Pod.self, by: record.uid).map {
        Route(controller: .jobOrphan, key: $0.key)
      }
    }
    return routes
  }

  private mutating func addOwnedPodRoutes(
    _ old: Object<Pod>?, _ new: Object<Pod>?, _ routes: inout [Route]
  ) {
    guard let pod = new ?? old else { return }
    daemonSets.observe(old, new)
    if new == nil, let owner = pod.metadata.controllerName {
      // A pod that has gone is news to its owner too.
      if let controller = Self.podOwners.first(where: { $0.kind == owner.kind })?.controller,
        [.daemonSet, .statefulSet, .job].contains(controller)
      {
        routes.append(Route(controller: controller, key: ObjectKey(pod.namespace, owner.name)))
      }
    }
    if let new, !new.metadata.finalizers.isEmpty,
      new.metadata.finalizers.contains(JobController.finalizer),
      let owner = new.metadata.controller, owner.kind == "Job"
    {
      let job = cache.get(Job.self, ObjectKey(new.namespace, owner.name))
      if job?.uid != owner.uid || job?.metadata.isBeingDeleted == true {
        routes.append(Route(controller: .jobOrphan, key: new.key))
      }
    }
  }
}
