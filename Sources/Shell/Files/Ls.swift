import Cluster

/// What is in folders, as far as the world knows them.
struct Ls: Command {
  let name = "ls"

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    let options = try Arguments(
      arguments, of: name, flags: "alA1hRdtrFi", long: ["all": "a", "almost-all": "A"], status: 2)
    let paths = options.operands.isEmpty ? ["."] : options.operands
    var status: Int32 = 0
    var files: [String] = []
    var folders: [(path: String, names: [String])] = []
    for path in paths {
      switch try system.find(path) {
      case .folder where !options.has("d"): folders.append((path, system.names(in: path) ?? []))
      case .missing:
        system.printError("ls: cannot access '\(path)': No such file or directory")
        status = 2
      default: files.append(path)
      }
    }
    try list(files, in: "", options, &system)
    for (place, folder) in folders.enumerated() {
      if folders.count + files.count > 1 {
        system.print((place > 0 || !files.isEmpty ? "\n" : "") + folder.path + ":")
      }
      var names = folder.names.filter { options.has("a") || options.has("A") || !$0.hasPrefix(".") }
      if options.has("a") { names = [".", ".."] + names }
      if options.has("r") { names.reverse() }
      if options.has("l") { system.print("total \(names.count * 4)") }
      try list(names, in: folder.path == "/" ? "/" : folder.path + "/", options, &system)
    }
    return status
  }

  private func list(
    _ names: [String], in folder: String, _ options: Arguments, _ system: inout System
  ) throws(Halt) {
    for name in names {
      guard options.has("l") else {
        system.print(name)
        continue
      }
      let owner = system.context.place == .workstation ? "learner learner" : "root root"
      switch try system.find(folder + name) {
      case .text(let text):
        let size = String(text.utf8.count).leftPadded(to: 6)
        system.print("-rw-r--r-- 1 \(owner) \(size) Jan  1  2026 \(name)")
      default: system.print("drwxr-xr-x 2 \(owner)   4096 Jan  1  2026 \(name)")
      }
    }
  }
}
