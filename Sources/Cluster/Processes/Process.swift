import Resources
import Simulation
import Store

/// Where and as whom a program runs.
package struct ProcessContext: Hashable, Sendable {
  /// What a program belongs to.
  package enum Place: Hashable, Sendable {
    /// The learner's own machine, where kubectl and docker are typed.
    case workstation
    /// A node or machine of the world, by name.
    case host(String)
    /// A container, by node, pod UID and container name.
    case container(node: String, pod: String, name: String)
  }

  package var place = Place.workstation
  package var user = User.admin
  package var language = Language.english
  /// Whether the output is a terminal; programs ask before they draw.
  package var isTerminal = false
  package var columns = 80

  package init() {}
}

/// A program that runs in the world; its whole state is this value.
package struct Process: Sendable {
  package enum Stream: Hashable, Sendable { case output, error }

  /// A piece of what it printed, with the moment.
  package struct Piece: Hashable, Sendable {
    package let stream: Stream
    package let text: String
    package let at: Instant
  }

  /// Given by the world when it starts.
  package internal(set) var id = 0
  package let line: String
  package let context: ProcessContext
  var tape = Tape<Call, Answer>()
  /// Watch events that have come and were not asked for yet.
  var inbox: [WatchNotice] = []
  package internal(set) var output: [Piece] = []
  package internal(set) var exitStatus: Int32?
  /// The event that started it.
  package internal(set) var startedBy: EventID?
  /// Stopped by Ctrl-C or a signal rather than by itself.
  package internal(set) var wasKilled = false

  package init(line: String, context: ProcessContext) {
    self.line = line
    self.context = context
  }

  package var isRunning: Bool { exitStatus == nil }
  /// Whether it waits for nothing but a watch's next event.
  package var isWatching: Bool { if case .nextEvent? = tape.pending { true } else { false } }
  /// Whether it only waits for time to pass.
  package var isSleeping: Bool { if case .sleep? = tape.pending { true } else { false } }
  /// The file of the disk that it needs, which only the outside can give.
  package var wantedFile: String? {
    if case .diskFile(let path)? = tape.pending { path } else { nil }
  }

  package func text(_ stream: Stream) -> String {
    output.filter { $0.stream == stream }.map(\.text).joined()
  }
}

/// What a program asks of the world.
package enum Call: Sendable {
  case request(Request)
  /// The next event of a watch; `until` is when waiting ends.
  case nextEvent(WatchID, until: Instant?)
  case sleep(Milliseconds)
  /// A file outside of the world, relative to where the session was started.
  case diskFile(String)
}

/// What the world answers.
package enum Answer: Sendable {
  case response(Response)
  case event(WatchNotice)
  case timeout
  case slept
  /// A file's text; nil where there is none, with the reason that the system gave.
  case file(String?, problem: String)
  /// What the world knew at the moment.
  case instant(Instant)
  case text(String?)
  case flag(Bool)
  case number(Int)
  case pieces([Process.Piece]?)
}

/// Why a program stops before its end: it waits, or it has failed.
package enum Halt: Error, Sendable {
  case suspended
  /// Ends with a status; the message, if any, goes to standard error with a newline.
  case exit(Int32, String)

  package static func failure(_ message: String) -> Halt { .exit(1, message) }
}

/// Runs a line of text as a program; the shell, which stands above the cluster, is one.
package protocol Interpreter: Sendable {
  func run(_ line: String, _ system: inout System) throws(Halt) -> Int32
}
