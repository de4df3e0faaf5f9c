/// Reads templates with the grammar and the messages of text/template/parse.
struct GoTemplateParser {
  private let tokens: [GoTemplateToken]
  private let name: String
  private var next = 0
  private var variables = ["$"]
  private var rangeDepth = 0
  private var actionLine = 0
  private var depth = 0
  private(set) var definitions: [GoTemplateDefinition] = []

  private static let maximumDepth = 100

  /// How a list of nodes ended.
  private enum Ending { case end, otherwise }

  init(_ text: String, name: String) {
    tokens = GoTemplateLexer.tokens(of: text)
    self.name = name
  }

  mutating func template() throws(GoTemplateError) -> [GoTemplateNode] {
    var nodes: [GoTemplateNode] = []
    while peek.kind != .end {
      if peek.kind == .leftDelimiter, isKeyword("define", after: 1) {
        take()
        takeNonSpace()
        try definition()
        continue
      }
      let (node, ending) = try textOrAction()
      if let ending { throw error("unexpected {{\(ending == .end ? "end" : "else")}}") }
      if let node { nodes.append(node) }
    }
    return nodes
  }

  private func isKeyword(_ word: String, after count: Int) -> Bool {
    let token = tokens[(next + count)...].first { $0.kind != .space }
    return token?.kind == .keyword && token?.text == word
  }

  private mutating func definition() throws(GoTemplateError) {
    let token = takeNonSpace()
    guard token.kind == .string || token.kind == .rawString,
      let title = GoUnquoting.unquoted(token.text)
    else { throw unexpected(token, "define clause") }
    try expectRightDelimiter("define clause")
    let outer = variables
    variables = ["$"]
    let (nodes, ending) = try list()
    guard ending == .end else { throw error("unexpected {{else}} in define clause") }
    variables = outer
    definitions.append(GoTemplateDefinition(name: title, nodes: nodes))
  }

  /// Nodes up to `end` or `else`.
  private mutating func list() throws(GoTemplateError) -> ([GoTemplateNode], Ending) {
    var nodes: [GoTemplateNode] = []
    while peekNonSpace.kind != .end {
      let (node, ending) = try textOrAction()
      if let ending { return (nodes, ending) }
      if let node { nodes.append(node) }
    }
    throw error("unexpected EOF")
  }

  private mutating func textOrAction() throws(GoTemplateError) -> (GoTemplateNode?, Ending?) {
    let token = takeNonSpace()
    switch token.kind {
    case .text: return (.text(token.text), nil)
    case .leftDelimiter:
      actionLine = token.line
      defer { actionLine = 0 }
      return try action()
    default: throw unexpected(token, "input")
    }
  }

  private mutating func action() throws(GoTemplateError) -> (GoTemplateNode?, Ending?) {
    let token = takeNonSpace()
    if token.kind == .keyword {
      switch token.text {
      case "if": return (try condition(isWith: false), nil)
      case "with": return (try condition(isWith: true), nil)
      case "range": return (try range(), nil)
      case "template": return (try invocation(), nil)
      case "block": return (try block(), nil)
      case "break", "continue": return (try leave(token.text), nil)
      case "end":
        try expectRightDelimiter("end")
        return (nil, .end)
      case "else":
        let following = peekNonSpace
        if following.kind == .keyword, following.text == "if" || following.text == "with" {
          return (nil, .otherwise)
        }
        try expectRightDelimiter("else")
        return (nil, .otherwise)
      default: break
      }
    }
    next -= 1
    return (.action(try pipeline("command", .rightDelimiter)), nil)
  }

  private mutating func leave(_ word: String) throws(GoTemplateError) -> GoTemplateNode {
    let token = takeNonSpace()
    guard token.kind == .rightDelimiter else { throw unexpected(token, "{{\(word)}}") }
    guard rangeDepth > 0 else { throw error("{{\(word)}} outside {{range}}") }
    return word == "break" ? .break : .continue
  }

  private mutating func condition(isWith: Bool) throws(GoTemplateError) -> GoTemplateNode {
    let word = isWith ? "with" : "if"
    let outer = variables
    defer { variables = outer }
    let pipe = try pipeline(word, .rightDelimiter)
    let (then, ending) = try nestedList()
    var otherwise: [GoTemplateNode] = []
    if ending == .otherwise {
      if peekNonSpace.kind == .keyword, peekNonSpace.text == word {
        takeNonSpace()
        try deeper()
        otherwise = [try condition(isWith: isWith)]
        depth -= 1
      } else {
        otherwise = try lastList()
      }
    }
    return .condition(pipe, isWith: isWith, then: then, otherwise: otherwise)
  }

  private mutating func range() throws(GoTemplateError) -> GoTemplateNode {
    let outer = variables
    defer { variables = outer }
    let pipe = try pipeline("range", .rightDelimiter)
    rangeDepth += 1
    let (body, ending) = try nestedList()
    rangeDepth -= 1
    let otherwise = ending == .otherwise ? try lastList() : []
    return .range(pipe, body: body, otherwise: otherwise)
  }

  private mutating func lastList() throws(GoTemplateError) -> [GoTemplateNode] {
    let token = peekNonSpace
    if token.kind == .keyword, token.text == "if" || token.text == "with" {
      throw unexpected(token, "else")
    }
    let (nodes, ending) = try nestedList()
    guard ending == .end else { throw error("expected end; found {{else}}") }
    return nodes
  }

  private mutating func nestedList() throws(GoTemplateError) -> ([GoTemplateNode], Ending) {
    try deeper()
    let result = try list()
    depth -= 1
    return result
  }

  private mutating func deeper() throws(GoTemplateError) {
    depth += 1
    guard depth <= Self.maximumDepth else { throw error("exceeded maximum template depth") }
  }

  private mutating func invocation() throws(GoTemplateError) -> GoTemplateNode {
    let position = peekNonSpace.position
    let title = try title("template clause")
    guard peekNonSpace.kind != .rightDelimiter else {
      takeNonSpace()
      return .template(name: title, nil, position: position)
    }
    let pipe = try pipeline("template clause", .rightDelimiter)
    return .template(name: title, pipe, position: position)
  }

  private mutating func block() throws(GoTemplateError) -> GoTemplateNode {
    let position = peekNonSpace.position
    let title = try title("block clause")
    let pipe = try pipeline("block clause", .rightDelimiter)
    let outer = variables
    variables = ["$"]
    let (nodes, ending) = try nestedList()
    guard ending == .end else { throw error("unexpected {{else}} in block clause") }
    variables = outer
    definitions.append(GoTemplateDefinition(name: title, nodes: nodes))
    return .template(name: title, pipe, position: position)
  }

  private mutating func title(_ context: String) throws(GoTemplateError) -> String {
    let token = takeNonSpace()
    guard token.kind == .string || token.kind == .rawString,
      let title = GoUnquoting.unquoted(token.text)
    else { throw unexpected(token, context) }
    return title
  }

  private mutating func pipeline(
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

  private mutating func declarations(
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

  private mutating func declare(
    _ variable: String, _ pipe: inout GoTemplatePipe
  ) throws(GoTemplateError) {
    if pipe.isAssignment, !variables.contains(variable) {
      throw error("undefined variable \(goQuoted(variable))")
    }
    pipe.variables.append(variable)
    variables.append(variable)
  }

  private func beginsOperand(_ token: GoTemplateToken) -> Bool {
    switch token.kind {
    case .bool, .character, .field, .identifier, .number, .rawString, .string, .variable,
      .leftParenthesis:
      true
    case .keyword: token.text == "." || token.text == "nil"
    default: false
    }
  }

  private mutating func command() throws(GoTemplateError) -> GoTemplateCommand {
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

  private mutating func operand() throws(GoTemplateError) -> GoTemplateOperand? {
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

  private mutating func term() throws(GoTemplateError) -> GoTemplateOperand? {
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

  private func number(_ token: GoTemplateToken) throws(GoTemplateError) -> GoTemplateOperand {
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

  private mutating func expectRightDelimiter(_ context: String) throws(GoTemplateError) {
    let token = takeNonSpace()
    guard token.kind == .rightDelimiter else { throw unexpected(token, context) }
  }

  private var peek: GoTemplateToken { tokens[min(next, tokens.count - 1)] }

  private var peekNonSpace: GoTemplateToken {
    mutating get {
      skipSpace()
      return peek
    }
  }

  private mutating func skipSpace() { while peek.kind == .space { next += 1 } }

  /// The last token, which is the end or an error, can be taken again and again.
  @discardableResult
  private mutating func take() -> GoTemplateToken {
    let token = peek
    next += 1
    if next > tokens.count { next = tokens.count }
    return token
  }

  @discardableResult
  private mutating func takeNonSpace() -> GoTemplateToken {
    skipSpace()
    return take()
  }

  private func unexpected(_ token: GoTemplateToken, _ context: String) -> GoTemplateError {
    guard token.kind == .error else {
      return error("unexpected \(token.description) in \(context)")
    }
    guard actionLine != 0, actionLine != token.line else { return error(token.text) }
    let place = " started at \(name):\(actionLine)"
    return error(
      token.text + (token.text.hasSuffix(" action") ? place : " in action" + place))
  }

  private func error(_ message: String) -> GoTemplateError {
    let line = tokens[min(max(next - 1, 0), tokens.count - 1)].line
    return GoTemplateError("template: \(name):\(line): \(message)")
  }
}
