/// Values as Go's package fmt prints them, when JSON was read into `interface{}`.
extension Value {
  /// The verb `%v`: `map[a:1 b:[x y]]`.
  public var goPrinted: String {
    switch self {
    case .null: "<nil>"
    case .bool(let flag): flag ? "true" : "false"
    case .int(let number): String(number)
    case .decimal(let text): DecimalText(text.utf8)?.printed ?? text
    case .string(let text): text
    case .array(let items): "[\(items.map(\.goPrinted).joined(separator: " "))]"
    case .object(let fields):
      "map[\(fields.map { "\($0.key):\($0.value.goPrinted)" }.joined(separator: " "))]"
    }
  }

  /// The verb `%#v`: `map[string]interface {}{"a":1}`.
  public var goSyntax: String {
    switch self {
    case .null: "interface {}(nil)"
    case .string(let text): goQuoted(text)
    case .array(let items):
      "[]interface {}{\(items.map(\.goSyntax).joined(separator: ", "))}"
    case .object(let fields):
      "map[string]interface {}{"
        + fields.map { "\(goQuoted($0.key)):\($0.value.goSyntax)" }.joined(separator: ", ") + "}"
    default: goPrinted
    }
  }

  /// The name of the Go type.
  public var goType: String {
    switch self {
    case .null: "<nil>"
    case .bool: "bool"
    case .int: "int64"
    case .decimal: "float64"
    case .string: "string"
    case .array: "[]interface {}"
    case .object: "map[string]interface {}"
    }
  }
}

/// The verb `%#U`: `U+007E '~'`.
public func goCodePoint(_ scalar: Unicode.Scalar) -> String {
  let digits = String(scalar.value, radix: 16, uppercase: true)
  let number = String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  return isGoPrintable(scalar) ? "U+\(number) '\(scalar)'" : "U+\(number)"
}
