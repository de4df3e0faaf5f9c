import Cluster

/// One step from the outside of a program to the place where it stands.
enum Step: Sendable {
  case item(Int)
  case operand(Int)
  /// A branch of `if` or `case`.
  case branch(Int)
  /// A round of a loop, with the words that are left for `for`.
  case round(words: [String])
  /// What to go back to behind a command with redirections, a subshell or a script.
  case frame(Frame)
  /// The text of `sh -c`, `eval` or `.`.
  case script(String)
  case function(String)
}

/// What a command changes for its own time only.
struct Frame: Sendable {
  var session: ShellSession?
  var outputSink: Sink
  var errorSink: Sink
  var input: Input
  var arguments: [String]
  var name: String

  init(_ system: System, _ input: Input, session: Bool = false) {
    self.session = session ? system.session : nil
    outputSink = system.outputSink
    errorSink = system.errorSink
    self.input = input
    arguments = system.session.arguments
    name = system.session.name
  }
}

/// A shell at the start of a loop's round.
struct ShellCheckpoint: ProgramState {
  let path: [Step]
  let functions: [Interpretation.Function]
  let input: Input
  let session: ShellSession
  let outputSink: Sink
  let errorSink: Sink
  let rounds: Int
}

/// Standard input as far as it was read.
struct Input: Sendable {
  private var text: Substring.UTF8View
  /// Whether it comes from where somebody types, if anybody does, rather than from a pipe or a file.
  let isTyped: Bool

  init() {
    text = ""[...].utf8
    isTyped = true
  }

  init(_ text: String) {
    self.text = text[...].utf8
    isTyped = false
  }

  var rest: String { String(Substring(text)) }
  var isEmpty: Bool { text.isEmpty }

  /// The next line without its newline; nil at the end. The flag tells whether there was a newline.
  mutating func line() -> (text: String, isWhole: Bool)? {
    guard !text.isEmpty else { return nil }
    guard let end = text.firstIndex(of: UInt8(ascii: "\n")) else {
      defer { text = text[text.endIndex...] }
      return (rest, false)
    }
    defer { text = text[text.index(after: end)...] }
    return (String(Substring(text[..<end])), true)
  }
}

/// Counts that an error which is caught leaves as they were.
struct Balance {
  let path: Int
  let loops: Int
  let conditions: Int
  let calls: Int
  let depth: Int
}

extension Interpretation {
  func balance(_ system: System) -> Balance {
    Balance(
      path: path.count, loops: loops, conditions: conditions, calls: calls, depth: system.depth)
  }

  mutating func restore(_ balance: Balance, _ system: inout System) {
    path.removeLast(max(0, path.count - balance.path))
    loops = balance.loops
    conditions = balance.conditions
    calls = balance.calls
    system.depth = balance.depth
  }

  /// Goes back to what was before a command; standard input only where the command had its own.
  mutating func leave(
    _ frame: Frame, _ system: inout System, restoringInput: Bool
  ) {
    let kept = input
    leave(frame, &system)
    if !restoringInput { input = kept }
  }

  mutating func leave(_ frame: Frame, _ system: inout System) {
    if let session = frame.session {
      let status = system.session.status
      system.session = session
      system.session.status = status
    }
    system.outputSink = frame.outputSink
    system.errorSink = frame.errorSink
    input = frame.input
  }

  /// Called at the start of each round of a loop but the first: keeps the place, and lets time pass at last.
  mutating func beginRound(_ words: [String], _ system: inout System) throws(Halt) {
    rounds += 1
    if rounds > 200 {
      // A loop that never waits would stop the model's time; it takes a second for each 200 rounds.
      rounds = 0
      try system.sleep(.seconds(1))
    }
    guard system.canCheckpoint else { return }
    system.checkpoint(
      ShellCheckpoint(
        path: path + [.round(words: words)], functions: functions, input: input,
        session: system.session, outputSink: system.outputSink, errorSink: system.errorSink,
        rounds: rounds))
  }

  mutating func restore(_ checkpoint: ShellCheckpoint, _ system: inout System) {
    resumption = checkpoint.path[...]
    functions = checkpoint.functions
    input = checkpoint.input
    rounds = checkpoint.rounds
    system.session = checkpoint.session
    system.outputSink = checkpoint.outputSink
    system.errorSink = checkpoint.errorSink
  }
}
