import Simulation

/// One event that has happened: what, when, why, and which revisions it wrote.
package struct JournalEntry: Sendable {
  package let id: EventID
  package let at: Instant
  package let cause: EventID?
  package let signal: Signal
  /// The revisions that the event committed.
  package let revisions: Range<Int64>
  package let notes: [Note]

  package init(
    id: EventID, at: Instant, cause: EventID?, signal: Signal, revisions: Range<Int64>,
    notes: [Note]
  ) {
    self.id = id
    self.at = at
    self.cause = cause
    self.signal = signal
    self.revisions = revisions
    self.notes = notes
  }
}

/// Everything that has happened, in order; of very long histories only the newest part is kept, and of the rest what led
/// to what.
package struct Journal: Sendable {
  /// Entries that a generation holds before the one before it is forgotten.
  private let generationSize: Int

  private var older = PagedArray<JournalEntry>()
  private var newer = PagedArray<JournalEntry>()
  /// The number of the first entry of `older`.
  private var firstNumber = 0
  /// By event number: the entry's number, or -1 while the event is still to come.
  private var places = PagedArray<Int32>()
  /// By event number: the number of its cause; 0 where it has none or is still to come.
  private var causes = PagedArray<UInt32>()

  package init(generationSize: Int = 500_000) { self.generationSize = generationSize }

  /// How many events have happened.
  package var count: Int { firstNumber + older.count + newer.count }
  package var firstKept: Int { firstNumber }

  mutating func append(_ entry: consuming JournalEntry) {
    if newer.count == generationSize {
      firstNumber += older.count
      older = newer
      newer = PagedArray()
    }
    let id = Int(entry.id.number)
    while places.count <= id {
      places.append(-1)
      causes.append(0)
    }
    places[id] = Int32(count)
    if let cause = entry.cause { causes[id] = UInt32(cause.number) }
    newer.append(consume entry)
  }

  /// The n-th event that happened, from 0; nil when it is forgotten or yet to come.
  package subscript(number: Int) -> JournalEntry? {
    let place = number - firstNumber
    guard place >= 0 else { return nil }
    if place < older.count { return older[place] }
    return place - older.count < newer.count ? newer[place - older.count] : nil
  }

  /// Which event, counted in the order of happening, one is.
  package func number(of id: EventID) -> Int? {
    guard id.number < UInt64(places.count) else { return nil }
    let place = places[Int(id.number)]
    return place < 0 ? nil : Int(place)
  }

  /// What led to an event, be it kept or not; nil for what came from outside, and at the world's start.
  package func cause(of id: EventID) -> EventID? {
    guard id.number < UInt64(causes.count) else { return nil }
    let cause = causes[Int(id.number)]
    return cause == 0 ? nil : EventID(UInt64(cause))
  }

  package subscript(id: EventID) -> JournalEntry? { number(of: id).flatMap { self[$0] } }

  package var last: JournalEntry? { newer.last ?? older.last }
}
