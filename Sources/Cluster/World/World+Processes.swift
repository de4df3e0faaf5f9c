import Resources
import Simulation
import Store

extension World {
  /// Starts a program; what a learner types comes in here. Its first step is an event of its own.
  @discardableResult
  package mutating func start(_ process: Process, cause: EventID? = nil) -> Int {
    let place = process.context.place
    let session = process.role == .container ? freshSession(at: place) : session(at: place)
    return start(process, in: session, cause: cause)
  }

  @discardableResult
  mutating func start(_ process: Process, in session: ShellSession, cause: EventID?) -> Int {
    var process = process
    process.id = processes.count
    if process.isOfSpec { process.line = expandedLine(of: process) }
    process.session = session
    processes.append(process)
    let event = schedule(.resume(process.id), cause: cause)
    processes[process.id].startedBy = event
    if process.role == .container { containerPrograms[process.context.place] = process.id }
    return process.id
  }

  package func process(_ pid: Int) -> Process? {
    processes.indices.contains(pid) ? processes[pid] : nil
  }

  /// Runs a program over the answers that it has had, as far as it gets.
  mutating func run(_ pid: Int, cause: EventID) {
    guard processes[pid].isRunning else { return }
    let run = ProgramRun(processes[pid], self)
    processes[pid].tape = run.tape
    processes[pid].isTrapping = run.isTrapping
    processes[pid].isConversing = run.isConversing
    processes[pid].place = run.place
    processes[pid].epitaph = run.epitaph
    show(run.pieces, pid)
    for change in run.writes.dropFirst(processes[pid].progress.writes) { make(change) }
    processes[pid].progress = run.progress
    processes[pid].signalsTaken = run.signalsTaken
    if let checkpoint = run.checkpoint { processes[pid].checkpoint = checkpoint }
    abandonTool(of: pid)
    if let status = run.status {
      if processes[pid].role == .typed { sessions[processes[pid].context.place] = run.session }
      end(pid, status, cause: cause)
    } else {
      wait(pid, cause: cause)
    }
    if !attachments.isEmpty, processes[pid].isRunning { tellAttached(to: pid, cause: cause) }
  }

  /// Puts what is new of a run's output where it belongs.
  private mutating func show(_ pieces: Pieces, _ pid: Int) {
    let shown = processes[pid].progress
    var (outputs, errors) = (0, 0)
    for (stream, text) in pieces.all {
      switch stream {
      case .output:
        outputs += 1
        if outputs <= shown.output { continue }
      case .error:
        errors += 1
        if errors <= shown.error { continue }
      }
      let piece = Process.Piece(stream: stream, text: text, at: now)
      if isLogged(processes[pid]) {
        containerLogs[processes[pid].context.place, default: ContainerLog()].append(piece)
      } else {
        processes[pid].output.append(piece)
      }
    }
  }

  /// What a container's main program and its children print is the container's log.
  private func isLogged(_ process: Process) -> Bool {
    if process.role == .container { return true }
    if case .container = process.context.place { return process.role == .job }
    return false
  }

  private mutating func make(_ change: FileChange) {
    switch change {
    case .set(let key, let node): files.set(key, node)
    case .append(let key, let text): files.append(key, text)
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
        .wake(.process(pid), .start), afterMicroseconds: time.count * 1000, cause: cause,
        background: isRepetition(pid, time))
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
    case .spawn(let line, let context, let session)?:
      let child = start(
        Process(line: line, context: context, role: .job), in: session, cause: cause)
      resolve(pid, .number(child), cause: cause)
    case .end(let other)?: answerEnd(of: other, to: pid, cause: cause)
    case .signal(let other, let name)?:
      resolve(pid, .flag(signal(other, name, cause: cause)), cause: cause)
    case .startTool(let arguments, let input, let place)?:
      startTool(arguments, input, at: place, for: pid, cause: cause)
    case .toolOutput(let tool, let seen)?:
      if let answer = toolAnswer(tool, seen: seen) { resolve(pid, answer, cause: cause) }
    case .input?:
      // What nobody types for is at its end.
      let role = processes[pid].role
      if role != .typed, role != .container { resolve(pid, .input(nil), cause: cause) }
    case .attach(let other, _, _)?:
      if !attachments.contains(where: { $0 == (pid, other) }) { attachments.append((pid, other)) }
      if let news = attachedNews(of: pid) { resolve(pid, .attached(news), cause: cause) }
    case .feed(let other, let text)?:
      resolve(pid, .flag(supply(input: text, to: other, cause: cause)), cause: cause)
    case .edit?:
      // Only at a prompt does somebody sit who has an editor.
      if processes[pid].role != .typed { resolve(pid, .edited(nil, problem: ""), cause: cause) }
    case .diskFile?, nil: break
    }
  }

  /// Whether a sleep only repeats (a loop that has been round) or is long: the cluster may be settled meanwhile.
  private func isRepetition(_ pid: Int, _ time: Milliseconds) -> Bool {
    guard case .container = processes[pid].context.place else { return false }
    return processes[pid].checkpoint != nil || time > .seconds(10)
  }

  mutating func resolve(_ pid: Int, _ answer: Answer, cause: EventID) {
    processes[pid].tape.resolve(answer)
    schedule(.resume(pid), cause: cause)
  }

  /// Gives a waiting program what the outside read for it.
  package mutating func supply(file path: String, _ text: String?, problem: String = "") {
    for pid in processes.indices where processes[pid].wantedFile == path && processes[pid].isRunning
    {
      processes[pid].tape.resolve(.file(text, problem: problem))
      schedule(.resume(pid), cause: processes[pid].startedBy)
    }
  }

  /// Gives a waiting program what the learner's editor made of its text.
  package mutating func supply(edited text: String?, problem: String, to pid: Int) {
    guard let process = process(pid), process.isRunning, process.wantedEdit != nil else { return }
    processes[pid].tape.resolve(.edited(text, problem: problem))
    schedule(.resume(pid), cause: process.startedBy)
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
}

/// One run of a program over its answers.
private struct ProgramRun {
  let tape: Tape<Call, Answer>
  let pieces: Pieces
  let writes: [FileChange]
  let progress: Process.Progress
  let signalsTaken: Int
  let checkpoint: (any ProgramState)?
  let session: ShellSession
  let isTrapping: Bool
  let isConversing: Bool
  let place: ProcessContext.Place
  let epitaph: String
  let status: Int32?

  /// The copy of the world that the program looks at lives no longer than this.
  init(_ process: Process, _ world: World) {
    var system = System(process, world)
    var status: Int32?
    do throws(Halt) {
      status = try world.interpreter.run(process.line, &system)
    } catch {
      if case .exit(let code, let message) = error {
        if !message.isEmpty { system.printError(message) }
        status = code
      }
    }
    tape = system.tape
    pieces = system.pieces
    writes = system.writes
    progress = Process.Progress(
      output: pieces.count(.output) - system.base.output,
      error: pieces.count(.error) - system.base.error, writes: writes.count - system.base.writes)
    signalsTaken = system.baseSignals
    checkpoint = system.checkpoint
    session = system.session
    isConversing = system.conversations > 0
    place = system.place
    epitaph = system.epitaph
    isTrapping = system.session.traps["TERM"]?.isEmpty == false
    self.status = status
  }
}
