import Cluster

// Pipes: each program runs to its end before the next one starts, which then reads what it has printed.
extension Interpretation {
  mutating func run(_ pipeline: Pipeline, _ system: inout System) throws(Halt) -> Flow {
    if pipeline.isNegated { conditions += 1 }
    let flow =
      pipeline.stages.count == 1
      ? try run(pipeline.stages[0], &system) : try run(pipeline.stages, &system)
    if pipeline.isNegated {
      conditions -= 1
      system.session.status = system.session.status == 0 ? 1 : 0
    }
    return flow
  }

  private mutating func run(
    _ stages: [Statement], _ system: inout System
  ) throws(Halt) -> Flow {
    let (before, beforeInput) = (system.session, input)
    system.depth += 1
    for (place, stage) in stages.enumerated() {
      let isLast = place == stages.count - 1
      if !isLast { system.beginCapture() }
      try runStage(stage, followed: Array(stages[(place + 1)...]), &system)
      if !isLast { input = Input(system.endCapture()) }
      let status = system.session.status
      system.session = before
      system.session.status = status
    }
    system.depth -= 1
    input = beforeInput
    return .next
  }

  private mutating func runStage(
    _ stage: Statement, followed: [Statement], _ system: inout System
  ) throws(Halt) {
    let balance = balance(system)
    do throws(Halt) { _ = try run(stage, &system) } catch {
      restore(balance, &system)
      switch error {
      case .exit(let status, let message):
        if !message.isEmpty { system.printError(message) }
        system.session.status = status
      case .suspended:
        guard !followed.isEmpty, preview(followed, &system) else { throw error }
        // Whoever reads has had enough: what writes is ended, as SIGPIPE would.
        system.breakPipe()
        system.session.status = 141
      }
    }
  }

  /// Shows what the rest of a pipe makes of the lines so far, while its start waits for more.
  ///
  /// Gives back whether the rest wants no more lines. Only filters whose output for a longer input begins with
  /// that for a shorter one are shown: what was printed must stay so when the program is run again.
  private func preview(_ stages: [Statement], _ system: inout System) -> Bool {
    guard !system.isPreview, system.outputSink == system.innermostBuffer else { return false }
    var copy = self
    copy.input = Input(Self.wholeLines(system.capturedSoFar))
    var trial = system
    trial.isPreview = true
    trial.outputSink = trial.sinkBelowCapture
    var isDone = false
    for (place, stage) in stages.enumerated() {
      guard case .simple(let assignments, let words) = stage.kind, assignments.isEmpty,
        stage.redirections.isEmpty,
        let fields = try? copy.fields(words, &trial), let name = fields.first,
        let command = shell.command(name) as? any IncrementalCommand,
        let state = command.progress(Array(fields.dropFirst()), input: copy.input.rest)
      else { return false }
      if state.isDone { isDone = true }
      trial.beginCapture()
      _ = try? command.run(Array(fields.dropFirst()), input: copy.input.rest, &trial)
      copy.input = Input(trial.endCapture())
      if place == stages.count - 1 {
        for line in Lines.split(copy.input.rest) { system.show(line, beside: trial.outputSink) }
      }
    }
    return isDone
  }

  private static func wholeLines(_ text: String) -> String {
    guard let end = text.utf8.lastIndex(of: UInt8(ascii: "\n")) else { return "" }
    return String(text[...end])
  }
}

/// A filter that can be shown at work on the beginning of its input.
protocol IncrementalCommand: Command {
  /// nil where the arguments make it wait for the end of its input; else whether it needs no more of it.
  func progress(_ arguments: [String], input: String) -> FilterProgress?
}

/// How far a filter is with the beginning of its input.
enum FilterProgress {
  case wantsMore, done
  var isDone: Bool { self == .done }
}
