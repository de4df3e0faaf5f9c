import Cluster
import Resources
import Tree

/// `kubectl annotate`.
struct Annotate: Verb {
  let path = ["annotate"]
  let summary = Text("Set or remove annotations.", "设置或移除注解。")
  let arguments =
    "[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version] [options]"
  let flags =
    FlagSpec.files + FlagSpec.writing
    + [
      FlagSpec.overwrite, FlagSpec.all, FlagSpec.allNamespaces, FlagSpec.labelSelector,
      FlagSpec.fieldSelector, FlagSpec.local, FlagSpec.record, FlagSpec("resource-version"),
      FlagSpec("list", nil, .bool, help: Text("Show the annotations.", "显示注解。")),
    ]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    let words = try PairArguments(flags.positional, "annotation", kubectl)
    if flags.bool("list"), !flags.string("output").isEmpty {
      throw kubectl.fail("--list and --output may not be specified together")
    }
    if flags.bool("all"), !flags.string("selector").isEmpty {
      throw kubectl.fail("cannot set --all and --selector at the same time")
    }
    if flags.bool("all"), !flags.string("field-selector").isEmpty {
      throw kubectl.fail("cannot set --all and --field-selector at the same time")
    }
    if words.objects.isEmpty, !flags.hasFiles {
      throw kubectl.fail(
        "one or more resources must be specified as <resource> <name> or <resource>/<name>")
    }
    if words.isEmpty, !flags.bool("list") {
      throw kubectl.fail("at least one annotation update is required")
    }
    if flags.bool("local"), !flags.hasFiles {
      throw kubectl.fail(
        "can only use local files by -f pod.yaml or --filename=pod.json when --local=true is set")
    }
    _ = try kubectl.dryRun(flags)
    var (targets, problems) = try kubectl.labellable(words.objects, flags)
    let isAlone = kubectl.isSingle(targets, words.objects, flags)
    if !isAlone, flags.isSet("resource-version") {
      throw kubectl.fail("--resource-version may only be used with a single resource")
    }
    for target in targets {
      let problem = try annotate(target, words, isAlone: isAlone, flags, &kubectl)
      if let problem { problems.append(problem) }
    }
    if let halt = Problem.halt(problems) { throw halt }
    return 0
  }

  private func annotate(
    _ target: Target, _ words: PairArguments, isAlone: Bool, _ flags: ParsedFlags,
    _ kubectl: inout Session
  ) throws(Halt) -> Problem? {
    guard let live = target.record?.tree ?? target.tree else { return nil }
    if flags.bool("list") {
      list(live, target, isAlone, &kubectl)
      return nil
    }
    let annotations = live["metadata"]?["annotations"]
    if !flags.bool("overwrite") {
      let clashes = words.assigned.compactMap { key, value -> String? in
        guard let old = annotations?[key]?.string, old != value else { return nil }
        return "'\(key)' already has a value (\(old))"
      }
      if !clashes.isEmpty {
        return .message(
          "--overwrite is false but found the following declared annotation(s): \(clashes.joined(separator: "; "))"
        )
      }
    }
    var wanted = ChangeCause.recorded(words.applied(to: live, "annotations"), flags, self)
    if flags.isSet("resource-version") {
      wanted.set("metadata", "resourceVersion", to: .string(flags.string("resource-version")))
    }
    if flags.dryRun != .client, !flags.bool("local") {
      let change = MergePatch.difference(from: live, to: wanted)
      let response = try kubectl.request(try kubectl.patch(target, change, .merge, flags))
      if let status = response.failure { return .status(status) }
      wanted = response.tree ?? wanted
    }
    try kubectl.report(wanted, "annotated", flags)
    return nil
  }

  private func list(
    _ tree: Value, _ target: Target, _ isAlone: Bool, _ kubectl: inout Session
  ) {
    if !isAlone {
      kubectl.print(
        "Listing annotations for \(target.resource.kind).\(target.resource.group)/\(target.name):")
    }
    for (key, value) in tree["metadata"]?["annotations"]?.object ?? Fields() {
      kubectl.print("\(isAlone ? "" : " ")\(key)=\(value.string ?? "")")
    }
  }
}
