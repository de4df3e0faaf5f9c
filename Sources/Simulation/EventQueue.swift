/// What will happen, in a total order: by time, then by the order of scheduling.
public struct EventQueue<Signal: Sendable>: Sendable {
  public var agenda = Agenda()
  /// The events themselves, each at its entry's slot.
  public var slots = PagedArray<Event<Signal>?>()

  @inlinable public init() {}

  @inlinable public var now: Instant { agenda.now }
  @inlinable public var count: Int { agenda.count }
  @inlinable public var isEmpty: Bool { agenda.count == 0 }
  @inlinable public var nextEvent: Event<Signal>? { agenda.first.flatMap { slots[Int($0.slot)] } }
  @inlinable public var nextInstant: Instant? { agenda.first?.at }
  /// How many events are due that are not background.
  @inlinable public var foregroundCount: Int { agenda.foregroundCount }

  /// The next events in order; for looking, not for the step path. O(n log n).
  public func upcoming(limit: Int) -> [Event<Signal>] {
    agenda.sorted.prefix(limit).compactMap { slots[Int($0.slot)] }
  }

  /// When the next event is due that is not background.
  @inlinable public var nextForegroundInstant: Instant? { agenda.nextForeground?.at }

  /// How many events have been scheduled so far; the next one's number is one more.
  @inlinable public var scheduledCount: UInt64 { agenda.issued }

  /// Schedules at an instant that is not in the past (one that is, happens now).
  @inlinable @discardableResult
  public mutating func schedule(
    _ signal: Signal, at instant: Instant, cause: EventID?, background isBackground: Bool = false
  ) -> EventID {
    let entry = agenda.enter(at: instant, background: isBackground)
    let event = Event(id: entry.id, at: entry.at, cause: cause, signal: signal)
    let slot = Int(entry.slot)
    if slot == slots.count { slots.append(event) } else { slots[slot] = event }
    return entry.id
  }

  @inlinable @discardableResult
  public mutating func schedule(
    _ signal: Signal, after delay: Milliseconds, cause: EventID?
  ) -> EventID {
    schedule(signal, at: now + delay, cause: cause)
  }

  /// Takes the earliest event and moves the clock to it.
  @inlinable public mutating func next() -> Event<Signal>? {
    guard let entry = agenda.take() else { return nil }
    let event = slots[Int(entry.slot)]
    slots[Int(entry.slot)] = nil
    return event
  }

  /// Takes back what was scheduled and will not be, now that whom it was for is gone; O(n).
  @inlinable public mutating func cancel(where isMeant: (Signal) -> Bool) {
    let gone = slots.indices.filter { place in slots[place].map { isMeant($0.signal) } ?? false }
    if gone.isEmpty { return }
    let isGone = Set(gone)
    agenda.remove { isGone.contains(Int($0)) }
    for place in gone { slots[place] = nil }
  }

  /// Moves the clock forward where nothing is due before.
  @inlinable public mutating func advance(to instant: Instant) { agenda.advance(to: instant) }
}
