import Cluster
import Resources
import Tree

/// `kubectl cordon` and `uncordon`.
struct Cordon: Verb {
  /// Whether pods are kept away from now on.
  let closes: Bool
  var path: [String] { [closes ? "cordon" : "uncordon"] }
  let arguments = "NODE [options]"
  let flags = [FlagSpec.dryRun, FlagSpec.labelSelector]

  init(closes: Bool) { self.closes = closes }

  var summary: Text {
    closes
      ? Text("Keep new pods away from a node.", "阻止新的 Pod 调度到节点。")
      : Text("Let new pods come to a node again.", "恢复节点的调度。")
  }

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    let (targets, problems) = try kubectl.nodes(flags)
    for target in targets { try kubectl.cordon(target, closes, flags) }
    if let halt = Problem.halt(problems) { throw halt }
    return 0
  }
}

extension Session {
  /// The nodes of a line of `cordon`, `uncordon` or `drain`.
  mutating func nodes(
    _ flags: ParsedFlags
  ) throws(Halt) -> (targets: [Target], problems: [Problem]) {
    let names = flags.positional
    let selects = flags.isSet("selector")
    if names.isEmpty, !selects { throw verb.usageError("USAGE: \(verb.path[0]) NODE [flags]") }
    if !names.isEmpty, selects {
      throw verb.usageError("cannot specify both a node name and a --selector option")
    }
    _ = try dryRun(flags)
    let words = names.contains { $0.contains("/") } ? names : ["nodes"] + names
    let found = try fetched(words, flags)
    // One that is not there keeps kubectl from touching the others.
    if let halt = Problem.halt(found.problems) { throw halt }
    return found
  }

  /// Sets whether a node takes new pods, and says so.
  mutating func cordon(
    _ target: Target, _ closes: Bool, _ flags: ParsedFlags
  ) throws(Halt) {
    let isClosed = target.record?.tree["spec"]?["unschedulable"] == true
    let word = closes ? "cordoned" : "uncordoned"
    if isClosed == closes {
      return print("\(target.qualifiedName) already \(word)\(flags.dryRun.suffix)")
    }
    if flags.dryRun != .client {
      let change: Value = ["spec": ["unschedulable": closes ? true : .null]]
      let response = try request(patch(target, change, .strategic, flags))
      if let status = response.failure {
        throw fail(
          "unable to \(closes ? "cordon" : "uncordon") node \(goQuoted(target.name)): \(status.message)"
        )
      }
    }
    print("\(target.qualifiedName) \(word)\(flags.dryRun.suffix)")
  }
}
