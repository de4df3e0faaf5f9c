import Cluster
import Resources
import Tree

/// `kubectl create -f`.
struct Create: Verb {
  let path = ["create"]
  let summary = Text(
    "Create an object from a file, or with a subcommand.", "由文件或用子命令创建对象。")
  let arguments = "-f FILENAME [options]"
  let flags =
    FlagSpec.files + FlagSpec.writing
    + [
      FlagSpec.saveConfig, FlagSpec.validate, FlagSpec.record, FlagSpec.labelSelector,
      FlagSpec("edit", nil, .bool), FlagSpec("raw"),
      FlagSpec("windows-line-endings", nil, .bool),
    ]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    if !flags.positional.isEmpty {
      throw usageError("Unexpected args: [\(flags.positional.joined(separator: " "))]")
    }
    if !flags.hasFiles {
      throw kubectl.fail("must specify one of -f and -k")
    }
    let dryRun = try kubectl.dryRun(flags)
    var (objects, problems) = try kubectl.readManifests(flags)
    objects = try kubectl.selected(objects, flags)
    if objects.isEmpty, problems.isEmpty { throw kubectl.fail("no objects passed to create") }
    if flags.bool("edit") {
      if let halt = Problem.halt(problems) { throw halt }
      for object in objects {
        var editing = try Editing(.beforeCreation, flags, kubectl)
        var target = object.target
        target.tree = object.tree
        _ = try editing.run([target], &kubectl)
      }
      return 0
    }
    for object in objects {
      var tree = ChangeCause.recorded(object.tree, flags, self)
      if flags.bool("save-config") { tree = LastApplied.annotated(tree) }
      if dryRun != .client {
        let wish = try kubectl.write(.create, object.kind, object.namespace, "", tree, flags)
        let response = try kubectl.request(wish)
        if let status = response.failure {
          problems.append(Problem.status(status).when("creating", object.source))
          continue
        }
        tree = response.tree ?? tree
      }
      try kubectl.report(tree, "created", flags)
    }
    if let halt = Problem.halt(problems) { throw halt }
    return 0
  }
}

extension Session {
  /// The objects of manifests that `-l` chooses.
  func selected(
    _ objects: [ManifestObject], _ flags: ParsedFlags
  ) throws(Halt) -> [ManifestObject] {
    let text = flags.string("selector")
    if text.isEmpty { return objects }
    let selector: Selector
    do throws(SelectorError) { selector = try Selector(parsing: text) } catch {
      throw fail(error.description)
    }
    return objects.filter { object in
      let labels = object.tree["metadata"]?["labels"]?.object ?? Fields()
      return selector.matches(StringMap(labels.map { ($0.key, $0.value.string ?? "") }))
    }
  }
}
