import Cluster

/// Reads an awk program.
struct AwkReader {
  private enum Token: Hashable {
    case name(String), number(String), text(String), sign(String), regex(String), newline, end
  }

  private let text: [Unicode.Scalar]
  private var position = 0
  private var token = Token.end
  /// Whether a slash begins a regular expression here.
  private var expectsValue = true
  private var depth = 0
  /// Within print's list, `>` would be a file.
  private var isPrinting = false

  init(_ text: String) {
    self.text = Array(text.unicodeScalars)
    advance()
  }

  private func failure(_ what: String = "syntax error") -> Halt {
    .exit(2, "awk: line 1: \(what) at or near \(shown)")
  }

  private var shown: String {
    switch token {
    case .name(let text), .number(let text), .text(let text), .sign(let text), .regex(let text):
      text
    case .newline, .end: "end of line"
    }
  }

  // MARK: Tokens

  private static let signs = [
    "&&", "||", "==", "!=", "<=", ">=", "!~", "+=", "-=", "*=", "/=", "++", "--", "{", "}", "(",
    ")", ";", ",", "$", "<", ">", "~", "!", "+", "-", "*", "/", "%", "=", "?", ":", "[", "]",
  ]

  private mutating func advance() {
    token = next()
    switch token {
    case .name, .number, .text, .regex, .sign(")"), .sign("]"), .sign("++"), .sign("--"):
      expectsValue = false
    default: expectsValue = true
    }
  }

  private mutating func next() -> Token {
    while position < text.count {
      if text[position] == "#" {
        while position < text.count, text[position] != "\n" { position += 1 }
      } else if text[position] == " " || text[position] == "\t" {
        position += 1
      } else if text[position] == "\\", position + 1 < text.count, text[position + 1] == "\n" {
        position += 2
      } else {
        break
      }
    }
    guard position < text.count else { return .end }
    let scalar = text[position]
    if scalar == "\n" {
      position += 1
      return .newline
    }
    if isNameStart(scalar) { return .name(run { isNamePart($0) }) }
    if isDigit(scalar)
      || (scalar == "." && position + 1 < text.count && isDigit(text[position + 1]))
    {
      return .number(run { isDigit($0) || $0 == "." })
    }
    if scalar == "\"" { return .text(Escapes.decode(quoted("\""), octalNeedsZero: false).text) }
    if scalar == "/", expectsValue { return .regex(quoted("/")) }
    for sign in Self.signs where text[position...].starts(with: sign.unicodeScalars) {
      position += sign.unicodeScalars.count
      return .sign(sign)
    }
    position += 1
    return .sign(String(scalar))
  }

  private mutating func run(_ fits: (Unicode.Scalar) -> Bool) -> String {
    var result = ""
    while position < text.count, fits(text[position]) {
      result.unicodeScalars.append(text[position])
      position += 1
    }
    return result
  }

  private mutating func quoted(_ mark: Unicode.Scalar) -> String {
    var result = ""
    position += 1
    while position < text.count, text[position] != mark {
      if text[position] == "\\", position + 1 < text.count {
        if text[position + 1] != mark || mark == "\"" { result.unicodeScalars.append("\\") }
        result.unicodeScalars.append(text[position + 1])
        position += 2
      } else {
        result.unicodeScalars.append(text[position])
        position += 1
      }
    }
    position = min(text.count, position + 1)
    return result
  }

  private mutating func takes(_ sign: String) -> Bool {
    guard token == .sign(sign) else { return false }
    advance()
    return true
  }

  private mutating func takes(name: String) -> Bool {
    guard token == .name(name) else { return false }
    advance()
    return true
  }

  private mutating func expect(_ sign: String) throws(Halt) {
    guard takes(sign) else { throw failure() }
  }

  private mutating func skipEnds() { while token == .newline || token == .sign(";") { advance() } }

  // MARK: Rules

  mutating func rules() throws(Halt) -> [AwkRule] {
    var rules: [AwkRule] = []
    skipEnds()
    while token != .end {
      var pattern = AwkRule.Pattern.always
      if takes(name: "BEGIN") {
        pattern = .begin
      } else if takes(name: "END") {
        pattern = .end
      } else if token != .sign("{") {
        let first = try expression()
        pattern = .when(first)
        if takes(",") { pattern = .range(first, try expression()) }
      }
      rules.append(AwkRule(pattern: pattern, body: token == .sign("{") ? try block() : nil))
      skipEnds()
    }
    return rules
  }

  private mutating func block() throws(Halt) -> [AwkStatement] {
    try expect("{")
    var statements: [AwkStatement] = []
    skipEnds()
    while token != .sign("}") {
      if token == .end { throw failure("missing }") }
      statements.append(try statement())
      if token != .sign("}"), token != .newline, token != .sign(";") {
        if case .condition? = statements.last {} else { throw failure() }
      }
      skipEnds()
    }
    advance()
    return statements
  }

  private mutating func statement() throws(Halt) -> AwkStatement {
    depth += 1
    defer { depth -= 1 }
    guard depth < 60 else { throw failure("too many levels of nesting") }
    for word in ["for", "while", "do", "function", "delete", "getline"] where token == .name(word) {
      throw .exit(
        2,
        "awk: `\(word)` is not supported here; this awk picks and sums columns: awk '/pattern/ {print $1}'"
      )
    }
    if takes(name: "print") { return .print(try list()) }
    if takes(name: "printf") { return .printf(try list()) }
    if takes(name: "next") { return .next }
    if takes(name: "exit") {
      let isBare = token == .sign("}") || token == .sign(";") || token == .newline || token == .end
      return .exit(isBare ? nil : try expression())
    }
    if takes(name: "if") {
      try expect("(")
      let condition = try expression()
      try expect(")")
      let first = try body()
      let mark = (position, token, expectsValue)
      skipEnds()
      if takes(name: "else") { return .condition(condition, first, try body()) }
      (position, token, expectsValue) = mark
      return .condition(condition, first, [])
    }
    return .expression(try expression())
  }

  private mutating func body() throws(Halt) -> [AwkStatement] {
    while token == .newline { advance() }
    return token == .sign("{") ? try block() : [try statement()]
  }

  private mutating func list() throws(Halt) -> [AwkExpression] {
    var items: [AwkExpression] = []
    let ends: [Token] = [.sign("}"), .sign(";"), .newline, .end]
    let before = isPrinting
    isPrinting = true
    defer { isPrinting = before }
    while !ends.contains(token) {
      items.append(try expression())
      guard takes(",") else { break }
    }
    if token == .sign(">") {
      throw .exit(2, "awk: output to files is not supported here; use > outside of the program")
    }
    return items
  }

  // MARK: Expressions

  private mutating func expression() throws(Halt) -> AwkExpression {
    depth += 1
    defer { depth -= 1 }
    guard depth < 60 else { throw failure("too many levels of nesting") }
    let left = try or()
    if takes("?") {
      let first = try expression()
      try expect(":")
      return .choice(left, first, try expression())
    }
    for sign in ["=", "+=", "-=", "*=", "/="] where token == .sign(sign) {
      switch left {
      case .variable, .field:
        advance()
        return .assign(left, sign, try expression())
      default: throw failure()
      }
    }
    return left
  }

  private mutating func or() throws(Halt) -> AwkExpression {
    var left = try and()
    while takes("||") { left = .binary("||", left, try and()) }
    return left
  }

  private mutating func and() throws(Halt) -> AwkExpression {
    var left = try comparison()
    while takes("&&") { left = .binary("&&", left, try comparison()) }
    return left
  }

  private mutating func comparison() throws(Halt) -> AwkExpression {
    let left = try concatenation()
    for sign in ["==", "!=", "<=", ">=", "<", ">", "~", "!~"] where token == .sign(sign) {
      if sign == ">", isPrinting { break }
      advance()
      return .binary(sign, left, try concatenation())
    }
    return left
  }

  private mutating func concatenation() throws(Halt) -> AwkExpression {
    var left = try sum()
    while beginsValue { left = .binary(" ", left, try sum()) }
    return left
  }

  private var beginsValue: Bool {
    switch token {
    case .name(let name): name != "in"
    case .number, .text, .sign("$"), .sign("("), .sign("!"): true
    default: false
    }
  }

  private mutating func sum() throws(Halt) -> AwkExpression {
    var left = try product()
    while let sign = ["+", "-"].first(where: { token == .sign($0) }) {
      advance()
      left = .binary(sign, left, try product())
    }
    return left
  }

  private mutating func product() throws(Halt) -> AwkExpression {
    var left = try unary()
    while let sign = ["*", "/", "%"].first(where: { token == .sign($0) }) {
      advance()
      left = .binary(sign, left, try unary())
    }
    return left
  }

  private mutating func unary() throws(Halt) -> AwkExpression {
    depth += 1
    defer { depth -= 1 }
    guard depth < 60 else { throw failure("too many levels of nesting") }
    if takes("!") { return .not(try unary()) }
    if takes("-") { return .minus(try unary()) }
    if takes("+") { return try unary() }
    for (sign, count) in [("++", Int64(1)), ("--", -1)] where takes(sign) {
      return .assign(try value(), "+=", .number(.whole(count)))
    }
    let value = try value()
    switch value {
    case .variable, .field:
      if takes("++") { return .step(value, by: 1) }
      if takes("--") { return .step(value, by: -1) }
    default: break
    }
    return value
  }

  private mutating func value() throws(Halt) -> AwkExpression {
    let found = token
    advance()
    switch found {
    case .number(let text): return .number(AwkNumber(text))
    case .text(let text): return .text(text)
    case .regex(let text):
      do throws(Expression.Failure) { return .regex(try Regex(text, extended: true)) } catch {
        throw .exit(2, "awk: \(error.message)")
      }
    case .sign("$"):
      depth += 1
      defer { depth -= 1 }
      guard depth < 60 else { throw failure("too many levels of nesting") }
      return .field(try value())
    case .sign("("):
      let before = isPrinting
      isPrinting = false
      defer { isPrinting = before }
      let inner = try expression()
      try expect(")")
      return inner
    case .name(let name):
      if token == .sign("[") {
        throw .exit(2, "awk: arrays are not supported here; sort | uniq -c counts")
      }
      guard ["length", "substr", "toupper", "tolower", "index", "int"].contains(name) else {
        return .variable(name)
      }
      guard takes("(") else { return .call(name, []) }
      var arguments: [AwkExpression] = []
      while token != .sign(")") {
        arguments.append(try expression())
        guard takes(",") else { break }
      }
      try expect(")")
      return .call(name, arguments)
    default: throw failure()
    }
  }
}
