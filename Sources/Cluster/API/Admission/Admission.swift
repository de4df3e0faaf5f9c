import Resources
import Simulation
import Store

/// The admission plugins that a new cluster runs, in the API server's order.
extension APIServer {
  /// Plugins that may change what is written.
  mutating func admitMutating(
    _ record: any Record, old: (any Record)?, _ request: Request, _ moment: Moment
  ) throws(Status) -> any Record {
    try NamespaceLifecycle.admit(record, old: old, store, types[request.kind].resource)
    switch record {
    case let pod as Object<Pod>: return try admit(pod, old: old as? Object<Pod>, request)
    case let node as Object<Node> where old == nil:
      var body = node.body
      TaintNodesByCondition.admit(&body)
      return Object(node.metadata, body)
    case let claim as Object<PersistentVolumeClaim> where old == nil:
      var body = claim.body
      DefaultClasses.admit(&body, claim.metadata, store)
      return Object(claim.metadata, body)
    case let ingress as Object<Ingress> where old == nil:
      var body = ingress.body
      try DefaultClasses.admit(&body, ingress.metadata, store)
      return Object(ingress.metadata, body)
    default: return record
    }
  }

  private mutating func admit(
    _ pod: Object<Pod>, old: Object<Pod>?, _ request: Request
  ) throws(Status) -> Object<Pod> {
    var metadata = pod.metadata
    var body = pod.body
    if metadata.namespace.isEmpty { metadata.namespace = request.namespace }
    if let old {
      // What admission set once stays, though a manifest does not name it.
      if body.spec.priority == nil { body.spec.priority = old.spec.priority }
      if body.spec.preemptionPolicy == nil {
        body.spec.preemptionPolicy = old.spec.preemptionPolicy
      }
    } else {
      body.spec.setPodDefaults()
      LimitRanger.fill(&body, &metadata, store)
      try ServiceAccountAdmission.admit(&body, metadata, store, &random)
      DefaultTolerationSeconds.admit(&body)
      try PriorityAdmission.admit(&body, metadata, store)
    }
    return Object(metadata, body)
  }

  /// Plugins that only say yes or no, after validation.
  mutating func admitValidating(
    _ record: any Record, old: (any Record)?, _ request: Request, _ moment: Moment
  ) throws(Status) {
    if old == nil { try LimitRanger.check(record, store) }
    if let priorityClass = record as? Object<PriorityClass> {
      try PriorityAdmission.admit(priorityClass, store)
    }
    try admitQuota(record, old: old, moment)
  }
}
