import Cluster

// Programs in the background.
extension Interpretation {
  mutating func startJob(_ line: String, _ system: inout System) throws(Halt) {
    let pid = try system.spawn(line)
    let number = (system.session.jobs.map(\.number).max() ?? 0) + 1
    system.session.jobs.append(ShellSession.Job(number: number, pid: pid, line: line))
    system.session.lastBackground = system.visibleNumber(of: pid)
    system.session.status = 0
    if system.refusesConstructs {
      system.printError("[\(number)] \(system.visibleNumber(of: pid))")
    }
  }

  /// Says which jobs have ended since the last line, with what they have printed.
  mutating func reportJobs(_ system: inout System) {
    guard system.refusesConstructs else { return }
    for job in system.session.jobs where !system.isRunning(job.pid) {
      guard let end = try? system.end(of: job.pid) else { continue }
      finish(job, end, &system)
      let state = end.status == 0 ? "Done" : "Exit \(end.status)"
      system.printError("[\(job.number)]+  \(state.padded(to: 24))\(job.line)")
    }
  }

  private mutating func finish(
    _ job: ShellSession.Job, _ end: (status: Int32, output: String, error: String),
    _ system: inout System
  ) {
    // In a container it went to the log already.
    if case .container = system.context.place {
    } else {
      if !end.output.isEmpty { system.print(end.output, terminator: "") }
      if !end.error.isEmpty { system.printError(end.error, terminator: "") }
    }
    system.session.jobs.removeAll { $0.pid == job.pid }
  }

  mutating func listJobs(_ system: inout System) {
    for (place, job) in system.session.jobs.enumerated() {
      let sign =
        place == system.session.jobs.count - 1
        ? "+" : place == system.session.jobs.count - 2 ? "-" : " "
      let state = system.isRunning(job.pid) ? "Running" : "Done"
      system.print("[\(job.number)]\(sign)  \(state.padded(to: 24))\(job.line) &")
    }
  }

  private func job(_ word: String?, _ system: System) -> ShellSession.Job? {
    guard let word, word != "%%", word != "%+" else { return system.session.jobs.last }
    let number = word.hasPrefix("%") ? Int(word.dropFirst()) : Int(word)
    return system.session.jobs.first { $0.number == number }
  }

  mutating func resumeJob(
    _ builtin: Builtin, _ arguments: [String], _ system: inout System
  ) throws(Halt) {
    guard let job = job(arguments.first, system) else {
      let word = arguments.first ?? "current"
      throw .exit(1, "\(place): \(builtin.rawValue): \(word): no such job")
    }
    if builtin == .bg { return system.print("[\(job.number)]+ \(job.line) &") }
    system.print(job.line)
    if let end = try system.end(of: job.pid) {
      finish(job, end, &system)
      system.session.status = end.status
    }
  }

  mutating func wait(_ arguments: [String], _ system: inout System) throws(Halt) {
    system.session.status = 0
    if arguments.isEmpty {
      for job in system.session.jobs {
        guard let end = try system.end(of: job.pid) else {
          system.session.status = 143
          return
        }
        finish(job, end, &system)
      }
      return
    }
    for word in arguments {
      let named =
        word.hasPrefix("%")
        ? job(word, system)?.pid : Int(word).flatMap { system.pid(ofVisible: $0) }
      guard let pid = named, let job = system.session.jobs.first(where: { $0.pid == pid }) else {
        system.session.status = 127
        continue
      }
      guard let end = try system.end(of: pid) else {
        system.session.status = 143
        return
      }
      finish(job, end, &system)
      system.session.status = end.status
    }
  }

  mutating func kill(_ arguments: [String], _ system: inout System) throws(Halt) {
    var name = "TERM"
    var targets: [String] = []
    var rest = arguments[...]
    while let word = rest.popFirst() {
      if word == "-l" { return system.print("HUP INT QUIT KILL USR1 USR2 TERM") }
      if word == "-s", let next = rest.popFirst() {
        name = Self.signalName(next) ?? next
      } else if word.hasPrefix("-"), word.count > 1, targets.isEmpty {
        guard let signal = Self.signalName(String(word.dropFirst())) else {
          throw .exit(1, "\(place): kill: invalid signal number or name: \(word.dropFirst())")
        }
        name = signal
      } else {
        targets.append(word)
      }
    }
    guard !targets.isEmpty else { throw .exit(2, "\(place): kill: usage: kill [-signal] pid…") }
    for target in targets {
      let pid =
        target.hasPrefix("%")
        ? job(target, system)?.pid : Int(target).flatMap { system.pid(ofVisible: $0) }
      guard let pid, name == "EXIT" ? system.isRunning(pid) : try system.signal(pid, name) else {
        system.printError("\(place): kill: No such process")
        system.session.status = 1
        continue
      }
    }
  }
}
