/// What `time.Parse` says about text that is no RFC 3339 time.
public struct TimestampError: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String
}

/// A point in time as Kubernetes' objects carry it, in microseconds since 1970, in UTC.
public struct Timestamp: Hashable, Sendable, Comparable {
  public var microseconds: Int64

  public init(microseconds: Int64) { self.microseconds = microseconds }
  public init(seconds: Int64) { self.microseconds = seconds &* 1_000_000 }

  /// Whole seconds since 1970, rounded down.
  public var seconds: Int64 {
    let (quotient, remainder) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    return remainder < 0 ? quotient - 1 : quotient
  }

  public var civil: CivilTime { CivilTime(unixSeconds: seconds) }

  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.microseconds < right.microseconds
  }
}

extension Timestamp: CustomStringConvertible {
  public var description: String { text }

  /// RFC 3339 in whole seconds, as `metav1.Time`: `2026-11-23T14:36:42Z`.
  public var text: String { dateAndTime(civil) + "Z" }

  /// RFC 3339 with six digits, as `metav1.MicroTime`: `2026-11-23T14:36:42.000000Z`.
  public var microText: String { dateAndTime(civil) + fraction + "Z" }

  /// RFC 1123 with a numeric zone, as `kubectl describe`: `Mon, 23 Nov 2026 14:36:42 +0000`.
  public var rfc1123Z: String {
    let civil = civil
    let weekday = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][civil.weekday]
    let month = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ][civil.month - 1]
    return "\(weekday), \(padded(civil.day, 2)) \(month) \(padded(civil.year, 4)) "
      + "\(timeOfDay(civil)) +0000"
  }

  /// As klog begins a line with it: `1123 14:36:42.000000`.
  public var klogText: String {
    let civil = civil
    return padded(civil.month, 2) + padded(civil.day, 2) + " " + timeOfDay(civil) + fraction
  }

  /// Six digits after a point.
  private var fraction: String { "." + padded(Int(microseconds - seconds * 1_000_000), 6) }

  private func dateAndTime(_ civil: CivilTime) -> String {
    "\(padded(civil.year, 4))-\(padded(civil.month, 2))-\(padded(civil.day, 2))T\(timeOfDay(civil))"
  }

  private func timeOfDay(_ civil: CivilTime) -> String {
    "\(padded(civil.hour, 2)):\(padded(civil.minute, 2)):\(padded(civil.second, 2))"
  }

  private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}

extension Timestamp {
  /// Reads RFC 3339 as `time.Parse(time.RFC3339, text)`: a fraction of a second may follow.
  public init(parsing text: String) throws(TimestampError) {
    var reader = TimestampReader(text)
    self = try reader.timestamp()
  }
}

private struct TimestampReader {
  private let text: String
  private var rest: ArraySlice<UInt8>

  init(_ text: String) {
    self.text = text
    rest = Array(text.utf8)[...]
  }

  mutating func timestamp() throws(TimestampError) -> Timestamp {
    let year = try year()
    try literal("-")
    let month = try number("01")
    guard (1...12).contains(month) else { throw outOfRange("month") }
    try literal("-")
    let day = try number("02")
    try literal("T")
    let hour = try number("15")
    guard hour < 24 else { throw outOfRange("hour") }
    try literal(":")
    let minute = try number("04")
    guard minute < 60 else { throw outOfRange("minute") }
    try literal(":")
    let second = try number("05")
    guard second < 60 else { throw outOfRange("second") }
    let microseconds = fraction()
    let offset = try zone()
    guard rest.isEmpty else { throw failure(": extra text: \(GoDuration.quoted(remainder))") }
    guard day >= 1, day <= CivilTime.days(inMonth: month, of: year) else {
      throw outOfRange("day")
    }
    let civil = CivilTime(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    return Timestamp(microseconds: (civil.unixSeconds - offset) * 1_000_000 + microseconds)
  }

  private mutating func year() throws(TimestampError) -> Int {
    guard rest.count >= 4, rest.prefix(4).allSatisfy(isDigit) else { throw mismatch("2006") }
    return take(4)
  }

  private mutating func number(_ element: String) throws(TimestampError) -> Int {
    guard let first = rest.first, isDigit(first) else { throw mismatch(element) }
    if let second = rest.dropFirst().first, isDigit(second) { return take(2) }
    guard element == "15" else { throw mismatch(element) }  // Go lets an hour have one digit.
    return take(1)
  }

  private mutating func literal(_ character: Character) throws(TimestampError) {
    guard rest.first == character.asciiValue else { throw mismatch(String(character)) }
    rest.removeFirst()
  }

  private mutating func fraction() -> Int64 {
    guard rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: ","),
      let digit = rest.dropFirst().first, isDigit(digit)
    else { return 0 }
    rest.removeFirst()
    var microseconds: Int64 = 0
    var unit: Int64 = 100_000
    while let digit = rest.first, isDigit(digit) {
      microseconds += Int64(digit - UInt8(ascii: "0")) * unit
      unit /= 10
      rest.removeFirst()
    }
    return microseconds
  }

  /// Seconds east of UTC.
  private mutating func zone() throws(TimestampError) -> Int64 {
    if rest.first == UInt8(ascii: "Z") {
      rest.removeFirst()
      return 0
    }
    let bytes = Array(rest.prefix(6))
    guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"),
      [1, 2, 4, 5].allSatisfy({ isDigit(bytes[$0]) }),
      bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-")
    else { throw mismatch("Z07:00") }
    rest.removeFirst()
    let hours = take(2)
    rest.removeFirst()
    let minutes = take(2)
    guard hours <= 24 else { throw outOfRange("time zone offset hour") }
    guard minutes <= 60 else { throw outOfRange("time zone offset minute") }
    let offset = Int64(hours * 60 + minutes) * 60
    return bytes[0] == UInt8(ascii: "-") ? -offset : offset
  }

  private mutating func take(_ count: Int) -> Int {
    let number = rest.prefix(count).reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    rest.removeFirst(count)
    return number
  }

  private var remainder: String { String(decoding: rest, as: UTF8.self) }

  private func failure(_ message: String) -> TimestampError {
    TimestampError(description: "parsing time \(GoDuration.quoted(text))\(message)")
  }

  private func outOfRange(_ what: String) -> TimestampError { failure(": \(what) out of range") }

  private func mismatch(_ element: String) -> TimestampError {
    failure(
      " as \"2006-01-02T15:04:05Z07:00\": cannot parse \(GoDuration.quoted(remainder)) as "
        + GoDuration.quoted(element))
  }
}
