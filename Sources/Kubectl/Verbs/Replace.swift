import Cluster
import Resources
import Tree

/// `kubectl replace`.
struct Replace: Verb {
  let path = ["replace"]
  let summary = Text("Replace objects by what a file says.", "以文件内容替换对象。")
  let arguments = "-f FILENAME [options]"
  let flags =
    FlagSpec.files + FlagSpec.writing + DeletionOptions.flags.filter { $0.name != "now" }
    + [FlagSpec.saveConfig, FlagSpec.validate, FlagSpec("raw"), FlagSpec("subresource")]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    if !flags.hasFiles {
      throw kubectl.fail("must specify one of -f and -k")
    }
    if flags.int("grace-period") >= 0, !flags.bool("force") {
      throw kubectl.fail("--grace-period must have --force specified")
    }
    if flags.duration("timeout").nanoseconds != 0, !flags.bool("force") {
      throw kubectl.fail("--timeout must have --force specified")
    }
    let dryRun = try kubectl.dryRun(flags)
    let read = try kubectl.readManifests(flags)
    var problems = read.problems
    if read.objects.isEmpty, problems.isEmpty {
      throw kubectl.fail("no objects passed to replace")
    }
    if flags.bool("force") {
      if dryRun != .none { throw kubectl.fail("--dry-run can not be used when --force is set") }
      problems += try recreate(read.objects, flags, &kubectl)
    } else {
      for object in read.objects {
        if let problem = try replace(object, flags, &kubectl) { problems.append(problem) }
      }
    }
    if let halt = Problem.halt(problems) { throw halt }
    return 0
  }

  private func replace(
    _ object: ManifestObject, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Problem? {
    var tree = object.tree
    let isAnnotated = LastApplied.text(of: tree) != nil
    if flags.bool("save-config") || isAnnotated { tree = LastApplied.annotated(tree) }
    if flags.dryRun == .client {
      try kubectl.report(tree, "replaced", flags)
      return nil
    }
    var wish = try kubectl.write(
      .update, object.kind, object.namespace, object.name, tree, flags)
    wish.subresource = flags.string("subresource")
    let response = try kubectl.request(wish)
    if let status = response.failure {
      return Problem.status(status).when("replacing", object.source)
    }
    try kubectl.report(response.tree ?? tree, "replaced", flags)
    return nil
  }

  /// `--force`: deletes all, waits until they are gone, and creates them.
  private func recreate(
    _ objects: [ManifestObject], _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> [Problem] {
    var options = try DeletionOptions(flags, kubectl)
    if flags.int("grace-period") < 0 { options.gracePeriod = nil }
    if flags.int("grace-period") == 0 { options.gracePeriod = 1 }
    var going: [(target: Target, uid: String)] = []
    for object in objects {
      let response = try kubectl.request(options.request(object.target))
      if let status = response.failure {
        if status.code == 404 { continue }
        throw Problem.status(status).when("deleting", object.source).halt
      }
      kubectl.print("\(object.target.quotedName) deleted")
      going.append((object.target, response.record?.uid ?? ""))
    }
    let deadline = kubectl.deadline(options.timeout)
    for (target, uid) in going {
      if !(try kubectl.waitUntilGone(target, uid: uid, until: deadline)) {
        throw kubectl.fail("timed out waiting for the condition")
      }
    }
    var problems: [Problem] = []
    for object in objects {
      var tree = object.tree
      if flags.bool("save-config") { tree = LastApplied.annotated(tree) }
      let wish = try kubectl.write(.create, object.kind, object.namespace, "", tree, flags)
      let response = try kubectl.request(wish)
      if let status = response.failure {
        problems.append(.status(status))
        continue
      }
      try kubectl.report(response.tree ?? tree, "replaced", flags)
    }
    return problems
  }
}
