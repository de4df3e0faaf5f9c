/// Writes a tree as JSON into bytes, as Go's `encoding/json` does.
public struct JSONWriter {
  private var bytes: [UInt8] = []
  private let indent: Int
  private let escapesHTML: Bool

  /// - Parameters:
  ///   - indent: spaces a level; 0 for everything on one line.
  ///   - escapesHTML: whether `<`, `>` and `&` become `\u003c`, `\u003e` and `\u0026`, Go's default.
  public init(indent: Int, escapesHTML: Bool) {
    self.indent = indent
    self.escapesHTML = escapesHTML
  }

  public static func text(_ value: Value, indent: Int, escapesHTML: Bool) -> String {
    var writer = JSONWriter(indent: indent, escapesHTML: escapesHTML)
    writer.write(value, level: 0)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private mutating func write(_ value: Value, level: Int) {
    switch value {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    case .int(let number): bytes.append(contentsOf: String(number).utf8)
    case .decimal(let text): bytes.append(contentsOf: text.utf8)
    case .string(let text): write(text)
    case .array(let items): write(items, level: level)
    case .object(let fields): write(fields, level: level)
    }
  }

  private mutating func write(_ items: [Value], level: Int) {
    bytes.append(UInt8(ascii: "["))
    var isFirst = true
    for item in items {
      separate(&isFirst, level: level + 1)
      write(item, level: level + 1)
    }
    if !items.isEmpty { newLine(level) }
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func write(_ fields: Fields, level: Int) {
    bytes.append(UInt8(ascii: "{"))
    var isFirst = true
    for (name, value) in fields {
      separate(&isFirst, level: level + 1)
      write(name)
      bytes.append(UInt8(ascii: ":"))
      if indent > 0 { bytes.append(UInt8(ascii: " ")) }
      write(value, level: level + 1)
    }
    if !fields.isEmpty { newLine(level) }
    bytes.append(UInt8(ascii: "}"))
  }

  private mutating func separate(_ isFirst: inout Bool, level: Int) {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    isFirst = false
    newLine(level)
  }

  private mutating func newLine(_ level: Int) {
    guard indent > 0 else { return }
    bytes.append(UInt8(ascii: "\n"))
    for _ in 0..<(level * indent) { bytes.append(UInt8(ascii: " ")) }
  }

  private mutating func write(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    let escapesHTML = self.escapesHTML
    let isPlain = text.withUTF8 { source in
      source.allSatisfy { isPlainInJSON($0, escapesHTML: escapesHTML) }
    }
    if isPlain {
      bytes.append(contentsOf: text.utf8)
    } else {
      for scalar in text.unicodeScalars { write(scalar) }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func write(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\"": bytes.append(contentsOf: "\\\"".utf8)
    case "\\": bytes.append(contentsOf: "\\\\".utf8)
    case "\n": bytes.append(contentsOf: "\\n".utf8)
    case "\r": bytes.append(contentsOf: "\\r".utf8)
    case "\t": bytes.append(contentsOf: "\\t".utf8)
    case "\u{08}": bytes.append(contentsOf: "\\b".utf8)
    case "\u{0C}": bytes.append(contentsOf: "\\f".utf8)
    case "<", ">", "&":
      if escapesHTML { writeEscape(scalar) } else { bytes.append(UInt8(scalar.value)) }
    case "\u{2028}", "\u{2029}": writeEscape(scalar)
    case _ where scalar.value < 0x20: writeEscape(scalar)
    default: bytes.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
    }
  }

  private mutating func writeEscape(_ scalar: Unicode.Scalar) {
    bytes.append(contentsOf: "\\u".utf8)
    for place in [12, 8, 4, 0] as [UInt32] {
      let digit = UInt8(scalar.value >> place & 15)
      bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }
}

private func isPlainInJSON(_ byte: UInt8, escapesHTML: Bool) -> Bool {
  switch byte {
  case 0..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"): false
  case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"): !escapesHTML
  case 0xE2: false  // U+2028 and U+2029 begin with it.
  default: true
  }
}
