import Cluster

/// Copies (`cp`) or moves (`mv`) files and folders.
struct Cp: Command {
  let name: String

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    let options = try Arguments(
      arguments, of: name, flags: "rRafvpnTi", long: ["recursive": "r", "force": "f"])
    guard options.operands.count > 1, let target = options.operands.last else {
      throw .exit(
        1,
        options.operands.isEmpty
          ? "\(name): missing file operand"
          : "\(name): missing destination file operand after '\(options.operands[0])'")
    }
    let isFolder = system.known(target) == .folder
    if options.operands.count > 2, !isFolder {
      throw .exit(1, "\(name): target '\(target)': No such file or directory")
    }
    let takesFolders = name == "mv" || options.has("r") || options.has("R") || options.has("a")
    var status: Int32 = 0
    for source in options.operands.dropLast() {
      let place = isFolder ? target + "/" + FilePath.split(system.absolute(source)).name : target
      if let problem = try copy(source, place, takesFolders, &system) {
        system.printError("\(name): \(problem)")
        status = 1
      } else if name == "mv" {
        Rm.removeTree(system.absolute(source), &system)
      }
    }
    return status
  }

  /// Gives back what was wrong.
  private func copy(
    _ source: String, _ target: String, _ takesFolders: Bool, _ system: inout System
  ) throws(Halt) -> String? {
    if system.absolute(source) == system.absolute(target) {
      return "'\(source)' and '\(target)' are the same file"
    }
    switch try system.find(source) {
    case .missing: return "cannot stat '\(source)': No such file or directory"
    case .text(let text):
      if system.isReadOnly(target) {
        return "cannot create regular file '\(target)': Read-only file system"
      }
      guard system.hasFolder(of: target) else {
        return "cannot create regular file '\(target)': No such file or directory"
      }
      system.writeFile(target, text)
    case .folder:
      guard takesFolders else { return "-r not specified; omitting directory '\(source)'" }
      if (system.absolute(target) + "/").hasPrefix(system.absolute(source) + "/") {
        return "cannot copy a directory, '\(source)', into itself, '\(target)'"
      }
      let names = system.names(in: source) ?? []
      system.makeFolder(target)
      for name in names {
        if let problem = try copy(source + "/" + name, target + "/" + name, true, &system) {
          return problem
        }
      }
    }
    return nil
  }
}
