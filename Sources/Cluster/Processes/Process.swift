import Resources
import Simulation
import Store
import Tree

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

    package func _rawHashValue(seed: Int) -> Int {
      var hash = TextHash()
      switch self {
      case .workstation: break
      case .host(let name): hash.mix(name)
      case .container(let node, let pod, let name):
        hash.mix(pod)
        hash.mix(name)
        hash.mix(node)
      }
      return hash.value ^ seed
    }
  }

  package var place = Place.workstation
  package var user = User.admin
  package var language = Language.english
  /// Whether the output is a terminal; programs ask before they draw.
  package var isTerminal = false
  /// Whether somebody types what the program reads from its standard input.
  package var isInteractive = false
  package var columns = 80

  package init() {}
}

/// A program that runs in the world; its whole state is this value.
package struct Process: Sendable {
  package enum Stream: Hashable, Sendable { case output, error }

  /// Why a program runs, which decides what its end means.
  package enum Role: Hashable, Sendable {
    /// Typed at a prompt: variables and the working folder stay for the next line.
    case typed
    /// Started with `&` by another program.
    case job
    /// The main program of a container: its output is the container's log, its end the container's.
    case container
    /// A check that a kubelet makes inside of a container.
    case probe(ProbeKind)
    /// What a kubelet runs inside of a container after its start or before its end.
    case hook(HookKind)
  }

  /// A piece of what it printed, with the moment.
  package struct Piece: Hashable, Sendable {
    package let stream: Stream
    package let text: String
    package let at: Instant
  }

  /// Given by the world when it starts.
  package internal(set) var id = 0
  package internal(set) var line: String
  package let role: Role
  package let context: ProcessContext
  var tape = Tape<Call, Answer>()
  /// Where the program goes on instead of from its start; the tape then begins there.
  var checkpoint: (any ProgramState)?
  /// What the shell remembered when the program started.
  package internal(set) var session = ShellSession()
  /// How much of what the tape leads to has been shown and written already.
  var progress = Progress()
  /// Signals that were sent and not taken yet.
  var signals: [String] = []
  var signalsTaken = 0
  /// Whether it handles SIGTERM itself.
  package internal(set) var isTrapping = false
  /// Whether it is, or contains, a shell that reads what somebody types: Ctrl-C ends what runs in it.
  var isConversing = false
  /// Where what it waits for runs: with `kubectl exec` that is not where it was started.
  var place: ProcessContext.Place
  /// What it says should that place cease to be.
  var epitaph = ""
  /// Watch events that have come and were not asked for yet.
  var inbox: [WatchNotice] = []
  package internal(set) var output = PagedArray<Piece>()
  package internal(set) var exitStatus: Int32?
  /// The event that started it.
  package internal(set) var startedBy: EventID?
  /// The program of a machine that runs for it, by the fabric's number.
  package internal(set) var tool: Int?
  /// Stopped by Ctrl-C or a signal rather than by itself.
  package internal(set) var wasKilled = false

  package init(line: String, context: ProcessContext, role: Role = .typed) {
    self.line = line
    self.context = context
    self.role = role
    place = context.place
  }

  /// Counts of pieces and file changes of the present tape.
  struct Progress: Hashable, Sendable {
    var output = 0
    var error = 0
    var writes = 0
  }

  package var isRunning: Bool { exitStatus == nil }
  /// Whether the line is one of a pod's spec in which the kubelet replaces variables.
  var isOfSpec: Bool {
    switch role {
    case .container, .probe: true
    default: false
    }
  }
  /// How many answers would have to be gone over to resume it.
  package var answersKept: Int { tape.answers.count }
  /// Whether it waits for a program of a machine.
  package var isUsingTool: Bool { if case .toolOutput? = tape.pending { true } else { false } }
  /// Whether it only waits for time to pass.
  package var isSleeping: Bool { if case .sleep? = tape.pending { true } else { false } }
  /// The file of the disk that it needs, which only the outside can give.
  package var wantedFile: String? {
    if case .diskFile(let path)? = tape.pending { path } else { nil }
  }

  /// What it prints before the line that it wants to be typed; nil while it wants none.
  package var inputPrompt: String? {
    if case .input(let prompt)? = tape.pending { prompt } else { nil }
  }

  /// The text that it wants the learner to edit, which only the outside can have done.
  package var wantedEdit: Edit? {
    if case .edit(let edit)? = tape.pending { edit } else { nil }
  }

  package func text(_ stream: Stream) -> String {
    output.filter { $0.stream == stream }.map(\.text).joined()
  }
}

/// A text that a program hands to the learner's own editor.
package struct Edit: Hashable, Sendable {
  /// The file's name, whose ending tells the editor what it is.
  package let name: String
  package let text: String
}

/// What a program keeps at a checkpoint to go on from there.
package protocol ProgramState: Sendable {}

/// What a program asks of the world.
package enum Call: Sendable {
  case request(Request)
  /// The next event of a watch; `until` is when waiting ends.
  case nextEvent(WatchID, until: Instant?)
  case sleep(Milliseconds)
  /// A file outside of the world, relative to where the session was started; a path that ends in `/` is a folder,
  /// whose text is its names, one a line, those of folders with a `/`.
  case diskFile(String)
  /// A text for the learner's own editor.
  case edit(Edit)
  /// A line that is typed for the program.
  case input(prompt: String)
  /// News of a container's program: output beyond so many pieces, its end, and where asked for that it reads a line.
  case attach(Int, seen: Int, forInput: Bool)
  /// A line for a program that reads one, or the end of its input.
  case feed(Int, String?)
  /// Starts another program beside this one.
  case spawn(line: String, ProcessContext, ShellSession)
  /// The end of another program, or a signal that this one traps.
  case end(of: Int)
  /// A signal to another program, by name (`TERM`).
  case signal(Int, String)
  /// Starts a program of a machine beside this one: ping, ip.
  case startTool([String], input: String, ProcessContext.Place)
  /// What such a program has printed beyond so many bytes, or its end.
  case toolOutput(Int, seen: Int)

  var isWait: Bool { if case .end = self { true } else { false } }
}

/// What the world answers.
package enum Answer: Sendable {
  case response(Response)
  case event(WatchNotice)
  case timeout
  case slept
  /// A file's text; nil where there is none, with the reason that the system gave.
  case file(String?, problem: String)
  /// The text as the learner left it; nil where there is no editor, with what went wrong with one that there is.
  case edited(String?, problem: String)
  /// The line without its end; nil at the end of input.
  case input(String?)
  case attached(AttachedNews)
  /// What the world knew at the moment.
  case instant(Instant)
  case text(String?)
  case flag(Bool)
  case number(Int)
  case pieces([Process.Piece]?)
  case names([String]?)
  case node(FileNode?)
  /// Another program's end with what it printed.
  case ended(Int32, output: String, error: String)
  case interrupted
  case session(ShellSession)
  case listing([ProcessSummary])
  /// What a machine's program has printed since, and its exit status when it is over.
  case toolOutput([ToolPiece], Int32?)
}

/// What a program learns that is attached to a container's.
package struct AttachedNews: Sendable {
  package let pieces: [Process.Piece]
  /// What the container's program prints before the line that it waits for; nil while it waits for none.
  package let prompt: String?
  package let isOver: Bool
}

/// A piece of a machine's program's output.
package struct ToolPiece: Hashable, Sendable {
  package let isError: Bool
  package let text: String
}

/// One line of `ps`.
package struct ProcessSummary: Hashable, Sendable {
  package let id: Int
  package let line: String
  package let startedAt: Instant
}

/// Why a program stops before its end: it waits, or it has failed.
package enum Halt: Error, Sendable {
  case suspended
  /// Ends with a status; the message, if any, goes to standard error with a newline.
  case exit(Int32, String)

  /// What a program ends with that writes where nobody reads any more (SIGPIPE).
  package static let brokenPipe = Halt.exit(141, "")
  package static func failure(_ message: String) -> Halt { .exit(1, message) }
}

/// Runs a line of text as a program; the shell, which stands above the cluster, is one.
package protocol Interpreter: Sendable {
  func run(_ line: String, _ system: inout System) throws(Halt) -> Int32
  /// Whether a container with a shell has a program of this name.
  func hasContainerProgram(_ name: String) -> Bool
}

extension Interpreter {
  package func hasContainerProgram(_ name: String) -> Bool { true }
}
