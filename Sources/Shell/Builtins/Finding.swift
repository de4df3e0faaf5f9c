import Cluster

extension Interpretation {
  /// `type`, `which` and `command -v` say what a name is; `command NAME` runs it.
  mutating func find(
    _ builtin: Builtin, _ arguments: [String], _ frame: Frame, _ system: inout System
  ) throws(Halt) -> Flow {
    if builtin == .command {
      guard let first = arguments.first else { return .next }
      guard first == "-v" || first == "-V" else {
        return try invoke(first, Array(arguments.dropFirst()), frame, &system)
      }
    }
    for name in arguments where !name.hasPrefix("-") {
      let isFunction = functions.contains { $0.name == name }
      let isBuiltin =
        Builtin(rawValue: name) != nil
        && !["env", "sh", "sleep", "xargs", "timeout"].contains(name)
      let isProgram = shell.command(name) != nil || (Builtin(rawValue: name) != nil && !isBuiltin)
      let path = name == "kubectl" ? "/usr/local/bin/kubectl" : "/usr/bin/" + name
      switch builtin {
      case .type:
        if isFunction {
          system.print("\(name) is a shell function")
        } else if Parser.keywords.contains(name) {
          system.print("\(name) is a shell keyword")
        } else if isBuiltin {
          system.print("\(name) is a shell builtin")
        } else if isProgram {
          system.print("\(name) is \(path)")
        } else {
          system.printError("\(name): not found")
          system.session.status = 127
        }
      case .command where isFunction || isBuiltin: system.print(name)
      default:
        if isProgram
          || (builtin == .which && isBuiltin && ["true", "false", "pwd", "kill"].contains(name))
        {
          system.print(path)
        } else {
          system.session.status = builtin == .which ? 1 : 127
        }
      }
    }
    return .next
  }
}
