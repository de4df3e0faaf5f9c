import Cluster
import Simulation

/// Who and where one is: `whoami`, `id`, `hostname`, `uname`.
struct Identity: Command {
  let name: String

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    let isLearner = system.context.place == .workstation
    switch name {
    case "whoami": system.print(isLearner ? "learner" : "root")
    case "id":
      if arguments.contains("-u") || arguments.contains("-g") {
        system.print(isLearner ? "1000" : "0")
      } else {
        system.print(
          isLearner
            ? "uid=1000(learner) gid=1000(learner) groups=1000(learner)"
            : "uid=0(root) gid=0(root) groups=0(root)")
      }
    case "hostname":
      if arguments.contains(where: { $0 == "-i" || $0 == "-I" }), let address = system.address {
        system.print(address)
      } else {
        system.print(system.hostName)
      }
    default: system.print(uname(arguments, system.hostName))
    }
    return 0
  }

  private func uname(_ arguments: [String], _ host: String) -> String {
    let facts: [(Character, String)] = [
      ("s", "Linux"), ("n", host), ("r", "6.1.0-32-amd64"), ("v", "#1 SMP PREEMPT_DYNAMIC"),
      ("m", "x86_64"), ("o", "GNU/Linux"),
    ]
    let letters = arguments.joined().filter { $0 != "-" }
    if letters.contains("a") { return facts.map(\.1).joined(separator: " ") }
    let chosen = facts.filter { letters.contains($0.0) }.map(\.1)
    return chosen.isEmpty ? "Linux" : chosen.joined(separator: " ")
  }
}

/// The programs that run here.
struct Ps: Command {
  let name = "ps"

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    system.print("PID   USER     TIME  COMMAND")
    for process in system.processes() {
      system.print("\(String(process.id).leftPadded(to: 5)) root      0:00 \(process.line)")
    }
    return 0
  }
}

/// The variables that programs get to see.
struct Printenv: Command {
  let name = "printenv"

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    let environment = system.session.environment
    if arguments.isEmpty {
      for (name, text) in environment { system.print("\(name)=\(text)") }
      return 0
    }
    var status: Int32 = 0
    for name in arguments {
      if let text = environment[name] { system.print(text) } else { status = 1 }
    }
    return status
  }
}

/// The last part of a path, or all but that.
struct PathPart: Command {
  let name: String

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    guard let path = arguments.first else { throw .exit(1, "\(name): missing operand") }
    let parts = path.split(separator: "/")
    if name == "basename" {
      var last = parts.last.map(String.init) ?? (path.isEmpty ? "" : "/")
      if arguments.count > 1, last != arguments[1], last.hasSuffix(arguments[1]) {
        last = String(last.dropLast(arguments[1].count))
      }
      system.print(last)
    } else {
      let head = parts.dropLast().joined(separator: "/")
      let isAbsolute = path.hasPrefix("/")
      system.print(isAbsolute ? "/" + head : head.isEmpty ? "." : head)
    }
    return 0
  }
}

/// An empty screen.
struct Clear: Command {
  let name = "clear"

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    if system.context.isTerminal { system.print("\u{1B}[H\u{1B}[2J", terminator: "") }
    return 0
  }
}
