/// Names an event for ever: they are counted from 1 in the order in which they were scheduled.
public struct EventID: Hashable, Comparable, Sendable {
  public let number: UInt64
  public init(_ number: UInt64) { self.number = number }
  public static func < (left: EventID, right: EventID) -> Bool { left.number < right.number }
}

/// A thing that will happen, and the event that made it so; nil where a line typed or the world's start did.
public struct Event<Signal: Sendable>: Sendable {
  public let id: EventID
  public let at: Instant
  public let cause: EventID?
  public let signal: Signal

  @inlinable public init(id: EventID, at: Instant, cause: EventID?, signal: Signal) {
    self.id = id
    self.at = at
    self.cause = cause
    self.signal = signal
  }
}
