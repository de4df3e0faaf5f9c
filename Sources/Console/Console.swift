import Cluster
import Kubectl
import Resources
import Shell
import Simulation

/// A line typed, a world that answers: the pure half of the prompt.
///
/// `submit` takes a line, `advance` carries it on in slices, and `drain` gives what has been printed; whoever
/// drives it reads files for it and decides when to stop.
package struct Console: Sendable {
  /// What is under way.
  enum Activity: Sendable {
    case idle
    /// A program in the foreground.
    case program(Int)
    /// The cluster settles, at the latest at an instant; a breakpoint may stop it before.
    case settling(latest: Instant)
    /// The same past all breakpoints.
    case finishing(latest: Instant)
    /// A far place in time is on its way; then something is said.
    case travelling(Place, Arrival)
  }

  /// What is said at the end of a journey in time.
  enum Arrival: Sendable {
    /// The place.
    case whereabouts
    /// The event that one is back at.
    case event
  }

  package var timeline: Timeline
  package var language: Language
  /// What the world's chance began with.
  package let seed: UInt64
  /// Whether the prompt returns as soon as a command ends, with the cascade still to come.
  package var isManual: Bool
  /// Model time that passes before a line is taken in, as it does while somebody types it; none in lessons,
  /// where time belongs to the learner.
  package var typingTime = Milliseconds.zero
  /// Whether output goes to a terminal.
  package var isTerminal = false
  package var columns = 80
  /// Sentences in place of boxes.
  package var isAccessible = false
  package internal(set) var stops = Stops()
  var activity = Activity.idle
  private var pieces: [(isError: Bool, text: String)] = []
  /// How many pieces of the foreground program have been taken.
  private var taken = 0
  /// Programs that run on while the prompt is back, and how many of their pieces have been taken.
  private var left: [(pid: Int, taken: Int)] = []
  package private(set) var exit: Int32 = 0
  /// Where time also stops: what a lesson waits for.
  package var pause: EventPattern?
  /// What was under way when time stopped at `pause`, with how much of its output had been taken.
  private var paused: (activity: Activity, taken: Int)?
  var undone: [Undone] = []
  /// The machines that the learner has gone to with ssh, the last one last.
  var visited: [String] = []
  /// What is being captured, and for whom it is.
  var capture: CaptureRun?
  /// The packet that is being followed, and how far the learner has got.
  package var traceWalk: TraceWalk?
  /// Whether each hop of it shows the packet's bytes too.
  var showsTraceBytes = false
  private var files: [(path: String, bytes: [UInt8])] = []

  /// A line that was undone, with the place to go on to.
  struct Undone: Sendable {
    let branch: Int
    let tip: Place
  }

  /// How long typing a line takes in a sandbox.
  package static let sandboxTypingTime = Milliseconds.seconds(1)

  /// How long a settling world may take, of its own time.
  static let settlingTime = Milliseconds.seconds(60)

  package init(_ setup: WorldSetup, language: Language = .english, isManual: Bool = false) {
    self.language = language
    self.isManual = isManual
    seed = setup.seed
    timeline = Timeline(World(setup, interpreter: Console.shell))
  }

  /// The shell with every program that the prompt knows.
  package static let shell = Shell(commands: [Kubectl()])

  /// Gives a finished capture to whoever writes the disk; a replay drops it.
  package mutating func hand(out path: String, _ bytes: [UInt8]) { files.append((path, bytes)) }

  /// The files that were finished since the last call, to be written to the disk.
  package mutating func drainFiles() -> [(path: String, bytes: [UInt8])] {
    defer { files = [] }
    return files
  }

  /// Puts a file into the working directory, as if it had always been there.
  package mutating func place(file path: String, _ text: String) {
    var world = world
    world.place(file: path, text)
    timeline = Timeline(world)
  }

  package var world: World { timeline.world }
  package var isIdle: Bool { if case .idle = activity { true } else { false } }

  // MARK: Lines

  /// Takes a line; a verb of the debugger is carried out, anything else is a program.
  package mutating func submit(_ line: String) {
    exit = 0
    let words = line.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
    if walk(words) { return }
    guard let first = words.first else { return }
    if first == "capture", words.count > 2, words[1] != "start", words[1] != "stop" {
      captureLine(line, file: words[1])
    } else if let reader = world.reader, Verbs.find(first, words) == nil {
      type(line, for: reader)
    } else if first == "exit", words.count == 1, let place = visited.popLast() {
      say(Outcome(out: Text("Connection to \(place) closed.\n", "到 \(place) 的连接已关闭。\n")[language]))
    } else if let verb = Verbs.find(first, words), visited.isEmpty || verb.isForPlaces {
      let outcome = verb.run(Array(words.dropFirst()), &self)
      say(outcome)
      takeLeft()
    } else {
      start(line)
    }
  }

  mutating func start(_ line: String) {
    var context = ProcessContext()
    if let place = visited.last { context.place = .host(place) }
    context.language = language
    context.isTerminal = isTerminal
    context.isInteractive = true
    context.columns = columns
    passTypingTime()
    guard let pid = timeline.inject(.line(line, context)) else { return }
    taken = 0
    // Those that have ended have shown everything; on another branch of time the number may have been another program's.
    left = left.filter { $0.pid != pid && world.process($0.pid)?.isRunning == true }
    activity = .program(pid)
  }

  /// Gives a line to a program that waits for one, and the program the foreground.
  private mutating func type(_ line: String, for pid: Int) {
    passTypingTime()
    taken = world.process(pid)?.output.count ?? 0
    timeline.inject(.input(process: pid, line))
    activity = .program(pid)
  }

  private mutating func passTypingTime() {
    undone = []
    if typingTime > .zero, world.isSettled, !timeline.isInPast {
      timeline.inject(.advance(to: world.now + typingTime))
    }
  }

  /// Adds to what is to be printed.
  package mutating func say(_ outcome: Outcome) {
    if !outcome.out.isEmpty { pieces.append((false, outcome.out)) }
    if !outcome.err.isEmpty { pieces.append((true, outcome.err)) }
    exit = outcome.exit
  }

  /// What has been printed since the last call, in order.
  package mutating func drain() -> [(isError: Bool, text: String)] {
    defer { pieces = [] }
    return pieces
  }

  /// Answers `wantsFile`.
  package mutating func supply(file path: String, _ text: String?, problem: String) {
    timeline.inject(.file(path: path, text: text, problem: problem))
  }

  /// Answers `wantsEdit`; nil without a problem where there is no editor.
  package mutating func supply(edited text: String?, problem: String) {
    guard case .program(let pid) = activity else { return }
    timeline.inject(.edited(process: pid, text: text, problem: problem))
  }

  /// Ctrl-C: ends the program, or stops the clock.
  package mutating func interrupt() {
    if case .program(let pid) = activity {
      timeline.inject(.interrupt(process: pid))
      take(pid)
    }
    activity = .idle
    endCaptureOfLine()
    exit = 130
  }

  // MARK: Running

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
      // The prompt is the program's now.
      exit = 0
      activity = isManual && pause == nil ? .idle : .settling(latest: world.now + Self.settlingTime)
      return nil
    }
    if let path = process.wantedFile { return .wantsFile(path) }
    if let edit = process.wantedEdit { return .wantsEdit(edit) }
    if process.isWatching, isManual, pause == nil, !world.hasDeadline(of: pid) {
      // The watch goes on by itself, with the prompt back.
      leave(pid)
      return nil
    }
    if process.isWatching, world.isSettled, !world.hasDeadline(of: pid) {
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
  private mutating func take(_ pid: Int) {
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
  private mutating func takeLeft() {
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
