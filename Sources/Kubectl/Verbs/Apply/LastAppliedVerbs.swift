import Cluster
import Resources
import Tree

/// `kubectl apply view-last-applied`.
struct ViewLastApplied: Verb {
  let path = ["apply", "view-last-applied"]
  let summary = Text("Show what was applied last.", "显示上次应用的配置。")
  let arguments = "(TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME) [options]"
  let flags =
    FlagSpec.files
    + [
      FlagSpec.labelSelector, FlagSpec.all,
      FlagSpec("output", "o", default: "yaml", help: Text("yaml or json.", "yaml 或 json。")),
    ]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    let format = flags.string("output")
    let (targets, problems) = try kubectl.fetched(flags.positional, flags)
    if let halt = Problem.halt(problems) { throw halt }
    for target in targets {
      // kubectl means to complain of an object without one, and loses the complaint.
      guard let tree = target.record?.tree, let value = LastApplied.value(of: tree) else {
        return 0
      }
      guard ["yaml", "json"].contains(format) else {
        throw usageError(
          "Unexpected -o output mode: \(format), the flag 'output' must be one of yaml|json")
      }
      if format == "json" {
        kubectl.print(value.indentedJSON(by: 2))
      } else {
        kubectl.write(value.yaml())
      }
    }
    return 0
  }
}

/// `kubectl apply set-last-applied`.
struct SetLastApplied: Verb {
  let path = ["apply", "set-last-applied"]
  let summary = Text(
    "Set the annotation of what was applied last to a file's content.", "把上次应用的注解设为文件内容。")
  let arguments = "-f FILENAME [options]"
  let flags =
    FlagSpec.files + FlagSpec.output
    + [
      FlagSpec.dryRun,
      FlagSpec(
        "create-annotation", nil, .bool,
        help: Text("Also where there is none yet.", "尚无注解时也创建。")),
    ]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    if !flags.hasFiles { throw kubectl.fail(TargetQuery.missing) }
    for object in try kubectl.manifests(flags) {
      let response = try kubectl.request(object.target.request(.get))
      if let status = response.failure { throw kubectl.fail(status) }
      guard let live = response.tree else { continue }
      if LastApplied.text(of: live) == nil, !flags.bool("create-annotation") {
        throw kubectl.fail(
          "no last-applied-configuration annotation found on resource: \(object.name), to create the annotation, run the command with --create-annotation"
        )
      }
      let annotated = LastApplied.annotated(object.tree)
      let text = LastApplied.text(of: annotated) ?? ""
      if LastApplied.text(of: live) == text {
        kubectl.print("set-last-applied \(object.name): no changes required.")
        continue
      }
      var tree = live
      let patch: Value = ["metadata": ["annotations": [LastApplied.annotation: .string(text)]]]
      if flags.dryRun != .client {
        let wish = try kubectl.patch(object.target, patch, .merge, flags)
        tree = try kubectl.demand(wish).tree ?? live
      }
      try kubectl.report(tree, "configured", flags)
    }
    return 0
  }
}
