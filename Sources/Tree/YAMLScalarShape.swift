/// What a string looks like to libyaml's emitter (`yaml_emitter_analyze_scalar`), and what style follows.
struct ScalarShape {
  enum Style { case plain, singleQuoted, doubleQuoted, literal }

  private let isEmpty: Bool
  /// Whether it means a string when it stands without quotes.
  private let isPlainString: Bool
  private let hasNewLine: Bool
  private(set) var isMultiline = false
  private var allowsPlain = true
  private var allowsSingleQuoted = true
  private var allowsLiteral = true

  init(_ text: String) {
    isEmpty = text.isEmpty
    hasNewLine = text.utf8.contains(UInt8(ascii: "\n"))
    switch YAMLScalar(text) {
    case .string, .merge: isPlainString = !isSexagesimal(text)
    default: isPlainString = false
    }
    if isEmpty { allowsLiteral = false } else { analyze(Array(text.unicodeScalars)) }
  }

  func style(isKey: Bool) -> Style {
    var style: Style =
      hasNewLine ? .literal : isPlainString ? .plain : .doubleQuoted
    if isKey, isMultiline { style = .doubleQuoted }
    if style == .plain, !allowsPlain || isEmpty && isKey { style = .singleQuoted }
    if style == .singleQuoted, !allowsSingleQuoted { style = .doubleQuoted }
    if style == .literal, !allowsLiteral || isKey { style = .doubleQuoted }
    return style
  }

  private mutating func analyze(_ scalars: [Unicode.Scalar]) {
    if scalars.starts(with: "---".unicodeScalars) || scalars.starts(with: "...".unicodeScalars) {
      allowsPlain = false
    }
    var precededBySpace = true
    var wasSpace = false
    var wasBreak = false
    for (index, scalar) in scalars.enumerated() {
      let isLast = index == scalars.count - 1
      let followedBySpace = isLast || scalars[index + 1] == " " || scalars[index + 1] == "\t"
      if isIndicator(
        scalar, isFirst: index == 0, precededBySpace: precededBySpace,
        followedBySpace: followedBySpace)
      {
        allowsPlain = false
      }
      if !scalar.isYAMLPrintable { restrictToDoubleQuotes() }
      if scalar == " " {
        if index == 0 || isLast { allowsPlain = false }
        if isLast { allowsLiteral = false }
        if wasBreak {
          allowsPlain = false
          allowsSingleQuoted = false
        }
      } else if scalar.isYAMLBreak {
        isMultiline = true
        allowsPlain = false
        if wasSpace { restrictToDoubleQuotes() }
      }
      wasSpace = scalar == " "
      wasBreak = scalar.isYAMLBreak
      precededBySpace = scalar == " " || scalar == "\t" || scalar.isYAMLBreak
    }
  }

  private mutating func restrictToDoubleQuotes() {
    allowsPlain = false
    allowsSingleQuoted = false
    allowsLiteral = false
  }

  private func isIndicator(
    _ scalar: Unicode.Scalar, isFirst: Bool, precededBySpace: Bool, followedBySpace: Bool
  ) -> Bool {
    switch scalar {
    case "#": return isFirst || precededBySpace
    case ":": return followedBySpace
    case "?", "-": return isFirst && followedBySpace
    case ",", "[", "]", "{", "}", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`": return isFirst
    default: return false
    }
  }
}

/// `1:30` and the like, which other readers of YAML 1.1 take for a number of base 60.
public func isSexagesimal(_ text: String) -> Bool {
  guard text.utf8.contains(UInt8(ascii: ":")) else { return false }
  var rest = Array(text.utf8)[...]
  if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
  guard let first = rest.first, isDigit(first) else { return false }
  rest = rest.drop { isDigit($0) || $0 == UInt8(ascii: "_") }
  guard rest.first == UInt8(ascii: ":") else { return false }
  while rest.first == UInt8(ascii: ":") {
    let digits = rest.dropFirst().prefix(3).prefix(while: isDigit)
    switch digits.count {
    case 1: break
    case 2 where digits[digits.startIndex] <= UInt8(ascii: "5"): break
    default: return false
    }
    rest = rest[digits.endIndex...]
  }
  if rest.first == UInt8(ascii: ".") {
    rest = rest.dropFirst().drop { isDigit($0) || $0 == UInt8(ascii: "_") }
  }
  return rest.isEmpty
}

extension Unicode.Scalar {
  /// What libyaml takes for a line break.
  var isYAMLBreak: Bool {
    switch self {
    case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
    default: false
    }
  }

  /// What go-yaml v2 takes for printable: nothing beyond 16 bits, and no tab.
  var isYAMLPrintable: Bool {
    switch value {
    case 0x0A, 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFFFD: value != 0xFEFF
    default: false
    }
  }
}
