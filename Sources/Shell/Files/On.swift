import Cluster
import Resources

/// `on HOST COMMAND…` and `ssh HOST COMMAND…`: a line at another place.
struct On: Command {
  let name: String

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    let language = system.context.language
    var words = arguments[...]
    // ssh's own options do not matter here.
    if name == "ssh" { while let word = words.first, word.hasPrefix("-") { words.removeFirst() } }
    guard let host = words.popFirst(), !words.isEmpty else {
      throw .exit(2, Text("usage: \(name) HOST COMMAND…", "用法：\(name) HOST 命令…")[language])
    }
    var context = system.context
    context.place = .host(try Self.place(host, &system))
    // One word is a line of its own, as with ssh; several are a program and its arguments.
    let isLine = words.count == 1 || name == "ssh"
    let line = isLine ? words.joined(separator: " ") : words.map(shellQuoted).joined(separator: " ")
    system.standardInput = input
    return try system.run(line, in: context)
  }

  /// The one host that a name means.
  static func place(_ name: String, _ system: inout System) throws(Halt) -> String {
    let language = system.context.language
    let found = system.hosts(named: name)
    guard let first = found.first else {
      throw .exit(
        255,
        Text("on: there is no machine or pod named \(name)", "on：没有名为 \(name) 的机器或 Pod")[language])
    }
    guard found.count == 1 else {
      let spellings = found.joined(separator: language == .english ? " or " : " 或 ")
      throw .exit(
        2,
        Text(
          "on: \(name) is more than one thing: say \(spellings)", "on：\(name) 有多个含义：请写 \(spellings)"
        )[
          language])
    }
    return first.hasPrefix("node/") ? String(first.dropFirst(5)) : first
  }
}
