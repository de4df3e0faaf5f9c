import Cluster

/// The small shell that serves the prompt, `on HOST`, containers' commands and Dockerfiles' RUN.
package struct Shell: Interpreter {
  private let commands: [any Command]
  /// Words that the prompt knows beside programs, to suggest.
  private let verbs: [String]

  /// Programs beside the shell's own filters; one of the same name takes a filter's place.
  package init(commands: [any Command], verbs: [String] = []) {
    self.commands = commands + Shell.filters
    self.verbs = verbs
  }

  package func command(_ name: String) -> (any Command)? { commands.first { $0.name == name } }

  package func hasContainerProgram(_ name: String) -> Bool {
    Builtin(rawValue: name)?.isProgram ?? (command(name)?.isInContainers ?? false)
  }

  /// Every name that a line can begin with, in byte order.
  package var names: [String] {
    var names = commands.map(\.name) + Builtin.allCases.map(\.rawValue) + verbs
    names.sort { $0.precedes($1) }
    return names.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }

  package func run(_ line: String, _ system: inout System) throws(Halt) -> Int32 {
    var interpretation = Interpretation(self)
    if let checkpoint = system.takeCheckpoint() as? ShellCheckpoint {
      interpretation.restore(checkpoint, &system)
    } else if system.depth == 0 {
      try interpretation.reportJobs(&system)
    }
    if system.depth > 0 {
      let text = system.takeStandardInput()
      if !text.isEmpty { interpretation.input = Input(text) }
    }
    do throws(Halt) {
      _ = try interpretation.run(text: line, &system)
    } catch {
      guard case .exit(let status, let message) = error else { throw error }
      if !message.isEmpty { system.printError(message) }
      system.session.status = status
    }
    if let action = system.session.traps["EXIT"], !action.isEmpty {
      system.session.traps["EXIT"] = nil
      let status = system.session.status
      _ = try interpretation.run(text: action, &system)
      system.session.status = status
    }
    return system.session.status
  }

  /// Whether a text is a whole one: no open quote, bracket or here-document, no line that goes on.
  package static func isComplete(_ text: String) -> Bool {
    var backslashes = 0
    let scalars = text.unicodeScalars
    for scalar in (scalars.last == "\n" ? scalars.dropLast() : scalars[...]).reversed() {
      guard scalar == "\\" else { break }
      backslashes += 1
    }
    do throws(SyntaxError) {
      let parsed = try Parser.parse(text)
      // A backslash at the very end joins the next line.
      return !parsed.lexer.endsInDocument && backslashes % 2 == 0
    } catch {
      return !error.isIncomplete
    }
  }

  /// The known name that a word is most like; nil when none is near.
  package func nearest(to word: String) -> String? { Spelling.nearest(to: word, among: names) }
}
