import Cluster
import Resources
import Tree

/// `kubectl diff`.
struct Diff: Verb {
  let path = ["diff"]
  let summary = Text("Show what apply would change.", "显示 apply 将更改的内容。")
  let arguments = "-f FILENAME [options]"
  let flags =
    FlagSpec.files
    + [
      FlagSpec.labelSelector, FlagSpec("field-manager"),
      FlagSpec("server-side", nil, .bool), FlagSpec("force-conflicts", nil, .bool),
      FlagSpec("prune", nil, .bool), FlagSpec("prune-allowlist", nil, .stringArray),
      FlagSpec("concurrency", nil, .int, default: "1"),
      FlagSpec("show-managed-fields", nil, .bool),
    ]

  /// As diff does: 1 where something differs, more where something went wrong.
  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    do throws(Halt) { return try compare(flags, &kubectl) ? 1 : 0 } catch {
      guard case .exit(let status, let message) = error else { throw error }
      throw .exit(max(2, status), message)
    }
  }

  private func compare(
    _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Bool {
    if !flags.hasFiles {
      throw kubectl.fail("must specify one of -f and -k")
    }
    if !flags.positional.isEmpty {
      throw usageError("Unexpected args: [\(flags.positional.joined(separator: " "))]")
    }
    if !flags.isSet("field-manager") {
      kubectl.manager = flags.bool("server-side") ? "kubectl" : "kubectl-client-side-apply"
    }
    var objects = try kubectl.manifests(flags)
    objects = try kubectl.selected(objects, flags)
    var differs = false
    for object in objects {
      let live = try kubectl.request(object.target.request(.get))
      if let status = live.failure, status.code != 404 { throw kubectl.fail(status) }
      let merged = try merge(live.tree, object, flags, &kubectl)
      let before = live.tree.map { shown($0, object, flags) } ?? ""
      let after = shown(merged, object, flags)
      if before == after { continue }
      differs = true
      print(before, after, object, &kubectl)
    }
    return differs
  }

  /// What the server would make of the manifest.
  private func merge(
    _ live: Value?, _ object: ManifestObject, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Value {
    var wish: Request
    if flags.bool("server-side") {
      wish = object.target.request(.patch)
      wish.patchType = .apply
      wish.force = flags.bool("force-conflicts")
      wish.body = .tree(object.tree)
      wish.manager = kubectl.manager
    } else if let live {
      let change: ApplyPatch
      do throws(ApplyPatchError) {
        change = try ApplyPatch(
          live, LastApplied.bare(object.tree), kubectl.kinds()[object.kind])
      } catch { throw kubectl.fail(error.text) }
      wish = object.target.request(.patch)
      wish.patchType = change.type
      wish.body = .tree(change.tree)
    } else {
      wish = Request(.create, object.kind, namespace: object.namespace)
      wish.body = .tree(object.tree)
    }
    wish.isDryRun = true
    return try kubectl.demand(wish).tree ?? object.tree
  }

  /// The object as diff shows it: a Secret's values are masked.
  private func shown(_ tree: Value, _ object: ManifestObject, _ flags: ParsedFlags) -> String {
    var tree = flags.bool("show-managed-fields") ? tree : tree.withoutManagedFields
    if object.resource.groupResource == "secrets", let data = tree["data"]?.object {
      tree["data"] = .object(Fields(data.map { ($0.key, .string("***")) }))
    }
    return tree.yaml()
  }

  private func print(
    _ before: String, _ after: String, _ object: ManifestObject, _ kubectl: inout Session
  ) {
    let resource = object.resource
    let version = (resource.group.isEmpty ? "" : resource.group + ".") + resource.version
    let file = [version, resource.kind, object.namespace, object.name].joined(separator: ".")
    let number = kubectl.system.now().microseconds
    let folders = ("/tmp/LIVE-\(number)", "/tmp/MERGED-\(number)")
    let seconds = kubectl.system.now().unixSeconds
    let time = Timestamp(seconds: seconds).text.replacing("T", with: " ").dropLast()
    kubectl.print("diff -u -N \(folders.0)/\(file) \(folders.1)/\(file)")
    kubectl.print("--- \(folders.0)/\(file)\t\(time).000000000 +0000")
    kubectl.print("+++ \(folders.1)/\(file)\t\(time).000000000 +0000")
    kubectl.write(UnifiedDifference.text(before, after))
  }
}
