/// What `GetScaledValueFromIntOrPercent` says about text that is no percentage.
public struct IntOrStringError: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String
}

/// A whole number or text, after `intstr.IntOrString`: a port by number or by name, an amount or a share.
public enum IntOrString: Hashable, Sendable {
  case int(Int)
  case string(String)

  public var tree: Value {
    switch self {
    case .int(let number): .int(Int64(number))
    case .string(let text): .string(text)
    }
  }

  /// As `String()`.
  public var text: String {
    switch self {
    case .int(let number): String(number)
    case .string(let text): text
    }
  }

  /// The number, or so much percent of a total.
  public func scaled(to total: Int, roundingUp: Bool) throws(IntOrStringError) -> Int {
    let text: String
    switch self {
    case .int(let number): return number
    case .string(let string): text = string
    }
    guard text.utf8.last == UInt8(ascii: "%") else {
      throw IntOrStringError(
        description: "invalid value for IntOrString: invalid type: string is not a percentage")
    }
    let number = String(text.dropLast())
    guard let percent = Int(number) else {
      let digits = number.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
      let isLong =
        !digits.isEmpty && digits.count >= number.utf8.count - 1
        && digits.allSatisfy(isDigit)
      throw IntOrStringError(
        description: "invalid value for IntOrString: invalid value \(goQuoted(text)): "
          + "strconv.Atoi: parsing \(goQuoted(number)): "
          + (isLong ? "value out of range" : "invalid syntax"))
    }
    let (quotient, remainder) = (Int128(percent) * Int128(total))
      .quotientAndRemainder(dividingBy: 100)
    let rounded =
      remainder > 0 && roundingUp
      ? quotient + 1 : remainder < 0 && !roundingUp ? quotient - 1 : quotient
    return Int(clamping: rounded)
  }
}
