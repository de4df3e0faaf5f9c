extension Quantity {
  /// Reads text as `resource.ParseQuantity` does.
  public init(parsing text: String) throws(QuantityError) {
    if text == "0" {
      self.init(amount: .small(0, scale: 0), format: .decimalSI, written: text)
      return
    }
    let parts = try QuantityParts(Array(text.utf8))
    guard let suffix = QuantitySuffix(parts.suffix) else { throw .suffix }
    if let fast = try Self.fast(parts, suffix, text) {
      self = fast
    } else {
      self = try Self.slow(parts, suffix)
    }
  }

  /// Reads a member of a manifest, where a number may stand for a quantity.
  public init(decoding value: Value) throws(QuantityError) {
    switch value {
    case .null: self = .zero
    case .string(let text): try self.init(parsing: trimmingGoSpace(text))
    default: try self.init(parsing: value.json())
    }
  }

  /// What fits 64 bits; nil when it does not.
  private static func fast(
    _ parts: QuantityParts, _ suffix: QuantitySuffix, _ text: String
  ) throws(QuantityError) -> Quantity? {
    let digitCount = parts.whole.count + parts.fraction.count
    var scale = 0
    var factor: Int64 = 1
    if suffix.format == .binarySI {
      guard parts.fraction.isEmpty else { return nil }
      factor = 1 << Int64(suffix.exponent)
      // 2^20 has about six decimal digits.
      guard 15 - parts.whole.count - suffix.exponent * 3 / 10 - 1 >= 0 else { return nil }
    } else {
      scale = suffix.exponent
      guard digitCount <= 18 else { return nil }
    }
    scale -= parts.fraction.count
    guard scale >= -9 else { return nil }
    let digits = parts.whole + parts.fraction
    var value: Int64 = 0
    for digit in digits { value = value * 10 + Int64(digit - UInt8(ascii: "0")) }
    let (product, overflows) = value.multipliedReportingOverflow(by: factor)
    guard !overflows else { return nil }
    let isCanonical =
      suffix.format == .binarySI
      ? value & 7 != 0
      : scale % 3 == 0 && !digits.suffix(3).elementsEqual("000".utf8)
        && digits.first != UInt8(ascii: "0")
    return Quantity(
      amount: .small(parts.isNegative ? -product : product, scale: scale), format: suffix.format,
      written: isCanonical ? text : nil)
  }

  private static func slow(
    _ parts: QuantityParts, _ suffix: QuantitySuffix
  ) throws(QuantityError) -> Quantity {
    guard parts.hasDigits else { throw .numeric }
    var number = ScaledMagnitude(
      isNegative: parts.isNegative, magnitude: Magnitude(digits: parts.whole + parts.fraction),
      scale: parts.fraction.count)
    var format = suffix.format
    if format == .binarySI {
      number.magnitude.shiftLeft(suffix.exponent)
    } else {
      number.scale -= suffix.exponent
    }
    // Whoever asks for something is to get something: nothing is rounded to zero.
    if !number.magnitude.isZero { _ = number.round(toScale: 9) }
    if format == .binarySI {
      var size = number
      size.isNegative = false
      if ScaledMagnitude.compare(size, ScaledMagnitude(.max, scale: 0)) > 0 {
        number.magnitude = Magnitude(UInt64(Int64.max))
        number.scale = 0
      }
      if size.sign > 0, ScaledMagnitude.compare(size, ScaledMagnitude(1, scale: 0)) < 0 {
        format = .decimalSI
      }
    }
    return Quantity(amount: .large(number), format: format)
  }
}

/// The pieces of a quantity's text, split as upstream's hand-written scanner splits it.
private struct QuantityParts {
  var isNegative = false
  /// Digits before the point without leading zeros; `0` when there are none.
  var whole: [UInt8] = []
  var fraction: [UInt8] = []
  var suffix: [UInt8] = []
  /// Whether any digit was written, leading zeros included.
  var hasDigits = false

  init(_ text: [UInt8]) throws(QuantityError) {
    guard !text.isEmpty else { throw .format }
    var rest = text[...]
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      rest.removeFirst()
    }
    let zeros = rest.prefix { $0 == UInt8(ascii: "0") }
    rest = rest[zeros.endIndex...]
    whole = Array(rest.prefix(while: isDigit))
    rest.removeFirst(whole.count)
    hasDigits = !zeros.isEmpty || !whole.isEmpty
    if whole.isEmpty { whole = [UInt8(ascii: "0")] }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      fraction = Array(rest.prefix(while: isDigit))
      rest.removeFirst(fraction.count)
      hasDigits = hasDigits || !fraction.isEmpty
    }
    suffix = Array(rest)
    rest = rest.drop { "eEinumkKMGTP".utf8.contains($0) }
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    guard rest.allSatisfy(isDigit) else { throw .format }
  }
}

private struct QuantitySuffix {
  var format: QuantityFormat
  /// Of ten, or of two in `binarySI`.
  var exponent: Int

  init?(_ text: [UInt8]) {
    switch String(decoding: text, as: UTF8.self) {
    case "": (format, exponent) = (.decimalSI, 0)
    case "n": (format, exponent) = (.decimalSI, -9)
    case "u": (format, exponent) = (.decimalSI, -6)
    case "m": (format, exponent) = (.decimalSI, -3)
    case "k": (format, exponent) = (.decimalSI, 3)
    case "M": (format, exponent) = (.decimalSI, 6)
    case "G": (format, exponent) = (.decimalSI, 9)
    case "T": (format, exponent) = (.decimalSI, 12)
    case "P": (format, exponent) = (.decimalSI, 15)
    case "E": (format, exponent) = (.decimalSI, 18)
    case "Ki": (format, exponent) = (.binarySI, 10)
    case "Mi": (format, exponent) = (.binarySI, 20)
    case "Gi": (format, exponent) = (.binarySI, 30)
    case "Ti": (format, exponent) = (.binarySI, 40)
    case "Pi": (format, exponent) = (.binarySI, 50)
    case "Ei": (format, exponent) = (.binarySI, 60)
    default:
      guard text.count > 1, text[0] | 0x20 == UInt8(ascii: "e"),
        let number = Int64(String(decoding: text[1...], as: UTF8.self))
      else { return nil }
      // Upstream cuts the exponent to 32 bits.
      (format, exponent) = (.decimalExponent, Int(Int32(truncatingIfNeeded: number)))
    }
  }
}

/// As Go's `strings.TrimSpace`.
public func trimmingGoSpace(_ text: String) -> String {
  func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }
  let scalars = text.unicodeScalars
  guard let first = scalars.firstIndex(where: { !isSpace($0) }),
    let last = scalars.lastIndex(where: { !isSpace($0) })
  else { return "" }
  return String(scalars[first...last])
}
