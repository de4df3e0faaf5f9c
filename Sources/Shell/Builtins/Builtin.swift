import Cluster

/// What the shell does itself, because it concerns the shell's own state or runs other commands.
enum Builtin: String, CaseIterable {
  case nothing = ":"
  case dot = "."
  case ash, bash, bg, `break`, cd, command, `continue`, env, eval, exec, exit, export, `false`, fg
  case jobs, kill, local, pwd, read, `return`, set, sh, shift, sleep, source, time, timeout, trap
  case `true`, type, umask, unset, wait, which, xargs

  /// Whether it is a program of its own as well, which runs without a shell.
  var isProgram: Bool {
    [
      .ash, .bash, .env, .false, .kill, .pwd, .sh, .sleep, .time, .timeout, .true, .which, .xargs,
    ].contains(self)
  }
}

extension Interpretation {
  mutating func run(
    _ builtin: Builtin, _ arguments: [String], _ frame: Frame, _ system: inout System
  ) throws(Halt) -> Flow {
    let balance = balance(system)
    system.session.status = builtin == .exit || builtin == .return ? system.session.status : 0
    do throws(Halt) {
      return try perform(builtin, arguments, frame, &system)
    } catch {
      guard case .exit(let status, let message) = error, !Self.isSpecial(builtin) else {
        throw error
      }
      restore(balance, &system)
      if !message.isEmpty { system.printError(message) }
      system.session.status = status
      return .next
    }
  }

  /// An error in these ends the shell (POSIX.1-2017, 2.8.1).
  private static func isSpecial(_ builtin: Builtin) -> Bool {
    [.eval, .exec, .dot, .source].contains(builtin)
  }

  private mutating func perform(
    _ builtin: Builtin, _ arguments: [String], _ frame: Frame, _ system: inout System
  ) throws(Halt) -> Flow {
    switch builtin {
    case .nothing, .true, .umask: break
    case .false: system.session.status = 1
    case .break: return loops == 0 ? .next : .leaveLoop(min(loops, count(arguments)))
    case .continue: return loops == 0 ? .next : .nextRound(min(loops, count(arguments)))
    case .return, .exit:
      if let text = arguments.first {
        guard let number = Int32(text), number >= 0 else {
          throw .exit(2, "\(place): \(builtin.rawValue): Illegal number: \(text)")
        }
        system.session.status = number & 255
      }
      return builtin == .exit ? .exit : .leaveFunction
    case .sh, .ash, .bash: return try runShell(builtin, arguments, frame, &system)
    case .eval: return try runScript(arguments.joined(separator: " "), frame, &system)
    case .dot, .source: return try runFile(arguments, frame, &system)
    case .exec:
      guard let name = arguments.first else { return .next }
      _ = try invoke(name, Array(arguments.dropFirst()), frame, &system)
      return .exit
    case .command, .type, .which: return try find(builtin, arguments, frame, &system)
    case .env: return try runEnv(arguments, frame, &system)
    case .time, .timeout: return try runWrapped(builtin, arguments, frame, &system)
    case .xargs: return try runXargs(arguments, frame, &system)
    case .cd: try changeFolder(arguments, &system)
    case .pwd: system.print(system.session.folder)
    case .export, .local: try export(builtin, arguments, &system)
    case .unset:
      for name in arguments where !name.hasPrefix("-") {
        system.session.variables[name] = nil
        system.session.exported.removeAll { $0 == name }
      }
    case .set: try set(arguments, &system)
    case .shift:
      let count = count(arguments)
      guard count <= system.session.arguments.count else {
        throw .exit(2, "\(place): shift: can't shift that many")
      }
      system.session.arguments.removeFirst(count)
    case .read: try read(arguments, &system)
    case .sleep: try sleep(arguments, &system)
    case .trap: try trap(arguments, &system)
    case .jobs: listJobs(&system)
    case .fg, .bg: try resumeJob(builtin, arguments, &system)
    case .wait: try wait(arguments, &system)
    case .kill: try kill(arguments, &system)
    }
    return .next
  }

  private func count(_ arguments: [String]) -> Int {
    max(1, arguments.first.flatMap { Int($0) } ?? 1)
  }
}
