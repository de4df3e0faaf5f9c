import Cluster
import Resources
import Tree

/// `kubectl apply`.
struct Apply: Verb {
  let path = ["apply"]
  let summary = Text(
    "Make objects as a file says: create them, or change what differs.",
    "使对象与文件一致：创建，或更改不同之处。")
  let arguments = "(-f FILENAME | -k DIRECTORY) [options]"
  let flags =
    FlagSpec.files + FlagSpec.output
    + [
      FlagSpec.dryRun, FlagSpec.validate, FlagSpec.record, FlagSpec.labelSelector, FlagSpec.all,
      FlagSpec("field-manager", default: ""),
      FlagSpec(
        "server-side", nil, .bool,
        help: Text("The server merges and tracks who set what.", "由服务器合并并记录各字段的管理者。")),
      FlagSpec(
        "force-conflicts", nil, .bool,
        help: Text("Take over fields that others manage.", "接管其他管理者的字段。")),
      FlagSpec(
        "overwrite", nil, .bool, default: "true",
        help: Text("Changes made in between are overwritten.", "覆盖期间的其他更改。")),
      FlagSpec(
        "prune", nil, .bool,
        help: Text("Delete what was applied before and is not in the files.", "删除曾应用但文件中已没有的对象。")),
      FlagSpec("prune-allowlist", nil, .stringArray),
      FlagSpec("force", nil, .bool), FlagSpec("grace-period", nil, .int, default: "-1"),
      FlagSpec("cascade", default: "background", noOptionDefault: "background"),
      FlagSpec("timeout", nil, .duration), FlagSpec("wait", nil, .bool),
      FlagSpec("openapi-patch", nil, .bool, default: "true"), FlagSpec("subresource"),
    ]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    if !flags.hasFiles {
      if !flags.positional.isEmpty {
        throw usageError("Unexpected args: [\(flags.positional.joined(separator: " "))]")
      }
      throw kubectl.fail("must specify one of -f and -k")
    }
    if !flags.positional.isEmpty {
      throw usageError("Unexpected args: [\(flags.positional.joined(separator: " "))]")
    }
    try check(flags, &kubectl)
    if !flags.isSet("field-manager") {
      kubectl.manager = flags.bool("server-side") ? "kubectl" : "kubectl-client-side-apply"
    }
    var (objects, problems) = try kubectl.readManifests(flags)
    objects = try kubectl.selected(objects, flags)
    if objects.isEmpty, problems.isEmpty { throw kubectl.fail("no objects passed to apply") }
    var applied: [Value] = []
    for var object in objects {
      object.tree = ChangeCause.recorded(object.tree, flags, self)
      let outcome =
        flags.bool("server-side")
        ? try applyByServer(object, flags, &kubectl) : try applyByClient(object, flags, &kubectl)
      switch outcome {
      case .done(let tree, let word):
        applied.append(tree)
        if try kubectl.outputFormat(flags).isStandard || objects.count == 1 {
          try kubectl.report(tree, word, flags)
        }
      case .failed(let problem): problems.append(problem)
      }
    }
    let format = try kubectl.outputFormat(flags)
    if !format.isStandard, objects.count > 1 { try kubectl.printObjects(applied, format, flags) }
    if let halt = Problem.halt(problems) { throw halt }
    if flags.bool("prune") { try Pruning(applied, flags).run(flags, &kubectl) }
    return 0
  }

  private func check(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) {
    let dryRun = try kubectl.dryRun(flags)
    _ = try kubectl.fieldValidation(flags)
    if flags.isSet("filename"), flags.isSet("kustomize") {
      throw kubectl.fail("only one of -f or -k can be specified")
    }
    let isServerSide = flags.bool("server-side")
    if flags.bool("force-conflicts"), !isServerSide {
      throw kubectl.fail("--force-conflicts only works with --server-side")
    }
    if dryRun == .client, isServerSide {
      throw kubectl.fail(
        "--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)")
    }
    if flags.bool("force"), isServerSide {
      throw kubectl.fail("--force cannot be used with --server-side")
    }
    if flags.bool("force"), dryRun == .server {
      throw kubectl.fail("--dry-run=server cannot be used with --force")
    }
    if flags.bool("all"), !flags.string("selector").isEmpty {
      throw kubectl.fail("cannot set --all and --selector at the same time")
    }
    if flags.bool("prune"), !flags.bool("all"), flags.string("selector").isEmpty {
      throw kubectl.fail(
        "all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector"
      )
    }
  }

  /// What became of one object.
  enum Outcome {
    case done(Value, String)
    case failed(Problem)
  }
}

extension ManifestObject {
  /// The object in messages (`resource.Info.String`).
  var information: String {
    let group = resource.apiVersion
    return """
      Resource: "\(group), Resource=\(resource.plural)", GroupVersionKind: "\(group), Kind=\(resource.kind)"
      Name: \(goQuoted(name)), Namespace: \(goQuoted(namespace))
      """
  }

  var target: Target {
    var target = Target(kind, resource, namespace, name)
    target.source = source
    return target
  }
}
