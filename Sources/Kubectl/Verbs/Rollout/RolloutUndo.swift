import Cluster
import Resources
import Tree

/// `kubectl rollout undo`.
struct RolloutUndo: Verb {
  let path = ["rollout", "undo"]
  let summary = Text("Go back to an earlier revision.", "回退到较早的修订版本。")
  let arguments = "(TYPE NAME | TYPE/NAME) [flags]"
  let flags =
    FlagSpec.files + FlagSpec.output
    + [
      FlagSpec.dryRun, FlagSpec.labelSelector,
      FlagSpec(
        "to-revision", nil, .int, help: Text("Which one; 0 is the last.", "目标修订版本；0 表示上一个。")),
    ]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    if flags.positional.isEmpty, !flags.hasFiles {
      throw kubectl.fail("required resource not specified")
    }
    _ = try kubectl.dryRun(flags)
    let (targets, problems) = try kubectl.fetched(flags.positional, flags, listsAll: true)
    for target in targets { try undo(target, flags, &kubectl) }
    if let halt = Problem.halt(problems) { throw halt }
    return 0
  }

  private func undo(
    _ target: Target, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) {
    let wanted = Int64(flags.int("to-revision"))
    if wanted < 0 {
      throw kubectl.fail("unable to find specified revision \(wanted) in history")
    }
    guard let revisions = try RolloutRevisions(target, &kubectl) else {
      throw kubectl.fail(
        "no rollbacker has been implemented for \(goQuoted(target.resource.kindInGroup))")
    }
    let isDeployment = target.resource.groupResource == "deployments.apps"
    let live = revisions.workload
    guard let revision = wanted == 0 ? previous(revisions) : revisions[wanted] else {
      if revisions.all.isEmpty || wanted == 0 {
        throw kubectl.fail(
          "no rollout history found for \(target.resource.singular) \(goQuoted(target.name))")
      }
      throw kubectl.fail("unable to find specified revision \(wanted) in history")
    }
    if isDeployment, live["spec"]?["paused"] == true {
      throw kubectl.fail(
        "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again"
      )
    }
    var template = revision.template
    if flags.dryRun == .client {
      return kubectl.print("\(target.qualifiedName) \(PodTemplateText.text(template)) (dry run)")
    }
    template.set("metadata", "labels", "pod-template-hash", to: nil)
    if template == live["spec"]?["template"] {
      return kubectl.print(
        "\(target.qualifiedName) skipped rollback (current template already matches revision \(revision.number))\(flags.dryRun.suffix)"
      )
    }
    var changes: [Value] = [
      ["op": "replace", "path": "/spec/template", "value": template]
    ]
    if isDeployment {
      changes.append([
        "op": "replace", "path": "/metadata/annotations",
        "value": .object(annotations(live, revision.tree)),
      ])
    }
    let wish = try kubectl.patch(target, .array(changes), .json, flags)
    let response = try kubectl.request(wish)
    if let status = response.failure {
      throw kubectl.fail("failed restoring revision \(wanted): \(status.message)")
    }
    try kubectl.report(response.tree ?? live, "rolled back", flags)
  }

  /// The revision before the newest.
  private func previous(_ revisions: RolloutRevisions) -> RolloutRevisions.Revision? {
    revisions.all.count < 2 ? nil : revisions.all[revisions.all.count - 2]
  }

  private static let ownAnnotations = [
    LastApplied.annotation, RolloutRevisions.annotation,
    "deployment.kubernetes.io/revision-history", "deployment.kubernetes.io/desired-replicas",
    "deployment.kubernetes.io/max-replicas", "deprecated.deployment.rollback.to",
  ]

  /// The deployment keeps what is its own and takes the rest from the ReplicaSet.
  private func annotations(_ live: Value, _ replicaSet: Value) -> Fields {
    var found = Fields()
    for (key, value) in live["metadata"]?["annotations"]?.object ?? Fields()
    where Self.ownAnnotations.contains(key) {
      found[key] = value
    }
    for (key, value) in replicaSet["metadata"]?["annotations"]?.object ?? Fields()
    where !Self.ownAnnotations.contains(key) {
      found[key] = value
    }
    return found
  }
}
