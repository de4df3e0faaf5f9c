import Cluster
import Simulation

/// One run of shell text: what the shell holds beside the session.
struct Interpretation {
  /// How a command leaves the list that it stands in.
  enum Flow: Hashable {
    case next
    case leaveLoop(Int)
    case nextRound(Int)
    case leaveFunction
    case exit
  }

  struct Function: Sendable {
    let name: String
    let body: [Statement]
    let documents: [Word]
  }

  let shell: Shell
  var documents: [Word] = []
  var functions: [Function] = []
  var input = Input()
  /// How many loops a `break` here could leave.
  var loops = 0
  /// How deep in functions and scripts this stands.
  var calls = 0
  /// Within a condition, where a failure does not end a shell with -e.
  var conditions = 0
  /// Rounds of loops since time last passed.
  var rounds = 0
  var line = 1
  /// The status of the last `$(…)` of the command at hand.
  var substitutionStatus: Int32?
  /// Where in the program this stands, and where it has to go on.
  var path: [Step] = []
  var resumption: ArraySlice<Step> = []

  init(_ shell: Shell) { self.shell = shell }

  /// Whose message it is: `sh: 1`.
  var place: String { "sh: \(line)" }

  // MARK: Texts

  /// Runs a text as a program of its own, as the outermost one or for `sh -c`, `eval` and `.`.
  mutating func run(
    text: String, _ system: inout System
  ) throws(Halt) -> Flow {
    let parsed: (program: Program, lexer: Lexer)
    do throws(SyntaxError) { parsed = try Parser.parse(text) } catch {
      throw .exit(2, "sh: \(error.line): Syntax error: \(error.message)")
    }
    if let construct = parsed.lexer.construct, system.refusesConstructs, calls == 0 {
      throw .exit(2, Refusal.text(of: construct)[system.context.language])
    }
    guard calls < 50 else { throw .exit(2, "\(place): too many levels of nesting") }
    calls += 1
    defer { calls -= 1 }
    let before = (documents, line)
    documents = parsed.program.documents
    let flow = try run(parsed.program, &system)
    (documents, line) = before
    return flow
  }

  mutating func run(_ program: Program, _ system: inout System) throws(Halt) -> Flow {
    var first = 0
    if case .item(let place)? = resumption.first {
      resumption.removeFirst()
      first = place
    }
    for place in first..<max(first, program.items.count) {
      path.append(.item(place))
      let flow = try run(program.items[place], &system)
      path.removeLast()
      if flow != .next { return flow }
      if let flow = try takeSignals(&system) { return flow }
    }
    return .next
  }

  private mutating func run(_ item: Item, _ system: inout System) throws(Halt) -> Flow {
    if item.isBackground, resumption.isEmpty {
      try startJob(item.text, &system)
      return .next
    }
    var first = 0
    if case .operand(let place)? = resumption.first {
      resumption.removeFirst()
      first = place
    }
    for place in first..<max(first, item.operands.count) {
      let operand = item.operands[place]
      if resumption.isEmpty, let runsOnSuccess = operand.runsOnSuccess,
        (system.session.status == 0) != runsOnSuccess
      {
        continue
      }
      let isLast = place == item.operands.count - 1
      path.append(.operand(place))
      if !isLast { conditions += 1 }
      let flow = try run(operand.pipeline, &system)
      if !isLast { conditions -= 1 }
      path.removeLast()
      if flow != .next { return flow }
      if isLast, system.session.exitsOnError, conditions == 0, system.session.status != 0,
        !operand.pipeline.isNegated
      {
        return .exit
      }
    }
    return .next
  }

  /// Runs what a trap says for each signal that has come.
  private mutating func takeSignals(_ system: inout System) throws(Halt) -> Flow? {
    guard let action = system.session.traps["TERM"], !action.isEmpty else { return nil }
    guard system.nextSignal() != nil else { return nil }
    let flow = try run(text: action, &system)
    return flow == .next ? nil : flow
  }
}

extension System {
  /// At a prompt, loops and the like are refused: each line is to be one thing that can be watched.
  var refusesConstructs: Bool {
    if case .container = context.place { return false }
    return depth == 0
  }
}
