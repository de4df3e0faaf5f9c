import Resources
import Simulation
import Store
import Tree

extension APIServer {
  /// Server-side apply, after structured-merge-diff's `Updater.Apply`.
  mutating func apply(_ request: Request, _ moment: Moment) throws(Status) -> Response {
    guard case .tree(let wanted) = request.body else {
      throw .badRequest("the request has no body")
    }
    let type = types[request.kind]
    try checkConfiguration(wanted, request, type.resource)
    var warnings: [String] = []
    _ = try decode(wanted, request, &warnings)
    let place = FieldPlace.root(of: type)
    let fields = FieldSet.named(by: wanted, place)
      .without(ManagedPaths.ignored(request, type.resource))
    let manager = FieldManagers.Manager(
      name: request.manager, isApply: true, apiVersion: type.resource.apiVersion,
      subresource: request.subresource)
    guard let old = store.get(request.kind, ObjectKey(request.namespace, request.name)) else {
      return try createApplied(wanted, fields, manager, request, moment)
    }
    let live = old.tree
    var managers = folded(FieldManagers(old.metadata), old, type, moment)
    let before = managers.index(of: manager).map { managers.all[$0].fields } ?? FieldSet()
    let kept = managers.fields(without: manager).union(fields)
    let merged = FieldMerge.merge(live, wanted, place)
    let pruned = FieldMerge.prune(merged, before, kept: kept, place) ?? .emptyObject
    let change = FieldComparison(from: live, to: pruned, place)
      .without(ManagedPaths.ignored(request, type.resource))
    let conflicts = managers.conflicts(of: manager, change.written)
    if !request.force, !conflicts.isEmpty,
      !LastApplied.allows(conflicts, of: manager, live: old, place)
    {
      throw .applyConflict(conflicts)
    }
    managers.record(manager, fields, change, at: Time(moment.now))
    let result = LastApplied.updated(pruned, from: wanted, live: old, manager)
    let decoded = try decode(result, request, &warnings)
    var metadata = decoded.metadata
    metadata.managedFields = managers.entries
    var response = try replace(decoded.replacingMetadata(metadata), request, moment)
    response.warnings = warnings.reduce(into: []) { list, warning in
      if !list.contains(warning) { list.append(warning) }
    }
    return response
  }

  private mutating func createApplied(
    _ wanted: Value, _ fields: FieldSet, _ manager: FieldManagers.Manager, _ request: Request,
    _ moment: Moment
  ) throws(Status) -> Response {
    guard request.subresource.isEmpty else {
      throw .notFound(types[request.kind].resource, request.name)
    }
    var managers = FieldManagers(Metadata())
    managers.record(manager, fields, FieldComparison(), at: Time(moment.now))
    var tree = wanted
    var metadata = Metadata()
    metadata.managedFields = managers.entries
    tree.set("metadata", "managedFields", to: metadata.tree["managedFields"])
    var creation = request
    creation.body = .tree(tree)
    return try create(creation, moment)
  }

  private func checkConfiguration(
    _ wanted: Value, _ request: Request, _ resource: Resource
  ) throws(Status) {
    if wanted["metadata"]?["managedFields"]?.array?.isEmpty == false {
      throw .badRequest("metadata.managedFields must be nil")
    }
    let name = wanted["metadata"]?["name"]?.string ?? ""
    if name != request.name {
      throw .badRequest(
        "the name of the object (\(name)) does not match the name on the URL (\(request.name))")
    }
    if let version = wanted["apiVersion"]?.string, version != resource.apiVersion {
      throw .badRequest(
        "Incorrect version specified in apply patch. Specified patch version: \(version), expected: \(resource.apiVersion)"
      )
    }
  }
}

/// Server-side apply by kubectl may take over what the annotation of client-side apply says was its own
/// (`LastAppliedManager`).
enum LastApplied {
  /// The object with the annotation that it had brought up to date, where kubectl applies (`LastAppliedUpdater`).
  static func updated(
    _ tree: Value, from wanted: Value, live: any Record, _ manager: FieldManagers.Manager
  ) -> Value {
    guard manager.name == "kubectl", live.metadata.annotations[annotation] != nil,
      tree["metadata"]?["annotations"]?[annotation] != nil
    else { return tree }
    var bare = wanted
    bare.set("metadata", "managedFields", to: nil)
    if wanted["metadata"]?["annotations"]?[annotation] != nil {
      bare.set("metadata", "annotations", annotation, to: nil)
    }
    var result = tree
    result.set("metadata", "annotations", annotation, to: .string(bare.json() + "\n"))
    return result
  }

  static let annotation = "kubectl.kubernetes.io/last-applied-configuration"

  static func allows(
    _ conflicts: [(manager: FieldManagers.Manager, fields: FieldSet)],
    of manager: FieldManagers.Manager, live: any Record, _ place: FieldPlace
  ) -> Bool {
    guard manager.name == "kubectl", let text = live.metadata.annotations[annotation],
      let applied = try? Value(json: text)
    else { return false }
    let named = FieldSet.named(by: applied, place)
    let difference = FieldComparison(from: applied, to: live.tree, place)
    let own = named.subtracting(difference.modified).subtracting(difference.removed)
    return conflicts.allSatisfy { $0.fields.subtracting(own).isEmpty }
  }
}

extension Status {
  /// Others manage fields that an apply would change.
  static func applyConflict(
    _ conflicts: [(manager: FieldManagers.Manager, fields: FieldSet)]
  ) -> Status {
    let sorted = conflicts.sorted { $0.manager.text.precedes($1.manager.text) }
    var status = Status(409, "Conflict", "")
    for (manager, fields) in sorted {
      status.causes += fields.paths().map {
        Cause(
          reason: "FieldManagerConflict", message: "conflict with \(manager.text)", field: $0)
      }
    }
    if status.causes.count == 1 {
      let cause = status.causes[0]
      status.message = "Apply failed with 1 conflict: \(cause.message): \(cause.field)"
    } else {
      let lines = sorted.flatMap { manager, fields in
        ["conflicts with \(manager.text):"] + fields.paths().map { "- " + $0 }
      }
      status.message =
        "Apply failed with \(status.causes.count) conflicts: " + lines.joined(separator: "\n")
    }
    return status
  }
}
