import Cluster
import Resources
import Tree

/// `kubectl rollout history`.
struct RolloutHistory: Verb {
  let path = ["rollout", "history"]
  let summary = Text("Show earlier revisions of a workload.", "显示工作负载的历史修订版本。")
  let arguments = "(TYPE NAME | TYPE/NAME) [flags]"
  let flags =
    FlagSpec.files + FlagSpec.output
    + [
      FlagSpec.labelSelector,
      FlagSpec("revision", nil, .int, help: Text("Show this one in full.", "完整显示此修订版本。")),
    ]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    if flags.positional.isEmpty, !flags.hasFiles {
      throw kubectl.fail("required resource not specified")
    }
    let wanted = Int64(flags.int("revision"))
    if wanted < 0 { throw kubectl.fail("revision must be a positive integer: \(wanted)") }
    let (targets, problems) = try kubectl.fetched(flags.positional, flags, listsAll: true)
    for target in targets { try show(target, wanted, flags, &kubectl) }
    if let halt = Problem.halt(problems) { throw halt }
    return 0
  }

  private func show(
    _ target: Target, _ wanted: Int64, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) {
    guard let revisions = try RolloutRevisions(target, &kubectl) else {
      throw kubectl.fail(
        "no history viewer has been implemented for \(goQuoted(target.resource.kindInGroup))")
    }
    let format = try kubectl.outputFormat(flags)
    if !format.isStandard, let shown = revisions[wanted] ?? revisions.all.last {
      return try kubectl.printTyped(shown.tree, format, flags)
    }
    if wanted == 0 {
      return kubectl.print("\(target.qualifiedName) \n\(table(revisions))")
    }
    guard let revision = revisions[wanted] else {
      throw kubectl.fail("unable to find the specified revision")
    }
    var template = revision.template
    if !revision.changeCause.isEmpty {
      template.set(
        "metadata", "annotations", RolloutRevisions.causeAnnotation,
        to: .string(revision.changeCause))
    }
    kubectl.print(
      "\(target.qualifiedName) with revision #\(wanted)\n\(PodTemplateText.text(template))")
  }

  private func table(_ revisions: RolloutRevisions) -> String {
    if revisions.all.isEmpty { return "No rollout history found." }
    var text = "REVISION  CHANGE-CAUSE\n"
    for revision in revisions.all {
      let number = String(revision.number)
      let cause = revision.changeCause.isEmpty ? "<none>" : revision.changeCause
      text += number + String(repeating: " ", count: max(0, 10 - number.count)) + cause + "\n"
    }
    return text
  }
}
