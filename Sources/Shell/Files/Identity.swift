import Cluster
import Simulation

/// Who and where one is: `whoami`, `id`, `hostname`, `uname`.
struct Identity: Command {
  let name: String

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    let who = Who(system)
    switch name {
    case "whoami":
      guard let known = who.name(of: who.user) else {
        throw .exit(1, "whoami: unknown uid \(who.user)")
      }
      system.print(known)
    case "id": system.print(id(arguments, who))
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

  private func id(_ arguments: [String], _ who: Who) -> String {
    let letters = arguments.filter { $0.hasPrefix("-") }.joined()
    let isNamed = letters.contains("n")
    func text(_ number: Int64) -> String {
      isNamed ? who.name(of: number) ?? String(number) : String(number)
    }
    if letters.contains("u") { return text(who.user) }
    if letters.contains("g") { return text(who.group) }
    if letters.contains("G") { return who.groups.map(text).joined(separator: " ") }
    func full(_ number: Int64) -> String {
      String(number) + (who.name(of: number).map { "(\($0))" } ?? "")
    }
    let groups = who.groups.map(full).joined(separator: ",")
    return "uid=\(full(who.user)) gid=\(full(who.group)) groups=\(groups)"
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

/// User and groups by number, with the names that a place knows for them.
struct Who {
  let user: Int64
  let group: Int64
  let groups: [Int64]
  private let isLearner: Bool

  init(_ system: System) {
    isLearner = system.context.place == .workstation
    let identity = system.identity
    user = identity?.user ?? (isLearner ? 1000 : 0)
    group = identity?.group ?? (isLearner ? 1000 : 0)
    groups = identity?.groups ?? [group]
  }

  func name(of number: Int64) -> String? {
    if isLearner { return number == 1000 ? "learner" : nil }
    return [0: "root", 65534: "nobody"][number]
  }
}

/// The programs that run here.
struct Ps: Command {
  let name = "ps"

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    system.print("PID   USER     TIME  COMMAND")
    let who = Who(system)
    let name = who.name(of: who.user) ?? String(who.user)
    let user = name + String(repeating: " ", count: max(0, 8 - name.utf8.count))
    for process in system.processes() {
      system.print("\(String(process.id).leftPadded(to: 5)) \(user)  0:00 \(process.line)")
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
