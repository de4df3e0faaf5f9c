import Cluster

/// New folders.
struct Mkdir: Command {
  let name = "mkdir"

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    let options = try Arguments(
      arguments, of: name, flags: "pv", values: "m", long: ["parents": "p", "mode": "m"])
    guard !options.operands.isEmpty else { throw .exit(1, "mkdir: missing operand") }
    var status: Int32 = 0
    for path in options.operands {
      if let problem = problem(path, options.has("p"), &system) {
        system.printError("mkdir: cannot create directory ‘\(path)’: \(problem)")
        status = 1
        continue
      }
      var folder = ""
      for part in system.absolute(path).split(separator: "/") {
        folder += "/" + part
        if system.known(folder) != .folder { system.makeFolder(folder) }
      }
    }
    return status
  }

  private func problem(_ path: String, _ makesParents: Bool, _ system: inout System) -> String? {
    switch system.known(path) {
    case .folder?: return makesParents ? nil : "File exists"
    case .text?: return "File exists"
    default: break
    }
    if system.isReadOnly(path) { return "Read-only file system" }
    return makesParents || system.hasFolder(of: path) ? nil : "No such file or directory"
  }
}

/// Empty files where there are none.
struct Touch: Command {
  let name = "touch"

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    let options = try Arguments(arguments, of: name, flags: "acm", values: "dtr")
    guard !options.operands.isEmpty else { throw .exit(1, "touch: missing file operand") }
    var status: Int32 = 0
    for path in options.operands {
      guard case .missing = try system.find(path) else { continue }
      if options.has("c") { continue }
      if system.isReadOnly(path) || !system.hasFolder(of: path) {
        let isReadOnly = system.isReadOnly(path)
        system.printError(
          "touch: cannot touch '\(path)': \(isReadOnly ? "Read-only file system" : "No such file or directory")"
        )
        status = 1
      } else {
        system.writeFile(path, "")
      }
    }
    return status
  }
}
