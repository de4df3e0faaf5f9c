// Single commands: simple ones and constructs.
extension Parser {
  mutating func statement() throws(SyntaxError) -> Statement {
    try lexer.deepen()
    defer { lexer.depth -= 1 }
    let kind: Statement.Kind
    let sign = try sign()
    let line = lexer.line
    var isSymbol = false
    if case .symbol = try peek() { isSymbol = true }
    switch sign {
    case "("? where isSymbol:
      advance()
      kind = .subshell(try inner(until: ")"))
    case "{"?:
      advance()
      kind = .group(try inner(until: "}"))
    case "if"?: kind = try choice()
    case "while"?, "until"?: kind = try loop()
    case "for"?: kind = try each()
    case "case"?: kind = try match()
    default: return try simple(line: line)
    }
    var redirections: [Redirection] = []
    while let next = try redirection() { redirections.append(next) }
    return Statement(kind: kind, redirections: redirections, line: line)
  }

  private mutating func note(_ construct: String) {
    lexer.construct = lexer.construct ?? construct
  }

  // MARK: Constructs

  private mutating func choice() throws(SyntaxError) -> Statement.Kind {
    note("if")
    advance()
    var branches: [(condition: Program, body: Program)] = []
    while true {
      let condition = try list(until: ["then"])
      try expect("then")
      branches.append((condition, try list(until: ["elif", "else", "fi"])))
      if try takes("elif") { continue }
      var otherwise: Program?
      if try takes("else") { otherwise = try list(until: ["fi"]) }
      try expect("fi")
      return .choice(branches: branches, otherwise: otherwise)
    }
  }

  private mutating func loop() throws(SyntaxError) -> Statement.Kind {
    let isUntil = try sign() == "until"
    note(isUntil ? "until" : "while")
    advance()
    let condition = try list(until: ["do"])
    return .loop(isUntil: isUntil, condition: condition, body: try body())
  }

  private mutating func body() throws(SyntaxError) -> Program {
    try expect("do")
    let body = try list(until: ["done"])
    try expect("done")
    return body
  }

  private mutating func each() throws(SyntaxError) -> Statement.Kind {
    note("for")
    advance()
    guard case .word(let word) = try peek(), let name = word.bare, isName(name) else {
      if case .end = try peek() { throw unexpected() }
      throw lexer.failure("Bad for loop variable")
    }
    advance()
    try skipNewlines()
    var words: [Word]?
    if try takes("in") {
      var list: [Word] = []
      while case .word(let word) = try peek() {
        list.append(word)
        advance()
      }
      words = list
      switch try peek() {
      case .symbol(";"), .newline: advance()
      default: throw unexpected()
      }
    } else if case .symbol(";") = try peek() {
      advance()
    }
    try skipNewlines()
    return .each(name: name, words: words, body: try body())
  }

  private mutating func match() throws(SyntaxError) -> Statement.Kind {
    note("case")
    advance()
    guard case .word(let subject) = try peek() else { throw unexpected() }
    advance()
    try skipNewlines()
    try expect("in")
    var cases: [(patterns: [Word], body: Program)] = []
    while true {
      try skipNewlines()
      if try takes("esac") { return .match(subject, cases: cases) }
      if case .symbol("(") = try peek() { advance() }
      var patterns: [Word] = []
      while true {
        guard case .word(let pattern) = try peek() else { throw unexpected(expecting: ")") }
        patterns.append(pattern)
        advance()
        if case .symbol("|") = try peek() { advance() } else { break }
      }
      try expect(")")
      cases.append((patterns, try list(until: [";;", "esac"])))
      if case .symbol(";;") = try peek() { advance() }
    }
  }

  // MARK: Simple commands

  private mutating func simple(line: Int) throws(SyntaxError) -> Statement {
    var assignments: [Assignment] = []
    var words: [Word] = []
    var redirections: [Redirection] = []
    while true {
      if let redirection = try redirection() {
        redirections.append(redirection)
        continue
      }
      guard case .word(let word) = try peek() else { break }
      advance()
      if words.isEmpty, let assignment = assignment(word) {
        assignments.append(assignment)
        continue
      }
      words.append(word)
      guard words.count == 1, assignments.isEmpty, case .symbol("(") = try peek() else { continue }
      guard let name = word.bare, isName(name.replacing("-", with: "_")) else {
        throw unexpected()
      }
      return try function(name, line: line)
    }
    if assignments.isEmpty, words.isEmpty, redirections.isEmpty { throw unexpected() }
    return Statement(
      kind: .simple(assignments: assignments, words: words), redirections: redirections, line: line)
  }

  private mutating func function(_ name: String, line: Int) throws(SyntaxError) -> Statement {
    note("function")
    advance()
    try expect(")")
    try skipNewlines()
    let body = try statement()
    return Statement(kind: .function(name: name, body: [body]), line: line)
  }

  /// `NAME=VALUE` in front of a command.
  private func assignment(_ word: Word) -> Assignment? {
    guard case .text(let text, false)? = word.parts.first, let sign = text.firstIndex(of: "="),
      isName(String(text[..<sign]))
    else { return nil }
    var value = Word(parts: Array(word.parts.dropFirst()))
    let rest = String(text[text.index(after: sign)...])
    if !rest.isEmpty { value.parts.insert(.text(rest, isQuoted: false), at: 0) }
    return Assignment(name: String(text[..<sign]), value: value)
  }

  mutating func redirection() throws(SyntaxError) -> Redirection? {
    var descriptor: Int?
    if case .number(let number) = try peek() {
      descriptor = number
      advance()
    }
    guard case .symbol(let symbol) = try peek(), symbol.contains(where: { $0 == "<" || $0 == ">" })
    else {
      if descriptor != nil { throw unexpected() }
      return nil
    }
    advance()
    guard case .word(let word) = try peek() else { throw unexpected() }
    advance()
    if symbol == "<<" || symbol == "<<-" {
      let number = lexer.request(word, stripsTabs: symbol == "<<-")
      return Redirection(descriptor: descriptor, operator: symbol, target: .document(number))
    }
    return Redirection(descriptor: descriptor, operator: symbol, target: .file(word))
  }
}
