import Resources
import Store

/// Routes to the controllers of DaemonSets, StatefulSets, Jobs and CronJobs.
extension ControllerManager {
  mutating func workloadRoutes(_ kind: Int, old: (any Record)?, new: (any Record)?) -> [Route] {
    guard let record = new ?? old else { return [] }
    switch kind {
    case Catalog.daemonSets: return [Route(controller: .daemonSet, key: record.key)]
    case Catalog.statefulSets: return [Route(controller: .statefulSet, key: record.key)]
    case Catalog.cronJobs: return [Route(controller: .cronJob, key: record.key)]
    case Catalog.jobs: return jobRoutes(old, new)
    case Catalog.controllerRevisions:
      return owners(of: old, new, "DaemonSet", .daemonSet)
        + owners(of: old, new, "StatefulSet", .statefulSet)
    case Catalog.pods: return ownedPodRoutes(old as? Object<Pod>, new as? Object<Pod>)
    case Catalog.nodes:
      return daemonSets.observe(old as? Object<Node>, new as? Object<Node>).map {
        Route(controller: .daemonSet, key: $0)
      }
    default: return []
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

  private mutating func ownedPodRoutes(_ old: Object<Pod>?, _ new: Object<Pod>?) -> [Route] {
    guard let pod = new ?? old else { return [] }
    daemonSets.observe(old, new)
    var routes: [Route] = []
    if new == nil, let owner = pod.metadata.controller {
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
    return routes
  }
}
