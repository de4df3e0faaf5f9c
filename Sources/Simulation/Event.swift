/// Names an event for ever: they are counted from 1 in the order in which they were scheduled.
package struct EventID: Hashable, Comparable, Sendable {
  package let number: UInt64
  package init(_ number: UInt64) { self.number = number }
  package static func < (left: EventID, right: EventID) -> Bool { left.number < right.number }
}

/// A thing that will happen, and the event that made it so; nil where a line typed or the world's start did.
package struct Event<Signal: Sendable>: Sendable {
  package let id: EventID
  package let at: Instant
  package let cause: EventID?
  package let signal: Signal

  @inlinable package init(id: EventID, at: Instant, cause: EventID?, signal: Signal) {
    self.id = id
    self.at = at
    self.cause = cause
    self.signal = signal
  }
}
