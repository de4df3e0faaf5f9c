/// A span of model time in milliseconds.
package struct Milliseconds: Hashable, Comparable, Sendable {
  package var count: Int64

  package init(_ count: Int64) { self.count = count }
  package static func seconds(_ seconds: Int64) -> Milliseconds { Milliseconds(seconds * 1000) }
  package static let zero = Milliseconds(0)

  package static func < (left: Milliseconds, right: Milliseconds) -> Bool {
    left.count < right.count
  }
  package static func + (left: Milliseconds, right: Milliseconds) -> Milliseconds {
    Milliseconds(left.count + right.count)
  }
  package static func * (left: Milliseconds, right: Int64) -> Milliseconds {
    Milliseconds(left.count * right)
  }
}

/// A moment of model time: microseconds since the world's fixed epoch, so that packets and API calls share a clock.
package struct Instant: Hashable, Comparable, Sendable {
  package var microseconds: Int64

  package init(microseconds: Int64) { self.microseconds = microseconds }
  package static let zero = Instant(microseconds: 0)

  /// Seconds of Unix time at the world's start: 2026-01-01T00:00:00Z, in every world, so that replays agree.
  package static let epochUnixSeconds: Int64 = 1_767_225_600

  package var milliseconds: Int64 { microseconds / 1000 }
  /// Whole seconds of Unix time.
  package var unixSeconds: Int64 { Instant.epochUnixSeconds + microseconds / 1_000_000 }

  package static func < (left: Instant, right: Instant) -> Bool {
    left.microseconds < right.microseconds
  }
  package static func + (left: Instant, right: Milliseconds) -> Instant {
    Instant(microseconds: left.microseconds + right.count * 1000)
  }
  /// The whole milliseconds from `right` to `left`.
  package static func - (left: Instant, right: Instant) -> Milliseconds {
    Milliseconds((left.microseconds - right.microseconds) / 1000)
  }
  package func after(microseconds delay: Int64) -> Instant {
    Instant(microseconds: microseconds + delay)
  }
}
