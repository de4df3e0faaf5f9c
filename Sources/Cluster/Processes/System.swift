import Resources
import Simulation
import Store
import Tree

/// What a program can do: call the API server, wait, read and write files, print.
///
/// A program may be run many times over the same answers, so everything it learns comes through here.
package struct System: Sendable {
  /// Where it runs; `kubectl exec` and `on HOST` run another line elsewhere.
  package var context: ProcessContext
  /// The world as it is now, for what is answered on the spot and kept on the tape.
  let world: World
  var tape: Tape<Call, Answer>
  private(set) var pieces: [(stream: Process.Stream, text: String)] = []
  /// Changes of files, which the world makes when the run is over.
  private(set) var writes: [(path: String, text: String?)] = []

  init(_ process: Process, _ world: World) {
    context = process.context
    self.world = world
    tape = process.tape
    tape.rewind()
  }

  /// Output that goes into a pipe, a substitution or a file instead of to the screen; the innermost is last.
  private var captures: [String] = []

  package mutating func print(_ text: String, terminator: String = "\n") {
    if captures.isEmpty {
      pieces.append((.output, text + terminator))
    } else {
      captures[captures.count - 1] += text + terminator
    }
  }

  /// From here on, standard output is kept; `endCapture` gives it back.
  package mutating func beginCapture() { captures.append("") }
  package mutating func endCapture() -> String { captures.popLast() ?? "" }

  package mutating func printError(_ text: String, terminator: String = "\n") {
    pieces.append((.error, text + terminator))
  }

  private mutating func perform(_ call: Call) throws(Halt) -> Answer {
    do { return try tape.perform(call) } catch { throw .suspended }
  }

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
    guard case .number(let count) = tape.perform(at: { .number(world.api.types.count) }) else {
      preconditionFailure("discovery was answered by something else")
    }
    return Array(world.api.types.prefix(count))
  }

  /// A file's text: the world's own, else the disk's.
  package mutating func readFile(_ path: String) throws(Halt) -> String {
    if let text = writes.last(where: { $0.path == path })?.text { return text }
    let world = world
    if case .text(let text?) = tape.perform(at: { .text(world.files[path]) }) { return text }
    guard case .file(let text, let problem) = try perform(.diskFile(path)) else {
      preconditionFailure("a file was answered by something else")
    }
    guard let text else { throw .failure(problem) }
    return text
  }

  /// A file that was written in the world; nil where only the disk may have it.
  package mutating func worldFile(_ path: String) -> String? {
    if let write = writes.last(where: { $0.path == path }) { return write.text }
    let world = world
    if case .text(let text) = tape.perform(at: { .text(world.files[path]) }) { return text }
    return nil
  }

  package mutating func writeFile(_ path: String, _ text: String) { writes.append((path, text)) }

  package mutating func appendFile(_ path: String, _ text: String) throws(Halt) {
    var before = ""
    do throws(Halt) { before = try readFile(path) } catch {
      if case .suspended = error { throw error }
    }
    writes.append((path, before + text))
  }
}
