/// A decimal number as digits and an exponent, for writing it in Go's ways without binary fractions.
///
/// Go reads such numbers as 64-bit floating point; for up to fifteen digits both are the same.
public struct DecimalText: Hashable, Sendable {
  private var isNegative = false
  /// Without leading and trailing zeros.
  private var digits: [UInt8] = []
  /// Where the point stands, counted from the first digit.
  private var point = 0

  /// Reads `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`; nil for other text, and for what
  /// is too large for 64-bit floating point.
  public init?(_ text: some Collection<UInt8>) {
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
  public var json: String {
    if digits.isEmpty { return isNegative ? "-0" : "0" }
    if point - 1 < -6 || point - 1 >= 21 { return scientific(exponentDigits: 1) }
    return positional
  }

  /// As `strconv.FormatFloat(x, 'g', -1, 64)`: an exponent below 1e-4 and from 1e6.
  public var general: String { general(exponentFrom: 6) }

  /// As the verb `%v` of package fmt: an exponent below 1e-4 and from 1e21.
  public var printed: String { general(exponentFrom: 21) }

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
  public var precision: Int { digits.count }

  /// So many digits after the point (`%.2f`), halves to the even digit.
  func fixed(places: Int) -> String {
    let rounded = rounded(toPlaces: places)
    var text = rounded.digits.isEmpty ? (isNegative ? "-0" : "0") : rounded.positional
    if places > 0 {
      if !text.utf8.contains(UInt8(ascii: ".")) { text += "." }
      let written = text.utf8.reversed().prefix { $0 != UInt8(ascii: ".") }.count
      text += String(repeating: "0", count: places - written)
    }
    return text
  }

  /// One digit before the point and so many after it (`%e`).
  func exponential(places: Int, upper: Bool) -> String {
    var rounded = rounded(toPlaces: places + 1 - point)
    if rounded.digits.isEmpty { rounded.point = 1 }
    let significant = rounded.digits.isEmpty ? [UInt8(ascii: "0")] : rounded.digits
    let fraction =
      Array(significant.dropFirst()) + Array(repeating: UInt8(ascii: "0"), count: places)
    let exponent = rounded.point - 1
    let size = String(abs(exponent))
    return (isNegative ? "-" : "") + string(significant[..<1])
      + (places > 0 ? "." + string(fraction[..<places]) : "") + (upper ? "E" : "e")
      + (exponent < 0 ? "-" : "+") + (size.utf8.count < 2 ? "0" : "") + size
  }

  private func rounded(toPlaces places: Int) -> DecimalText {
    let kept = point + places
    guard kept < digits.count else { return self }
    var copy = self
    guard kept >= 0 else {
      copy.digits = []
      copy.point = 0
      return copy
    }
    copy.digits = Array(digits[..<kept])
    let next = digits[kept]
    let isHalf = next == UInt8(ascii: "5") && kept == digits.count - 1
    let lastIsOdd = kept > 0 && digits[kept - 1] & 1 == 1
    if next > UInt8(ascii: "5") || next == UInt8(ascii: "5") && (!isHalf || lastIsOdd) {
      copy.increment(places: kept)
    }
    while copy.digits.last == UInt8(ascii: "0") { copy.digits.removeLast() }
    if copy.digits.isEmpty { copy.point = 0 }
    return copy
  }

  /// Adds one to the last of so many digits.
  private mutating func increment(places: Int) {
    var index = places - 1
    while index >= 0 {
      if digits[index] < UInt8(ascii: "9") {
        digits[index] += 1
        return
      }
      digits[index] = UInt8(ascii: "0")
      index -= 1
    }
    digits.insert(UInt8(ascii: "1"), at: 0)
    point += 1
  }

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
