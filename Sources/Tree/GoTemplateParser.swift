/// Reads templates with the grammar and the messages of text/template/parse.
struct GoTemplateParser {
  let tokens: [GoTemplateToken]
  let name: String
  var next = 0
  var variables = ["$"]
  var rangeDepth = 0
  var actionLine = 0
  var depth = 0
  var definitions: [GoTemplateDefinition] = []

  static let maximumDepth = 100

  /// How a list of nodes ended.
  enum Ending { case end, otherwise }

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

  func isKeyword(_ word: String, after count: Int) -> Bool {
    let token = tokens[(next + count)...].first { $0.kind != .space }
    return token?.kind == .keyword && token?.text == word
  }

  mutating func expectRightDelimiter(_ context: String) throws(GoTemplateError) {
    let token = takeNonSpace()
    guard token.kind == .rightDelimiter else { throw unexpected(token, context) }
  }

  var peek: GoTemplateToken { tokens[min(next, tokens.count - 1)] }

  var peekNonSpace: GoTemplateToken {
    mutating get {
      skipSpace()
      return peek
    }
  }

  mutating func skipSpace() { while peek.kind == .space { next += 1 } }

  /// The last token, which is the end or an error, can be taken again and again.
  @discardableResult
  mutating func take() -> GoTemplateToken {
    let token = peek
    next += 1
    if next > tokens.count { next = tokens.count }
    return token
  }

  @discardableResult
  mutating func takeNonSpace() -> GoTemplateToken {
    skipSpace()
    return take()
  }

  func unexpected(_ token: GoTemplateToken, _ context: String) -> GoTemplateError {
    guard token.kind == .error else {
      return error("unexpected \(token.description) in \(context)")
    }
    guard actionLine != 0, actionLine != token.line else { return error(token.text) }
    let place = " started at \(name):\(actionLine)"
    return error(
      token.text + (token.text.hasSuffix(" action") ? place : " in action" + place))
  }

  func error(_ message: String) -> GoTemplateError {
    let line = tokens[min(max(next - 1, 0), tokens.count - 1)].line
    return GoTemplateError("template: \(name):\(line): \(message)")
  }
}
