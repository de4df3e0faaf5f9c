import Cluster
import Resources
import Tree

/// The command line that `--record` keeps with what it changed (`genericclioptions.Recorder`).
enum ChangeCause {
  static let annotation = "kubernetes.io/change-cause"

  /// The object with the line that changed it, where that is asked for.
  static func recorded(_ tree: Value, _ flags: ParsedFlags, _ verb: any Verb) -> Value {
    guard flags.isKnown("record"), flags.bool("record") else { return tree }
    var tree = tree
    tree.set("metadata", "annotations", annotation, to: .string(line(flags, verb)))
    return tree
  }

  /// The command, its words, and every flag that was given.
  private static func line(_ flags: ParsedFlags, _ verb: any Verb) -> String {
    let given = flags.order.map { "--\($0)=\(flags.string($0))" }
    return ([verb.title] + flags.positional + given).joined(separator: " ")
  }
}

extension Session {
  /// Keeps the line with an object that a change of another part of it left without it.
  mutating func record(_ tree: Value, _ target: Target, _ flags: ParsedFlags) throws(Halt) {
    let recorded = ChangeCause.recorded(tree, flags, verb)
    if recorded == tree { return }
    let change = MergePatch.difference(from: tree, to: recorded)
    _ = try demand(try patch(target, change, .merge, flags))
  }
}
