import Tree

/// Reads selectors with the lexer and the messages of k8s.io/apimachinery's labels package.
struct SelectorParser {
  private enum Token {
    case identifier, inWord, notInWord, comma, open, close, not, operation(LabelOperator)
    case unknown, end
  }

  private let bytes: [UInt8]
  private var position = 0
  private var items: [(token: Token, text: String)] = []
  private var next = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  mutating func requirements() throws(SelectorError) -> [LabelRequirement] {
    scan()
    var requirements: [LabelRequirement] = []
    while true {
      switch items[next].token {
      case .identifier, .inWord, .notInWord, .not: break
      case .end: return requirements
      default:
        throw SelectorError(
          "found '\(items[next].text)', expected: !, identifier, or 'end of string'")
      }
      do throws(SelectorError) {
        requirements.append(try requirement())
      } catch {
        throw SelectorError("unable to parse requirement: \(error.description)")
      }
      let (token, text) = consume()
      switch token {
      case .end: return requirements
      case .comma:
        switch items[next].token {
        case .identifier, .inWord, .notInWord, .not: break
        default:
          throw SelectorError("found '\(items[next].text)', expected: identifier after ','")
        }
      default: throw SelectorError("found '\(text)', expected: ',' or 'end of string'")
      }
    }
  }

  private mutating func requirement() throws(SelectorError) -> LabelRequirement {
    var (token, key) = consume()
    var isNegated = false
    if case .not = token {
      isNegated = true
      (token, key) = consume()
    }
    guard isIdentifier(token) else {
      throw SelectorError("found '\(key)', expected: identifier")
    }
    if let problem = LabelRequirement.keyProblem(key, path: "<nil>") {
      throw SelectorError(problem)
    }
    switch items[next].token {
    case .end, .comma: return try LabelRequirement(key, isNegated ? .doesNotExist : .exists, [])
    default: break
    }
    if isNegated { return try LabelRequirement(key, .doesNotExist, []) }
    let operation = try operation()
    let values =
      operation == .in || operation == .notIn ? try valueList() : [try exactValue()]
    return try LabelRequirement(key, operation, values)
  }

  private mutating func operation() throws(SelectorError) -> LabelOperator {
    let (token, text) = consume()
    switch token {
    case .inWord: return .in
    case .notInWord: return .notIn
    case .operation(let operation): return operation
    default:
      throw SelectorError("found '\(text)', expected: in, notin, =, ==, !=, gt, lt")
    }
  }

  private mutating func exactValue() throws(SelectorError) -> String {
    switch items[next].token {
    case .end, .comma: return ""
    default: break
    }
    let (token, text) = consume()
    guard isIdentifier(token) else {
      throw SelectorError("found '\(text)', expected: identifier")
    }
    return text
  }

  private mutating func valueList() throws(SelectorError) -> [String] {
    let (token, text) = consume()
    guard case .open = token else { throw SelectorError("found '\(text)' expected: '('") }
    switch items[next].token {
    case .identifier, .inWord, .notInWord, .comma: break
    case .close:
      _ = consume()
      return [""]
    default:
      throw SelectorError("found '\(items[next].text)', expected: ',', ')' or identifier")
    }
    let values = try identifiers()
    _ = consume()  // The closing parenthesis.
    return values.sortedByBytes()
  }

  /// Identifiers up to a closing parenthesis, without doubles; one may be empty.
  private mutating func identifiers() throws(SelectorError) -> [String] {
    var values: [String] = []
    func insert(_ value: String) { if !values.contains(value) { values.append(value) } }
    while true {
      let (token, text) = consume()
      if isIdentifier(token) {
        insert(text)
        switch items[next].token {
        case .comma: continue
        case .close: return values
        default: throw SelectorError("found '\(items[next].text)', expected: ',' or ')'")
        }
      }
      guard case .comma = token else {
        throw SelectorError("found '\(text)', expected: ',', or identifier")
      }
      if values.isEmpty { insert("") }
      switch items[next].token {
      case .close:
        insert("")
        return values
      case .comma:
        _ = consume()
        insert("")
      default: break
      }
    }
  }

  /// Upstream reads past the end only in texts that it has refused already; here the end repeats.
  private mutating func consume() -> (token: Token, text: String) {
    let item = items[next]
    if next < items.count - 1 { next += 1 }
    return item
  }

  private func isIdentifier(_ token: Token) -> Bool {
    switch token {
    case .identifier, .inWord, .notInWord: true
    default: false
    }
  }

  private mutating func scan() {
    while true {
      while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
      // A zero byte ends the text, as upstream's lexer cannot tell it from the end.
      guard position < bytes.count, bytes[position] != 0 else { break }
      items.append(Self.isSymbol(bytes[position]) ? symbol() : word())
    }
    items.append((.end, ""))
  }

  private mutating func word() -> (Token, String) {
    let start = position
    while position < bytes.count, bytes[position] != 0, !Self.isSymbol(bytes[position]),
      !Self.isSpace(bytes[position])
    { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if position < bytes.count, bytes[position] == 0 { position += 1 }
    return (text == "in" ? .inWord : text == "notin" ? .notInWord : .identifier, text)
  }

  /// The longest run of symbols that means something, given up at the first that does not go on.
  private mutating func symbol() -> (Token, String) {
    var found: (token: Token, text: String)?
    var end = position
    while end < bytes.count, Self.isSymbol(bytes[end]) {
      let text = String(decoding: bytes[position...end], as: UTF8.self)
      if let token = Self.token(of: text) {
        found = (token, text)
      } else if found != nil {
        break
      }
      end += 1
    }
    position = end
    return found ?? (.unknown, "")
  }

  private static func token(of text: String) -> Token? {
    switch text {
    case ")": .close
    case ",": .comma
    case "!": .not
    case "==": .operation(.doubleEquals)
    case "=": .operation(.equals)
    case ">": .operation(.greaterThan)
    case "<": .operation(.lessThan)
    case "!=": .operation(.notEquals)
    case "(": .open
    default: nil
    }
  }

  private static func isSymbol(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "!"), UInt8(ascii: "("), UInt8(ascii: ")"),
      UInt8(ascii: ","), UInt8(ascii: ">"), UInt8(ascii: "<"):
      true
    default: false
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A
  }
}
