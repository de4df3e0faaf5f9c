import Cluster

/// What a shell prints before a line is typed: none where its output is no terminal.
enum Prompt {
  static func text(_ system: System, shell: Builtin) -> String {
    guard system.context.isTerminal else { return "" }
    let folder = system.session.folder
    let short = folder == system.session.variables["HOME"] ? "~" : folder
    guard case .container = system.context.place else { return "$ " }
    let who = Who(system)
    let mark = who.user == 0 ? "# " : "$ "
    if shell == .bash {
      return "\(who.name(of: who.user) ?? "I have no name!")@\(system.hostName):\(short)\(mark)"
    }
    // Ash of busybox shows the folder, dash of Debian does not.
    return ContainerPrograms.isBusybox(system.image) ? short + " " + mark : mark
  }
}
