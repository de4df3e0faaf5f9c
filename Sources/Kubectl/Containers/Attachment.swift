import Cluster
import Resources
import Simulation
import Tree

/// Standard input and output of a container's program, on a terminal or not (`kubectl/pkg/cmd/attach`).
struct Attachment {
  let pod: Value
  let container: String
  let stdin: Bool
  let tty: Bool
  let isQuiet: Bool

  /// The container as the pod's spec has it.
  private var spec: Value? {
    (pod.items("spec", "containers") + pod.items("spec", "initContainers"))
      .first { $0.text("name") == container }
  }

  /// Passes lines and output on until the program ends; a container that is not there gives the reason.
  func run(_ kubectl: inout Session) throws(Halt) {
    if tty, spec?["tty"]?.bool != true, !isQuiet {
      kubectl.warn("error: Unable to use a TTY - container \(container) did not allocate one")
    }
    if !isQuiet { kubectl.warn("If you don't see a command prompt, try pressing enter.") }
    if let problem = problem(&kubectl) { throw kubectl.fail(problem) }
    guard let program = kubectl.system.mainProgram(of: place) else {
      return try follow(&kubectl)
    }
    try converse(program.pid, program.printed, &kubectl)
    let isRaw = stdin && tty && spec?["tty"]?.bool == true
    if !isQuiet, isRaw, kubectl.system.context.isTerminal,
      pod.text("spec", "restartPolicy") == "Always"
    {
      kubectl.print(
        "Session ended, resume using 'kubectl attach \(pod.name) -c \(container) -i -t' command when the pod is running"
      )
    }
  }

  private var place: ProcessContext.Place {
    .container(node: pod.text("spec", "nodeName"), pod: pod.runtimeUID, name: container)
  }

  /// Why there is nothing to attach to, as the container's kubelet knows before the API server does; nil where there is.
  func problem(_ kubectl: inout Session) -> String? {
    if let problem = kubectl.system.kubeletProblem(of: pod.text("spec", "nodeName")) {
      return "error dialing backend: " + problem
    }
    if kubectl.system.hasLivingContainer(at: place) { return nil }
    let name = pod.name + "_" + pod.text("metadata", "namespace")
    return
      "unable to upgrade connection: container \(container) not found in pod \(name)"
  }

  private func converse(
    _ pid: Int, _ printed: Int, _ kubectl: inout Session
  ) throws(Halt) {
    let types = stdin && spec?["stdin"]?.bool == true && kubectl.system.context.isInteractive
    var given = Lines.split(stdin ? kubectl.input : "")[...]
    var seen = printed
    while true {
      let news = try kubectl.system.attached(
        to: pid, seen: seen, forInput: types || !given.isEmpty)
      for piece in news.pieces {
        kubectl.system.write(
          piece.text,
          to: piece.stream == .output ? kubectl.system.outputSink : kubectl.system.errorSink)
      }
      seen += news.pieces.count
      if news.isOver { return }
      guard let prompt = news.prompt else { continue }
      if let line = given.popFirst() {
        try kubectl.system.feed(line, to: pid)
      } else if types, kubectl.input.isEmpty {
        try kubectl.system.feed(try kubectl.system.readLine(prompt: prompt), to: pid)
      } else if spec?["stdinOnce"]?.bool == true {
        try kubectl.system.feed(nil, to: pid)
      }
    }
  }

  /// A server takes no lines: what it logs from now on is shown.
  private func follow(_ kubectl: inout Session) throws(Halt) {
    try LogReader(
      sources: [LogSource(pod: pod, container: container)], choice: LogChoice(follows: true)
    ).run(&kubectl)
  }
}

/// `kubectl attach`: what the program of a running container prints and reads.
struct AttachVerb: Verb {
  let path = ["attach"]
  let arguments = "(POD | TYPE/NAME) [-c CONTAINER] [-i] [-t] [options]"
  let summary = Text("Attach to a running container.", "附加到运行中的容器。")
  let flags = [
    FlagSpec("container", "c", help: Text("The container.", "容器名。")),
    FlagSpec("stdin", "i", .bool, help: Text("Pass standard input on.", "传入标准输入。")),
    FlagSpec("tty", "t", .bool, help: Text("Standard input is a terminal.", "标准输入是终端。")),
    FlagSpec("quiet", "q", .bool, help: Text("Only the program's output.", "仅输出程序的结果。")),
    FlagSpec("pod-running-timeout", nil, .duration, default: "1m0s"),
  ]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    let words = flags.positional
    if words.isEmpty { throw kubectl.fail("at least 1 argument is required for attach") }
    if words.count > 2 {
      throw kubectl.fail(
        "expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw \(words.count): [\(words.joined(separator: " "))]"
      )
    }
    if flags.duration("pod-running-timeout").nanoseconds <= 0 {
      throw kubectl.fail("--pod-running-timeout must be higher than zero")
    }
    let target = words.joined(separator: "/")
    guard let pod = try kubectl.pods(named: target, all: false, verb: "attach").first else {
      throw kubectl.fail("timed out waiting for the condition")
    }
    let phase = pod.text("status", "phase")
    if phase == "Succeeded" || phase == "Failed" {
      throw kubectl.fail(
        "cannot attach a container in a completed pod; current phase is \(phase)")
    }
    var name = flags.string("container")
    if name.isEmpty {
      name = kubectl.defaultContainer(of: pod, announced: !flags.bool("quiet"))
    }
    let all = pod.items("spec", "containers") + pod.items("spec", "initContainers")
    guard all.contains(where: { $0.text("name") == name }) else {
      throw kubectl.fail("container \(name) not found in pod \(pod.name)")
    }
    try Attachment(
      pod: pod, container: name, stdin: flags.bool("stdin"), tty: flags.bool("tty"),
      isQuiet: flags.bool("quiet")
    ).run(&kubectl)
    return 0
  }
}
