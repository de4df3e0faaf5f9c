import Cluster
import Resources
import Tree

extension Apply {
  /// Compares what was applied last, what is wished for and what there is, and sends the difference.
  func applyByClient(
    _ object: ManifestObject, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Outcome {
    if let prefix = object.tree["metadata"]?["generateName"]?.string, object.name.isEmpty {
      return .failed(.message("from \(prefix): cannot use generate name with apply"))
    }
    let modified = LastApplied.annotated(object.tree)
    if object.name.isEmpty {
      return .failed(
        .message(
          "error when retrieving current configuration of:\n\(object.information)\nfrom server for: \(goQuoted(object.source)): resource name may not be empty"
        ))
    }
    let found = try kubectl.request(object.target.request(.get))
    if let status = found.failure {
      guard status.code == 404 else {
        let place = "retrieving current configuration of:\n\(object.information)\nfrom server for:"
        return .failed(Problem.status(status).when(place, object.source))
      }
      return try create(modified, object, flags, &kubectl)
    }
    guard let live = found.tree else { return .failed(.message("no object was found")) }
    if flags.dryRun == .client { return .done(live, "configured") }
    return try update(live, modified, object, flags, &kubectl)
  }

  private func create(
    _ modified: Value, _ object: ManifestObject, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Outcome {
    if flags.dryRun == .client { return .done(modified, "created") }
    let wish = try kubectl.write(.create, object.kind, object.namespace, "", modified, flags)
    let response = try kubectl.request(wish)
    if let status = response.failure {
      return .failed(Problem.status(status).when("creating", object.source))
    }
    return .done(response.tree ?? modified, "created")
  }

  private func update(
    _ live: Value, _ modified: Value, _ object: ManifestObject, _ flags: ParsedFlags,
    _ kubectl: inout Session
  ) throws(Halt) -> Outcome {
    if LastApplied.text(of: live) == nil {
      kubectl.warn(
        "Warning: resource \(object.target.objectName) is missing the \(LastApplied.annotation) annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically."
      )
    }
    let change: ApplyPatch
    do throws(ApplyPatchError) {
      change = try ApplyPatch(live, modified, kubectl.kinds()[object.kind])
    } catch {
      return .failed(Problem.message(error.text).when("applying patch for", object.source))
    }
    if change.isEmpty { return .done(live, "unchanged") }
    if live["metadata"]?["deletionTimestamp"] != nil {
      kubectl.warn(
        "Warning: Detected changes to resource \(object.name) which is currently being deleted.")
    }
    let wish = try kubectl.patch(object.target, change.tree, change.type, flags)
    let response = try kubectl.request(wish)
    guard let status = response.failure else {
      return .done(response.tree ?? modified, "configured")
    }
    if flags.bool("force"), ["Conflict", "Invalid"].contains(status.reason) {
      return try replace(live, modified, object, flags, &kubectl)
    }
    let place = "applying patch:\n\(change.tree.json())\nto:\n\(object.information)\nfor:"
    return .failed(
      Problem.status(status).when("patching", object.source).when(place, object.source))
  }

  /// `--force`: deletes the object and creates it anew.
  private func replace(
    _ live: Value, _ modified: Value, _ object: ManifestObject, _ flags: ParsedFlags,
    _ kubectl: inout Session
  ) throws(Halt) -> Outcome {
    var deletion = object.target.request(.delete)
    deletion.gracePeriod = flags.int("grace-period") >= 0 ? Int64(flags.int("grace-period")) : nil
    deletion.propagation = .background
    _ = try kubectl.request(deletion)
    let deadline = kubectl.deadline(flags.duration("timeout"))
    _ = try kubectl.waitUntilGone(
      object.target, uid: live["metadata"]?["uid"]?.string ?? "", until: deadline)
    let outcome = try create(modified, object, flags, &kubectl)
    if case .done(let tree, _) = outcome { return .done(tree, "configured") }
    return outcome
  }
}

struct ApplyPatchError: Error { let text: String }

/// The difference that `apply` sends: strategic for built-in kinds, a JSON merge for others.
struct ApplyPatch {
  let tree: Value
  let type: PatchType

  var isEmpty: Bool { tree.object?.isEmpty ?? true }

  init(_ live: Value, _ modified: Value, _ kind: any KindType) throws(ApplyPatchError) {
    let last = LastApplied.value(of: live) ?? .emptyObject
    do throws(PatchError) {
      if kind.isBuiltIn {
        type = .strategic
        tree = try StrategicMerge.threeWay(
          lastApplied: last, modified: modified, current: live, shape: kind.mergeShape)
      } else {
        type = .merge
        tree = try MergePatch.threeWay(lastApplied: last, modified: modified, current: live)
      }
    } catch { throw ApplyPatchError(text: error.description) }
  }
}

extension KindType {
  /// Whether the kind is part of Kubernetes; custom ones have no strategic merge.
  var isBuiltIn: Bool { Catalog.index(resource.groupResource) != nil }
}
