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

  /// Passes lines and output on until the program ends; gives back why there is nothing to attach to, where that is so.
  func run(_ kubectl: inout Session) throws(Halt) -> String? {
    if tty, spec?["tty"]?.bool != true, !isQuiet {
      kubectl.warn("error: Unable to use a TTY - container \(container) did not allocate one")
    }
    if !isQuiet { kubectl.warn("If you don't see a command prompt, try pressing enter.") }
    if let problem = problem(&kubectl) { return problem }
    guard let program = kubectl.system.mainProgram(of: place) else {
      try follow(&kubectl)
      return nil
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
    return nil
  }

  private var place: ProcessContext.Place {
    .container(node: pod.text("spec", "nodeName"), pod: pod.runtimeUID, name: container)
  }

  /// Why there is nothing to attach to, as the container's kubelet knows before the API server does; nil where there is.
  private func problem(_ kubectl: inout Session) -> String? {
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
