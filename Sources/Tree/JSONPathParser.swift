/// Reads JSONPath templates with the parser of client-go.
struct JSONPathParser {
  private let input: [Unicode.Scalar]
  private var position = 0
  private var nodes: [JSONPath.Node] = []

  init(_ template: String) { input = Array(template.unicodeScalars) }

  private init(action: some Sequence<Unicode.Scalar>) { input = ["{"] + Array(action) + ["}"] }

  /// Texts, and a list for every action.
  mutating func root() throws(JSONPathError) -> [JSONPath.Node] {
    var root: [JSONPath.Node] = []
    while position < input.count {
      let text = input[position...].prefix { $0 != "{" }
      position = text.endIndex
      if !text.isEmpty { root.append(.text(string(text))) }
      guard position < input.count else { break }
      position += 1
      nodes = []
      try action()
      root.append(.list(nodes))
    }
    return root
  }

  /// The nodes of one action, up to and with its closing brace.
  private mutating func action() throws(JSONPathError) {
    while true {
      if starts(with: "}") {
        position += 1
        return
      }
      if starts(with: "[?(") {
        try filter()
        continue
      }
      if starts(with: "..") {
        try recursive()
        continue
      }
      guard position < input.count, input[position] != "\n", input[position] != "\r" else {
        throw JSONPathError("unclosed action")
      }
      let scalar = input[position]
      switch scalar {
      case " ", "@", "$": position += 1
      case "[": try array()
      case "\"", "'": try quote(scalar)
      case ".":
        position += 1
        field()
      case _ where scalar == "+" || scalar == "-" || scalar.isGoDigit: try number()
      case _ where isWordPart(scalar): identifier()
      default:
        throw JSONPathError("unrecognized character in action: \(goCodePoint(scalar))")
      }
    }
  }

  private mutating func identifier() {
    let start = position
    while position < input.count, !isTerminator(input[position]) { position += 1 }
    switch string(input[start..<position]) {
    case "true": nodes.append(.literal(true))
    case "false": nodes.append(.literal(false))
    case let name: nodes.append(.identifier(name))
    }
  }

  private mutating func recursive() throws(JSONPathError) {
    if nodes.last == .recursive { throw JSONPathError("invalid multiple recursive descent") }
    position += 2
    nodes.append(.recursive)
    if position < input.count, isWordPart(input[position]) { field() }
  }

  private mutating func number() throws(JSONPathError) {
    let start = position
    if input[position] == "+" || input[position] == "-" { position += 1 }
    while position < input.count, input[position] == "." || input[position].isGoDigit {
      position += 1
    }
    let text = string(input[start..<position])
    if let whole = Int64(text) {
      nodes.append(.literal(.int(whole)))
    } else if let decimal = DecimalText(text.utf8) {
      nodes.append(.literal(.decimal(decimal.json)))
    } else {
      throw JSONPathError("cannot parse number \(text)")
    }
  }

  private mutating func quote(_ end: Unicode.Scalar) throws(JSONPathError) {
    let start = position
    position += 1
    while true {
      guard position < input.count, input[position] != "\n" else {
        throw JSONPathError("unterminated quoted string")
      }
      position += 1
      if input[position - 1] == end, input[position - 2] != "\\" { break }
    }
    let quoted = input[start..<position]
    guard let text = GoUnquoting.unquoted(Array(quoted)) else {
      throw JSONPathError("unquote string \(string(quoted)) error invalid syntax")
    }
    nodes.append(.text(text))
  }

  private mutating func field() {
    let start = position
    while position < input.count, !isTerminator(input[position]) {
      position = min(position + (input[position] == "\\" ? 2 : 1), input.count)
    }
    let name = string(input[start..<position].filter { $0 != "\\" }[...])
    // An escaped asterisk is a name, the bare one is not.
    nodes.append(input[start..<position].elementsEqual(["*"]) ? .wildcard : .field(name))
  }

  private mutating func array() throws(JSONPathError) {
    let start = position + 1
    position += 1
    while true {
      guard position < input.count, input[position] != "\n" else {
        throw JSONPathError("unterminated array")
      }
      position += 1
      if input[position - 1] == "]" { break }
    }
    var inner = input[start..<(position - 1)]
    if inner.elementsEqual(["*"]) { inner = [":"] }
    let parts = inner.split(separator: ",", omittingEmptySubsequences: false)
    if parts.count > 1 {
      var union: [[JSONPath.Node]] = []
      for part in parts {
        union.append(try Self.action("[" + string(trimmed(part)) + "]"))
      }
      nodes.append(.union(union))
    } else if inner.count >= 2, inner.first == "'", inner.last == "'",
      !inner.dropFirst().dropLast().contains("'")
    {
      nodes += try Self.action("." + string(inner.dropFirst().dropLast()))
    } else {
      nodes.append(.array(try bounds(inner)))
    }
  }

  private func bounds(
    _ text: ArraySlice<Unicode.Scalar>
  ) throws(JSONPathError) -> JSONPath.Bounds {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let isSlice =
      parts.count <= 3
      && parts.allSatisfy { part in
        let digits = part.first == "-" ? part.dropFirst() : part
        return digits.allSatisfy { ("0"..."9").contains($0) }
      }
    guard isSlice else { throw JSONPathError("invalid array index \(string(text))") }
    var numbers: [Int?] = []
    for part in parts {
      guard !part.isEmpty else {
        numbers.append(nil)
        continue
      }
      guard let number = Int(string(part)) else {
        throw JSONPathError("array index \(string(part)) is not a number")
      }
      numbers.append(number)
    }
    var bounds = JSONPath.Bounds()
    bounds.start = numbers[0]
    if parts.count > 1 {
      bounds.end = numbers[1]
    } else {
      bounds.end = (numbers[0] ?? 0) &+ 1
      bounds.isSingle = true
    }
    if parts.count > 2 { bounds.step = numbers[2] }
    return bounds
  }

  private mutating func filter() throws(JSONPathError) {
    position += 3
    let start = position
    var opening: Unicode.Scalar?
    var isClosed = false
    loop: while true {
      guard position < input.count, input[position] != "\n" else {
        throw JSONPathError("unterminated filter")
      }
      let scalar = input[position]
      position += 1
      switch scalar {
      case "\"", "'":
        if opening == nil {
          opening = scalar
        } else if input[position - 2] != "\\", scalar == opening {
          isClosed = true
        }
      case ")": if (opening != nil) == isClosed { break loop }
      default: break
      }
    }
    let condition = input[start..<(position - 1)]
    guard position < input.count, input[position] == "]" else {
      throw JSONPathError("unclosed array expect ]")
    }
    position += 1
    guard let (left, operation, right) = comparison(condition) else {
      nodes.append(
        .filter(left: try Self.action(string(condition)), operation: "exists", right: []))
      return
    }
    nodes.append(
      .filter(
        left: try Self.action(string(left)), operation: string(operation),
        right: try Self.action(string(right))))
  }

  /// Splits as the expression `^([^!<>=]+)([!<>=]+)(.+?)$` does.
  private func comparison(
    _ text: ArraySlice<Unicode.Scalar>
  ) -> (
    left: ArraySlice<Unicode.Scalar>, operation: ArraySlice<Unicode.Scalar>,
    right: ArraySlice<Unicode.Scalar>
  )? {
    func isSign(_ scalar: Unicode.Scalar) -> Bool {
      scalar == "!" || scalar == "<" || scalar == ">" || scalar == "="
    }
    let left = text.prefix { !isSign($0) }
    var operation = text[left.endIndex...].prefix(while: isSign)
    guard !left.isEmpty, !operation.isEmpty else { return nil }
    if operation.endIndex == text.endIndex { operation = operation.dropLast() }
    guard !operation.isEmpty else { return nil }
    return (left, operation, text[operation.endIndex...])
  }

  private static func action(_ text: String) throws(JSONPathError) -> [JSONPath.Node] {
    var parser = JSONPathParser(action: text.unicodeScalars)
    guard case .list(let nodes)? = try parser.root().first else { return [] }
    return nodes
  }

  private func trimmed(_ text: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
    var text = text.drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text
  }

  private func starts(with text: String) -> Bool {
    input[position...].starts(with: text.unicodeScalars)
  }

  private func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private func isTerminator(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case " ", "\t", "\r", "\n", ".", ",", "[", "]", "$", "@", "{", "}": true
    default: false
    }
  }

  private func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.isGoLetter || scalar.isGoDigit
  }
}
