/// A regular expression as a tree (POSIX.1-2017, 9; with GNU's additions).
indirect enum Expression {
  case empty
  case set(CharacterClass)
  case start, end
  case edge(WordEdge)
  case sequence([Expression])
  case either([Expression])
  case group(Int, Expression)
  /// Without a maximum when nil.
  case repeated(Expression, min: Int, max: Int?)

  enum WordEdge: Hashable, Sendable { case any, none, start, end }

  /// Why a pattern is none, as GNU says it.
  struct Failure: Error { let message: String }
}

/// Reads basic and extended regular expressions.
struct ExpressionReader {
  private let text: [Unicode.Scalar]
  private let isExtended: Bool
  private let foldsCase: Bool
  private var position = 0
  private var depth = 0
  private(set) var groups = 0

  init(_ text: String, extended: Bool, foldsCase: Bool) {
    self.text = Array(text.unicodeScalars)
    isExtended = extended
    self.foldsCase = foldsCase
  }

  mutating func expression() throws(Expression.Failure) -> Expression {
    let result = try alternatives()
    if position < text.count { throw unmatched(")") }
    return result
  }

  private func unmatched(_ sign: String) -> Expression.Failure {
    Expression.Failure(message: "Unmatched \(sign)\(isExtended ? "" : " or \\\(sign)")")
  }

  /// Whether an operator stands here: bare in extended expressions, behind a backslash in basic ones.
  private func isAt(_ sign: Unicode.Scalar, distance: Int = 0) -> Bool {
    let place = position + distance
    if isExtended { return place < text.count && text[place] == sign }
    return place + 1 < text.count && text[place] == "\\" && text[place + 1] == sign
  }

  private mutating func takes(_ sign: Unicode.Scalar) -> Bool {
    guard isAt(sign) else { return false }
    position += isExtended ? 1 : 2
    return true
  }

  private mutating func alternatives() throws(Expression.Failure) -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth < 100 else { throw Expression.Failure(message: "Regular expression too big") }
    var branches = [try branch()]
    while takes("|") { branches.append(try branch()) }
    return branches.count == 1 ? branches[0] : .either(branches)
  }

  private mutating func branch() throws(Expression.Failure) -> Expression {
    var items: [Expression] = []
    while position < text.count, !isAt("|"), !(isAt(")") && depth > 1) {
      let isFirst = items.isEmpty
      guard var item = try atom(isFirst: isFirst) else { continue }
      if case .start = item, !isExtended {
        items.append(item)
        continue
      }
      while let (low, high) = try count() { item = .repeated(item, min: low, max: high) }
      items.append(item)
    }
    return items.count == 1 ? items[0] : items.isEmpty ? .empty : .sequence(items)
  }

  /// `*`, `+`, `?`, `{m,n}`.
  private mutating func count() throws(Expression.Failure) -> (Int, Int?)? {
    guard position < text.count else { return nil }
    if text[position] == "*" {
      position += 1
      return (0, nil)
    }
    if takes("+") { return (1, nil) }
    if takes("?") { return (0, 1) }
    guard isAt("{") else { return nil }
    let start = position
    position += isExtended ? 1 : 2
    let low = number()
    var high = low
    if position < text.count, text[position] == "," {
      position += 1
      high = number()
    } else if low == nil {
      return try noCount(start)
    }
    guard takes("}") else { return try noCount(start) }
    if (low ?? 0) > 255 || (high ?? 0) > 255 {
      throw Expression.Failure(message: "Regular expression too big")
    }
    if let low, let high, low > high {
      throw Expression.Failure(message: "Invalid content of \\{\\}")
    }
    return (low ?? 0, high)
  }

  private mutating func noCount(_ start: Int) throws(Expression.Failure) -> (Int, Int?)? {
    guard isExtended else { throw Expression.Failure(message: "Unmatched \\{") }
    // An extended expression's brace that counts nothing means itself.
    position = start
    return nil
  }

  private mutating func number() -> Int? {
    var result: Int?
    while position < text.count, isDigit(text[position]) {
      result = min(10_000, (result ?? 0) * 10 + Int(text[position].value - 48))
      position += 1
    }
    return result
  }

  private mutating func atom(isFirst: Bool) throws(Expression.Failure) -> Expression? {
    let scalar = text[position]
    if takes("(") {
      groups += 1
      let number = groups
      let inner = try alternatives()
      guard takes(")") else { throw unmatched("(") }
      return .group(number, inner)
    }
    if isAt(")"), !isExtended { throw unmatched(")") }
    position += 1
    switch scalar {
    case ".": return .set(CharacterClass(["\n"..."\n"], negated: true))
    case "[":
      guard let (set, end) = CharacterClass.parse(text, at: position, negation: "^") else {
        throw Expression.Failure(message: "Unmatched [, [^, [:, [., or [=")
      }
      position = end
      return .set(foldsCase ? set.foldingCase() : set)
    case "^" where isExtended || isFirst: return .start
    case "$" where isExtended || position == text.count || isAt(")") || isAt("|"): return .end
    case "*" where isFirst: return isExtended ? nil : literal("*")
    case "+" where isExtended && isFirst, "?" where isExtended && isFirst: return nil
    case "\\": return try escaped()
    default: return literal(scalar)
    }
  }

  private func literal(_ scalar: Unicode.Scalar) -> Expression {
    let set = CharacterClass([scalar...scalar])
    guard foldsCase else { return .set(set) }
    if scalar.isASCII { return .set(set.foldingCase()) }
    var folded = set
    for other in [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping] {
      if other.unicodeScalars.count == 1, let only = other.unicodeScalars.first { folded.add(only) }
    }
    return .set(folded)
  }

  private mutating func escaped() throws(Expression.Failure) -> Expression {
    guard position < text.count else { throw Expression.Failure(message: "Trailing backslash") }
    let scalar = text[position]
    position += 1
    switch scalar {
    case "w": return .set(.word)
    case "W": return .set(CharacterClass(CharacterClass.word.ranges, negated: true))
    case "s": return .set(.space)
    case "S": return .set(CharacterClass(CharacterClass.space.ranges, negated: true))
    case "b": return .edge(.any)
    case "B": return .edge(.none)
    case "<": return .edge(.start)
    case ">": return .edge(.end)
    case "n": return literal("\n")
    case "t": return literal("\t")
    case "1"..."9":
      throw Expression.Failure(message: "back-references are not supported here")
    case "{" where !isExtended:
      throw Expression.Failure(message: "Invalid preceding regular expression")
    default: return literal(scalar)
    }
  }
}
