import Cluster
import Resources
import Simulation

// How a line is carried on with: programs, the cluster that settles, journeys in time.
extension Console {
  /// Carries on with what is under way, for so many events at most.
  package mutating func advance(events limit: Int = 2_000) -> Advance {
    for _ in 0..<limit {
      switch activity {
      case .idle:
        endCaptureOfLine()
        return .finished
      case .program(let pid):
        if let wanted = advance(pid) { return wanted }
      case .settling(let latest): settle(latest, atBreaks: true)
      case .finishing(let latest): settle(latest, atBreaks: false)
      case .travelling(let target, let arrival):
        if timeline.approach(target) { continue }
        say(Outcome(out: text(of: arrival)))
        activity = .idle
      }
    }
    return .running
  }

  private mutating func advance(_ pid: Int) -> Advance? {
    take(pid)
    guard let process = world.process(pid), process.isRunning else {
      exit = world.process(pid)?.exitStatus ?? 0
      activity = isManual && pause == nil ? .idle : .settling(latest: world.now + Self.settlingTime)
      return nil
    }
    if process.inputPrompt != nil {
      // The prompt is the program's now; it may yet be ended before a line is typed.
      leave(pid)
      exit = 0
      activity = isManual && pause == nil ? .idle : .settling(latest: world.now + Self.settlingTime)
      return nil
    }
    if let path = process.wantedFile { return .wantsFile(path) }
    if let edit = process.wantedEdit { return .wantsEdit(edit) }
    if world.isWatching(pid), isManual, pause == nil, !world.hasDeadline(of: pid) {
      // The watch goes on by itself, with the prompt back.
      leave(pid)
      return nil
    }
    if world.isWatching(pid), world.isSettled, !world.hasDeadline(of: pid) {
      // Nothing more will come: the sandbox ends a watch as Ctrl-C would.
      timeline.inject(.interrupt(process: pid))
      take(pid)
      exit = 0
      activity = .idle
      return nil
    }
    if isEndless(process), !isManual {
      // Nobody can press Ctrl-C here in the model's time: the sandbox does.
      timeline.inject(.interrupt(process: pid))
      take(pid)
      exit = 0
      activity = .idle
      return nil
    }
    guard let entry = timeline.step() else {
      activity = .idle
      return nil
    }
    stop(at: entry)
    return nil
  }

  /// The most events that a verb goes over within itself; more of them are worth telling of on the way.
  private static let shortJourney = 50_000

  /// Goes to a place of the branch, at once or, where it is far, with whoever drives the console telling how far it has got.
  mutating func travel(to target: Place, _ arrival: Arrival) -> Outcome {
    timeline.turn(to: target)
    guard target.events - world.journal.count <= Self.shortJourney else {
      activity = .travelling(target, arrival)
      return Outcome()
    }
    while timeline.approach(target) {}
    return Outcome(out: text(of: arrival))
  }

  private func text(of arrival: Arrival) -> String {
    switch arrival {
    case .whereabouts: whereText()
    case .event:
      world.journal.last.map { Text("back at ", "回到 ")[language] + line(for: $0) } ?? ""
    }
  }

  /// Whether a program of a machine would go on for ever: nothing more comes, or a quarter of a minute has passed.
  private func isEndless(_ process: Process) -> Bool {
    guard process.isUsingTool, let tool = process.tool else { return false }
    return world.isEndless(tool: tool)
  }

  private mutating func settle(_ latest: Instant, atBreaks: Bool) {
    guard let next = world.queue.nextForegroundInstant, next <= latest else {
      activity = .idle
      return
    }
    guard let entry = timeline.step() else {
      activity = .idle
      return
    }
    stop(at: entry, atBreaks: atBreaks)
  }

  private mutating func stop(at entry: JournalEntry, atBreaks: Bool = true) {
    if !left.isEmpty { takeLeft() }
    if let pause, pause.matches(entry, world) {
      if case .program(let pid) = activity { take(pid) }
      self.pause = nil
      paused = (activity, taken)
      activity = .idle
    } else if atBreaks, let reason = stops.hit(by: entry, world, language) {
      if case .program(let pid) = activity { leave(pid) }
      say(Outcome(out: reason))
      activity = .idle
    }
  }

  /// Whether time has stopped at `pause` and not gone on since.
  package var isPaused: Bool { paused != nil }

  /// Goes on from where `pause` stopped time; with nothing to go on with, the cluster settles.
  package mutating func proceed() {
    let before = paused
    paused = nil
    guard case (.program(let pid), let count)? = before,
      (world.process(pid)?.output.count ?? 0) >= count
    else {
      activity = .settling(latest: world.now + Self.settlingTime)
      return
    }
    activity = .program(pid)
    taken = count
  }

  /// Lets the cluster come to rest, as after a line.
  package mutating func settle() {
    paused = nil
    activity = .settling(latest: world.now + Self.settlingTime)
  }

  /// Takes over what the foreground program has printed.
  mutating func take(_ pid: Int) {
    guard let process = world.process(pid), taken < process.output.count else { return }
    for piece in process.output[taken...] { pieces.append((piece.stream == .error, piece.text)) }
    taken = process.output.count
  }

  /// Gives the prompt back while a program runs on; what it prints is shown when time has gone so far.
  private mutating func leave(_ pid: Int) {
    take(pid)
    left.append((pid, taken))
    activity = .idle
  }

  /// Takes over what programs have printed that run on; after a step back they print it once more.
  mutating func takeLeft() {
    for place in left.indices {
      let output = world.process(left[place].pid)?.output ?? PagedArray()
      for piece in output.dropFirst(left[place].taken) {
        pieces.append((piece.stream == .error, piece.text))
      }
      left[place].taken = output.count
    }
  }

  /// Runs what is under way to its end; `readFile` gives a file's text or the system's reason against it.
  package mutating func finish(readFile: (String) -> (text: String?, problem: String)) {
    while true {
      switch advance() {
      case .running: continue
      case .finished: return
      case .wantsFile(let path):
        let found = readFile(path)
        supply(file: path, found.text, problem: found.problem)
      case .wantsEdit: supply(edited: nil, problem: "")
      }
    }
  }

  /// A whole line with its output in one piece.
  package mutating func run(
    _ line: String, readFile: (String) -> (text: String?, problem: String)
  ) -> Outcome {
    submit(line)
    finish(readFile: readFile)
    let printed = drain()
    return Outcome(
      out: printed.filter { !$0.isError }.map(\.text).joined(),
      err: printed.filter(\.isError).map(\.text).joined(), exit: exit)
  }
}
