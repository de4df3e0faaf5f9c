import Cluster
import Machines
import Resources

/// A program of the byte-level network, as a command of the place where it is typed.
struct NetworkTool: Command {
  let name: String

  static let all: [any Command] = HostTools.all.map { NetworkTool(name: $0.name) }

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    var (arguments, input) = (arguments, input)
    // Rules may lie where the learner works: machines have few files of their own.
    if name == "iptables-restore", let file = arguments.last, !file.hasPrefix("-") {
      input = try Self.text(file, &system)
      arguments.removeLast()
    }
    if let status = try system.runTool([name] + arguments, input: input) { return status }
    guard case .workstation = system.context.place else {
      throw .exit(127, "sh: 1: \(name): not found")
    }
    throw .exit(
      127,
      Text(
        "\(name) runs on a machine or in a pod: on HOST \(name) …",
        "\(name) 在机器上或 Pod 中运行：on HOST \(name) …")[system.context.language])
  }

  private static func text(_ file: String, _ system: inout System) throws(Halt) -> String {
    if case .text(let text) = try system.find(file) { return text }
    let (context, session) = (system.context, system.session)
    defer { (system.context, system.session) = (context, session) }
    system.context.place = .workstation
    system.session.folder = ShellSession.home
    if case .text(let text) = try system.find(file) { return text }
    throw .exit(1, "Can't open \(file): No such file or directory")
  }
}
