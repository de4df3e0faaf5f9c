/// A binary fraction as the processor's 64-bit floats compute with it (IEEE 754, round to nearest even), in integers.
///
/// Some of kube-scheduler's scores are made of `float64`; this gives the same bits on every machine. Only finite
/// numbers far from the ends of the range occur.
struct Binary64: Hashable, Sendable {
  private var isNegative = false
  /// Zero, or at least 2^52 and less than 2^53.
  private var significand: UInt64 = 0
  /// The value is `significand` × 2^`exponent`.
  private var exponent = 0

  init(_ whole: Int64) {
    self.init(whole < 0, UInt128(whole.magnitude), 0)
  }

  /// Rounds; `hasMore` tells that bits below the last one have been cut off.
  private init(
    _ isNegative: Bool, _ magnitude: UInt128, _ exponent: Int, hasMore: Bool = false
  ) {
    guard magnitude != 0 else { return }
    self.isNegative = isNegative
    let width = 128 - magnitude.leadingZeroBitCount
    self.exponent = exponent + width - 53
    if width <= 53 {
      significand = UInt64(magnitude) << UInt64(53 - width)
      return
    }
    let cut = width - 53
    var kept = UInt64(truncatingIfNeeded: magnitude >> UInt128(cut))
    let rest = magnitude & ((1 << UInt128(cut)) - 1)
    let half: UInt128 = 1 << UInt128(cut - 1)
    if rest > half || (rest == half && (hasMore || kept & 1 == 1)) { kept += 1 }
    if kept == 1 << 53 {
      kept >>= 1
      self.exponent += 1
    }
    significand = kept
  }

  static func * (left: Binary64, right: Binary64) -> Binary64 {
    Binary64(
      left.isNegative != right.isNegative,
      UInt128(left.significand) * UInt128(right.significand), left.exponent + right.exponent)
  }

  /// The divisor must not be zero.
  static func / (left: Binary64, right: Binary64) -> Binary64 {
    let (quotient, remainder) = (UInt128(left.significand) << 74)
      .quotientAndRemainder(dividingBy: UInt128(right.significand))
    return Binary64(
      left.isNegative != right.isNegative, quotient, left.exponent - 74 - right.exponent,
      hasMore: remainder != 0)
  }

  static prefix func - (number: Binary64) -> Binary64 {
    var negated = number
    negated.isNegative.toggle()
    return negated
  }

  static func - (left: Binary64, right: Binary64) -> Binary64 { left + -right }

  static func + (left: Binary64, right: Binary64) -> Binary64 {
    if left.significand == 0 { return right }
    if right.significand == 0 { return left }
    let (high, low) = left.exponent >= right.exponent ? (left, right) : (right, left)
    let gap = high.exponent - low.exponent
    // What lies this far below cannot change how the sum is rounded, but for its being there.
    guard gap < 70 else { return high }
    let larger = UInt128(high.significand) << UInt128(gap)
    let smaller = UInt128(low.significand)
    if high.isNegative == low.isNegative {
      return Binary64(high.isNegative, larger + smaller, low.exponent)
    }
    return larger >= smaller
      ? Binary64(high.isNegative, larger - smaller, low.exponent)
      : Binary64(low.isNegative, smaller - larger, low.exponent)
  }

  var magnitude: Binary64 {
    var positive = self
    positive.isNegative = false
    return positive
  }

  static func > (left: Binary64, right: Binary64) -> Bool {
    let difference = left - right
    return difference.significand != 0 && !difference.isNegative
  }

  /// The whole part, as Go's conversion to `int64` gives it.
  var whole: Int64 {
    let size: UInt64 =
      exponent >= 0
      ? significand << UInt64(min(exponent, 10))
      : exponent > -64 ? significand >> UInt64(-exponent) : 0
    return isNegative ? -Int64(size) : Int64(size)
  }
}
