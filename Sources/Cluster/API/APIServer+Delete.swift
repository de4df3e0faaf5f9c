import Resources
import Simulation
import Store
import Tree

extension APIServer {
  mutating func delete(_ request: Request, _ moment: Moment) throws(Status) -> Response {
    let type = types[request.kind]
    let key = ObjectKey(request.namespace, request.name)
    guard let old = store.get(request.kind, key) else {
      throw .notFound(type.resource, request.name)
    }
    if !request.preconditionUID.isEmpty, request.preconditionUID != old.uid {
      throw .conflict(
        type.resource, old.name,
        "the UID in the precondition (\(request.preconditionUID)) does not match the UID in record (\(old.uid)). The object might have been deleted and then recreated"
      )
    }
    if request.kind == Catalog.namespaces {
      if ["default", "kube-system", "kube-public"].contains(old.name) {
        throw .forbidden(type.resource, old.name, "this namespace may not be deleted")
      }
    }
    var metadata = old.metadata
    addPropagationFinalizer(request, &metadata)
    let grace = graceSeconds(for: old, request)
    let isImmediate =
      grace == 0 && metadata.finalizers.isEmpty && request.kind != Catalog.namespaces
    if isImmediate {
      guard let last = remove(request.kind, key, moment) else {
        throw .notFound(type.resource, request.name)
      }
      return Response(.record(last))
    }
    return Response(.record(markForDeletion(old, metadata, grace, request, moment)))
  }

  /// Sets the time by which the object is to be gone; it only ever comes nearer.
  private mutating func markForDeletion(
    _ old: any Record, _ wanted: Metadata, _ grace: Int64, _ request: Request, _ moment: Moment
  ) -> any Record {
    var metadata = wanted
    let isFirst = !metadata.isBeingDeleted
    if isFirst {
      metadata.deletionTimestamp = Time(unixSeconds: moment.now.unixSeconds + grace)
      metadata.deletionGracePeriodSeconds = grace
      if Generations.counts(types[request.kind]) { metadata.generation += 1 }
    } else if let before = metadata.deletionGracePeriodSeconds, grace < before {
      let asked = (metadata.deletionTimestamp?.unixSeconds ?? moment.now.unixSeconds) - before
      metadata.deletionTimestamp = Time(unixSeconds: asked + grace)
      metadata.deletionGracePeriodSeconds = grace
    }
    var new = old.replacingMetadata(metadata)
    if let namespace = new as? Object<Namespace> {
      var body = namespace.body
      body.status.phase = "Terminating"
      new = Object(metadata, body)
    }
    guard !types[request.kind].isSame(new, old) else { return old }
    if let definition = new as? Object<CustomResourceDefinition> {
      var body = definition.body
      body.status.conditions.set(
        StandardCondition(
          "Terminating", "True", "InstanceDeletionInProgress",
          "CustomResource deletion is in progress", at: Time(moment.now)))
      new = Object(metadata, body)
    }
    let marked = commit(new, request.kind, moment)
    kindChanged(marked, moment)
    return marked
  }

  private func addPropagationFinalizer(_ request: Request, _ metadata: inout Metadata) {
    func set(_ finalizer: String, _ isWanted: Bool) {
      metadata.finalizers.removeAll { $0 == finalizer }
      if isWanted { metadata.finalizers.append(finalizer) }
    }
    guard let propagation = request.propagation else { return }
    set("orphan", propagation == .orphan)
    set("foregroundDeletion", propagation == .foreground)
  }

  /// Only pods take time to end; one that never ran, or has ended, needs none.
  private func graceSeconds(for record: any Record, _ request: Request) -> Int64 {
    guard let pod = record as? Object<Pod> else { return 0 }
    let wanted = request.gracePeriod ?? pod.spec.terminationGracePeriodSeconds ?? 30
    if pod.spec.nodeName.isEmpty || pod.body.isTerminal { return 0 }
    return max(0, wanted)
  }

  mutating func deleteCollection(_ request: Request, _ moment: Moment) throws(Status) -> Response {
    let selection = try selection(of: request)
    let namespace = request.namespace.isEmpty ? nil : request.namespace
    let found = store.tables[request.kind].sorted(
      namespace: namespace, where: selection.matches)
    for record in found {
      var one = request
      one.verb = .delete
      one.namespace = record.namespace
      one.name = record.name
      _ = try delete(one, moment)
    }
    return Response(
      .list(
        ObjectList(
          kind: request.kind, resource: types[request.kind].resource, records: found,
          resourceVersion: String(store.revision))))
  }
}
