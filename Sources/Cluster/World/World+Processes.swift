import Resources
import Simulation
import Store

extension World {
  /// Starts a program; what a learner types comes in here. Its first step is an event of its own.
  @discardableResult
  package mutating func start(_ process: Process, cause: EventID? = nil) -> Int {
    var process = process
    process.id = processes.count
    processes.append(process)
    let event = schedule(.resume(process.id), cause: cause)
    processes[process.id].startedBy = event
    if case .container = process.context.place {
      containerPrograms[process.context.place] = process.id
    }
    return process.id
  }

  package func process(_ pid: Int) -> Process? {
    processes.indices.contains(pid) ? processes[pid] : nil
  }

  /// Runs a program over the answers that it has had, as far as it gets.
  mutating func run(_ pid: Int, cause: EventID) {
    guard processes[pid].isRunning else { return }
    var system = System(processes[pid], self)
    var status: Int32?
    do throws(Halt) {
      status = try interpreter.run(processes[pid].line, &system)
    } catch {
      switch error {
      case .suspended: break
      case .exit(let code, let message):
        if !message.isEmpty { system.printError(message) }
        status = code
      }
    }
    let pieces = system.pieces
    let writes = system.writes
    processes[pid].tape = system.tape
    system = System(processes[pid], self)  // Lets go of the copy of the world before it is changed.
    for (place, piece) in pieces.enumerated() where place >= processes[pid].output.count {
      processes[pid].output.append(Process.Piece(stream: piece.stream, text: piece.text, at: now))
    }
    if let status {
      for write in writes { files[write.path] = write.text }
      end(pid, status, cause: cause)
    } else {
      wait(pid, cause: cause)
    }
  }

  /// Sets about what a suspended program waits for.
  private mutating func wait(_ pid: Int, cause: EventID) {
    switch processes[pid].tape.pending {
    case .request(var request)?:
      request.client = .process(pid)
      schedule(.request(request, Ticket(pid)), afterMicroseconds: Self.messageDelay, cause: cause)
    case .sleep(let time)?:
      schedule(
        .wake(.process(pid), .start), afterMicroseconds: time.count * 1000, cause: cause)
    case .nextEvent(let watch, let until)?:
      if let place = processes[pid].inbox.firstIndex(where: { $0.watch == watch }) {
        let notice = processes[pid].inbox.remove(at: place)
        processes[pid].tape.resolve(.event(notice))
        run(pid, cause: cause)
      } else if let until {
        // A deadline: the cluster may be settled while it runs.
        let delay = max(0, until.microseconds - now.microseconds)
        schedule(
          .wake(.process(pid), .start), afterMicroseconds: delay, cause: cause, background: true)
      }
    case .diskFile?, nil: break
    }
  }

  /// Gives a waiting program what the outside read for it.
  package mutating func supply(file path: String, _ text: String?, problem: String = "") {
    for pid in processes.indices where processes[pid].wantedFile == path && processes[pid].isRunning
    {
      processes[pid].tape.resolve(.file(text, problem: problem))
      schedule(.resume(pid), cause: processes[pid].startedBy)
    }
  }

  mutating func answer(_ pid: Int, _ answer: Answer, cause: EventID) {
    guard processes[pid].isRunning, case .request? = processes[pid].tape.pending else { return }
    processes[pid].tape.resolve(answer)
    run(pid, cause: cause)
  }

  mutating func deliver(_ notice: WatchNotice, to pid: Int, cause: EventID) {
    guard processes[pid].isRunning else { return }
    if case .nextEvent(let watch, _)? = processes[pid].tape.pending, watch == notice.watch {
      processes[pid].tape.resolve(.event(notice))
      run(pid, cause: cause)
    } else {
      processes[pid].inbox.append(notice)
    }
  }

  mutating func timeOut(_ pid: Int, cause: EventID) {
    guard processes[pid].isRunning else { return }
    switch processes[pid].tape.pending {
    case .sleep?: processes[pid].tape.resolve(.slept)
    case .nextEvent(_, let until?)? where now >= until: processes[pid].tape.resolve(.timeout)
    default: return
    }
    run(pid, cause: cause)
  }

  private mutating func end(_ pid: Int, _ status: Int32, cause: EventID) {
    processes[pid].exitStatus = status
    api.watches.closeAll(of: .process(pid))
    if case .container(let node, let pod, let name) = processes[pid].context.place,
      containerPrograms[processes[pid].context.place] == pid
    {
      schedule(
        .wake(.kubelet(node), .runtime(pod: pod, container: name, .exited(status))), cause: cause)
    }
  }

  mutating func stopProgram(in place: ProcessContext.Place, cause: EventID) {
    guard let pid = containerPrograms.removeValue(forKey: place) else { return }
    kill(pid, cause: cause)
  }

  /// Ends a program from outside, as Ctrl-C does.
  package mutating func kill(_ pid: Int, cause: EventID?) {
    guard processes[pid].isRunning else { return }
    processes[pid].exitStatus = 130
    processes[pid].wasKilled = true
    api.watches.closeAll(of: .process(pid))
  }
}

extension World {
  /// Whether a program that watches has set itself an end.
  package func hasDeadline(of pid: Int) -> Bool {
    if case .nextEvent(_, .some)? = processes[pid].tape.pending { true } else { false }
  }

  /// Puts a file into the world from outside.
  package mutating func place(file path: String, _ text: String) { files[path] = text }
}
