/// Reads what stands in quotes in Go source (`strconv.UnquoteChar`).
public enum GoUnquoting {
  /// The text of a literal in `"` or `'`; nil when it is malformed.
  static func unquoted(_ literal: [Unicode.Scalar]) -> String? {
    guard literal.count >= 2, let quote = literal.first, quote == literal.last,
      quote == "\"" || quote == "'"
    else { return nil }
    var bytes: [UInt8] = []
    var rest = literal[1..<(literal.count - 1)]
    while let scalar = rest.first {
      rest.removeFirst()
      if scalar == quote { return nil }
      if scalar == "\\" {
        guard escape(&rest, quote, into: &bytes) else { return nil }
      } else {
        bytes += String(scalar).utf8
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The text of a literal in backquotes or double quotes, as Go source has it.
  public static func unquoted(_ literal: String) -> String? {
    let scalars = Array(literal.unicodeScalars)
    if scalars.first == "`" {
      guard scalars.count >= 2, scalars.last == "`" else { return nil }
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars[1..<(scalars.count - 1)].filter { $0 != "\r" })
      return String(view)
    }
    return unquoted(scalars)
  }

  private static func escape(
    _ rest: inout ArraySlice<Unicode.Scalar>, _ quote: Unicode.Scalar, into bytes: inout [UInt8]
  ) -> Bool {
    guard let scalar = rest.popFirst() else { return false }
    switch scalar {
    case "a": bytes.append(7)
    case "b": bytes.append(8)
    case "f": bytes.append(12)
    case "n": bytes.append(10)
    case "r": bytes.append(13)
    case "t": bytes.append(9)
    case "v": bytes.append(11)
    case "\\": bytes.append(UInt8(ascii: "\\"))
    case "'", "\"":
      guard scalar == quote else { return false }
      bytes.append(UInt8(scalar.value))
    case "x": return code(&rest, digits: 2, radix: 16, isByte: true, into: &bytes)
    case "u": return code(&rest, digits: 4, radix: 16, isByte: false, into: &bytes)
    case "U": return code(&rest, digits: 8, radix: 16, isByte: false, into: &bytes)
    case "0"..."7":
      rest = [scalar] + rest
      return code(&rest, digits: 3, radix: 8, isByte: true, into: &bytes)
    default: return false
    }
    return true
  }

  private static func code(
    _ rest: inout ArraySlice<Unicode.Scalar>, digits: Int, radix: UInt32, isByte: Bool,
    into bytes: inout [UInt8]
  ) -> Bool {
    guard rest.count >= digits else { return false }
    var code: UInt32 = 0
    for scalar in rest.prefix(digits) {
      guard scalar.isASCII, let digit = hexadecimalDigit(UInt8(scalar.value)), digit < radix else {
        return false
      }
      code = code &* radix &+ UInt32(digit)
    }
    rest.removeFirst(digits)
    if isByte {
      guard code <= 255 else { return false }
      bytes.append(UInt8(code))
      return true
    }
    guard let scalar = Unicode.Scalar(code) else { return false }
    bytes += String(scalar).utf8
    return true
  }
}
