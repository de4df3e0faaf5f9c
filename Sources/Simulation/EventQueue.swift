import HeapModule

/// What will happen, in a total order: by time, then by the order of scheduling.
package struct EventQueue<Signal: Sendable>: Sendable {
  /// Small and without references, so that a copy of a long queue costs little.
  private struct Entry: Comparable, Sendable {
    let at: Instant
    let id: EventID
    let slot: Int32

    static func == (left: Entry, right: Entry) -> Bool { left.id == right.id }
    static func < (left: Entry, right: Entry) -> Bool {
      left.at == right.at ? left.id < right.id : left.at < right.at
    }
  }

  package private(set) var now = Instant.zero
  private var heap = Heap<Entry>()
  /// What only repeats or waits out a deadline: a queue of its own, so that one can ask what else is due.
  private var background = Heap<Entry>()
  /// The events themselves, each at its entry's slot.
  private var slots = PagedArray<Event<Signal>?>()
  private var freeSlots: [Int32] = []
  private var issued: UInt64 = 0

  package init() {}

  package var count: Int { heap.count + background.count }
  package var isEmpty: Bool { heap.isEmpty && background.isEmpty }
  package var nextEvent: Event<Signal>? {
    (nextIsBackground ? background.min : heap.min).flatMap { slots[Int($0.slot)] }
  }
  package var nextInstant: Instant? { (nextIsBackground ? background.min : heap.min)?.at }
  /// How many events are due that are not background.
  package var foregroundCount: Int { heap.count }

  /// The next events in order; for looking, not for the step path. O(n log n).
  package func upcoming(limit: Int) -> [Event<Signal>] {
    let all = (Array(heap.unordered) + Array(background.unordered)).sorted()
    return all.prefix(limit).compactMap { slots[Int($0.slot)] }
  }

  /// When the next event is due that is not background.
  package var nextForegroundInstant: Instant? { heap.min?.at }

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
    let at = max(instant, now)
    let event = Event(id: id, at: at, cause: cause, signal: signal)
    let slot = freeSlots.popLast() ?? Int32(slots.count)
    if Int(slot) == slots.count { slots.append(event) } else { slots[Int(slot)] = event }
    let entry = Entry(at: at, id: id, slot: slot)
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
    guard let entry = nextIsBackground ? background.popMin() : heap.popMin(),
      let event = slots[Int(entry.slot)]
    else { return nil }
    slots[Int(entry.slot)] = nil
    freeSlots.append(entry.slot)
    now = entry.at
    return event
  }

  /// Moves the clock forward where nothing is due before.
  package mutating func advance(to instant: Instant) {
    precondition(nextInstant.map { instant <= $0 } ?? true)
    now = max(now, instant)
  }
}
