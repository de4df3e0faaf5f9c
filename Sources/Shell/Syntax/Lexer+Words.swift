// Words: quotes and expansions.
extension Lexer {
  /// Collects the parts of a word; neighbouring text of one kind becomes one part.
  private struct Builder {
    var parts: [Word.Part] = []
    private var text = String.UnicodeScalarView()
    private var isQuoted = false
    private var isOpen = false

    mutating func add(_ scalar: Unicode.Scalar, quoted: Bool) {
      open(quoted: quoted)
      text.append(scalar)
    }

    /// Quotes around nothing still make a word.
    mutating func open(quoted: Bool) {
      if isOpen, isQuoted != quoted { close() }
      isOpen = true
      isQuoted = quoted
    }

    mutating func add(_ part: Word.Part) {
      close()
      parts.append(part)
    }

    mutating func close() {
      if isOpen { parts.append(.text(String(text), isQuoted: isQuoted)) }
      text = .init()
      isOpen = false
    }
  }

  mutating func word() throws(SyntaxError) -> Word {
    try word { Self.isMeta($0) }
  }

  /// A word up to an unquoted scalar at which `isEnd` holds.
  private mutating func word(until isEnd: (Unicode.Scalar) -> Bool) throws(SyntaxError) -> Word {
    var builder = Builder()
    while let scalar = current, !isEnd(scalar) {
      switch scalar {
      case "\\":
        guard let next = ahead(1) else {
          builder.add("\\", quoted: true)
          position += 1
          continue
        }
        position += 2
        if next == "\n" { line += 1 } else { builder.add(next, quoted: true) }
      case "'": try singleQuoted(&builder)
      case "\"": try doubleQuoted(&builder)
      case "$", "`":
        if let part = try expansion(isQuoted: false) {
          builder.add(part)
        } else {
          builder.add(scalar, quoted: false)
          position += 1
        }
      default:
        if scalar == "\n" { line += 1 }
        builder.add(scalar, quoted: false)
        position += 1
      }
    }
    builder.close()
    return Word(parts: builder.parts)
  }

  private mutating func singleQuoted(_ builder: inout Builder) throws(SyntaxError) {
    position += 1
    builder.open(quoted: true)
    while let scalar = current {
      position += 1
      if scalar == "'" { return }
      if scalar == "\n" { line += 1 }
      builder.add(scalar, quoted: true)
    }
    throw failure("Unterminated quoted string", incomplete: true)
  }

  private mutating func doubleQuoted(_ builder: inout Builder) throws(SyntaxError) {
    position += 1
    builder.open(quoted: true)
    while let scalar = current {
      switch scalar {
      case "\"":
        position += 1
        return
      case "\\":
        guard let next = ahead(1) else { break }
        if next == "\n" {
          line += 1
        } else {
          if !"$`\"\\".unicodeScalars.contains(next) { builder.add("\\", quoted: true) }
          builder.add(next, quoted: true)
        }
        position += 2
        continue
      case "$", "`":
        if let part = try expansion(isQuoted: true) {
          builder.add(part)
          continue
        }
      case "\n": line += 1
      default: break
      }
      builder.add(scalar, quoted: true)
      position += 1
    }
    throw failure("Unterminated quoted string", incomplete: true)
  }

  /// What a `$` or a backquote begins; nil when it means itself.
  mutating func expansion(isQuoted: Bool) throws(SyntaxError) -> Word.Part? {
    if current == "`" { return .command(try backquoted(isQuoted: isQuoted), isQuoted: isQuoted) }
    guard let next = ahead(1) else { return nil }
    switch next {
    case "(":
      if ahead(2) == "(", let part = try arithmetic(isQuoted: isQuoted) { return part }
      return .command(try substitution(), isQuoted: isQuoted)
    case "{":
      position += 2
      return .parameter(try braced(isQuoted: isQuoted), isQuoted: isQuoted)
    default:
      position += 1
      guard let name = parameterName(isBraced: false) else {
        position -= 1
        return nil
      }
      return .parameter(Parameter(name: name), isQuoted: isQuoted)
    }
  }

  /// A variable's name, a digit or a special sign.
  private mutating func parameterName(isBraced: Bool) -> String? {
    guard let first = current else { return nil }
    if isNameStart(first) {
      var name = String.UnicodeScalarView()
      while let scalar = current, isNamePart(scalar) {
        name.append(scalar)
        position += 1
      }
      return String(name)
    }
    if isDigit(first) {
      var name = String.UnicodeScalarView([first])
      position += 1
      while isBraced, let scalar = current, isDigit(scalar) {
        name.append(scalar)
        position += 1
      }
      return String(name)
    }
    guard "?$!#@*-".unicodeScalars.contains(first) else { return nil }
    position += 1
    return String(first)
  }

  private mutating func braced(isQuoted: Bool) throws(SyntaxError) -> Parameter {
    try deepen()
    defer { depth -= 1 }
    var isLength = false
    if current == "#", let next = ahead(1), next != "}", !"-:=+?%#".unicodeScalars.contains(next) {
      isLength = true
      position += 1
    }
    guard let name = parameterName(isBraced: true) else { throw badSubstitution() }
    var parameter = Parameter(name: name, isLength: isLength)
    if current == "}" {
      position += 1
      return parameter
    }
    var sign = ""
    if current == ":" {
      sign = ":"
      position += 1
    }
    guard let scalar = current else { throw badSubstitution() }
    if "-=+?".unicodeScalars.contains(scalar) {
      sign.unicodeScalars.append(scalar)
      position += 1
    } else if sign.isEmpty, scalar == "#" || scalar == "%" {
      sign.unicodeScalars.append(scalar)
      position += 1
      if current == scalar {
        sign.unicodeScalars.append(scalar)
        position += 1
      }
    } else {
      throw badSubstitution()
    }
    if isLength { throw failure("Bad substitution") }
    parameter.operator = sign
    parameter.word = try word { $0 == "}" }
    guard current == "}" else { throw failure("Missing '}'", incomplete: true) }
    position += 1
    return parameter
  }

  private func badSubstitution() -> SyntaxError {
    current == nil ? failure("Missing '}'", incomplete: true) : failure("Bad substitution")
  }

  mutating func deepen() throws(SyntaxError) {
    depth += 1
    if depth > Self.depthLimit { throw failure("too many levels of nesting") }
  }

  private mutating func substitution() throws(SyntaxError) -> Program {
    try deepen()
    defer { depth -= 1 }
    var parser = Parser(self)
    parser.lexer.position += 2
    let program = try parser.inner(until: ")")
    position = parser.lexer.position
    line = parser.lexer.line
    documents = parser.lexer.documents
    construct = construct ?? parser.lexer.construct
    return program
  }

  private mutating func backquoted(isQuoted: Bool) throws(SyntaxError) -> Program {
    try deepen()
    defer { depth -= 1 }
    var inner = String.UnicodeScalarView()
    position += 1
    while let scalar = current, scalar != "`" {
      if scalar == "\n" { line += 1 }
      if scalar == "\\", let next = ahead(1),
        "$`\\".unicodeScalars.contains(next) || (isQuoted && next == "\"")
      {
        inner.append(next)
        position += 2
      } else {
        inner.append(scalar)
        position += 1
      }
    }
    guard current == "`" else {
      throw failure("EOF in backquote substitution", incomplete: true)
    }
    position += 1
    var lexer = Lexer(String(inner))
    lexer.depth = depth
    lexer.line = line
    var parser = Parser(lexer)
    let program = try parser.program()
    construct = construct ?? parser.lexer.construct
    return program
  }

  /// `$((…))`; nil when it turns out to be a substitution that begins with a subshell.
  private mutating func arithmetic(isQuoted: Bool) throws(SyntaxError) -> Word.Part? {
    let (start, startLine) = (position, line)
    try deepen()
    defer { depth -= 1 }
    position += 3
    var builder = Builder()
    var open = 0
    while let scalar = current {
      if scalar == ")", open == 0 {
        guard ahead(1) == ")" else { break }
        position += 2
        builder.close()
        return .arithmetic(Word(parts: builder.parts), isQuoted: isQuoted)
      }
      if scalar == "(" { open += 1 }
      if scalar == ")" { open -= 1 }
      if scalar == "\n" { line += 1 }
      if scalar == "$" || scalar == "`", let part = try expansion(isQuoted: true) {
        builder.add(part)
        continue
      }
      builder.add(scalar, quoted: true)
      position += 1
    }
    if current == nil { throw failure("Missing '))'", incomplete: true) }
    (position, line) = (start, startLine)
    return nil
  }
}

func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
  ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
}
func isNamePart(_ scalar: Unicode.Scalar) -> Bool { isNameStart(scalar) || isDigit(scalar) }

/// Whether a text can be a variable's name.
func isName(_ text: String) -> Bool {
  guard let first = text.unicodeScalars.first, isNameStart(first) else { return false }
  return text.unicodeScalars.allSatisfy(isNamePart)
}
