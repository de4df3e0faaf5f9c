import Cluster
import Resources
import Simulation
import Tree

/// `kubectl exec`: runs a command in a container.
struct ExecVerb: Verb {
  let path = ["exec"]
  let arguments = "(POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...] [options]"
  let summary = Text("Execute a command in a container.", "在容器中执行命令。")
  let flags = [
    FlagSpec("container", "c", help: Text("The container.", "容器名。")),
    FlagSpec("filename", "f", .stringList),
    FlagSpec("pod-running-timeout", nil, .duration, default: "1m0s"),
    FlagSpec("quiet", "q", .bool, help: Text("Only the command's output.", "仅输出命令的结果。")),
    FlagSpec("stdin", "i", .bool, help: Text("Pass standard input on.", "传入标准输入。")),
    FlagSpec("tty", "t", .bool, help: Text("Standard input is a terminal.", "标准输入是终端。")),
  ]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    let words = flags.positional
    let target = flags.dash == 0 ? nil : words.first
    var command: [String] = []
    if let after = flags.afterDash {
      command = after
    } else if words.count > 1 {
      throw usageError(
        "exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead")
    }
    if target == nil, !flags.list("filename").isEmpty {
      guard let object = try kubectl.manifests(flags).first else {
        throw kubectl.fail("timed out waiting for the condition")
      }
      return try run("\(object.resource.plural)/\(object.name)", command, flags, &kubectl)
    }
    guard let target else { throw kubectl.fail("pod, type/name or --filename must be specified") }
    return try run(target, command, flags, &kubectl)
  }

  private func run(
    _ target: String, _ command: [String], _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Int32 {
    if command.isEmpty {
      throw kubectl.fail("you must specify at least one command for the container")
    }
    guard let pod = try kubectl.pods(named: target, all: false, verb: "exec").first else {
      throw kubectl.fail("timed out waiting for the condition")
    }
    var context = try context(in: pod, flags, &kubectl)
    context.isTerminal = flags.bool("tty") && context.isTerminal
    context.isInteractive =
      flags.bool("stdin") && context.isInteractive && kubectl.input.isEmpty
    if flags.bool("tty"), !context.isTerminal, !flags.bool("quiet"), flags.bool("stdin") {
      kubectl.warn(
        "Unable to use a TTY - input is not a terminal or the right kind of file")
    }
    if let problem = kubectl.system.startProblem(of: command[0], at: context.place) {
      var identity = Random(seed: UInt64(kubectl.system.now().microseconds))
      throw kubectl.fail(
        "Internal error occurred: error executing command in container: failed to exec in container: failed to start exec \(goQuoted(identity.hexadecimal(words: 4))): OCI runtime exec failed: exec failed: unable to start container process: \(problem): unknown"
      )
    }
    var line = command.map(shellQuoted).joined(separator: " ")
    if flags.bool("stdin"), !kubectl.input.isEmpty {
      line += " <<'KUBECTL-INPUT'\n\(kubectl.input)KUBECTL-INPUT"
    }
    // With its container a program is killed (SIGKILL).
    let status = try kubectl.system.run(line, in: context, epitaph: Self.ending(137))
    if status != 0 { kubectl.warn(Self.ending(status)) }
    return status
  }

  /// What is said of a command in a container that has not ended well.
  static func ending(_ status: Int32) -> String { "command terminated with exit code \(status)" }

  /// Where a program runs that is started in a container, which must run.
  func context(
    in pod: Value, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> ProcessContext {
    let container = try container(of: pod, flags, &kubectl)
    var context = kubectl.system.context
    context.place = .container(
      node: pod.text("spec", "nodeName"), pod: pod.runtimeUID, name: container)
    return context
  }

  /// The container, which must run.
  private func container(
    of pod: Value, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> String {
    let phase = pod.text("status", "phase")
    if phase == "Succeeded" || phase == "Failed" {
      throw kubectl.fail(
        "cannot exec into a container in a completed pod; current phase is \(phase)")
    }
    let (name, isThere) = kubectl.container(of: pod, flags)
    guard isThere else {
      throw kubectl.fail(
        .badRequest("container \(name) is not valid for pod \(pod.name)"))
    }
    if pod.text("spec", "nodeName").isEmpty {
      throw kubectl.fail(.badRequest("pod \(pod.name) does not have a host assigned"))
    }
    if let problem = kubectl.system.kubeletProblem(of: pod.text("spec", "nodeName")) {
      throw .exit(1, "Error from server: error dialing backend: " + problem)
    }
    let source = LogSource(pod: pod, container: name)
    guard source.status?.has("state", "running") ?? false else {
      throw kubectl.fail("unable to upgrade connection: container not found (\(goQuoted(name)))")
    }
    return name
  }
}
