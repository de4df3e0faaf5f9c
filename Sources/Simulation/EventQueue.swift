import HeapModule

/// What will happen, in a total order: by time, then by the order of scheduling.
package struct EventQueue<Signal: Sendable>: Sendable {
  private struct Entry: Comparable, Sendable {
    let event: Event<Signal>
    static func == (left: Entry, right: Entry) -> Bool { left.event.id == right.event.id }
    static func < (left: Entry, right: Entry) -> Bool {
      (left.event.at, left.event.id) < (right.event.at, right.event.id)
    }
  }

  package private(set) var now = Instant.zero
  private var heap = Heap<Entry>()
  /// What only repeats or waits out a deadline: a queue of its own, so that one can ask what else is due.
  private var background = Heap<Entry>()
  private var issued: UInt64 = 0

  package init() {}

  package var count: Int { heap.count + background.count }
  package var isEmpty: Bool { heap.isEmpty && background.isEmpty }
  package var nextEvent: Event<Signal>? {
    nextIsBackground ? background.min?.event : heap.min?.event
  }
  package var nextInstant: Instant? { nextEvent?.at }
  /// How many events are due that are not background.
  package var foregroundCount: Int { heap.count }

  /// The next events in order; for looking, not for the step path. O(n log n).
  package func upcoming(limit: Int) -> [Event<Signal>] {
    let all = (Array(heap.unordered) + Array(background.unordered)).sorted()
    return all.prefix(limit).map(\.event)
  }

  /// When the next event is due that is not background.
  package var nextForegroundInstant: Instant? { heap.min?.event.at }

  private var nextIsBackground: Bool {
    guard let other = background.min else { return false }
    guard let first = heap.min else { return true }
    return other < first
  }

  /// How many events have been scheduled so far; the next one's number is one more.
  package var scheduledCount: UInt64 { issued }

  /// Schedules at an instant that is not in the past (one that is, happens now).
  @discardableResult
  package mutating func schedule(
    _ signal: Signal, at instant: Instant, cause: EventID?, background isBackground: Bool = false
  ) -> EventID {
    issued += 1
    let id = EventID(issued)
    let entry = Entry(event: Event(id: id, at: max(instant, now), cause: cause, signal: signal))
    if isBackground { background.insert(entry) } else { heap.insert(entry) }
    return id
  }

  @discardableResult
  package mutating func schedule(
    _ signal: Signal, after delay: Milliseconds, cause: EventID?
  ) -> EventID {
    schedule(signal, at: now + delay, cause: cause)
  }

  /// Takes the earliest event and moves the clock to it.
  package mutating func next() -> Event<Signal>? {
    guard let entry = nextIsBackground ? background.popMin() : heap.popMin() else { return nil }
    now = entry.event.at
    return entry.event
  }

  /// Moves the clock forward where nothing is due before.
  package mutating func advance(to instant: Instant) {
    precondition(nextInstant.map { instant <= $0 } ?? true)
    now = max(now, instant)
  }
}
