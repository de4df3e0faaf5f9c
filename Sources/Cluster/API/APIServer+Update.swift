import Resources
import Simulation
import Store
import Tree

extension APIServer {
  mutating func update(_ request: Request, _ moment: Moment) throws(Status) -> Response {
    var warnings: [String] = []
    if request.subresource == "scale" { return try updateScale(request, moment) }
    let record = try decode(request, &warnings)
    var response = try replace(record, request, moment)
    response.warnings = warnings
    return response
  }

  /// Puts a new version in the place of the old, whatever the road that it came by.
  mutating func replace(
    _ record: any Record, _ request: Request, _ moment: Moment
  ) throws(Status) -> Response {
    let type = types[request.kind]
    let key = ObjectKey(request.namespace, request.name)
    guard let old = store.get(request.kind, key) else {
      throw .notFound(type.resource, request.name)
    }
    if record.name != request.name {
      throw .badRequest(
        "the name of the object (\(record.name)) does not match the name on the URL (\(request.name))"
      )
    }
    try checkIdentity(record, old, type.resource)
    var new = record.replacingMetadata(merged(record.metadata, old.metadata, request))
    switch request.subresource {
    case "status": new = type.preparedForStatusUpdate(new, old: old)
    case "finalize": break
    default:
      new = type.withDefaults(new)
      new = try admitMutating(new, old: old, request, moment)
      let prepared = type.preparedForUpdate(new, old: old)
      new = prepared.record
      if prepared.bumps, Generations.counts(type) {
        var metadata = new.metadata
        metadata.generation += 1
        new = new.replacingMetadata(metadata)
      }
      try validate(new, old, type)
      new = try services.allocate(for: new, old: old)
      try admitValidating(new, old: old, request, moment)
    }
    new = tracked(new, old: old, request, moment)
    if type.isSame(new, old), hasSameManagers(new, old) { return Response(.record(old)) }
    let written = commit(new, request.kind, moment)
    kindChanged(written, moment)
    return Response(.record(written))
  }

  /// Whether a write changes nothing of who manages what; the times do not count.
  private func hasSameManagers(_ new: any Record, _ old: any Record) -> Bool {
    if new.metadata.isIdentical(to: old.metadata) { return true }
    let after = new.metadata.managedFields
    let before = old.metadata.managedFields
    return after.count == before.count
      && zip(after, before).allSatisfy { left, right in
        var left = left
        left.time = right.time
        return left == right
      }
  }

  private func validate(
    _ new: any Record, _ old: any Record, _ type: any KindType
  ) throws(Status) {
    var errors = FieldErrors()
    MetadataRules.validate(new.metadata, type.resource, type.nameRule, &errors)
    MetadataRules.validateUpdate(new.metadata, old.metadata, &errors)
    type.validate(new, &errors)
    type.validateUpdate(new, old: old, &errors)
    guard errors.isEmpty else { throw .invalid(type.resource, new.name, errors) }
  }

  private func checkIdentity(
    _ record: any Record, _ old: any Record, _ resource: Resource
  ) throws(Status) {
    let wanted = record.metadata
    if !wanted.uid.isEmpty, wanted.uid != old.uid {
      throw .conflict(
        resource, old.name,
        "Precondition failed: UID in precondition: \(wanted.uid), UID in object meta: \(old.uid)")
    }
    if !wanted.resourceVersion.isEmpty, wanted.resourceVersion != old.metadata.resourceVersion {
      throw .stale(resource, old.name)
    }
  }

  /// The metadata that a writer may set, over what the server keeps.
  private func merged(_ new: Metadata, _ old: Metadata, _ request: Request) -> Metadata {
    // Components send back what they were given.
    if new.isIdentical(to: old) { return old }
    var result = new
    result.uid = old.uid
    result.namespace = old.namespace
    result.generateName = old.generateName
    result.creationTimestamp = old.creationTimestamp
    result.deletionTimestamp = old.deletionTimestamp
    result.deletionGracePeriodSeconds = old.deletionGracePeriodSeconds
    result.generation = old.generation
    result.resourceVersion = old.resourceVersion
    if result.managedFields.isEmpty { result.managedFields = old.managedFields }
    if request.subresource == "status" {
      // A status write leaves the metadata alone but for annotations, labels and finalizers.
      result.ownerReferences = old.ownerReferences
      result.managedFields = old.managedFields
    }
    return result
  }

  /// Writes a version, or lets the object go when its last finalizer has been taken off.
  mutating func commit(_ new: any Record, _ kind: Int, _ moment: Moment) -> any Record {
    let metadata = new.metadata
    let isFinished =
      metadata.isBeingDeleted && metadata.finalizers.isEmpty
      && (metadata.deletionGracePeriodSeconds ?? 0) == 0 && !keepsNamespace(new)
    let written = store.put(new, kind: kind, at: moment.now, cause: moment.cause)
    if isFinished { remove(kind, new.key, moment) }
    return written
  }

  /// A namespace has finalizers of its own, in its spec.
  private func keepsNamespace(_ record: any Record) -> Bool {
    guard let namespace = record as? Object<Namespace> else { return false }
    return !namespace.body.spec.finalizers.isEmpty
  }

  /// Takes an object out of the store and gives back what it held.
  @discardableResult
  mutating func remove(_ kind: Int, _ key: ObjectKey, _ moment: Moment) -> (any Record)? {
    let last = store.delete(kind, key, at: moment.now, cause: moment.cause)
    if let last {
      services.release(last)
      kindDeleted(last, moment)
    }
    return last
  }
}
