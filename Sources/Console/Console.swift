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
  var pieces: [(isError: Bool, text: String)] = []
  /// How many pieces of the foreground program have been taken.
  var taken = 0
  /// Programs that run on while the prompt is back, and how many of their pieces have been taken.
  var left: [(pid: Int, taken: Int)] = []
  package internal(set) var exit: Int32 = 0
  /// Where time also stops: what a lesson waits for.
  package var pause: EventPattern?
  /// What was under way when time stopped at `pause`, with how much of its output had been taken.
  var paused: (activity: Activity, taken: Int)?
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
    takeLeft()
    left.removeAll { $0.pid == pid }
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
}
