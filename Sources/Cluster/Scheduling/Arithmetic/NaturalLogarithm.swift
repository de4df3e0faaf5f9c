/// Natural logarithms of whole numbers in fixed point, exact to more places than a 64-bit float has.
enum NaturalLogarithm {
  /// How many bits stand behind the point.
  static let fractionBits: Int128 = 60
  private static let one: Int128 = 1 << fractionBits
  /// ln 2 × 2^60.
  private static let logarithmOfTwo: Int128 = 799_144_290_325_165_979

  /// ln `number` × 2^60, for a number from 1 on.
  static func fixed(_ number: Int) -> Int128 {
    let power = Int128(number.bitWidth - 1 - number.leadingZeroBitCount)
    // ln(2^p × m) = p ln 2 + 2 artanh((m - 1) / (m + 1)), with m from 1 to 2.
    let mantissa = (Int128(number) << fractionBits) >> power
    let ratio = ((mantissa - one) << fractionBits) / (mantissa + one)
    let square = (ratio * ratio) >> fractionBits
    var term = ratio
    var sum: Int128 = 0
    var divisor: Int128 = 1
    while term > 0 {
      sum += term / divisor
      term = (term * square) >> fractionBits
      divisor += 2
    }
    return power * logarithmOfTwo + 2 * sum
  }

  /// Rounded to a whole number, halves away from zero, as `math.Round` does for what is not negative.
  static func rounded(_ fixed: Int128) -> Int64 {
    Int64((fixed + one / 2) >> fractionBits)
  }
}
