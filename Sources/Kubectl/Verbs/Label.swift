import Cluster
import Resources
import Tree

/// `kubectl label`.
struct Label: Verb {
  let path = ["label"]
  let summary = Text("Set or remove labels.", "设置或移除标签。")
  let arguments =
    "[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version] [options]"
  let flags =
    FlagSpec.files + FlagSpec.writing
    + [
      FlagSpec.overwrite, FlagSpec.all, FlagSpec.allNamespaces, FlagSpec.labelSelector,
      FlagSpec.fieldSelector, FlagSpec.local, FlagSpec.record, FlagSpec("resource-version"),
      FlagSpec("list", nil, .bool, help: Text("Show the labels.", "显示标签。")),
    ]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    let words = try PairArguments(flags.positional, "label", kubectl)
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
      throw kubectl.fail("at least one label update is required")
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
      let problem = try label(target, words, isAlone: isAlone, flags, &kubectl)
      if let problem { problems.append(problem) }
    }
    if let halt = Problem.halt(problems) { throw halt }
    return 0
  }

  private func label(
    _ target: Target, _ words: PairArguments, isAlone: Bool, _ flags: ParsedFlags,
    _ kubectl: inout Session
  ) throws(Halt) -> Problem? {
    guard let live = target.record?.tree ?? target.tree else { return nil }
    let labels = live["metadata"]?["labels"]
    let isRehearsal = flags.dryRun == .client || flags.bool("local") || flags.bool("list")
    if !isRehearsal {
      for key in words.removed where labels?[key] == nil {
        kubectl.print("label \(goQuoted(key)) not found.")
      }
    }
    let overwrites = flags.bool("overwrite")
    if !overwrites {
      for (key, value) in words.assigned {
        if let old = labels?[key]?.string, old != value {
          return .message("'\(key)' already has a value (\(old)), and --overwrite is false")
        }
      }
    }
    var wanted = ChangeCause.recorded(words.applied(to: live, "labels"), flags, self)
    if flags.isSet("resource-version") {
      wanted.set("metadata", "resourceVersion", to: .string(flags.string("resource-version")))
    }
    let word = outcome(live, wanted, overwrites)
    if flags.bool("list") {
      list(wanted, target, isAlone, &kubectl)
      return nil
    }
    var shown = wanted
    if !isRehearsal {
      let change = MergePatch.difference(from: live, to: wanted)
      let response = try kubectl.request(try kubectl.patch(target, change, .merge, flags))
      if let status = response.failure { return .status(status) }
      shown = response.tree ?? wanted
    }
    try kubectl.report(shown, word, flags)
    return nil
  }

  /// kubectl compares the lengths of the objects' JSON.
  private func outcome(_ old: Value, _ new: Value, _ overwrites: Bool) -> String {
    if old == new { return "not labeled" }
    let isShorter = new.json().utf8.count < old.json().utf8.count
    return !overwrites && isShorter ? "unlabeled" : "labeled"
  }

  private func list(
    _ tree: Value, _ target: Target, _ isAlone: Bool, _ kubectl: inout Session
  ) {
    if !isAlone {
      kubectl.print(
        "Listing labels for \(target.resource.kind).\(target.resource.group)/\(target.name):")
    }
    for (key, value) in tree["metadata"]?["labels"]?.object ?? Fields() {
      kubectl.print("\(isAlone ? "" : " ")\(key)=\(value.string ?? "")")
    }
  }
}
