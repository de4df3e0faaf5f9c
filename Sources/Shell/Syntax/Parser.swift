/// Reads shell text into a program (POSIX.1-2017, 2.10), with dash's messages.
struct Parser {
  var lexer: Lexer
  private var token = Lexer.Token.end
  private var hasToken = false

  init(_ lexer: Lexer) { self.lexer = lexer }

  /// A whole text.
  static func parse(_ text: String) throws(SyntaxError) -> (program: Program, lexer: Lexer) {
    var parser = Parser(Lexer(text))
    let program = try parser.program()
    return (program, parser.lexer)
  }

  mutating func program() throws(SyntaxError) -> Program {
    var program = try list(until: [])
    if case .end = try peek() {} else { throw unexpected() }
    program.documents = lexer.documents
    return program
  }

  /// A list within a larger text, up to a symbol, which is taken.
  mutating func inner(until symbol: String) throws(SyntaxError) -> Program {
    let program = try list(until: [symbol])
    try expect(symbol)
    return program
  }

  // MARK: Tokens

  mutating func peek() throws(SyntaxError) -> Lexer.Token {
    if !hasToken {
      token = try lexer.next()
      hasToken = true
    }
    return token
  }

  mutating func advance() { hasToken = false }

  /// The keyword or symbol that comes next; nil for other words.
  mutating func sign() throws(SyntaxError) -> String? {
    switch try peek() {
    case .word(let word): word.bare
    case .symbol(let symbol): symbol
    default: nil
    }
  }

  mutating func takes(_ expected: String) throws(SyntaxError) -> Bool {
    guard try sign() == expected else { return false }
    advance()
    return true
  }

  mutating func expect(_ expected: String) throws(SyntaxError) {
    guard try takes(expected) else { throw unexpected(expecting: expected) }
  }

  mutating func skipNewlines() throws(SyntaxError) {
    while case .newline = try peek() { advance() }
  }

  func unexpected(expecting expected: String? = nil) -> SyntaxError {
    var isEnd = false
    var shownLine = lexer.line
    let what: String
    switch token {
    case .end:
      what = "end of file"
      isEnd = true
    case .newline:
      what = "newline"
      shownLine -= 1
    case .symbol(let symbol): what = "\"\(symbol)\""
    case .number: what = "word"
    case .word(let word):
      let keyword = word.bare.flatMap { Self.keywords.contains($0) ? $0 : nil }
      what = keyword.map { "\"\($0)\"" } ?? "word"
    }
    let tail = expected.map { " (expecting \"\($0)\")" } ?? ""
    return SyntaxError(
      line: shownLine, message: "\(what) unexpected\(tail)", isIncomplete: isEnd)
  }

  static let keywords = [
    "if", "then", "else", "elif", "fi", "do", "done", "case", "esac", "while", "until", "for", "{",
    "}", "!", "in",
  ]
  private static let closers = ["then", "else", "elif", "fi", "do", "done", "esac", "}"]

  // MARK: Lists

  /// Commands up to one of the signs, which is left.
  mutating func list(until ends: [String]) throws(SyntaxError) -> Program {
    var program = Program()
    while true {
      try skipNewlines()
      if case .end = try peek() {
        if ends.isEmpty { return program }
        throw unexpected(expecting: ends.count == 1 ? ends[0] : nil)
      }
      if let sign = try sign() {
        if ends.contains(sign) { return program }
        if Self.closers.contains(sign) {
          throw unexpected(expecting: ends.count == 1 ? ends[0] : nil)
        }
      }
      program.items.append(try item())
      switch try peek() {
      case .symbol(";"), .newline: advance()
      case .symbol("&"):
        program.items[program.items.count - 1].isBackground = true
        advance()
      case .end: continue
      default:
        if let sign = try sign(), ends.contains(sign) { return program }
        throw unexpected(expecting: ends.count == 1 ? ends[0] : nil)
      }
    }
  }

  private mutating func item() throws(SyntaxError) -> Item {
    _ = try peek()
    let start = lexer.tokenStart
    var operands = [Item.Operand(runsOnSuccess: nil, pipeline: try pipeline())]
    while let sign = try sign(), sign == "&&" || sign == "||" {
      guard case .symbol = try peek() else { break }
      advance()
      try skipNewlines()
      operands.append(.init(runsOnSuccess: sign == "&&", pipeline: try pipeline()))
    }
    _ = try peek()
    let end = max(start, lexer.tokenStart)
    var text = String.UnicodeScalarView(lexer.text[start..<end])
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return Item(operands: operands, text: String(text))
  }

  private mutating func pipeline() throws(SyntaxError) -> Pipeline {
    var isNegated = false
    while try takes("!") { isNegated.toggle() }
    var stages = [try statement()]
    while case .symbol("|") = try peek() {
      advance()
      try skipNewlines()
      stages.append(try statement())
    }
    return Pipeline(isNegated: isNegated, stages: stages)
  }
}
