import Cluster

// Simple commands: assignments, words, and what they name.
extension Interpretation {
  mutating func runSimple(
    _ assignments: [Assignment], _ words: [Word], _ redirections: [Redirection],
    _ system: inout System
  ) throws(Halt) -> Flow {
    if case .frame(let frame)? = resumption.first { return try resume(frame, &system) }
    substitutionStatus = nil
    let fields = try fields(words, &system)
    var values: [(name: String, value: String)] = []
    for assignment in assignments {
      values.append((assignment.name, try text(assignment.value, &system)))
    }
    if system.session.isTracing {
      let shown = values.map { "\($0.name)=\(traced($0.value))" } + fields.map(traced)
      system.printError("+ " + shown.joined(separator: " "))
    }
    let frame = Frame(system, input)
    let hasInput = redirections.contains { $0.isInput }
    guard try redirect(redirections, &system) else {
      leave(frame, &system)
      system.session.status = fields.isEmpty ? 1 : 2
      return .next
    }
    guard let name = fields.first else {
      for (name, value) in values { try assign(name, value, &system) }
      leave(frame, &system)
      system.session.status = substitutionStatus ?? 0
      return .next
    }
    let before = system.session
    for (name, value) in values {
      try assign(name, value, &system)
      if !system.session.exported.contains(name) { system.session.exported.append(name) }
    }
    let flow = try invoke(name, Array(fields.dropFirst()), frame, &system)
    // `exec > FILE` keeps its redirections; everything else only borrowed them.
    if !(name == "exec" && fields.count == 1) {
      leave(frame, &system, restoringInput: hasInput)
    }
    for (name, _) in values {
      system.session.variables[name] = before.variables[name]
      if !before.exported.contains(name) { system.session.exported.removeAll { $0 == name } }
    }
    return flow
  }

  private func traced(_ word: String) -> String { shellQuoted(word) }

  /// Goes on inside of a script or function in which the checkpoint was made.
  private mutating func resume(_ frame: Frame, _ system: inout System) throws(Halt) -> Flow {
    resumption.removeFirst()
    path.append(.frame(frame))
    defer { path.removeLast() }
    var flow = Flow.next
    switch resumption.first {
    case .script(let text)?:
      resumption.removeFirst()
      flow = try runScript(text, &system)
      if frame.session != nil { flow = .next }
    case .function(let name)?:
      resumption.removeFirst()
      flow = try runFunction(name, &system)
    default: break
    }
    leave(frame, &system)
    system.session.arguments = frame.arguments
    system.session.name = frame.name
    return flow
  }

  /// Runs one command by name; its failure becomes a status and a message.
  mutating func invoke(
    _ name: String, _ arguments: [String], _ frame: Frame, _ system: inout System
  ) throws(Halt) -> Flow {
    if functions.contains(where: { $0.name == name }) {
      path.append(.frame(frame))
      system.session.arguments = arguments
      let flow = try runFunction(name, &system)
      path.removeLast()
      system.session.arguments = frame.arguments
      return flow
    }
    if let builtin = Builtin(rawValue: FilePath.plain(name)) {
      return try run(builtin, arguments, frame, &system)
    }
    let balance = balance(system)
    do throws(Halt) {
      system.session.status = try runCommand(name, arguments, &system)
    } catch {
      guard case .exit(let status, let message) = error else { throw error }
      restore(balance, &system)
      if !message.isEmpty { system.printError(message) }
      system.session.status = status
    }
    return .next
  }

  /// Runs a program, which is no part of the shell itself.
  mutating func runCommand(
    _ name: String, _ arguments: [String], _ system: inout System
  ) throws(Halt) -> Int32 {
    if let command = shell.command(FilePath.plain(name)),
      command.isInContainers || !isInContainer(system)
    {
      return try command.run(arguments, input: input.rest, &system)
    }
    throw .exit(127, notFound(name, system))
  }

  private func isInContainer(_ system: System) -> Bool {
    if case .container = system.context.place { true } else { false }
  }

  private func notFound(_ name: String, _ system: System) -> String {
    if isInContainer(system) {
      // As bash, ash of busybox and dash say it.
      if system.session.name == Builtin.bash.rawValue { return "bash: \(name): command not found" }
      if ContainerPrograms.isBusybox(system.image) { return "sh: \(name): not found" }
      return "\(place): \(name): not found"
    }
    let message = "\(name): command not found"
    guard let near = shell.nearest(to: name) else { return message }
    return message + Refusal.suggestion(near)[system.context.language]
  }

  // MARK: Scripts and functions

  /// Runs a text inside of the program at hand; a checkpoint knows the way there.
  mutating func runScript(_ text: String, _ system: inout System) throws(Halt) -> Flow {
    path.append(.script(text))
    let flow = try run(text: text, &system)
    path.removeLast()
    return flow
  }

  mutating func runFunction(_ name: String, _ system: inout System) throws(Halt) -> Flow {
    guard let function = functions.last(where: { $0.name == name }) else { return .next }
    guard calls < 50 else { throw .exit(2, "\(place): too many levels of nesting") }
    calls += 1
    path.append(.function(name))
    let before = documents
    documents = function.documents
    var flow = Flow.next
    for statement in function.body { flow = try run(statement, &system) }
    documents = before
    path.removeLast()
    calls -= 1
    return flow == .leaveFunction ? .next : flow
  }
}

extension FilePath {
  /// The program behind a path such as `/bin/sh`.
  static func plain(_ name: String) -> String {
    for folder in ["/bin/", "/usr/bin/", "/usr/local/bin/", "/sbin/", "/usr/sbin/"]
    where name.hasPrefix(folder) {
      return String(name.dropFirst(folder.count))
    }
    return name
  }
}
