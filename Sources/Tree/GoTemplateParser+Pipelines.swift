/// Pipelines: variables that are declared, commands, and their operands.
extension GoTemplateParser {
  mutating func pipeline(
    _ context: String, _ end: GoTemplateToken.Kind
  ) throws(GoTemplateError) -> GoTemplatePipe {
    var pipe = GoTemplatePipe(position: peekNonSpace.position)
    try declarations(&pipe, context)
    while true {
      let token = takeNonSpace()
      if token.kind == end { break }
      guard beginsOperand(token) else { throw unexpected(token, context) }
      next -= 1
      pipe.commands.append(try command())
    }
    if pipe.commands.isEmpty { throw error("missing value for \(context)") }
    for (index, command) in pipe.commands.enumerated().dropFirst() {
      switch command.arguments[0].kind {
      case .bool, .dot, .null, .number, .string:
        throw error("non executable command in pipeline stage \(index + 1)")
      default: break
      }
    }
    return pipe
  }

  mutating func declarations(
    _ pipe: inout GoTemplatePipe, _ context: String
  ) throws(GoTemplateError) {
    while peekNonSpace.kind == .variable {
      let start = next
      let variable = takeNonSpace()
      let following = peekNonSpace
      switch following.kind {
      case .assign, .declare:
        takeNonSpace()
        pipe.isAssignment = following.kind == .assign
        try declare(variable.text, &pipe)
        return
      case .other where following.text == ",":
        takeNonSpace()
        try declare(variable.text, &pipe)
        guard context == "range", pipe.variables.count < 2 else {
          throw error("too many declarations in \(context)")
        }
        switch peekNonSpace.kind {
        case .variable, .rightDelimiter, .rightParenthesis: continue
        default: throw error("range can only initialize variables")
        }
      default:
        next = start
        return
      }
    }
  }

  mutating func declare(
    _ variable: String, _ pipe: inout GoTemplatePipe
  ) throws(GoTemplateError) {
    if pipe.isAssignment, !variables.contains(variable) {
      throw error("undefined variable \(goQuoted(variable))")
    }
    pipe.variables.append(variable)
    variables.append(variable)
  }

  func beginsOperand(_ token: GoTemplateToken) -> Bool {
    switch token.kind {
    case .bool, .character, .field, .identifier, .number, .rawString, .string, .variable,
      .leftParenthesis:
      true
    case .keyword: token.text == "." || token.text == "nil"
    default: false
    }
  }

  mutating func command() throws(GoTemplateError) -> GoTemplateCommand {
    var command = GoTemplateCommand(position: peekNonSpace.position)
    loop: while true {
      skipSpace()
      if let operand = try operand() { command.arguments.append(operand) }
      let token = take()
      switch token.kind {
      case .space: continue
      case .rightDelimiter, .rightParenthesis:
        next -= 1
        break loop
      case .pipe: break loop
      default: throw unexpected(token, "operand")
      }
    }
    if command.arguments.isEmpty { throw error("empty command") }
    return command
  }

  mutating func operand() throws(GoTemplateError) -> GoTemplateOperand? {
    guard let term = try term() else { return nil }
    guard peek.kind == .field else { return term }
    let position = peek.position
    var names: [String] = []
    while peek.kind == .field { names.append(String(take().text.dropFirst())) }
    switch term.kind {
    case .field(let first):
      return GoTemplateOperand(position: position, kind: .field(first + names))
    case .variable(let first):
      return GoTemplateOperand(position: position, kind: .variable(first + names))
    case .bool, .string, .number, .null, .dot:
      throw error("unexpected . after term \(goQuoted(term.source))")
    default: return GoTemplateOperand(position: position, kind: .chain(term, names))
    }
  }

  mutating func term() throws(GoTemplateError) -> GoTemplateOperand? {
    let token = takeNonSpace()
    func operand(_ kind: GoTemplateOperand.Kind) -> GoTemplateOperand {
      GoTemplateOperand(position: token.position, kind: kind)
    }
    switch token.kind {
    case .identifier:
      guard GoTemplateFunctions.names.contains(token.text) else {
        throw error("function \(goQuoted(token.text)) not defined")
      }
      return operand(.function(token.text))
    case .keyword where token.text == ".": return operand(.dot)
    case .keyword where token.text == "nil": return operand(.null)
    case .variable:
      guard variables.contains(token.text) else {
        throw error("undefined variable \(goQuoted(token.text))")
      }
      return operand(.variable([token.text]))
    case .field: return operand(.field([String(token.text.dropFirst())]))
    case .bool: return operand(.bool(token.text == "true"))
    case .character, .number: return try number(token)
    case .leftParenthesis:
      try deeper()
      let pipe = try pipeline("parenthesized pipeline", .rightParenthesis)
      depth -= 1
      return operand(.pipe(pipe))
    case .string, .rawString:
      guard let text = GoUnquoting.unquoted(token.text) else { throw error("invalid syntax") }
      return operand(.string(text, literal: token.text))
    default:
      next -= 1
      return nil
    }
  }

  func number(_ token: GoTemplateToken) throws(GoTemplateError) -> GoTemplateOperand {
    var operand = GoTemplateOperand(position: token.position, kind: .null)
    operand.numberText = token.text
    if token.kind == .character {
      let inner = GoUnquoting.unquoted(Array(token.text.unicodeScalars))?.unicodeScalars
      guard let inner, inner.count == 1, let scalar = inner.first else {
        throw error("malformed character constant: \(token.text)")
      }
      operand.kind = .number(.int(Int64(scalar.value)))
      return operand
    }
    switch YAMLScalar(token.text) {
    case .int(let number): operand.kind = .number(.int(number))
    case .decimal(let text):
      if token.text.utf8.allSatisfy(isDigit) {
        throw error("integer overflow: \(goQuoted(token.text))")
      }
      operand.kind = .number(.decimal(text))
    default: throw error("illegal number syntax: \(goQuoted(token.text))")
    }
    return operand
  }
}
