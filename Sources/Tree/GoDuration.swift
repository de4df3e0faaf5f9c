/// What `time.ParseDuration` says.
public struct GoDurationError: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String
}

/// A length of time as Go's `time.Duration` reads and writes it: `1h2m3.5s`, `150ms`.
public struct GoDuration: Hashable, Sendable, Comparable {
  public var nanoseconds: Int64

  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }
  public init(seconds: Int64) { self.nanoseconds = seconds &* 1_000_000_000 }

  /// Whole seconds, cut towards zero.
  public var seconds: Int64 { nanoseconds / 1_000_000_000 }

  public static func < (left: GoDuration, right: GoDuration) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}

extension GoDuration {
  public init(parsing text: String) throws(GoDurationError) {
    func error(_ what: String) -> GoDurationError {
      GoDurationError(description: "time: \(what)")
    }
    let invalid = error("invalid duration \(Self.quoted(text))")
    var rest = Array(text.utf8)[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    guard !rest.isEmpty else { throw invalid }
    if rest.elementsEqual("0".utf8) {
      self.init(nanoseconds: 0)
      return
    }
    let limit = UInt64(1) << 63
    var total: UInt64 = 0
    while !rest.isEmpty {
      guard let part = Part(&rest), part.isNumber else { throw invalid }
      let name = String(decoding: part.unit, as: UTF8.self)
      guard !part.unit.isEmpty else {
        throw error("missing unit in duration \(Self.quoted(text))")
      }
      guard let unit = Self.nanoseconds(of: name) else {
        throw error("unknown unit \(Self.quoted(name)) in duration \(Self.quoted(text))")
      }
      guard part.whole <= limit / unit else { throw invalid }
      let fraction = UInt64(UInt128(part.fraction) * UInt128(unit) / UInt128(part.divisor))
      let length = part.whole * unit + fraction
      guard length <= limit, total <= limit - length else { throw invalid }
      total += length
    }
    if isNegative {
      self.init(nanoseconds: 0 &- Int64(bitPattern: total))
    } else if total == limit {
      throw invalid
    } else {
      self.init(nanoseconds: Int64(total))
    }
  }

  private static func nanoseconds(of unit: String) -> UInt64? {
    switch unit {
    case "ns": 1
    case "us", "\u{B5}s", "\u{3BC}s": 1_000
    case "ms": 1_000_000
    case "s": 1_000_000_000
    case "m": 60_000_000_000
    case "h": 3_600_000_000_000
    default: nil
    }
  }

  /// As `quote` of Go's package time: bytes that are no printable ASCII in hexadecimal.
  static func quoted(_ text: String) -> String {
    var quoted: [UInt8] = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        quoted += [UInt8(ascii: "\\"), byte]
      } else if byte < 0x20 || byte >= 0x80 {
        let digits = String(byte, radix: 16)
        quoted += "\\x\(byte < 16 ? "0" : "")\(digits)".utf8
      } else {
        quoted.append(byte)
      }
    }
    return String(decoding: quoted + [UInt8(ascii: "\"")], as: UTF8.self)
  }
}

/// One number and its unit.
private struct Part {
  var whole: UInt64 = 0
  /// Digits after the point, and the power of ten they are divided by.
  var fraction: UInt64 = 0
  var divisor: UInt64 = 1
  var unit: ArraySlice<UInt8> = []
  var isNumber = false

  /// nil when the number is too large.
  init?(_ rest: inout ArraySlice<UInt8>) {
    while let digit = rest.first, isDigit(digit) {
      isNumber = true
      guard whole <= (1 << 63) / 10 else { return nil }
      whole = whole * 10 + UInt64(digit - UInt8(ascii: "0"))
      guard whole <= 1 << 63 else { return nil }
      rest.removeFirst()
    }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      while let digit = rest.first, isDigit(digit) {
        isNumber = true
        // Digits beyond what 64 bits hold are below a nanosecond.
        if divisor < 1_000_000_000_000_000_000 {
          fraction = fraction * 10 + UInt64(digit - UInt8(ascii: "0"))
          divisor *= 10
        }
        rest.removeFirst()
      }
    }
    unit = rest.prefix { $0 != UInt8(ascii: ".") && !isDigit($0) }
    rest = rest[unit.endIndex...]
  }
}

extension GoDuration: CustomStringConvertible {
  public var description: String { text }

  /// As `Duration.String`: the largest units first, fractions of a second without trailing zeros.
  public var text: String {
    let size = nanoseconds.magnitude
    let sign = nanoseconds < 0 ? "-" : ""
    if size == 0 { return "0s" }
    if size < 1_000 { return "\(sign)\(size)ns" }
    if size < 1_000_000 { return sign + Self.decimal(size, places: 3) + "µs" }
    if size < 1_000_000_000 { return sign + Self.decimal(size, places: 6) + "ms" }
    let minute: UInt64 = 60_000_000_000
    let seconds = Self.decimal(size % minute, places: 9) + "s"
    let minutes = size / minute
    if minutes == 0 { return sign + seconds }
    if minutes < 60 { return "\(sign)\(minutes)m\(seconds)" }
    return "\(sign)\(minutes / 60)h\(minutes % 60)m\(seconds)"
  }

  private static func decimal(_ number: UInt64, places: Int) -> String {
    let divisor = (0..<places).reduce(UInt64(1)) { product, _ in product * 10 }
    var fraction = number % divisor
    if fraction == 0 { return String(number / divisor) }
    var digits = places
    while fraction % 10 == 0 {
      fraction /= 10
      digits -= 1
    }
    let text = String(fraction)
    let zeros = String(repeating: "0", count: digits - text.utf8.count)
    return "\(number / divisor).\(zeros)\(text)"
  }
}
