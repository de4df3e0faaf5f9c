extension Quantity {
  /// `Quantity.String()`: the text it was parsed from where upstream keeps that, else the canonical form.
  public var text: String { written ?? canonicalText }

  /// The largest suffix that leaves a whole number.
  public var canonicalText: String {
    if isZero { return "0" }
    if format == .binarySI, !isBelowOneKibi, let bytes = wholeNumber {
      var magnitude = bytes.magnitude
      let times = magnitude.removeFactors(of: 1024)
      return (bytes.isNegative ? "-" : "") + magnitude.text + Self.binarySuffix(times)
    }
    return decimalText(format == .decimalExponent ? .decimalExponent : .decimalSI)
  }

  private var isBelowOneKibi: Bool {
    Quantity(-1024) < self && self < Quantity(1024)
  }

  /// The number when it has no fraction.
  private var wholeNumber: ScaledMagnitude? {
    var number = scaledMagnitude
    return number.round(toScale: 0) && number.scale == 0 ? number : nil
  }

  private func decimalText(_ format: QuantityFormat) -> String {
    let number = scaledMagnitude
    var magnitude = number.magnitude
    var exponent = -number.scale + magnitude.removeFactors(of: 10)
    while exponent % 3 != 0 {
      magnitude.multiply(by: 10)
      exponent -= 1
    }
    let digits = (number.isNegative ? "-" : "") + magnitude.text
    if format == .decimalExponent { return exponent == 0 ? digits : "\(digits)e\(exponent)" }
    return digits + Self.decimalSuffix(exponent)
  }

  /// Nothing beyond the known suffixes, as upstream in this version: the exponent is lost.
  private static func decimalSuffix(_ exponent: Int) -> String {
    switch exponent {
    case -9: "n"
    case -6: "u"
    case -3: "m"
    case 3: "k"
    case 6: "M"
    case 9: "G"
    case 12: "T"
    case 15: "P"
    case 18: "E"
    default: ""
    }
  }

  private static func binarySuffix(_ times: Int) -> String {
    switch times {
    case 1: "Ki"
    case 2: "Mi"
    case 3: "Gi"
    case 4: "Ti"
    case 5: "Pi"
    case 6: "Ei"
    default: ""
    }
  }
}

extension Quantity: CustomStringConvertible {
  public var description: String { text }
}
