/// How a quantity is written: as it was when it was parsed, whatever is computed with it.
public enum QuantityFormat: String, Hashable, Sendable {
  /// `12e6`
  case decimalExponent = "DecimalExponent"
  /// `12Mi`
  case binarySI = "BinarySI"
  /// `12M`
  case decimalSI = "DecimalSI"
}

/// What `resource.ParseQuantity` says about text that is no quantity.
public enum QuantityError: Error, Hashable, Sendable, CustomStringConvertible {
  case format, numeric, suffix

  public var description: String {
    switch self {
    case .format:
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
    case .numeric: "unable to parse numeric part of quantity"
    case .suffix: "unable to parse quantity's suffix"
    }
  }
}

/// An amount of a resource, after `resource.Quantity` of k8s.io/apimachinery: a decimal number of any
/// size, and the format that it is written in.
///
/// Two quantities are equal when they are the same amount, however they are written.
public struct Quantity: Sendable {
  /// Upstream computes in 64 bits as long as it can; where that overflows is visible.
  enum Amount: Hashable, Sendable {
    /// `value` × 10^`scale`
    case small(Int64, scale: Int)
    case large(ScaledMagnitude)
  }

  var amount: Amount
  package internal(set) var format: QuantityFormat
  /// The text it was parsed from, kept when upstream takes it for canonical.
  var written: String?

  public static let zero = Quantity(0, .decimalSI)

  /// A whole number.
  public init(_ value: Int64, _ format: QuantityFormat = .decimalSI) {
    self.init(amount: .small(value, scale: 0), format: format)
  }

  /// A number of thousandths.
  public init(milli: Int64, _ format: QuantityFormat = .decimalSI) {
    self.init(amount: .small(milli, scale: -3), format: format)
  }

  init(amount: Amount, format: QuantityFormat, written: String? = nil) {
    self.amount = amount
    self.format = format
    self.written = written
  }

  public var isZero: Bool {
    switch amount {
    case .small(let value, _): value == 0
    case .large(let number): number.magnitude.isZero
    }
  }

  public var isNegative: Bool {
    switch amount {
    case .small(let value, _): value < 0
    case .large(let number): number.isNegative
    }
  }
}

/// A decimal number of any size: ± `magnitude` × 10^-`scale`, as `inf.Dec`.
struct ScaledMagnitude: Hashable, Sendable {
  var isNegative: Bool
  var magnitude: Magnitude
  /// Digits after the decimal point; negative for zeros before it.
  var scale: Int

  /// Powers of ten beyond this are left in the scale: upstream would fill the memory with them.
  static let longestPower = 100

  init(isNegative: Bool, magnitude: Magnitude, scale: Int) {
    self.isNegative = isNegative && !magnitude.isZero
    self.magnitude = magnitude
    self.scale = scale
  }

  init(_ value: Int64, scale: Int) {
    self.init(isNegative: value < 0, magnitude: Magnitude(value.magnitude), scale: scale)
  }

  /// Rounds away from zero to so many digits after the decimal point, as `inf.RoundUp`.
  /// - Returns: whether nothing was lost.
  mutating func round(toScale target: Int) -> Bool {
    var isExact = true
    if scale > target {
      isExact = magnitude.divide(byPowerOfTen: scale - target)
      if !isExact { magnitude.add(Magnitude(1)) }
    } else if target - scale <= Self.longestPower {
      magnitude.multiply(byPowerOfTen: target - scale)
    } else {
      return true
    }
    scale = target
    return isExact
  }

  static func + (left: ScaledMagnitude, right: ScaledMagnitude) -> ScaledMagnitude {
    var (left, right) = (left, right)
    guard align(&left, &right) else {
      return left.magnitude.isZero || !right.magnitude.isZero && left.scale > right.scale
        ? right : left
    }
    var sum = left.magnitude
    if left.isNegative == right.isNegative {
      sum.add(right.magnitude)
      return ScaledMagnitude(isNegative: left.isNegative, magnitude: sum, scale: left.scale)
    }
    if left.magnitude < right.magnitude {
      sum = right.magnitude
      sum.subtract(left.magnitude)
      return ScaledMagnitude(isNegative: right.isNegative, magnitude: sum, scale: left.scale)
    }
    sum.subtract(right.magnitude)
    return ScaledMagnitude(isNegative: left.isNegative, magnitude: sum, scale: left.scale)
  }

  /// Gives both the finer scale; false when they are too far apart for that.
  private static func align(_ left: inout ScaledMagnitude, _ right: inout ScaledMagnitude) -> Bool {
    let scale = max(left.scale, right.scale)
    guard scale - min(left.scale, right.scale) <= longestPower else { return false }
    _ = left.round(toScale: scale)
    _ = right.round(toScale: scale)
    return true
  }

  /// -1, 0 or 1.
  static func compare(_ left: ScaledMagnitude, _ right: ScaledMagnitude) -> Int {
    let signs = (left.sign, right.sign)
    if signs.0 != signs.1 || signs.0 == 0 { return (signs.0 - signs.1).signum() }
    var (left, right) = (left, right)
    guard align(&left, &right) else { return left.scale < right.scale ? signs.0 : -signs.0 }
    if left.magnitude == right.magnitude { return 0 }
    return left.magnitude < right.magnitude ? -signs.0 : signs.0
  }

  var sign: Int { magnitude.isZero ? 0 : isNegative ? -1 : 1 }
}
