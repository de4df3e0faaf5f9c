import Resources
import Simulation
import Store
import Tree

/// What a program can do: call the API server, wait, read and write files, print.
///
/// A program may be run many times over the same answers, so everything it learns comes through here.
package struct System: Sendable {
  /// Where it runs; `run(_:in:)` runs another line elsewhere.
  package var context: ProcessContext
  /// What the shell remembers; stays for the next line that is typed at the same place.
  package var session: ShellSession
  /// The world as it is now, for what is answered on the spot and kept on the tape.
  let world: World
  var tape: Tape<Call, Answer>
  let pid: Int
  /// Where standard output and standard error go now.
  package var outputSink = Sink.screen(.output)
  package var errorSink = Sink.screen(.error)
  var buffers: [String] = []
  var captured: [Sink] = []
  var pieces = Pieces()
  /// Changes of files in order; the world makes them when the run stops.
  var writes: [FileChange] = []
  var progress: Process.Progress
  /// Signals that were taken, since the world's beginning.
  var signalsTaken: Int
  private(set) var baseSignals: Int
  /// Programs inside of programs, which cannot go on from a checkpoint.
  package var depth = 0
  /// Shells that read what somebody types, one in the other.
  package var conversations = 0
  /// Where the innermost program runs.
  var place: ProcessContext.Place
  /// What it says should that place cease to be.
  var epitaph = ""
  /// What the next line run at another place finds on standard input.
  package var standardInput = ""
  /// Nothing that happens now counts: what a pipe's end shows while its start still waits.
  package var isPreview = false
  fileprivate(set) var checkpoint: (any ProgramState)?
  private(set) var base = Process.Progress()

  init(_ process: Process, _ world: World) {
    context = process.context
    place = process.context.place
    session = process.session
    self.world = world
    pid = process.id
    tape = process.tape
    tape.rewind()
    progress = process.progress
    signalsTaken = process.signalsTaken
    baseSignals = process.signalsTaken
    checkpoint = process.checkpoint
  }

  mutating func perform(_ call: Call) throws(Halt) -> Answer {
    if isPreview { throw .suspended }
    let answer: Answer
    do { answer = try tape.perform(call) } catch { throw .suspended }
    if case .interrupted = answer, !call.isWait { throw .brokenPipe }
    return answer
  }

  /// Ends what waits, because nobody reads its output any more; the program goes on behind it.
  package mutating func breakPipe() { tape.settle(.interrupted) }

  /// Sends a request and waits for the answer.
  package mutating func request(_ request: Request) throws(Halt) -> Response {
    var request = request
    request.user = request.user == .admin ? context.user : request.user
    guard case .response(let response) = try perform(.request(request)) else {
      preconditionFailure("a request was answered by something else")
    }
    return response
  }

  /// Waits for the next event of a watch; nil when the instant has come first.
  package mutating func nextEvent(
    _ watch: WatchID, until: Instant? = nil
  ) throws(Halt) -> WatchNotice? {
    if case .event(let notice) = try perform(.nextEvent(watch, until: until)) { return notice }
    return nil
  }

  package mutating func sleep(_ time: Milliseconds) throws(Halt) {
    _ = try perform(.sleep(time))
  }

  /// The time at this point of the program.
  package mutating func now() -> Instant {
    let world = world
    guard case .instant(let instant) = tape.perform(at: { .instant(world.now) }) else {
      preconditionFailure("the clock was answered by something else")
    }
    return instant
  }

  /// The kinds that the API server knows at this point; custom ones come and go.
  package mutating func kinds() -> [any KindType] {
    let world = world
    guard case .number(let count) = tape.perform(at: { .number(world.api.discovery.count) }) else {
      preconditionFailure("discovery was answered by something else")
    }
    return world.api.kinds(after: count)
  }

  /// The name of the machine, or the pod, that the program runs on.
  package var hostName: String { world.hostName(of: context.place) }

  package var address: String? { world.address(of: context.place) }

  /// A file that was written in the world; nil where only the disk may have it.
  package mutating func worldFile(_ path: String) -> String? {
    if case .text(let text)? = known(path) { return text }
    return nil
  }

  // MARK: Checkpoints

  /// The state to go on from, where the program has left one.
  package mutating func takeCheckpoint() -> (any ProgramState)? { depth == 0 ? checkpoint : nil }

  /// Whether a checkpoint would hold here (not while output is being captured for another program) and help.
  package var canCheckpoint: Bool { captured.isEmpty && depth == 0 && tape.hasUsed }

  /// From here on the program goes on from `state` when it is resumed; earlier answers are dropped.
  package mutating func checkpoint(_ state: any ProgramState) {
    guard canCheckpoint else { return }
    checkpoint = state
    tape.forgetUsed()
    baseSignals = signalsTaken
    base = Process.Progress(
      output: pieces.count(.output), error: pieces.count(.error), writes: writes.count)
  }
}

/// A change of a file that a program has made.
enum FileChange: Sendable {
  case set(key: String, FileNode)
  case append(key: String, String)
}
