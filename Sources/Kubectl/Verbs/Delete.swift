import Cluster
import Resources
import Simulation
import Tree

/// `kubectl delete`.
struct Delete: Verb {
  let path = ["delete"]
  let summary = Text("Delete objects.", "删除对象。")
  let arguments =
    "([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)]) [options]"
  let flags =
    FlagSpec.files + DeletionOptions.flags
    + [
      FlagSpec.labelSelector, FlagSpec.fieldSelector, FlagSpec.all, FlagSpec.allNamespaces,
      FlagSpec.dryRun, FlagSpec("output", "o"), FlagSpec("raw"),
      FlagSpec("interactive", "i", .bool),
      FlagSpec(
        "ignore-not-found", nil, .bool,
        help: Text("Objects that are not there are no error.", "对象不存在不视为错误。")),
    ]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    let options = try DeletionOptions(flags, kubectl)
    let dryRun = try kubectl.dryRun(flags)
    let isName = flags.string("output") == "name"
    if !isName, !flags.string("output").isEmpty {
      throw kubectl.fail(
        "unexpected -o output mode: \(flags.string("output")). We only support '-o name'")
    }
    if flags.bool("all"), !flags.string("field-selector").isEmpty {
      throw kubectl.fail("cannot set --all and --field-selector at the same time")
    }
    var isIgnoring = flags.bool("ignore-not-found")
    if flags.bool("all"), !flags.isSet("ignore-not-found") { isIgnoring = true }
    if !flags.string("selector").isEmpty || !flags.string("field-selector").isEmpty {
      isIgnoring = isIgnoring || !flags.isSet("ignore-not-found")
    }
    options.warn(flags, &kubectl)
    let targets = try kubectl.targets(flags.positional, flags)
    if targets.isEmpty {
      kubectl.print("No resources found")
      return 0
    }
    if flags.bool("interactive"), try !isConfirmed(targets, &kubectl) { return 0 }
    var problems: [Problem] = []
    var going: [(target: Target, uid: String)] = []
    for target in targets {
      // A rehearsal on the client does not even look whether a named object is there.
      if dryRun == .client {
        report(target, options, dryRun, isName: isName, &kubectl)
        continue
      }
      let wish = options.request(target, isDryRun: dryRun == .server)
      let response = try kubectl.request(wish)
      if let status = response.failure {
        if status.code != 404 || !isIgnoring { problems.append(problem(status, target)) }
        continue
      }
      report(target, options, dryRun, isName: isName, &kubectl)
      going.append((target, response.record?.uid ?? target.record?.uid ?? ""))
    }
    if options.waits, dryRun == .none { try wait(going, options, &kubectl) }
    if let halt = Problem.halt(problems) { throw halt }
    return 0
  }

  /// Asks on standard input, whose first letter answers.
  private func isConfirmed(
    _ targets: [Target], _ kubectl: inout Session
  ) throws(Halt) -> Bool {
    kubectl.print("You are about to delete the following \(targets.count) resource(s):")
    for target in targets { kubectl.print(target.qualifiedName) }
    let question = "Do you want to continue? (y/n): "
    // On a terminal the question is what stands before the cursor.
    let isAsked = kubectl.input.isEmpty && kubectl.system.context.isTerminal
    if !isAsked { kubectl.write(question) }
    var answer = kubectl.input
    if answer.isEmpty {
      answer = try kubectl.system.readLine(prompt: isAsked ? question : "") ?? ""
    }
    if ["y", "Y"].contains(answer.first) { return true }
    kubectl.print("deletion is cancelled")
    return false
  }

  private func problem(_ status: Status, _ target: Target) -> Problem {
    let problem = Problem.status(status)
    return target.source.isEmpty ? problem : problem.when("deleting", target.source)
  }

  private func report(
    _ target: Target, _ options: DeletionOptions, _ dryRun: DryRun, isName: Bool,
    _ kubectl: inout Session
  ) {
    if isName { return kubectl.print(target.qualifiedName) }
    let word = options.gracePeriod == 0 ? "force deleted" : "deleted"
    kubectl.print("\(target.quotedName) \(word)\(dryRun.suffix)")
  }

  private func wait(
    _ going: [(target: Target, uid: String)], _ options: DeletionOptions,
    _ kubectl: inout Session
  ) throws(Halt) {
    let deadline = kubectl.deadline(options.timeout)
    for (target, uid) in going {
      let isGone = try kubectl.waitUntilGone(target, uid: uid, until: deadline)
      if !isGone {
        throw kubectl.fail("timed out waiting for the condition on \(target.objectName)")
      }
    }
  }
}
