/// A span of model time in milliseconds.
public struct Milliseconds: Hashable, Comparable, Sendable {
  public var count: Int64

  public init(_ count: Int64) { self.count = count }
  public static func seconds(_ seconds: Int64) -> Milliseconds { Milliseconds(seconds * 1000) }
  public static let zero = Milliseconds(0)

  public static func < (left: Milliseconds, right: Milliseconds) -> Bool {
    left.count < right.count
  }
  public static func + (left: Milliseconds, right: Milliseconds) -> Milliseconds {
    Milliseconds(left.count + right.count)
  }
  public static func * (left: Milliseconds, right: Int64) -> Milliseconds {
    Milliseconds(left.count * right)
  }
}

/// A moment of model time: microseconds since the world's fixed epoch, so that packets and API calls share a clock.
public struct Instant: Hashable, Comparable, Sendable {
  public var microseconds: Int64

  public init(microseconds: Int64) { self.microseconds = microseconds }
  public static let zero = Instant(microseconds: 0)

  /// Seconds of Unix time at the world's start: 2026-01-01T00:00:00Z, in every world, so that replays agree.
  public static let epochUnixSeconds: Int64 = 1_767_225_600

  public var milliseconds: Int64 { microseconds / 1000 }
  /// Whole seconds of Unix time.
  public var unixSeconds: Int64 { Instant.epochUnixSeconds + microseconds / 1_000_000 }

  public static func < (left: Instant, right: Instant) -> Bool {
    left.microseconds < right.microseconds
  }
  public static func + (left: Instant, right: Milliseconds) -> Instant {
    Instant(microseconds: left.microseconds + right.count * 1000)
  }
  /// The whole milliseconds from `right` to `left`.
  public static func - (left: Instant, right: Instant) -> Milliseconds {
    Milliseconds((left.microseconds - right.microseconds) / 1000)
  }
  public func after(microseconds delay: Int64) -> Instant {
    Instant(microseconds: microseconds + delay)
  }
}
