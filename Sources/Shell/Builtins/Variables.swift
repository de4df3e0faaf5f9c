import Cluster
import Simulation

// Builtins about the shell's own state.
extension Interpretation {
  mutating func changeFolder(_ arguments: [String], _ system: inout System) throws(Halt) {
    let words = arguments.filter { $0 != "--" && $0 != "-P" && $0 != "-L" }
    let session = system.session
    var target = words.first ?? session.variables["HOME"] ?? "/"
    if target == "-" {
      target = session.variables["OLDPWD"] ?? session.folder
      system.print(target)
    }
    let folder = system.absolute(target)
    guard system.known(folder) == .folder else {
      throw .exit(2, "\(place): cd: can't cd to \(target)")
    }
    system.session.variables["OLDPWD"] = session.folder
    system.session.variables["PWD"] = folder
    system.session.folder = folder
  }

  mutating func export(
    _ builtin: Builtin, _ arguments: [String], _ system: inout System
  ) throws(Halt) {
    let words = arguments.filter { $0 != "-p" && $0 != "--" }
    if words.isEmpty {
      for (name, text) in system.session.environment {
        system.print("export \(name)=\(shellQuoted(text))")
      }
      return
    }
    // The console's own `export FILE` copies a file out of the world.
    if builtin == .export, words.count == 1, !words[0].contains("="),
      system.session.variables[words[0]] == nil, let hook = shell.command("export")
    {
      system.session.status = try hook.run(words, input: "", &system)
      return
    }
    for word in words {
      let sign = word.firstIndex(of: "=")
      let name = String(word[..<(sign ?? word.endIndex)])
      guard isName(name) else { throw .exit(2, "\(place): export: \(name): bad variable name") }
      if let sign {
        system.session.variables[name] = String(word[word.index(after: sign)...])
      }
      if builtin == .export, !system.session.exported.contains(name) {
        system.session.exported.append(name)
      }
    }
  }

  mutating func set(_ arguments: [String], _ system: inout System) throws(Halt) {
    if arguments.isEmpty {
      for (name, text) in system.session.variables { system.print("\(name)=\(shellQuoted(text))") }
      return
    }
    var rest = arguments[...]
    while let option = rest.first, option.hasPrefix("-") || option.hasPrefix("+") {
      rest.removeFirst()
      if option == "--" {
        system.session.arguments = Array(rest)
        return
      }
      let isOn = option.hasPrefix("-")
      if option.dropFirst() == "o" {
        try setOption(rest.popFirst() ?? "", isOn, &system)
        continue
      }
      for letter in option.dropFirst() { try setOption(String(letter), isOn, &system) }
    }
    if !rest.isEmpty { system.session.arguments = Array(rest) }
  }

  private func setOption(
    _ name: String, _ isOn: Bool, _ system: inout System
  ) throws(Halt) {
    switch name {
    case "e", "errexit": system.session.exitsOnError = isOn
    case "x", "xtrace": system.session.isTracing = isOn
    case "u", "nounset": system.session.refusesUnset = isOn
    case "o", "pipefail", "m", "b", "f", "h", "a", "v": break
    default: throw .exit(2, "\(place): set: Illegal option -\(name)")
    }
  }

  /// Reads one line into variables; the last one takes what is left.
  mutating func read(_ arguments: [String], _ system: inout System) throws(Halt) {
    let options = try Arguments(arguments, of: "read", flags: "rs", values: "ptnd")
    if let prompt = options["p"], system.context.isTerminal {
      system.printError(prompt, terminator: "")
    }
    let names = options.operands.isEmpty ? ["REPLY"] : options.operands
    var first = input.line()
    if first == nil, input.isTyped, let typed = try system.readLine(prompt: options["p"] ?? "") {
      first = (typed, true)
    }
    guard let first else {
      for name in names { try assign(name, "", &system) }
      system.session.status = 1
      return
    }
    var text = first.text
    if !options.has("r") {
      while text.hasSuffix("\\"), let more = input.line() { text = text.dropLast() + more.text }
      text = text.replacing("\\", with: "")
    }
    let separators = Array((system.session.variables["IFS"] ?? " \t\n").unicodeScalars)
    let blanks = separators.filter { [" ", "\t", "\n"].contains($0) }
    var rest = text.unicodeScalars[...]
    func skip(_ rest: inout Substring.UnicodeScalarView) {
      while let scalar = rest.first, blanks.contains(scalar) { rest.removeFirst() }
    }
    skip(&rest)
    for (place, name) in names.enumerated() {
      if place == names.count - 1 {
        while let scalar = rest.last, blanks.contains(scalar) { rest.removeLast() }
        try assign(name, String(rest), &system)
        break
      }
      let end = rest.firstIndex { separators.contains($0) } ?? rest.endIndex
      try assign(name, String(rest[..<end]), &system)
      rest = rest[end...]
      skip(&rest)
      if let scalar = rest.first, separators.contains(scalar) { rest.removeFirst() }
      skip(&rest)
    }
    system.session.status = first.isWhole ? 0 : 1
  }

  mutating func sleep(_ arguments: [String], _ system: inout System) throws(Halt) {
    guard !arguments.isEmpty else { throw .exit(1, "sleep: missing operand") }
    var total: Int64 = 0
    for word in arguments {
      guard let time = Self.milliseconds(word) else {
        throw .exit(1, "sleep: invalid time interval '\(word)'")
      }
      total += time
    }
    rounds = 0
    try system.sleep(Milliseconds(min(total, 1 << 50)))
  }

  /// `1`, `0.5`, `2m`, `infinity`.
  static func milliseconds(_ word: String) -> Int64? {
    if word == "infinity" || word == "inf" { return 1 << 50 }
    var digits = word[...]
    var unit: Int64 = 1000
    switch digits.last {
    case "s": digits.removeLast()
    case "m": unit = 60_000
    case "h": unit = 3_600_000
    case "d": unit = 86_400_000
    default: break
    }
    if unit > 1000 { digits.removeLast() }
    let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let fraction = parts.count > 1 ? parts[1].prefix(9) : ""
    guard !parts.isEmpty, !(parts[0].isEmpty && fraction.isEmpty),
      (parts[0] + fraction).utf8.allSatisfy({ (48...57).contains($0) }), parts[0].utf8.count < 12
    else { return nil }
    var result = (Int64(parts[0]) ?? 0) * unit
    var scale: Int64 = 1
    for _ in fraction.utf8 { scale *= 10 }
    result += (Int64(fraction) ?? 0) * unit / scale
    return result
  }

  mutating func trap(_ arguments: [String], _ system: inout System) throws(Halt) {
    guard let action = arguments.first else {
      for (name, action) in system.session.traps {
        system.print("trap -- \(shellQuoted(action)) \(name)")
      }
      return
    }
    for word in arguments.dropFirst() {
      guard let name = Self.signalName(word) else {
        throw .exit(1, "\(place): trap: \(word): bad trap")
      }
      system.session.traps[name] = action == "-" ? nil : action.isEmpty ? ":" : action
    }
  }

  static func signalName(_ word: String) -> String? {
    let name =
      word.uppercased().hasPrefix("SIG")
      ? String(word.uppercased().dropFirst(3)) : word.uppercased()
    let numbers = [
      ("0", "EXIT"), ("1", "HUP"), ("2", "INT"), ("3", "QUIT"), ("9", "KILL"), ("10", "USR1"),
      ("12", "USR2"), ("15", "TERM"),
    ]
    return numbers.first { $0.0 == name || $0.1 == name }?.1
  }
}
