/// An expression of awk.
indirect enum AwkExpression {
  case text(String)
  case number(AwkNumber)
  case regex(Regex)
  case field(AwkExpression)
  case variable(String)
  case assign(AwkExpression, String, AwkExpression)
  /// `x++` gives the value from before.
  case step(AwkExpression, by: Int64)
  case not(AwkExpression)
  case minus(AwkExpression)
  case binary(String, AwkExpression, AwkExpression)
  case choice(AwkExpression, AwkExpression, AwkExpression)
  case call(String, [AwkExpression])
}

enum AwkStatement {
  case print([AwkExpression])
  case printf([AwkExpression])
  case expression(AwkExpression)
  case condition(AwkExpression, [AwkStatement], [AwkStatement])
  case next
  case exit(AwkExpression?)
}

struct AwkRule {
  enum Pattern {
    case begin, end, always
    case when(AwkExpression)
    case range(AwkExpression, AwkExpression)
  }

  let pattern: Pattern
  /// nil prints the line.
  let body: [AwkStatement]?
}

/// A number with six digits behind the point, which is what awk prints.
struct AwkNumber: Hashable, Comparable {
  var millionths: Int64

  static func whole(_ number: Int64) -> AwkNumber {
    AwkNumber(millionths: number.multipliedReportingOverflow(by: 1_000_000).partialValue)
  }

  /// The number that a text begins with; 0 where there is none. `isWhole` tells whether it is nothing but a number.
  init(_ text: String) { self = Self.read(text).number }
  init(millionths: Int64) { self.millionths = millionths }

  static func read(_ text: String) -> (number: AwkNumber, isWhole: Bool) {
    let trimmed = text.trimmed
    var rest = trimmed.utf8[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    var value: Int64 = 0
    var digits = 0
    while let digit = rest.first, (48...57).contains(digit) {
      value = value &* 10 &+ Int64(digit - 48)
      digits += 1
      rest.removeFirst()
    }
    value = value &* 1_000_000
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      var unit: Int64 = 100_000
      while let digit = rest.first, (48...57).contains(digit) {
        value = value &+ Int64(digit - 48) &* unit
        unit /= 10
        digits += 1
        rest.removeFirst()
      }
    }
    let number = AwkNumber(millionths: isNegative ? 0 &- value : value)
    return (number, digits > 0 && rest.isEmpty)
  }

  static func < (left: AwkNumber, right: AwkNumber) -> Bool { left.millionths < right.millionths }
  var whole: Int64 { millionths / 1_000_000 }

  var text: String {
    if millionths % 1_000_000 == 0 { return String(whole) }
    // %.6g: six digits that count.
    let sign = millionths < 0 ? "-" : ""
    let size = millionths.magnitude
    let head = String(size / 1_000_000)
    let digits = size / 1_000_000 == 0 ? 6 : max(0, 6 - head.utf8.count)
    var text = FixedPoint.text(
      head + "." + String(size % 1_000_000 + 1_000_000).dropFirst(), digits: digits)
    if text.contains(".") {
      while text.hasSuffix("0") { text.removeLast() }
      if text.hasSuffix(".") { text.removeLast() }
    }
    return sign + text
  }
}
