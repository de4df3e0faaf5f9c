import Tree

/// The five fields of a schedule as sets of numbers, after robfig/cron's `SpecSchedule`.
struct CronFields: Hashable, Sendable {
  private var minutes: UInt64 = 0
  private var hours: UInt64 = 0
  private var days: UInt64 = 0
  private var months: UInt64 = 0
  private var weekdays: UInt64 = 0

  /// Set beside the numbers when a field says nothing.
  private static let star: UInt64 = 1 << 63

  init(_ spec: String) throws(CronError) {
    let fields = spec.unicodeScalars.split { $0.properties.isWhitespace }.map { String($0) }
    guard fields.count == 5 else {
      throw CronError(
        "expected exactly 5 fields, found \(fields.count): [\(fields.joined(separator: " "))]")
    }
    minutes = try Self.bits(fields[0], CronBounds(least: 0, most: 59))
    hours = try Self.bits(fields[1], CronBounds(least: 0, most: 23))
    days = try Self.bits(fields[2], CronBounds(least: 1, most: 31))
    months = try Self.bits(fields[3], .months)
    weekdays = try Self.bits(fields[4], .weekdays)
  }

  private static func bits(_ field: String, _ bounds: CronBounds) throws(CronError) -> UInt64 {
    var bits: UInt64 = 0
    for part in field.split(separator: ",") { bits |= try range(String(part), bounds) }
    return bits
  }

  /// `5`, `1-5`, `*`, each perhaps with `/step`.
  private static func range(_ text: String, _ bounds: CronBounds) throws(CronError) -> UInt64 {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { String($0) }
    let ends = parts[0].split(separator: "-", omittingEmptySubsequences: false).map { String($0) }
    var (start, end, extra) = (bounds.least, bounds.most, star)
    if ends[0] != "*", ends[0] != "?" {
      start = try bounds.number(ends[0])
      guard ends.count <= 2 else { throw CronError("too many hyphens: \(text)") }
      end = ends.count == 1 ? start : try bounds.number(ends[1])
      extra = 0
    }
    var step = 1
    switch parts.count {
    case 1: break
    case 2:
      step = try CronBounds.whole(parts[1])
      if ends.count == 1 { end = bounds.most }
      if step > 1 { extra = 0 }
    default: throw CronError("too many slashes: \(text)")
    }
    func complain(_ what: String) -> CronError { CronError("\(what): \(text)") }
    if start < bounds.least {
      throw complain("beginning of range (\(start)) below minimum (\(bounds.least))")
    }
    if end > bounds.most {
      throw complain("end of range (\(end)) above maximum (\(bounds.most))")
    }
    if start > end {
      throw complain("beginning of range (\(start)) beyond end of range (\(end))")
    }
    if step == 0 { throw complain("step of range should be a positive number") }
    return stride(from: start, through: end, by: step).reduce(extra) { $0 | 1 << UInt64($1) }
  }

  func next(after time: Int64) -> Int64? {
    let start = CivilTime(unixSeconds: time + 1)
    var day = CivilTime(year: start.year, month: start.month, day: start.day)
    // Only the first day is entered in its middle.
    var firstMinute = start.hour * 60 + start.minute + (start.second > 0 ? 1 : 0)
    while day.year <= start.year + 5 {
      if !has(months, day.month) {
        day = CivilTime(
          year: day.month == 12 ? day.year + 1 : day.year, month: day.month % 12 + 1, day: 1)
      } else {
        if matches(day), let minute = self.minute(from: firstMinute) {
          return day.unixSeconds + Int64(minute) * 60
        }
        day = CivilTime(unixSeconds: day.unixSeconds + 86_400)
      }
      firstMinute = 0
    }
    return nil
  }

  /// The first minute of a day that fits.
  private func minute(from first: Int) -> Int? {
    var minute = first
    while minute < 24 * 60 {
      if !has(hours, minute / 60) {
        minute = (minute / 60 + 1) * 60
      } else if has(minutes, minute % 60) {
        return minute
      } else {
        minute += 1
      }
    }
    return nil
  }

  /// When both fields name days, either is enough.
  private func matches(_ day: CivilTime) -> Bool {
    let fits = (has(days, day.day), has(weekdays, day.weekday))
    let eitherIsOpen = days & Self.star != 0 || weekdays & Self.star != 0
    return eitherIsOpen ? fits.0 && fits.1 : fits.0 || fits.1
  }

  private func has(_ set: UInt64, _ number: Int) -> Bool { set & 1 << UInt64(number) != 0 }
}

/// The numbers that a field takes, and their names.
struct CronBounds {
  var least: Int
  var most: Int
  /// From `least` on.
  var names: [String] = []

  static let months = CronBounds(
    least: 1, most: 12,
    names: [
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ])
  static let weekdays = CronBounds(
    least: 0, most: 6, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"])

  func number(_ text: String) throws(CronError) -> Int {
    if let index = names.firstIndex(of: text.lowercased()) { return least + index }
    return try Self.whole(text)
  }

  static func whole(_ text: String) throws(CronError) -> Int {
    guard let number = Int(text) else {
      let digits = text.first == "-" || text.first == "+" ? text.utf8.dropFirst() : text.utf8[...]
      let isLong = !digits.isEmpty && digits.allSatisfy(isDigit)
      throw CronError(
        "failed to parse int from \(text): strconv.Atoi: parsing \(goQuoted(text)): "
          + (isLong ? "value out of range" : "invalid syntax"))
    }
    guard number >= 0 else { throw CronError("negative number (\(number)) not allowed: \(text)") }
    return number
  }
}
