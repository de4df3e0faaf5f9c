import Cluster

/// `$((…))`: whole numbers of 64 bits with C's operators.
struct Arithmetic {
  /// Why a text is no sum, as dash says it.
  struct Failure: Error { let message: String }

  private let text: [Unicode.Scalar]
  private var position = 0
  private var depth = 0
  private let lookUp: (String) -> String?
  /// What the expression assigns, in order.
  private(set) var assignments: [(name: String, value: Int64)] = []

  init(_ text: String, lookUp: @escaping (String) -> String?) {
    self.text = Array(text.unicodeScalars)
    self.lookUp = lookUp
  }

  mutating func value() throws(Failure) -> Int64 {
    skipBlanks()
    if position == text.count { return 0 }
    let result = try ternary()
    skipBlanks()
    guard position == text.count else { throw unexpected() }
    return result
  }

  private func unexpected() -> Failure {
    Failure(
      message: "arithmetic expression: expecting EOF: \"\(String(String.UnicodeScalarView(text)))\""
    )
  }

  private func missing() -> Failure {
    Failure(
      message:
        "arithmetic expression: expecting primary: \"\(String(String.UnicodeScalarView(text)))\"")
  }

  private mutating func skipBlanks() {
    while position < text.count, [" ", "\t", "\n"].contains(text[position]) { position += 1 }
  }

  private mutating func takes(_ sign: String, not followers: String = "") -> Bool {
    skipBlanks()
    let scalars = Array(sign.unicodeScalars)
    guard position + scalars.count <= text.count,
      Array(text[position..<position + scalars.count]) == scalars
    else { return false }
    if position + scalars.count < text.count,
      followers.unicodeScalars.contains(text[position + scalars.count])
    {
      return false
    }
    position += scalars.count
    return true
  }

  private mutating func ternary() throws(Failure) -> Int64 {
    depth += 1
    defer { depth -= 1 }
    guard depth < 100 else { throw missing() }
    if let (name, sign) = assignmentStart() {
      let right = try ternary()
      let value = sign.isEmpty ? right : try apply(sign, number(of: name), right)
      assignments.append((name, value))
      return value
    }
    let condition = try binary(0)
    guard takes("?") else { return condition }
    let first = try ternary()
    guard takes(":") else { throw Failure(message: "arithmetic expression: expecting ':'") }
    let second = try ternary()
    return condition != 0 ? first : second
  }

  /// `name =`, `name +=` at this place.
  private mutating func assignmentStart() -> (name: String, sign: String)? {
    let start = position
    if let name = name() {
      for sign in ["+", "-", "*", "/", "%", ""]
      where takes(sign + "=", not: sign.isEmpty ? "=" : "") {
        return (name, sign)
      }
    }
    position = start
    return nil
  }

  private mutating func name() -> String? {
    skipBlanks()
    guard position < text.count, isNameStart(text[position]) else { return nil }
    var name = ""
    while position < text.count, isNamePart(text[position]) {
      name.unicodeScalars.append(text[position])
      position += 1
    }
    return name
  }

  /// Operators by how tightly they bind, loosest first, each with what may not follow it.
  private static let levels: [[(sign: String, not: String)]] = [
    [("||", "")], [("&&", "")], [("|", "|=")], [("^", "=")], [("&", "&=")],
    [("==", ""), ("!=", "")], [("<=", ""), (">=", ""), ("<", "<"), (">", ">")],
    [("<<", "="), (">>", "=")], [("+", "="), ("-", "=")], [("*", "="), ("/", "="), ("%", "=")],
  ]

  private mutating func binary(_ level: Int) throws(Failure) -> Int64 {
    guard level < Self.levels.count else { return try unary() }
    var left = try binary(level + 1)
    repeating: while true {
      for (sign, followers) in Self.levels[level] where takes(sign, not: followers) {
        left = try apply(sign, left, try binary(level + 1))
        continue repeating
      }
      return left
    }
  }

  private func apply(_ sign: String, _ left: Int64, _ right: Int64) throws(Failure) -> Int64 {
    switch sign {
    case "+": return left &+ right
    case "-": return left &- right
    case "*": return left &* right
    case "/", "%":
      guard right != 0 else { throw Failure(message: "arithmetic expression: division by zero") }
      if right == -1 { return sign == "/" ? 0 &- left : 0 }
      return sign == "/" ? left / right : left % right
    case "<<": return left << (right & 63)
    case ">>": return left >> (right & 63)
    case "<": return left < right ? 1 : 0
    case ">": return left > right ? 1 : 0
    case "<=": return left <= right ? 1 : 0
    case ">=": return left >= right ? 1 : 0
    case "==": return left == right ? 1 : 0
    case "!=": return left != right ? 1 : 0
    case "&": return left & right
    case "|": return left | right
    case "^": return left ^ right
    case "&&": return left != 0 && right != 0 ? 1 : 0
    default: return left != 0 || right != 0 ? 1 : 0
    }
  }

  private mutating func unary() throws(Failure) -> Int64 {
    depth += 1
    defer { depth -= 1 }
    guard depth < 100 else { throw missing() }
    if takes("!", not: "=") { return try unary() == 0 ? 1 : 0 }
    if takes("~") { return ~(try unary()) }
    if takes("-") { return 0 &- (try unary()) }
    if takes("+") { return try unary() }
    if takes("(") {
      let value = try ternary()
      guard takes(")") else { throw Failure(message: "arithmetic expression: expecting ')'") }
      return value
    }
    if let name = name() { return try number(of: name) }
    return try literal()
  }

  private func number(of name: String) throws(Failure) -> Int64 {
    if let value = assignments.last(where: { $0.name == name })?.value { return value }
    let text = lookUp(name) ?? ""
    if text.isEmpty { return 0 }
    guard let number = Int64(text) else { throw Failure(message: "Illegal number: \(text)") }
    return number
  }

  private mutating func literal() throws(Failure) -> Int64 {
    var digits = ""
    while position < text.count, isNamePart(text[position]) {
      digits.unicodeScalars.append(text[position])
      position += 1
    }
    guard !digits.isEmpty else { throw missing() }
    var number: Int64?
    if digits.lowercased().hasPrefix("0x") {
      number = Int64(digits.dropFirst(2), radix: 16)
    } else if digits.count > 1, digits.hasPrefix("0") {
      number = Int64(digits, radix: 8)
    } else {
      number = Int64(digits)
    }
    guard let number else { throw unexpected() }
    return number
  }
}

extension Interpretation {
  mutating func calculate(_ text: String, _ system: inout System) throws(Halt) -> String {
    let snapshot = system
    let look = self
    var sum = Arithmetic(text) { look.variable($0, snapshot) }
    do {
      let result = try sum.value()
      for (name, value) in sum.assignments { try assign(name, String(value), &system) }
      return String(result)
    } catch let error as Arithmetic.Failure {
      throw .exit(2, "\(place): \(error.message)")
    } catch let error as Halt {
      throw error
    } catch {
      throw .exit(2, "\(place): arithmetic expression")
    }
  }
}
