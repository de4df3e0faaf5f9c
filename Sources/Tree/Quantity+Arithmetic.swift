extension Quantity {
  /// The number rounded up to a whole one (`Value()`); what overflows 64 bits is as wrong as upstream.
  public var value: Int64 { scaledValue(0) }

  /// Thousandths, rounded up (`MilliValue()`).
  public var milliValue: Int64 { scaledValue(-3) }

  /// The number in units of 10^`scale`, rounded up (`ScaledValue`).
  public func scaledValue(_ scale: Int) -> Int64 {
    switch amount {
    case .small(let value, let from):
      from < scale
        ? Self.dividedRoundingAway(value, byPowerOfTen: scale - from)
        : Self.multiplied(value, byPowerOfTen: from - scale).value
    case .large(let number): Self.scaled(number, to: -scale)
    }
  }

  /// Upstream multiplies at once for the usual powers and step by step for others, which matters
  /// for what is left when it overflows.
  static func multiplied(
    _ value: Int64, byPowerOfTen power: Int
  ) -> (value: Int64, fits: Bool) {
    guard value != 0, power > 0 else { return (value, true) }
    if [1, 2, 3, 6, 9].contains(power) {
      let (product, overflows) = value.multipliedReportingOverflow(by: powerOfTen(power))
      return (product, !overflows)
    }
    var product = value
    for _ in 0..<power {
      let (next, overflows) = product.multipliedReportingOverflow(by: 10)
      if overflows { return (0, false) }
      product = next
    }
    return (product, true)
  }

  private static func powerOfTen(_ power: Int) -> Int64 {
    (0..<power).reduce(1) { product, _ in product &* 10 }
  }

  private static func dividedRoundingAway(_ value: Int64, byPowerOfTen power: Int) -> Int64 {
    guard power < 19 else { return Int64(value.signum()) }
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: powerOfTen(power))
    return remainder == 0 ? quotient : quotient + Int64(value.signum())
  }

  /// `scaledValue` of upstream's scale_int.go, with its truncation to 64 bits.
  private static func scaled(_ number: ScaledMagnitude, to scale: Int) -> Int64 {
    let low = Int64(bitPattern: number.magnitude.low)
    let unscaled = number.isNegative ? 0 &- low : low
    let difference = number.scale - scale
    if difference <= 0 { return unscaled &* powerOfTen(min(-difference, 64)) }
    let isSmall = number.isNegative || number.magnitude < Magnitude(UInt64(Int64.max))
    if isSmall, difference < 19 {
      let (quotient, remainder) = unscaled.quotientAndRemainder(
        dividingBy: powerOfTen(difference))
      return remainder == 0 ? quotient : quotient + 1
    }
    var quotient = number.magnitude
    let isExact = quotient.divide(byPowerOfTen: difference)
    let whole = Int64(bitPattern: quotient.low)
    if number.isNegative { return 0 &- whole }
    return isExact ? whole : whole &+ 1
  }

  var scaledMagnitude: ScaledMagnitude {
    switch amount {
    case .small(let value, let scale): ScaledMagnitude(value, scale: -scale)
    case .large(let number): number
    }
  }

  public static func + (left: Quantity, right: Quantity) -> Quantity {
    let format = left.isZero ? right.format : left.format
    if case .small(let a, let aScale) = left.amount, case .small(let b, let bScale) = right.amount,
      let sum = sum(a, aScale, b, bScale)
    {
      return Quantity(amount: sum, format: format)
    }
    return Quantity(amount: .large(left.scaledMagnitude + right.scaledMagnitude), format: format)
  }

  /// The sum in 64 bits at the finer scale; nil when it does not fit.
  private static func sum(_ a: Int64, _ aScale: Int, _ b: Int64, _ bScale: Int) -> Amount? {
    if b == 0 { return .small(a, scale: aScale) }
    if a == 0 { return .small(b, scale: bScale) }
    let scale = min(aScale, bScale)
    let left = multiplied(a, byPowerOfTen: aScale - scale)
    let right = multiplied(b, byPowerOfTen: bScale - scale)
    guard left.fits, right.fits else { return nil }
    let (sum, overflows) = left.value.addingReportingOverflow(right.value)
    return overflows ? nil : .small(sum, scale: scale)
  }

  public static prefix func - (quantity: Quantity) -> Quantity {
    switch quantity.amount {
    case .small(let value, let scale) where value != .min:
      return Quantity(amount: .small(-value, scale: scale), format: quantity.format)
    default:
      var number = quantity.scaledMagnitude
      number.isNegative = !number.isNegative && !number.magnitude.isZero
      return Quantity(amount: .large(number), format: quantity.format)
    }
  }

  public static func - (left: Quantity, right: Quantity) -> Quantity { left + -right }

  public static func += (left: inout Quantity, right: Quantity) { left = left + right }
  public static func -= (left: inout Quantity, right: Quantity) { left = left - right }

  /// -1, 0 or 1, as `Cmp`.
  public static func compare(_ left: Quantity, _ right: Quantity) -> Int {
    guard case .small(let a, let aScale) = left.amount,
      case .small(let b, let bScale) = right.amount
    else { return ScaledMagnitude.compare(left.scaledMagnitude, right.scaledMagnitude) }
    if aScale == bScale || a == 0 || b == 0 { return a == b ? 0 : a < b ? -1 : 1 }
    let difference = aScale - bScale
    // Nineteen more digits outweigh any 64-bit number.
    if difference > 18 { return Int(a.signum()) }
    if difference < -18 { return -Int(b.signum()) }
    let power = Int128(powerOfTen(abs(difference)))
    let wide = difference > 0 ? (Int128(a) * power, Int128(b)) : (Int128(a), Int128(b) * power)
    return wide.0 == wide.1 ? 0 : wide.0 < wide.1 ? -1 : 1
  }
}

extension Quantity: Comparable {
  public static func < (left: Quantity, right: Quantity) -> Bool { compare(left, right) < 0 }
  public static func == (left: Quantity, right: Quantity) -> Bool { compare(left, right) == 0 }
}

extension Quantity: Hashable {
  public func hash(into hasher: inout Hasher) {
    var number = scaledMagnitude
    let exponent = number.magnitude.removeFactors(of: 10) - number.scale
    hasher.combine(number.magnitude)
    hasher.combine(number.isNegative)
    hasher.combine(number.magnitude.isZero ? 0 : exponent)
  }
}
