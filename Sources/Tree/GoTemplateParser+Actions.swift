/// Lists of nodes, and the actions that hold others: `if`, `with`, `range`, `template`.
extension GoTemplateParser {
  mutating func definition() throws(GoTemplateError) {
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
  mutating func list() throws(GoTemplateError) -> ([GoTemplateNode], Ending) {
    var nodes: [GoTemplateNode] = []
    while peekNonSpace.kind != .end {
      let (node, ending) = try textOrAction()
      if let ending { return (nodes, ending) }
      if let node { nodes.append(node) }
    }
    throw error("unexpected EOF")
  }

  mutating func textOrAction() throws(GoTemplateError) -> (GoTemplateNode?, Ending?) {
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

  mutating func action() throws(GoTemplateError) -> (GoTemplateNode?, Ending?) {
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

  mutating func leave(_ word: String) throws(GoTemplateError) -> GoTemplateNode {
    let token = takeNonSpace()
    guard token.kind == .rightDelimiter else { throw unexpected(token, "{{\(word)}}") }
    guard rangeDepth > 0 else { throw error("{{\(word)}} outside {{range}}") }
    return word == "break" ? .break : .continue
  }

  mutating func condition(isWith: Bool) throws(GoTemplateError) -> GoTemplateNode {
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

  mutating func range() throws(GoTemplateError) -> GoTemplateNode {
    let outer = variables
    defer { variables = outer }
    let pipe = try pipeline("range", .rightDelimiter)
    rangeDepth += 1
    let (body, ending) = try nestedList()
    rangeDepth -= 1
    let otherwise = ending == .otherwise ? try lastList() : []
    return .range(pipe, body: body, otherwise: otherwise)
  }

  mutating func lastList() throws(GoTemplateError) -> [GoTemplateNode] {
    let token = peekNonSpace
    if token.kind == .keyword, token.text == "if" || token.text == "with" {
      throw unexpected(token, "else")
    }
    let (nodes, ending) = try nestedList()
    guard ending == .end else { throw error("expected end; found {{else}}") }
    return nodes
  }

  mutating func nestedList() throws(GoTemplateError) -> ([GoTemplateNode], Ending) {
    try deeper()
    let result = try list()
    depth -= 1
    return result
  }

  mutating func deeper() throws(GoTemplateError) {
    depth += 1
    guard depth <= Self.maximumDepth else { throw error("exceeded maximum template depth") }
  }

  mutating func invocation() throws(GoTemplateError) -> GoTemplateNode {
    let position = peekNonSpace.position
    let title = try title("template clause")
    guard peekNonSpace.kind != .rightDelimiter else {
      takeNonSpace()
      return .template(name: title, nil, position: position)
    }
    let pipe = try pipeline("template clause", .rightDelimiter)
    return .template(name: title, pipe, position: position)
  }

  mutating func block() throws(GoTemplateError) -> GoTemplateNode {
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

  mutating func title(_ context: String) throws(GoTemplateError) -> String {
    let token = takeNonSpace()
    guard token.kind == .string || token.kind == .rawString,
      let title = GoUnquoting.unquoted(token.text)
    else { throw unexpected(token, context) }
    return title
  }
}
