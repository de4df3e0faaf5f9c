import Cluster
import Resources
import Simulation
import Tree

/// `kubectl rollout status`.
struct RolloutStatus: Verb {
  let path = ["rollout", "status"]
  let summary = Text("Show how far a rollout has come.", "显示滚动发布的进度。")
  let arguments = "(TYPE NAME | TYPE/NAME) [flags]"
  let flags =
    FlagSpec.files
    + [
      FlagSpec.labelSelector,
      FlagSpec("watch", "w", .bool, default: "true", help: Text("Wait until it is done.", "等待完成。")),
      FlagSpec("revision", nil, .int, help: Text("Only of this revision.", "仅限此修订版本。")),
      FlagSpec("timeout", nil, .duration, help: Text("How long to wait.", "等待的时限。")),
    ]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    if flags.positional.isEmpty, !flags.hasFiles {
      throw kubectl.fail("required resource not specified")
    }
    if flags.int("revision") < 0 {
      throw kubectl.fail("revision must be a positive integer: \(flags.int("revision"))")
    }
    let (targets, problems) = try kubectl.fetched(flags.positional, flags, listsAll: true)
    if targets.isEmpty, problems.isEmpty { kubectl.warnOfNothing() }
    let deadline = kubectl.deadline(flags.duration("timeout"))
    for target in targets {
      guard let viewer = RolloutProgress.viewer(target.resource) else {
        throw kubectl.fail(
          "no status viewer has been implemented for \(target.resource.kindInGroup)")
      }
      try follow(target, viewer, deadline, flags, &kubectl)
    }
    if let halt = Problem.halt(problems) { throw halt }
    return 0
  }

  /// Prints a line for every version of the object until the rollout is done.
  private func follow(
    _ target: Target, _ viewer: (Value, Int) -> RolloutProgress, _ deadline: Instant?,
    _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) {
    let watch = try kubectl.watch(target)
    var patience: Instant?
    while true {
      let limit = [deadline, patience].compactMap { $0 }.min()
      guard let notice = try kubectl.system.nextEvent(watch, until: limit) else {
        if let deadline, limit == deadline {
          throw kubectl.fail("timed out waiting for the condition")
        }
        patience = nil
        continue
      }
      if notice.type == .deleted { throw kubectl.fail("object has been deleted") }
      let tree = notice.record.tree
      switch viewer(tree, flags.int("revision")) {
      case .failed(let message): throw kubectl.fail(message)
      case .done(let text):
        kubectl.print(text)
        return
      case .waiting(let text):
        kubectl.print(text)
        if !flags.bool("watch") { return }
      }
      patience = promised(tree, &kubectl)
    }
  }

  /// When the controller will have said more: it reports a rollout that makes no progress for so long.
  private func promised(_ tree: Value, _ kubectl: inout Session) -> Instant? {
    guard let seconds = tree["spec"]?["progressDeadlineSeconds"]?.int, seconds < 86_400 else {
      return nil
    }
    return kubectl.system.now() + .seconds(seconds + 5)
  }
}

extension Resource {
  /// `ReplicaSet.apps`.
  var kindInGroup: String { group.isEmpty ? kind : kind + "." + group }
}
