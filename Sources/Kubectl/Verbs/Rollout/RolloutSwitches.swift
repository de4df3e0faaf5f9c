import Cluster
import Resources
import Tree

/// `kubectl rollout pause`, `resume` and `restart`: each changes one field.
struct RolloutSwitch: Verb {
  enum Action: String { case pause, resume, restart }

  let action: Action
  var path: [String] { ["rollout", action.rawValue] }
  let arguments = "RESOURCE"
  let flags = FlagSpec.files + FlagSpec.output + [FlagSpec.fieldManager, FlagSpec.labelSelector]

  init(_ action: Action) { self.action = action }

  var summary: Text {
    switch action {
    case .pause: Text("Pause a rollout.", "暂停滚动发布。")
    case .resume: Text("Go on with a paused rollout.", "继续已暂停的滚动发布。")
    case .restart: Text("Replace all pods of a workload.", "重启工作负载的全部 Pod。")
    }
  }

  private var operation: String {
    switch action {
    case .pause: "paused"
    case .resume: "resumed"
    case .restart: "restarted"
    }
  }

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    if flags.positional.isEmpty, !flags.hasFiles {
      throw kubectl.fail("required resource not specified")
    }
    var (targets, problems) = try kubectl.fetched(flags.positional, flags, listsAll: true)
    if targets.isEmpty, problems.isEmpty { kubectl.warnOfNothing() }
    let now = Timestamp(seconds: kubectl.system.now().unixSeconds).text
    let isRestart = action == .restart
    problems += try kubectl.alter(
      targets, flags, operation: operation, refusal: "failed to patch: ",
      unchanged: { target in
        isRestart
          ? .message(
            "failed to create patch for \(target.name): if restart has already been triggered within the past second, please wait before attempting to trigger another"
          ) : nil
      }
    ) { tree, target in
      var wanted = tree
      if let problem = change(&wanted, target, now) {
        let resource = target.resource.groupResource
        return .failed([.message("error: \(resource) \(goQuoted(target.name)) \(problem)")])
      }
      return .changed(wanted)
    }
    if let halt = Problem.halt(problems) { throw halt }
    return 0
  }

  /// Makes the change, or tells why it cannot be made.
  private func change(_ tree: inout Value, _ target: Target, _ now: String) -> String? {
    let kind = target.resource.groupResource
    let isPaused = tree["spec"]?["paused"] == true
    switch action {
    case .pause:
      if kind != "deployments.apps" { return "pausing is not supported" }
      if isPaused { return "is already paused" }
      tree.set("spec", "paused", to: true)
    case .resume:
      if kind != "deployments.apps" { return "resuming is not supported" }
      if !isPaused { return "is not paused" }
      tree.set("spec", "paused", to: nil)
    case .restart:
      guard ["deployments.apps", "daemonsets.apps", "statefulsets.apps"].contains(kind) else {
        return "restarting is not supported"
      }
      if isPaused { return "can't restart paused deployment (run rollout resume first)" }
      tree.set(
        "spec", "template", "metadata", "annotations", "kubectl.kubernetes.io/restartedAt",
        to: .string(now))
    }
    return nil
  }
}
