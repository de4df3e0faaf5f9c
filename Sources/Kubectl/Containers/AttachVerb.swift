import Cluster
import Resources
import Tree

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
    let (name, isThere) = kubectl.container(of: pod, flags)
    guard isThere else {
      throw kubectl.fail("container \(name) not found in pod \(pod.name)")
    }
    let problem = try Attachment(
      pod: pod, container: name, stdin: flags.bool("stdin"), tty: flags.bool("tty"),
      isQuiet: flags.bool("quiet")
    ).run(&kubectl)
    if let problem { throw kubectl.fail(problem) }
    return 0
  }
}
