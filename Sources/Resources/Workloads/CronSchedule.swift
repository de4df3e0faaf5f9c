import Tree

/// What robfig/cron says about a schedule that it cannot read.
public struct CronError: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String

  init(_ description: String) { self.description = description }
}

/// When a CronJob runs, after github.com/robfig/cron/v3's `ParseStandard`: five fields, or a word like
/// `@daily`.
public struct CronSchedule: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case fields(CronFields)
    /// Every so many seconds, counted from the last time.
    case every(Int64)
  }

  let kind: Kind
  /// Seconds east of UTC.
  public var offset: Int64 = 0

  public init(parsing text: String) throws(CronError) {
    if text.isEmpty { throw CronError("empty spec string") }
    var spec = text
    if text.hasPrefix("TZ=") || text.hasPrefix("CRON_TZ="),
      let equals = text.utf8.firstIndex(of: UInt8(ascii: "="))
    {
      // Upstream cannot cope with a zone that nothing follows.
      let space = text.utf8.firstIndex(of: UInt8(ascii: " ")) ?? text.utf8.endIndex
      let name = String(text[text.utf8.index(after: equals)..<space])
      guard let zone = TimeZoneOffsets.seconds(of: name) else {
        throw CronError("provided bad location \(name): unknown time zone \(name)")
      }
      offset = zone
      spec = trimmingGoSpace(String(text[space...]))
    }
    kind = spec.hasPrefix("@") ? try Self.descriptor(spec) : .fields(try CronFields(spec))
  }

  private static func descriptor(_ text: String) throws(CronError) -> Kind {
    switch text {
    case "@yearly", "@annually": return .fields(try CronFields("0 0 1 1 *"))
    case "@monthly": return .fields(try CronFields("0 0 1 * *"))
    case "@weekly": return .fields(try CronFields("0 0 * * 0"))
    case "@daily", "@midnight": return .fields(try CronFields("0 0 * * *"))
    case "@hourly": return .fields(try CronFields("0 * * * *"))
    default: break
    }
    let prefix = "@every "
    guard text.hasPrefix(prefix) else { throw CronError("unrecognized descriptor: \(text)") }
    do throws(GoDurationError) {
      let duration = try GoDuration(parsing: String(text.dropFirst(prefix.count)))
      return .every(max(1, duration.seconds))
    } catch {
      throw CronError("failed to parse duration \(text): \(error.description)")
    }
  }

  /// The first time after one, in seconds of Unix time; nil when there is none within five years.
  public func next(after time: Int64) -> Int64? {
    switch kind {
    case .every(let seconds): time + seconds
    case .fields(let fields): fields.next(after: time + offset).map { $0 - offset }
    }
  }
}

/// The few time zones without daylight saving that are known here.
public enum TimeZoneOffsets {
  /// Seconds east of UTC; nil for an unknown name.
  public static func seconds(of name: String) -> Int64? {
    switch name {
    case "", "UTC", "Etc/UTC", "Etc/GMT", "GMT", "Local", "Universal", "Zulu": 0
    case "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Singapore", "Asia/Taipei", "PRC", "Singapore",
      "Asia/Macau", "Asia/Chongqing", "Asia/Manila", "Australia/Perth", "Asia/Kuala_Lumpur":
      8 * 3_600
    case "Asia/Tokyo", "Asia/Seoul", "Japan": 9 * 3_600
    case "Asia/Bangkok", "Asia/Jakarta", "Asia/Ho_Chi_Minh": 7 * 3_600
    case "Asia/Kolkata", "Asia/Calcutta": 5 * 3_600 + 1_800
    case "Asia/Dubai": 4 * 3_600
    case "Europe/Moscow", "Africa/Nairobi", "Europe/Istanbul", "Asia/Riyadh": 3 * 3_600
    case "America/Sao_Paulo", "America/Argentina/Buenos_Aires": -3 * 3_600
    case "America/Bogota", "America/Lima": -5 * 3_600
    default: nil
    }
  }
}
