import Cluster
import Resources
import Simulation
import Tree

/// `kubectl wait`: returns when objects are as they should be, or when the time is over.
struct WaitVerb: Verb {
  let path = ["wait"]
  let arguments =
    "([-f FILENAME] | resource/name | resource [(-l label | --all)]) --for=CONDITION [options]"
  let summary = Text(
    "Wait for a specific condition on one or many resources.", "等待一个或多个资源达到指定状态。")
  let flags =
    [
      FlagSpec.allNamespaces, FlagSpec.labelSelector, FlagSpec.fieldSelector,
      FlagSpec("all", nil, .bool, help: Text("All objects of the kinds.", "这些类别的全部对象。")),
      FlagSpec(
        "for",
        help: Text(
          "create, delete, condition=NAME[=VALUE] or jsonpath='{PATH}'[=VALUE].",
          "create、delete、condition=名称[=值] 或 jsonpath='{路径}'[=值]。")),
      FlagSpec("local", nil, .bool),
      FlagSpec(
        "timeout", nil, .duration, default: "30s", help: Text("How long to wait.", "等待多久。")),
    ] + FlagSpec.files.filter { $0.name != "kustomize" } + FlagSpec.output

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    let condition = try WaitCondition.parse(flags.string("for"))
    let format = try kubectl.outputFormat(flags)
    if flags.positional.isEmpty, flags.list("filename").isEmpty {
      throw kubectl.fail(TargetQuery.missing)
    }
    // A selector chooses, with --all or without.
    let chosen = flags.string("selector").isEmpty ? flags : flags.without("all")
    let targets = try self.targets(condition, chosen, &kubectl)
    var problems: [Problem] = []
    var visited = 0
    for target in targets {
      visited += 1
      let wait = ObjectWait(target: target, condition: condition, time: flags.duration("timeout"))
      switch try wait.run(&kubectl) {
      case .met(let tree):
        try kubectl.printObject(tree, format, flags, operation: "condition met")
      case .gone: break
      case .problem(let problem): problems.append(problem)
      }
    }
    if visited == 0, !isDeletion(condition) { throw kubectl.fail("no matching resources found") }
    if let halt = Problem.halt(problems) { throw halt }
    return 0
  }

  private func isDeletion(_ condition: WaitCondition) -> Bool {
    if case .delete = condition { true } else { false }
  }

  /// The objects to wait for; with `create`, those that a selector will choose later.
  private func targets(
    _ condition: WaitCondition, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> [Target] {
    var targets = try kubectl.targets(flags.positional, flags)
    guard case .create = condition, targets.isEmpty else { return targets }
    let end = kubectl.system.now() + flags.duration("timeout").waitingTime
    while targets.isEmpty, kubectl.system.now() < end {
      try kubectl.system.sleep(Milliseconds(500))
      targets = try kubectl.targets(flags.positional, flags)
    }
    return targets
  }
}

extension GoDuration {
  /// Zero means to look once, less than zero a week.
  var waitingTime: Milliseconds {
    nanoseconds < 0 ? .seconds(7 * 24 * 3600) : Milliseconds(nanoseconds / 1_000_000)
  }
}
