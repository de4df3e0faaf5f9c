import Cluster
import Simulation

// Builtins that run text or other commands.
extension Interpretation {
  /// `sh -c TEXT`, `sh FILE`, or `sh` with a text on standard input.
  mutating func runShell(
    _ program: Builtin, _ arguments: [String], _ frame: Frame, _ system: inout System
  ) throws(Halt) -> Flow {
    var rest = arguments[...]
    var takesText = false
    let before = system.session
    while let option = rest.first, option.count > 1, option.hasPrefix("-") || option.hasPrefix("+")
    {
      rest.removeFirst()
      if option == "--" { break }
      for letter in option.dropFirst() {
        switch letter {
        case "c": takesText = true
        case "e": system.session.exitsOnError = true
        case "x": system.session.isTracing = true
        case "u": system.session.refusesUnset = true
        default: break
        }
      }
    }
    var text = ""
    var isConversation = false
    if takesText {
      guard let first = rest.popFirst() else {
        system.session = before
        throw .exit(2, "sh: 0: -c requires an argument")
      }
      text = first
    } else if let file = rest.popFirst() {
      guard case .text(let found) = try system.find(file) else {
        system.session = before
        throw .exit(2, "sh: 0: cannot open \(file): No such file")
      }
      text = found
      rest.insert(file, at: rest.startIndex)
    } else {
      text = input.rest
      isConversation = input.isTyped && system.context.isInteractive
      if !isConversation { input = Input("") }
    }
    system.session.name = rest.popFirst() ?? (program == .bash ? program.rawValue : "sh")
    system.session.arguments = Array(rest)
    system.session.traps = [:]
    // A shell that is all of a program goes by its own traps.
    let isWhole = path.count <= 3 && calls == 1 && system.depth == 0
    var inner = Frame(system, frame.input, session: true)
    inner.session = before
    inner.outputSink = frame.outputSink
    inner.errorSink = frame.errorSink
    path.append(.frame(inner))
    defer { path.removeLast() }
    let balance = balance(system)
    do throws(Halt) {
      if isConversation {
        try converse(as: program, &system)
      } else {
        _ = try runScript(text, &system)
      }
    } catch {
      guard case .exit(let status, let message) = error else { throw error }
      restore(balance, &system)
      if !message.isEmpty { system.printError(message) }
      system.session.status = status
    }
    try leaveShell(before, isWhole: isWhole, &system)
    return .next
  }

  /// Runs lines as they are typed, until `exit` or the end of input.
  private mutating func converse(
    as program: Builtin, _ system: inout System
  ) throws(Halt) {
    // A line may be anywhere in the conversation: there is no place in the program to go on from.
    system.depth += 1
    defer { system.depth -= 1 }
    system.conversations += 1
    while let text = try system.readLine(prompt: Prompt.text(system, shell: program)) {
      let balance = balance(system)
      do throws(Halt) {
        if try runScript(text, &system) == .exit { break }
      } catch {
        guard case .exit(let status, let message) = error else { throw error }
        restore(balance, &system)
        if !message.isEmpty { system.printError(message) }
        // What Ctrl-C has ended reads no more answers, as behind a pipe that is closed.
        system.session.status = status == 141 ? 130 : status
      }
    }
    system.conversations -= 1
  }

  private mutating func leaveShell(
    _ before: ShellSession, isWhole: Bool, _ system: inout System
  ) throws(Halt) {
    if let action = system.session.traps["EXIT"], !action.isEmpty {
      system.session.traps["EXIT"] = nil
      let status = system.session.status
      _ = try run(text: action, &system)
      system.session.status = status
    }
    let (status, traps) = (system.session.status, system.session.traps)
    system.session = before
    system.session.status = status
    if isWhole { system.session.traps = traps }
  }

  mutating func runScript(
    _ text: String, _ frame: Frame, _ system: inout System
  ) throws(Halt) -> Flow {
    path.append(.frame(frame))
    let flow = try runScript(text, &system)
    path.removeLast()
    return flow
  }

  mutating func runFile(
    _ arguments: [String], _ frame: Frame, _ system: inout System
  ) throws(Halt) -> Flow {
    guard let name = arguments.first else {
      throw .exit(2, "\(place): .: filename argument required")
    }
    guard case .text(let text) = try system.find(name) else {
      throw .exit(2, "\(place): .: cannot open \(name): No such file")
    }
    let flow = try runScript(text, frame, &system)
    return flow == .leaveFunction ? .next : flow
  }

  /// `env NAME=VALUE… COMMAND`, or the list of variables.
  mutating func runEnv(
    _ arguments: [String], _ frame: Frame, _ system: inout System
  ) throws(Halt) -> Flow {
    var rest = arguments[...]
    let before = system.session
    while let word = rest.first {
      if word == "-i" || word == "-" {
        system.session.exported = []
      } else if let sign = word.firstIndex(of: "="), sign > word.startIndex {
        let name = String(word[..<sign])
        system.session.variables[name] = String(word[word.index(after: sign)...])
        if !system.session.exported.contains(name) { system.session.exported.append(name) }
      } else {
        break
      }
      rest.removeFirst()
    }
    var flow = Flow.next
    if let name = rest.popFirst() {
      flow = try invoke(name, Array(rest), frame, &system)
    } else {
      for (name, text) in system.session.environment { system.print("\(name)=\(text)") }
    }
    let status = system.session.status
    system.session = before
    system.session.status = status
    return flow
  }

  /// `timeout SECONDS COMMAND` and `time COMMAND`, without their clocks.
  mutating func runWrapped(
    _ builtin: Builtin, _ arguments: [String], _ frame: Frame, _ system: inout System
  ) throws(Halt) -> Flow {
    var rest = arguments[...]
    while let option = rest.first, option.hasPrefix("-") { rest.removeFirst() }
    if builtin == .timeout { _ = rest.popFirst() }
    guard let name = rest.popFirst() else { return .next }
    let start = system.now()
    let flow = try invoke(name, Array(rest), frame, &system)
    if builtin == .time {
      let spent = (system.now() - start).count
      let fraction = String(spent % 1000 + 1000).dropFirst()
      system.printError("\nreal\t\(spent / 60000)m\(spent / 1000 % 60).\(fraction)s")
      system.printError("user\t0m0.000s\nsys\t0m0.000s")
    }
    return flow
  }

  /// Runs a command with words from standard input behind its own.
  mutating func runXargs(
    _ arguments: [String], _ frame: Frame, _ system: inout System
  ) throws(Halt) -> Flow {
    // Options after the command's name are the command's.
    var options: [String] = []
    var rest = arguments[...]
    while let word = rest.first, word.hasPrefix("-"), word.count > 1 {
      options.append(rest.removeFirst())
      if ["-I", "-n", "-L", "-P", "-d"].contains(word), let value = rest.popFirst() {
        options.append(value)
      }
    }
    let parsed = try Arguments(options, of: "xargs", flags: "r0tx", values: "InLPd")
    let words = xargsWords(parsed)
    let command = rest.isEmpty ? ["echo"] : Array(rest)
    if words.isEmpty, parsed.has("r") { return .next }
    var groups: [[String]]
    if let mark = parsed["I"] {
      groups = words.map { word in command.map { part in part.replacing(mark, with: word) } }
    } else {
      let lines = try parsed.number("L")
      let size = try parsed.number("n") ?? lines ?? 5000
      groups = stride(from: 0, to: words.count, by: max(1, size)).map {
        command + words[$0..<min(words.count, $0 + max(1, size))]
      }
      if groups.isEmpty { groups = [command] }
    }
    input = Input("")
    var worst: Int32 = 0
    for group in groups {
      if parsed.has("t") { system.printError(group.joined(separator: " ")) }
      let flow = try invoke(group[0], Array(group.dropFirst()), frame, &system)
      if flow != .next { return flow }
      let status = system.session.status
      if status == 127 || status == 126 { worst = status } else if status != 0 { worst = 123 }
      if status == 255 { break }
    }
    system.session.status = worst
    return .next
  }

  private func xargsWords(_ options: Arguments) -> [String] {
    if options.has("0") {
      return input.rest.unicodeScalars.split(separator: "\0").map { String($0) }
    }
    if let mark = options["d"]?.unicodeScalars.first {
      let mark: Unicode.Scalar = options["d"] == "\\n" ? "\n" : mark
      return input.rest.unicodeScalars.split(separator: mark).map { String($0) }
    }
    if options["I"] != nil {
      return Lines.split(input.rest).map { $0.trimmed }.filter { !$0.isEmpty }
    }
    var words: [String] = []
    var word = ""
    var hasWord = false
    var quote: Unicode.Scalar?
    var isEscaped = false
    for scalar in input.rest.unicodeScalars {
      if isEscaped {
        word.unicodeScalars.append(scalar)
        isEscaped = false
      } else if scalar == "\\", quote == nil {
        isEscaped = true
        hasWord = true
      } else if scalar == quote {
        quote = nil
      } else if quote != nil {
        word.unicodeScalars.append(scalar)
      } else if scalar == "'" || scalar == "\"" {
        quote = scalar
        hasWord = true
      } else if [" ", "\t", "\n"].contains(scalar) {
        if hasWord { words.append(word) }
        (word, hasWord) = ("", false)
      } else {
        word.unicodeScalars.append(scalar)
        hasWord = true
      }
    }
    if hasWord { words.append(word) }
    return words
  }
}
