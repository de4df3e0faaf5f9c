import Cluster

// Variables and special parameters.
extension Interpretation {
  /// The value of a name; nil where it is not set.
  func variable(_ name: String, _ system: System) -> String? {
    let session = system.session
    switch name {
    case "?": return String(session.status)
    case "$": return String(system.processNumber)
    case "!": return session.lastBackground.map(String.init) ?? ""
    case "#": return String(session.arguments.count)
    case "0": return session.name
    case "@", "*": return session.arguments.isEmpty ? nil : session.arguments.joined(separator: " ")
    case "-": return (session.exitsOnError ? "e" : "") + (session.isTracing ? "x" : "")
    default: break
    }
    if let number = Int(name) {
      return session.arguments.indices.contains(number - 1) ? session.arguments[number - 1] : nil
    }
    return session.variables[name]
  }

  /// The word that takes a parameter's place (`${x:-word}`); nil where the value itself does.
  mutating func replacement(
    _ parameter: Parameter, _ system: inout System
  ) throws(Halt) -> Word? {
    let value = variable(parameter.name, system)
    let isMissing = value == nil || (parameter.operator.hasPrefix(":") && value == "")
    switch parameter.operator.last {
    case "-": return isMissing ? parameter.word : nil
    case "+": return isMissing ? Word() : parameter.word
    case "=":
      guard isMissing else { return nil }
      try assign(parameter.name, try text(parameter.word, &system), &system)
      return nil
    case "?":
      guard isMissing else { return nil }
      let message = try text(parameter.word, &system)
      throw .exit(
        2,
        "\(place): \(parameter.name): \(message.isEmpty ? "parameter not set" : message)")
    default: return nil
    }
  }

  mutating func value(_ parameter: Parameter, _ system: inout System) throws(Halt) -> String {
    let found = variable(parameter.name, system)
    if found == nil, system.session.refusesUnset,
      parameter.operator.isEmpty || parameter.operator.hasPrefix("#")
        || parameter.operator.hasPrefix("%")
    {
      throw .exit(2, "\(place): \(parameter.name): parameter not set")
    }
    let value = found ?? ""
    if parameter.isLength { return String(value.unicodeScalars.count) }
    guard let sign = parameter.operator.last, sign == "#" || sign == "%" else { return value }
    let glob = Glob(try pattern(parameter.word, &system))
    let scalars = Array(value.unicodeScalars)
    let isLongest = parameter.operator.count == 2
    let counts = isLongest ? Array((0...scalars.count).reversed()) : Array(0...scalars.count)
    for count in counts {
      let piece = sign == "#" ? scalars.prefix(count) : scalars.suffix(count)
      guard glob.matches(piece) else { continue }
      let rest = sign == "#" ? scalars.dropFirst(count) : scalars.dropLast(count)
      return String(String.UnicodeScalarView(rest))
    }
    return value
  }

  mutating func assign(
    _ name: String, _ value: String, _ system: inout System
  ) throws(Halt) {
    guard isName(name) else { throw .exit(2, "\(place): \(name): bad variable name") }
    system.session.variables[name] = value
  }

  /// The output of a program without its last newlines.
  mutating func substitute(
    _ program: Program, _ system: inout System
  ) throws(Halt) -> String {
    let before = system.session
    let beforeDocuments = documents
    if !program.documents.isEmpty { documents = program.documents }
    system.beginCapture()
    let balance = balance(system)
    let output: String
    do throws(Halt) {
      _ = try run(program, &system)
      output = system.endCapture()
    } catch {
      restore(balance, &system)
      guard case .exit(let status, let message) = error else { throw error }
      output = system.endCapture()
      if !message.isEmpty { system.printError(message) }
      system.session.status = status
    }
    documents = beforeDocuments
    let status = system.session.status
    system.session = before
    system.session.status = status
    substitutionStatus = status
    var text = output.unicodeScalars
    while text.last == "\n" { text.removeLast() }
    return String(text)
  }
}
