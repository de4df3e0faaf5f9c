import Resources
import Simulation
import Store

/// The admission plugins that a new cluster runs, in the API server's order.
extension APIServer {
  /// Plugins that may change what is written.
  mutating func admitMutating(
    _ record: any Record, old: (any Record)?, _ request: Request, _ moment: Moment
  ) throws(Status) -> any Record {
    var record = record
    try NamespaceLifecycle.admit(record, old: old, store, types[request.kind].resource)
    guard let pod = record as? Object<Pod> else { return record }
    var metadata = pod.metadata
    var body = pod.body
    if old == nil {
      body.spec.setPodDefaults()
      try ServiceAccountAdmission.admit(&body, metadata, store, &random)
      DefaultTolerationSeconds.admit(&body)
      try PriorityAdmission.admit(&body, metadata, store)
    } else if let before = old as? Object<Pod> {
      // What admission set once stays, though a manifest does not name it.
      if body.spec.priority == nil { body.spec.priority = before.spec.priority }
      if body.spec.preemptionPolicy == nil {
        body.spec.preemptionPolicy = before.spec.preemptionPolicy
      }
    }
    if metadata.namespace.isEmpty { metadata.namespace = request.namespace }
    record = Object(metadata, body)
    return record
  }

  /// Plugins that only say yes or no, after validation.
  func admitValidating(
    _ record: any Record, old: (any Record)?, _ request: Request, _ moment: Moment
  ) throws(Status) {}
}
