/// A decimal number as digits and an exponent, for writing it in Go's ways without binary fractions.
///
/// Go reads such numbers as 64-bit floating point; for up to fifteen digits both are the same.
package struct DecimalText: Hashable, Sendable {
  private var isNegative = false
  /// Without leading and trailing zeros.
  private var digits: [UInt8] = []
  /// Where the point stands, counted from the first digit.
  private var point = 0

  /// Reads `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`; nil for other text, and for what
  /// is too large for 64-bit floating point.
  package init?(_ text: some Collection<UInt8>) {
    var rest = Array(text)[...]
    isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    let whole = rest.prefix(while: isDigit)
    rest.removeFirst(whole.count)
    var fraction: ArraySlice<UInt8> = []
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      fraction = rest.prefix(while: isDigit)
      rest.removeFirst(fraction.count)
    }
    guard !whole.isEmpty || !fraction.isEmpty, let exponent = Self.exponent(&rest) else {
      return nil
    }
    let significant = (whole + fraction).drop { $0 == UInt8(ascii: "0") }
    point = whole.count - (whole.count + fraction.count - significant.count) + exponent
    digits = Array(significant)
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    if digits.isEmpty || point < -330 {
      digits = []
      point = 0
    }
    guard point <= 309 else { return nil }
  }

  private static func exponent(_ rest: inout ArraySlice<UInt8>) -> Int? {
    guard let mark = rest.first else { return 0 }
    guard mark | 0x20 == UInt8(ascii: "e") else { return nil }
    rest.removeFirst()
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    guard !rest.isEmpty, rest.allSatisfy(isDigit) else { return nil }
    let size = rest.reduce(0) { min($0 * 10 + Int($1 - UInt8(ascii: "0")), 100_000) }
    return isNegative ? -size : size
  }

  /// As `encoding/json` writes a float64: an exponent below 1e-6 and from 1e21.
  package var json: String {
    if digits.isEmpty { return isNegative ? "-0" : "0" }
    if point - 1 < -6 || point - 1 >= 21 { return scientific(exponentDigits: 1) }
    return positional
  }

  /// As `strconv.FormatFloat(x, 'g', -1, 64)`: an exponent below 1e-4 and from 1e6.
  package var general: String { general(exponentFrom: 6) }

  /// As the verb `%v` of package fmt: an exponent below 1e-4 and from 1e21.
  package var printed: String { general(exponentFrom: 21) }

  private func general(exponentFrom limit: Int) -> String {
    if digits.isEmpty { return isNegative ? "-0" : "0" }
    if point - 1 < -4 || point - 1 >= limit { return scientific(exponentDigits: 2) }
    return positional
  }

  /// -1, 0 or 1; text that is no number is less than any.
  static func compare(_ left: DecimalText?, _ right: DecimalText?) -> Int {
    guard let left, let right else { return left == nil ? right == nil ? 0 : -1 : 1 }
    return ScaledMagnitude.compare(left.scaled, right.scaled)
  }

  private var scaled: ScaledMagnitude {
    ScaledMagnitude(
      isNegative: isNegative, magnitude: Magnitude(digits: digits), scale: digits.count - point)
  }

  /// How many digits say something.
  package var precision: Int { digits.count }

  private var positional: String {
    var text = isNegative ? "-" : ""
    if point <= 0 {
      text += "0." + String(repeating: "0", count: -point) + string(digits[...])
    } else if point >= digits.count {
      text += string(digits[...]) + String(repeating: "0", count: point - digits.count)
    } else {
      text += string(digits[..<point]) + "." + string(digits[point...])
    }
    return text
  }

  private func scientific(exponentDigits: Int) -> String {
    let exponent = point - 1
    let size = String(abs(exponent))
    return (isNegative ? "-" : "") + string(digits[..<1])
      + (digits.count > 1 ? "." + string(digits[1...]) : "") + (exponent < 0 ? "e-" : "e+")
      + String(repeating: "0", count: max(0, exponentDigits - size.utf8.count)) + size
  }

  private func string(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}
