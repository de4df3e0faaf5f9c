/// One piece of an action, or the text between actions.
struct GoTemplateToken: Hashable {
  enum Kind: Hashable {
    case text, leftDelimiter, rightDelimiter, space, identifier, keyword, bool, number
    case character, field, variable, string, rawString, pipe, declare, assign, leftParenthesis
    case rightParenthesis, other, error, end
  }

  var kind: Kind
  var text: String
  var position: Int
  var line: Int

  /// As messages show it.
  var description: String {
    switch kind {
    case .end: return "EOF"
    case .error: return text
    case .keyword: return "<\(text)>"
    default:
      guard text.utf8.count > 10 else { return goQuoted(text) }
      var view = String.UnicodeScalarView()
      view.append(contentsOf: text.unicodeScalars.prefix(10))
      return goQuoted(String(view)) + "..."
    }
  }
}

/// Splits a template as text/template/parse does; the first error is the last token.
struct GoTemplateLexer {
  private let input: [Unicode.Scalar]
  /// The byte that each scalar begins at.
  private var offsets: [Int] = []
  private var position = 0
  private var line = 1
  private var parentheses = 0
  private var tokens: [GoTemplateToken] = []

  init(_ text: String) {
    input = Array(text.unicodeScalars)
    var offset = 0
    for scalar in input {
      offsets.append(offset)
      offset += UTF8.width(scalar)
    }
    offsets.append(offset)
  }

  static func tokens(of text: String) -> [GoTemplateToken] {
    var lexer = GoTemplateLexer(text)
    lexer.run()
    return lexer.tokens
  }

  private mutating func run() {
    var trimsNext = false
    while true {
      let start = position
      while position < input.count, !starts(with: "{{") { position += 1 }
      let isEnd = position == input.count
      let trimsHere = !isEnd && hasLeftTrim(at: position + 2)
      var text = input[start..<position]
      if trimsNext { text = text.drop(while: isSpace) }
      if trimsHere { while let last = text.last, isSpace(last) { text.removeLast() } }
      if !text.isEmpty { emit(.text, from: start, text: string(text)) }
      line += input[start..<position].filter { $0 == "\n" }.count
      if isEnd { return emit(.end, from: position, text: "") }
      guard let trims = action(trimsHere) else { return }
      trimsNext = trims
    }
  }

  /// Reads one action; nil after an error, else whether the text behind it is trimmed.
  private mutating func action(_ trims: Bool) -> Bool? {
    let start = position
    let markerLength = trims ? 2 : 0
    if starts(with: "/*", at: position + 2 + markerLength) {
      return comment(from: position + 4 + markerLength)
    }
    position += 2
    emit(.leftDelimiter, from: start)
    position += markerLength
    parentheses = 0
    while true {
      if let trim = rightDelimiter() {
        if parentheses > 0 { return fail("unclosed left paren") }
        let begin = position
        position += trim ? 4 : 2
        emit(.rightDelimiter, from: begin, text: "}}")
        return trim
      }
      guard piece() else { return nil }
    }
  }

  private mutating func comment(from start: Int) -> Bool? {
    position = start
    while position < input.count, !starts(with: "*/") { position += 1 }
    guard position < input.count else { return fail("unclosed comment") }
    position += 2
    guard let trims = rightDelimiter() else {
      return fail("comment ends before closing delimiter")
    }
    position += trims ? 4 : 2
    return trims  // Upstream does not count the lines of a comment.
  }

  /// Whether a closing delimiter stands here, and whether it trims.
  private func rightDelimiter() -> Bool? {
    if position + 1 < input.count, isSpace(input[position]), input[position + 1] == "-",
      starts(with: "}}", at: position + 2)
    {
      return true
    }
    return starts(with: "}}") ? false : nil
  }

  private mutating func piece() -> Bool {
    guard position < input.count else { return stop("unclosed action") }
    let start = position
    let scalar = input[position]
    position += 1
    switch scalar {
    case " ", "\t", "\r", "\n":
      while position < input.count, isSpace(input[position]), rightDelimiter() == nil {
        position += 1
      }
      emit(.space, from: start)
    case "=": emit(.assign, from: start)
    case ":":
      guard position < input.count, input[position] == "=" else { return stop("expected :=") }
      position += 1
      emit(.declare, from: start)
    case "|": emit(.pipe, from: start)
    case "\"": return quoted(from: start, end: "\"", .string, "unterminated quoted string")
    case "'": return quoted(from: start, end: "'", .character, "unterminated character constant")
    case "`":
      while position < input.count, input[position] != "`" { position += 1 }
      guard position < input.count else { return stop("unterminated raw quoted string") }
      position += 1
      emit(.rawString, from: start)
    case "$": return word(from: start, .variable)
    case ".":
      if position < input.count, !input[position].isGoDigit || !input[position].isASCII {
        return word(from: start, .field)
      }
      return number(from: start)
    case "(":
      parentheses += 1
      emit(.leftParenthesis, from: start)
    case ")":
      parentheses -= 1
      if parentheses < 0 { return stop("unexpected right paren") }
      emit(.rightParenthesis, from: start)
    case "+", "-", "0"..."9": return number(from: start)
    case _ where isWordPart(scalar): return identifier(from: start)
    case "!"..."~": emit(.other, from: start)
    default: return stop("unrecognized character in action: \(goCodePoint(scalar))")
    }
    return true
  }

  private mutating func quoted(
    from start: Int, end: Unicode.Scalar, _ kind: GoTemplateToken.Kind, _ problem: String
  ) -> Bool {
    while true {
      guard position < input.count, input[position] != "\n" else { return stop(problem) }
      let scalar = input[position]
      position += 1
      if scalar == end { break }
      if scalar == "\\" {
        guard position < input.count, input[position] != "\n" else { return stop(problem) }
        position += 1
      }
    }
    emit(kind, from: start)
    return true
  }

  /// A field or a variable; alone, the dot or the root.
  private mutating func word(from start: Int, _ kind: GoTemplateToken.Kind) -> Bool {
    if isAtTerminator {
      emit(kind == .variable ? .variable : .keyword, from: start)
      return true
    }
    while position < input.count, isWordPart(input[position]) { position += 1 }
    guard isAtTerminator else {
      return stop("bad character \(goCodePoint(input[position]))")
    }
    emit(kind, from: start)
    return true
  }

  private mutating func identifier(from start: Int) -> Bool {
    while position < input.count, isWordPart(input[position]) { position += 1 }
    guard isAtTerminator else {
      return stop("bad character \(goCodePoint(input[position]))")
    }
    let text = string(input[start..<position])
    switch text {
    case "true", "false": emit(.bool, from: start)
    case "block", "break", "continue", "define", "else", "end", "if", "nil", "range", "template",
      "with":
      emit(.keyword, from: start)
    default: emit(.identifier, from: start)
    }
    return true
  }

  private mutating func number(from start: Int) -> Bool {
    position = start
    if input[position] == "+" || input[position] == "-" { position += 1 }
    var isHexadecimal = false
    if starts(with: "0x") || starts(with: "0X") {
      isHexadecimal = true
      position += 2
    } else if starts(with: "0o") || starts(with: "0O") || starts(with: "0b") || starts(with: "0B") {
      position += 2
    }
    func isNumberPart(_ scalar: Unicode.Scalar) -> Bool {
      scalar.isASCII
        && (isDigit(UInt8(scalar.value)) || scalar == "_"
          || isHexadecimal && hexadecimalDigit(UInt8(scalar.value)) != nil)
    }
    while position < input.count, isNumberPart(input[position]) { position += 1 }
    if position < input.count, input[position] == "." {
      position += 1
      while position < input.count, isNumberPart(input[position]) { position += 1 }
    }
    if !isHexadecimal, position < input.count, input[position] == "e" || input[position] == "E" {
      position += 1
      if position < input.count, input[position] == "+" || input[position] == "-" { position += 1 }
      while position < input.count, isNumberPart(input[position]) { position += 1 }
    }
    if position < input.count, isWordPart(input[position]) {
      position += 1
      return stop("bad number syntax: \(goQuoted(string(input[start..<position])))")
    }
    emit(.number, from: start)
    return true
  }

  private var isAtTerminator: Bool {
    guard position < input.count else { return true }
    switch input[position] {
    case " ", "\t", "\r", "\n", ".", ",", "|", ":", ")", "(": return true
    default: return starts(with: "}}")
    }
  }

  private mutating func emit(_ kind: GoTemplateToken.Kind, from start: Int, text: String? = nil) {
    tokens.append(
      GoTemplateToken(
        kind: kind, text: text ?? string(input[start..<position]), position: offsets[start],
        line: line))
    if kind == .space || kind == .rawString {
      line += input[start..<position].filter { $0 == "\n" }.count
    }
  }

  private mutating func stop(_ message: String) -> Bool {
    emit(.error, from: position, text: message)
    return false
  }

  private mutating func fail(_ message: String) -> Bool? {
    _ = stop(message)
    return nil
  }

  private func hasLeftTrim(at index: Int) -> Bool {
    index + 1 < input.count && input[index] == "-" && isSpace(input[index + 1])
  }

  private func starts(with text: String, at index: Int? = nil) -> Bool {
    let index = index ?? position
    return index <= input.count && input[index...].starts(with: text.unicodeScalars)
  }

  private func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\t" || scalar == "\r" || scalar == "\n"
  }

  private func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.isGoLetter || scalar.isGoDigit
  }

  private func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}
