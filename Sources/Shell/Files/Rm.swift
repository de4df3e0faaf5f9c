import Cluster

/// Removes files and folders; those of the disk are hidden, not touched.
struct Rm: Command {
  let name: String

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    let options = try Arguments(
      arguments, of: name, flags: "rRfivdp",
      long: ["recursive": "r", "force": "f", "verbose": "v", "dir": "d"])
    if options.operands.isEmpty, !options.has("f") { throw .exit(1, "\(name): missing operand") }
    var status: Int32 = 0
    func refuse(_ path: String, _ reason: String) {
      let what = name == "rmdir" ? "failed to remove" : "cannot remove"
      system.printError("\(name): \(what) '\(path)': \(reason)")
      status = 1
    }
    for path in options.operands {
      switch try system.find(path) {
      case .missing: if !options.has("f") { refuse(path, "No such file or directory") }
      case .folder:
        let isEmpty = system.names(in: path)?.isEmpty ?? true
        if name == "rmdir" || (options.has("d") && !options.has("r") && !options.has("R")) {
          if isEmpty { system.removeFile(path) } else { refuse(path, "Directory not empty") }
        } else if !options.has("r"), !options.has("R") {
          refuse(path, "Is a directory")
        } else if system.isReadOnly(path) {
          refuse(path, "Read-only file system")
        } else if system.absolute(path) != "/" {
          Self.removeTree(system.absolute(path), &system)
        }
      case .text:
        if name == "rmdir" {
          refuse(path, "Not a directory")
        } else if system.isReadOnly(path) {
          refuse(path, "Read-only file system")
        } else {
          system.removeFile(path)
        }
      }
    }
    return status
  }

  static func removeTree(_ path: String, _ system: inout System) {
    for name in system.names(in: path) ?? [] { removeTree(path + "/" + name, &system) }
    system.removeFile(path)
  }
}
