import Tree

/// Values as Go's `%#v` prints them, in the messages about impossible keys.
enum GoSyntax {
  static func text(_ value: Value) -> String {
    switch value {
    case .null: "interface {}(nil)"
    case .bool(let flag): flag ? "true" : "false"
    case .int(let number): String(number)
    case .decimal(let text): UInt64(text).map { "0x" + String($0, radix: 16) } ?? text
    case .string(let text): goQuoted(text)
    case .array(let items): list(items)
    case .object(let fields): map(fields)
    }
  }

  static func list(_ items: [Value]) -> String {
    "[]interface {}{\(items.map(text).joined(separator: ", "))}"
  }

  static func map(_ fields: Fields) -> String {
    let members = fields.map { "\(goQuoted($0.key)):\(text($0.value))" }
    return "map[interface {}]interface {}{\(members.joined(separator: ", "))}"
  }

  /// The short tag that a plain scalar resolves to.
  static func tag(of text: String) -> String {
    switch YAMLScalar(text) {
    case .null: "!!null"
    case .bool: "!!bool"
    case .int: "!!int"
    case .decimal: text.utf8.allSatisfy { isDigit($0) || $0 == 0x5F } ? "!!int" : "!!float"
    case .special: "!!float"
    case .timestamp: "!!timestamp"
    case .merge: "!!merge"
    case .string: "!!str"
    }
  }
}
