import Simulation

/// Why a run ended.
package enum RunEnd: Hashable, Sendable {
  case settled, reached, limit, nothingLeft
}

extension World {
  /// Steps until nothing is due that does not merely repeat or wait, at the latest at an instant.
  ///
  /// What lies beyond the latest instant is not waited for at all: the clock stays where the last event left it.
  @discardableResult
  package mutating func settle(
    within time: Milliseconds = .seconds(60), eventLimit: Int = 50_000_000
  ) -> RunEnd {
    let latest = now + time
    var left = eventLimit
    while let next = queue.nextForegroundInstant {
      guard next <= latest, left > 0 else { return .limit }
      advance()
      left -= 1
    }
    return .settled
  }

  /// Steps until an instant, which the clock then shows.
  package mutating func run(until instant: Instant) {
    while let next = queue.nextInstant, next <= instant { advance() }
    queue.advance(to: instant)
  }
}
