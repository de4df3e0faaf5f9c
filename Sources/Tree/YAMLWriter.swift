/// Writes a tree as block YAML, as go-yaml v2's port of libyaml's emitter does (width 80, indent 2).
struct YAMLWriter {
  private(set) var bytes: [UInt8] = []
  /// Characters in the line so far.
  private var column = 0
  private var indent = -1
  /// Whether the last character separates tokens.
  private var isAfterSpace = true
  /// Whether the line holds nothing but indentation and indicators.
  private var isIndentation = true

  private static let width = 80

  /// Where a node stands, which decides on indentation and quoting.
  enum Context { case root, sequence, mapping, simpleKey }

  mutating func document(_ value: Value) {
    write(value, in: .root)
    writeIndent()
  }

  private mutating func write(_ value: Value, in context: Context) {
    switch value {
    case .null: writeScalar("null", in: context, isPlain: true)
    case .bool(let flag): writeScalar(flag ? "true" : "false", in: context, isPlain: true)
    case .int(let number): writeScalar(String(number), in: context, isPlain: true)
    case .decimal(let text):
      // Up to 64 bits go-yaml keeps a whole number whole.
      let number = UInt64(text) == nil ? DecimalText(text.utf8)?.general : nil
      writeScalar(number ?? text, in: context, isPlain: true)
    case .string(let text): writeScalar(foldingNextLines(text), in: context, isPlain: false)
    case .array(let items): write(items, in: context)
    case .object(let fields): write(fields, in: context)
    }
  }

  private mutating func write(_ items: [Value], in context: Context) {
    guard !items.isEmpty else { return writeEmpty("[", "]") }
    let outer = indent
    increaseIndent(indentless: context == .mapping && !isIndentation)
    for item in items {
      writeIndent()
      writeIndicator("-", needsSpace: true, keepsIndentation: true)
      write(item, in: .sequence)
    }
    indent = outer
  }

  private mutating func write(_ fields: Fields, in context: Context) {
    guard !fields.isEmpty else { return writeEmpty("{", "}") }
    let outer = indent
    increaseIndent(indentless: false)
    for (name, value) in fields.sorted(by: { precedesNaturally($0.key, $1.key) }) {
      writeIndent()
      if ScalarShape(name).isMultiline || name.utf8.count > 128 {
        writeIndicator("?", needsSpace: true, keepsIndentation: true)
        write(.string(name), in: .mapping)
        writeIndent()
        writeIndicator(":", needsSpace: true, keepsIndentation: true)
      } else {
        write(.string(name), in: .simpleKey)
        writeIndicator(":", needsSpace: false)
      }
      write(value, in: .mapping)
    }
    indent = outer
  }

  private mutating func writeEmpty(_ open: Character, _ close: Character) {
    writeIndicator(open, needsSpace: true, leavesSpace: true)
    writeIndicator(close, needsSpace: false)
  }

  private mutating func increaseIndent(indentless: Bool) {
    if indent < 0 { indent = 0 } else if !indentless { indent += 2 }
  }

  private mutating func writeScalar(_ text: String, in context: Context, isPlain: Bool) {
    let outer = indent
    indent = indent < 0 ? 2 : indent + 2
    let isKey = context == .simpleKey
    let style = isPlain ? .plain : ScalarShape(text).style(isKey: isKey)
    let scalars = Array(text.unicodeScalars)
    switch style {
    case .plain: writePlain(scalars, folds: !isKey)
    case .singleQuoted: writeSingleQuoted(scalars, folds: !isKey)
    case .doubleQuoted: writeDoubleQuoted(scalars, folds: !isKey)
    case .literal: writeLiteral(scalars)
    }
    indent = outer
  }

  private mutating func writePlain(_ scalars: [Unicode.Scalar], folds: Bool) {
    if !isAfterSpace { put(" ") }
    writeFolded(scalars, folds: folds, isQuoted: false)
    isAfterSpace = false
    isIndentation = false
  }

  private mutating func writeSingleQuoted(_ scalars: [Unicode.Scalar], folds: Bool) {
    writeIndicator("'", needsSpace: true)
    writeFolded(scalars, folds: folds, isQuoted: true)
    writeIndicator("'", needsSpace: false)
    isAfterSpace = false
    isIndentation = false
  }

  private mutating func writeFolded(_ scalars: [Unicode.Scalar], folds: Bool, isQuoted: Bool) {
    var wasSpace = false
    var wasBreak = false
    for (index, scalar) in scalars.enumerated() {
      let isLast = index == scalars.count - 1
      if scalar == " " {
        let mayFold = folds && !wasSpace && column > Self.width
        let isInside = !isQuoted || index > 0 && !isLast
        if mayFold, isInside, isLast || scalars[index + 1] != " " {
          writeIndent()
        } else {
          put(scalar)
        }
        wasSpace = true
      } else if scalar.isYAMLBreak {
        if !wasBreak, scalar == "\n" { putBreak("\n") }
        putBreak(scalar)
        isIndentation = true
        wasBreak = true
      } else {
        if wasBreak { writeIndent() }
        if isQuoted, scalar == "'" { put("'") }
        put(scalar)
        isIndentation = false
        wasSpace = false
        wasBreak = false
      }
    }
  }

  private mutating func writeDoubleQuoted(_ scalars: [Unicode.Scalar], folds: Bool) {
    // Upstream looks for a byte order mark at the text's beginning, wherever it is in the text.
    let beginsWithMark = scalars.first == "\u{FEFF}"
    writeIndicator("\"", needsSpace: true)
    var wasSpace = false
    for (index, scalar) in scalars.enumerated() {
      if beginsWithMark || !scalar.isYAMLPrintable || scalar.isYAMLBreak || scalar == "\""
        || scalar == "\\"
      {
        putEscape(scalar)
        wasSpace = false
      } else if scalar == " " {
        let isInside = index > 0 && index < scalars.count - 1
        if folds, !wasSpace, column > Self.width, isInside {
          writeIndent()
          if scalars[index + 1] == " " { put("\\") }
        } else {
          put(scalar)
        }
        wasSpace = true
      } else {
        put(scalar)
        wasSpace = false
      }
    }
    writeIndicator("\"", needsSpace: false)
    isAfterSpace = false
    isIndentation = false
  }

  private mutating func writeLiteral(_ scalars: [Unicode.Scalar]) {
    writeIndicator("|", needsSpace: true)
    if let first = scalars.first, first == " " || first.isYAMLBreak {
      writeIndicator("2", needsSpace: false)
    }
    let breaks = scalars.reversed().prefix { $0.isYAMLBreak }.count
    if breaks == 0 {
      writeIndicator("-", needsSpace: false)
    } else if breaks == scalars.count || breaks > 1 {
      writeIndicator("+", needsSpace: false)
    }
    putBreak("\n")
    isIndentation = true
    isAfterSpace = true
    var wasBreak = true
    for scalar in scalars {
      if scalar.isYAMLBreak {
        putBreak(scalar)
        isIndentation = true
        wasBreak = true
      } else {
        if wasBreak { writeIndent() }
        put(scalar)
        isIndentation = false
        wasBreak = false
      }
    }
  }

  private mutating func writeIndicator(
    _ indicator: Character, needsSpace: Bool, leavesSpace: Bool = false,
    keepsIndentation: Bool = false
  ) {
    if needsSpace, !isAfterSpace { put(" ") }
    for scalar in indicator.unicodeScalars { put(scalar) }
    isAfterSpace = leavesSpace
    isIndentation = isIndentation && keepsIndentation
  }

  private mutating func writeIndent() {
    let target = max(indent, 0)
    if !isIndentation || column > target || column == target && !isAfterSpace { putBreak("\n") }
    while column < target { put(" ") }
    isAfterSpace = true
    isIndentation = true
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    if scalar.isASCII {
      bytes.append(UInt8(scalar.value))
    } else {
      bytes.append(contentsOf: Character(scalar).utf8)
    }
    column += 1
  }

  private mutating func putBreak(_ scalar: Unicode.Scalar) {
    put(scalar)
    column = 0
  }

  private mutating func putEscape(_ scalar: Unicode.Scalar) {
    put("\\")
    let short: Unicode.Scalar? =
      switch scalar.value {
      case 0x00: "0"
      case 0x07: "a"
      case 0x08: "b"
      case 0x09: "t"
      case 0x0A: "n"
      case 0x0B: "v"
      case 0x0C: "f"
      case 0x0D: "r"
      case 0x1B: "e"
      case 0x22: "\""
      case 0x5C: "\\"
      case 0x85: "N"
      case 0xA0: "_"
      case 0x2028: "L"
      case 0x2029: "P"
      default: nil
      }
    if let short { return put(short) }
    let width = scalar.value <= 0xFF ? 2 : scalar.value <= 0xFFFF ? 4 : 8
    put(width == 2 ? "x" : width == 4 ? "u" : "U")
    let digits = String(scalar.value, radix: 16, uppercase: true)
    for _ in digits.utf8.count..<width { put("0") }
    for digit in digits.unicodeScalars { put(digit) }
  }
}

/// kubectl turns its JSON into YAML by reading it as YAML, which folds U+0085 as a line break.
private func foldingNextLines(_ text: String) -> String {
  guard text.unicodeScalars.contains("\u{85}") else { return text }
  let parts = text.unicodeScalars.split(separator: "\u{85}", omittingEmptySubsequences: false)
  var folded = String.UnicodeScalarView()
  var breaks = 0
  for (index, part) in parts.enumerated() {
    var inner = part
    if index > 0 { inner = inner.drop { $0 == " " } }
    if index < parts.count - 1 {
      while inner.last == " " { inner.removeLast() }
    }
    if index > 0 { breaks += 1 }
    guard !inner.isEmpty || index == parts.count - 1 else { continue }
    if breaks == 1 { folded.append(" ") }
    for _ in 1..<max(breaks, 1) { folded.append("\n") }
    breaks = 0
    folded.append(contentsOf: inner)
  }
  return String(folded)
}
