import Cluster
import Resources
import Tree

extension Apply {
  /// Sends the whole configuration; the server merges it and knows who manages what.
  func applyByServer(
    _ object: ManifestObject, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Outcome {
    if object.name.isEmpty {
      let prefix = object.tree["metadata"]?["generateName"]?.string ?? ""
      return .failed(
        .message(
          prefix.isEmpty
            ? "resource name may not be empty"
            : "from \(prefix): cannot use generate name with apply"))
    }
    var wish = try kubectl.patch(object.target, object.tree, .apply, flags)
    wish.force = flags.bool("force-conflicts")
    wish.manager = kubectl.manager
    var response = try kubectl.request(wish)
    if let status = response.failure { return .failed(problem(status)) }
    var live = response.tree ?? object.tree
    live = try keepAnnotation(live, object, flags, &kubectl)
    if try migrate(live, object, flags, &kubectl) {
      response = try kubectl.request(wish)
      if let status = response.failure { return .failed(problem(status)) }
    }
    return .done(response.tree ?? object.tree, "serverside-applied")
  }

  private func problem(_ status: Status) -> Problem {
    guard status.reason == "Conflict" else { return .status(status) }
    return .message(
      """
      \(status.message)
      Please review the fields above--they currently have other managers. Here
      are the ways you can resolve this warning:
      * If you intend to manage all of these fields, please re-run the apply
        command with the `--force-conflicts` flag.
      * If you do not intend to manage all of the fields, please edit your
        manifest to remove references to the fields that should keep their
        current managers.
      * You may co-own fields by updating your manifest to match the existing
        value; in this case, you'll become the manager if the other manager(s)
        stop managing the field (remove it from their configuration).
      See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts
      """)
  }

  /// Gives the annotation of client-side apply a manager of its own, so that it outlives the migration.
  private func keepAnnotation(
    _ tree: Value, _ object: ManifestObject, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Value {
    guard flags.dryRun == .none, kubectl.manager == "kubectl",
      let text = LastApplied.text(of: tree)
    else { return tree }
    let isApplied = (tree["metadata"]?["managedFields"]?.array ?? []).contains { entry in
      entry["operation"] == "Apply"
        && entry["fieldsV1"]?["f:metadata"]?["f:annotations"]?["f:" + LastApplied.annotation] != nil
    }
    if isApplied { return tree }
    var metadata: Value = [
      "name": .string(object.name), "annotations": [LastApplied.annotation: .string(text)],
    ]
    if !object.namespace.isEmpty { metadata["namespace"] = .string(object.namespace) }
    let part: Value = [
      "apiVersion": .string(object.resource.apiVersion), "kind": .string(object.resource.kind),
      "metadata": metadata,
    ]
    var wish = try kubectl.patch(object.target, part, .apply, flags)
    wish.manager = "kubectl-last-applied"
    wish.force = true
    return try kubectl.request(wish).tree ?? tree
  }

  /// Hands the fields of client-side apply over to the manager that applies now (csaupgrade).
  private func migrate(
    _ tree: Value, _ object: ManifestObject, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Bool {
    guard flags.dryRun == .none, let entries = tree["metadata"]?["managedFields"]?.array else {
      return false
    }
    func isClientSide(_ entry: Value) -> Bool {
      entry["manager"] == "kubectl-client-side-apply" && entry["operation"] == "Update"
        && entry["subresource"] == nil
    }
    guard let old = entries.first(where: isClientSide) else { return false }
    let manager = kubectl.manager
    var kept = entries.filter { !isClientSide($0) }
    guard
      let place = kept.firstIndex(where: {
        $0["manager"]?.string == manager && $0["operation"] == "Apply"
      })
    else { return false }
    kept[place]["fieldsV1"] = MergePatch.applied(
      old["fieldsV1"] ?? .emptyObject, to: kept[place]["fieldsV1"] ?? .emptyObject)
    let patch: Value = [
      ["op": "replace", "path": "/metadata/managedFields", "value": .array(kept)]
    ]
    let wish = try kubectl.patch(object.target, patch, .json, flags)
    return try kubectl.request(wish).failure == nil
  }
}
