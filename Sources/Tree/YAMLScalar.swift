/// What an untagged plain scalar of YAML means to sigs.k8s.io/yaml (go-yaml v2): YAML 1.1 without
/// sexagesimal numbers; a time stays the string it was.
public enum YAMLScalar: Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  /// A number with a fraction, an exponent or more than 63 bits, as JSON writes it.
  case decimal(String)
  /// Infinity or no number; its name in Go.
  case special(String)
  case timestamp
  case merge
  case string

  public init(_ text: String) {
    self.init(text, Array(text.utf8))
  }

  private init(_ text: String, _ bytes: [UInt8]) {
    guard let first = bytes.first else {
      self = .null
      return
    }
    switch first {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"):
      self = Self.word(text) ?? Self.number(bytes)
    case UInt8(ascii: "."):
      if let word = Self.word(text) {
        self = word
      } else {
        self = Self.decimal(bytes.filter { $0 != UInt8(ascii: "_") })
      }
    default: self = bytes.count <= 5 ? Self.word(text) ?? .string : .string
    }
  }

  private static func word(_ text: String) -> YAMLScalar? {
    switch text {
    case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON": .bool(true)
    case "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF": .bool(false)
    case "~", "null", "Null", "NULL": .null
    case ".nan", ".NaN", ".NAN": .special("NaN")
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": .special("+Inf")
    case "-.inf", "-.Inf", "-.INF": .special("-Inf")
    case "<<": .merge
    default: nil
    }
  }

  private static func number(_ bytes: [UInt8]) -> YAMLScalar {
    if isTimestamp(bytes) { return .timestamp }
    let plain = bytes.filter { $0 != UInt8(ascii: "_") }
    if let number = integer(plain) { return number }
    return decimal(plain)
  }

  private static func decimal(_ bytes: [UInt8]) -> YAMLScalar {
    DecimalText(bytes).map { .decimal($0.json) } ?? .string
  }

  /// As `strconv.ParseInt` and `ParseUint` with base 0: a prefix gives the base, a zero means octal.
  private static func integer(_ bytes: [UInt8]) -> YAMLScalar? {
    var digits = bytes[...]
    let sign = digits.first
    if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { digits.removeFirst() }
    var radix: UInt64 = 10
    if digits.first == UInt8(ascii: "0"), digits.count > 1 {
      switch digits[digits.startIndex + 1] | 0x20 {
      case UInt8(ascii: "x"): (radix, digits) = (16, digits.dropFirst(2))
      case UInt8(ascii: "b"): (radix, digits) = (2, digits.dropFirst(2))
      case UInt8(ascii: "o"): (radix, digits) = (8, digits.dropFirst(2))
      default: (radix, digits) = (8, digits.dropFirst())
      }
    }
    guard !digits.isEmpty else { return nil }
    var magnitude: UInt64 = 0
    for byte in digits {
      guard let digit = hexadecimalDigit(byte), UInt64(digit) < radix else { return nil }
      let (product, overflows) = magnitude.multipliedReportingOverflow(by: radix)
      let (sum, carries) = product.addingReportingOverflow(UInt64(digit))
      if overflows || carries { return nil }
      magnitude = sum
    }
    if sign == UInt8(ascii: "-") {
      return magnitude <= 1 << 63 ? .int(0 &- Int64(bitPattern: magnitude)) : nil
    }
    if let small = Int64(exactly: magnitude) { return .int(small) }
    // A sign is no part of an unsigned number.
    return sign == UInt8(ascii: "+") ? nil : .decimal(String(magnitude))
  }

  /// A date, or a date and a time, in the forms that go-yaml knows.
  private static func isTimestamp(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 8, bytes[4] == UInt8(ascii: "-"), bytes[..<4].allSatisfy(isDigit) else {
      return false
    }
    var reader = DateReader(rest: bytes[5...])
    let year = bytes[..<4].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    guard let month = reader.number(in: 1...12), reader.take("-"),
      let day = reader.number(in: 1...31), day <= CivilTime.days(inMonth: month, of: year)
    else { return false }
    if reader.rest.isEmpty { return true }
    let isLocal = reader.take(" ")
    guard isLocal || reader.take("T") || reader.take("t"), reader.number(in: 0...23) != nil,
      reader.take(":"), reader.number(in: 0...59) != nil, reader.take(":"),
      reader.number(in: 0...59) != nil
    else { return false }
    if reader.take("."), reader.digits() == 0 { return false }
    if isLocal { return reader.rest.isEmpty }
    if reader.take("Z") { return reader.rest.isEmpty }
    guard reader.take("+") || reader.take("-"), reader.digits() == 2, reader.take(":"),
      reader.digits() == 2
    else { return false }
    return reader.rest.isEmpty
  }
}

private struct DateReader {
  var rest: ArraySlice<UInt8>

  mutating func take(_ character: Character) -> Bool {
    guard rest.first == character.asciiValue else { return false }
    rest.removeFirst()
    return true
  }

  /// One or two digits.
  mutating func number(in range: ClosedRange<Int>) -> Int? {
    let digits = rest.prefix(2).prefix(while: isDigit)
    guard !digits.isEmpty else { return nil }
    rest.removeFirst(digits.count)
    let number = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    return range.contains(number) ? number : nil
  }

  mutating func digits() -> Int {
    let count = rest.prefix(while: isDigit).count
    rest.removeFirst(count)
    return count
  }
}
