import HashTreeCollections
import HeapModule
import Resources
import Simulation
import Store

/// Pods that wait for a node: those that are next, those that wait out a back-off and those that no node would take
/// (pkg/scheduler/backend/queue).
package struct SchedulingQueue: Sendable {
  /// Where a pod waits.
  enum Place: Hashable, Sendable {
    case active, backoff, unschedulable
    /// A scheduling gate holds it.
    case gated
    /// A node is chosen and the API server is being told.
    case binding
  }

  struct Entry: Sendable {
    var pod: Object<Pod>
    var demand: PodDemand
    var place = Place.active
    var attempts = 0
    /// When it was last put where it waits.
    var since = Instant.zero
    /// The plugins that objected the last time.
    var objectors: [String] = []
    /// Tells a later stay in a list from an earlier one.
    var ticket = 0
  }

  private struct Backoff: Comparable, Sendable {
    let until: Instant
    let ticket: Int
    let key: ObjectKey
    static func == (left: Backoff, right: Backoff) -> Bool { left.ticket == right.ticket }
    static func < (left: Backoff, right: Backoff) -> Bool {
      (left.until, left.ticket) < (right.until, right.ticket)
    }
  }

  private static let leftoverAge = Milliseconds.seconds(300)

  private var entries = QuickTable<ObjectKey, Entry>()
  /// By descending priority: the pods that are next, in the order of their coming.
  private var lanes: [(priority: Int32, waiting: PagedQueue<(key: ObjectKey, ticket: Int)>)] = []
  private var backoffs = Heap<Backoff>()
  private var unschedulable: [(key: ObjectKey, ticket: Int)] = []
  private var tickets = 0

  package var count: Int { entries.count }
  var hasUnschedulable: Bool { !unschedulable.isEmpty }

  subscript(key: ObjectKey) -> Entry? { entries[key] }

  /// Pods that could be taken at once.
  var hasNext: Bool { lanes.contains { !$0.waiting.isEmpty } }

  // MARK: Changes

  mutating func set(_ key: ObjectKey, to entry: Entry) { entries[key] = entry }

  mutating func update(_ key: ObjectKey, _ pod: Object<Pod>) { entries[key]?.pod = pod }

  mutating func remove(_ key: ObjectKey) { entries[key] = nil }

  mutating func activate(_ key: ObjectKey, at now: Instant) {
    guard var entry = entries[key] else { return }
    tickets += 1
    entry.place = .active
    entry.ticket = tickets
    entry.since = now
    let priority = entry.demand.content.priority
    entries[key] = entry
    let place = lanes.firstIndex { $0.priority <= priority } ?? lanes.count
    if place == lanes.count || lanes[place].priority != priority {
      lanes.insert((priority, PagedQueue()), at: place)
    }
    lanes[place].waiting.append((key, tickets))
  }

  /// The pod with the highest priority that has waited longest.
  mutating func next() -> ObjectKey? {
    for place in lanes.indices {
      while let first = lanes[place].waiting.popFirst() {
        guard let entry = entries[first.key], entry.ticket == first.ticket, entry.place == .active
        else { continue }
        entries[first.key]?.attempts += 1
        return first.key
      }
    }
    lanes.removeAll()
    return nil
  }

  mutating func park(_ key: ObjectKey, _ objectors: [String], at now: Instant) {
    guard var entry = entries[key] else { return }
    tickets += 1
    entry.place = .unschedulable
    entry.ticket = tickets
    entry.since = now
    entry.objectors = objectors
    entries[key] = entry
    unschedulable.append((key, tickets))
  }

  /// Has a pod wait out its back-off, and says how long that is.
  mutating func backOff(_ key: ObjectKey, at now: Instant) -> Milliseconds? {
    guard let entry = entries[key] else { return nil }
    let until = entry.since + Self.backoff(after: entry.attempts)
    guard until > now else {
      activate(key, at: now)
      return nil
    }
    tickets += 1
    entries[key]?.place = .backoff
    entries[key]?.ticket = tickets
    backoffs.insert(Backoff(until: until, ticket: tickets, key: key))
    return until - now
  }

  /// One second, doubled with each attempt, at most ten (`podInitialBackoffSeconds`, `podMaxBackoffSeconds`).
  static func backoff(after attempts: Int) -> Milliseconds {
    .seconds(min(10, 1 << Int64(max(0, min(attempts - 1, 4)))))
  }

  mutating func endBackoffs(at now: Instant) {
    while let first = backoffs.min, first.until <= now {
      _ = backoffs.popMin()
      if let entry = entries[first.key], entry.ticket == first.ticket, entry.place == .backoff {
        activate(first.key, at: now)
      }
    }
  }

  /// Takes pods out of those that no node would take; gives back the shortest time until one of them is due.
  mutating func move(at now: Instant, where isHelped: (Entry) -> Bool) -> Milliseconds? {
    let before = unschedulable
    unschedulable = []
    var soonest: Milliseconds?
    for item in before {
      guard let entry = entries[item.key], entry.ticket == item.ticket else { continue }
      if !isHelped(entry) {
        unschedulable.append(item)
      } else if let delay = backOff(item.key, at: now) {
        soonest = min(soonest ?? delay, delay)
      }
    }
    return soonest
  }

  /// Takes out pods that have waited five minutes without anything happening (`flushUnschedulablePodsLeftover`).
  mutating func moveLeftovers(at now: Instant) -> Milliseconds? {
    move(at: now) { now - $0.since >= Self.leftoverAge }
  }
}

/// A queue in pages: a copy shares them, and taking the first element writes nothing but a number.
struct PagedQueue<Element: Sendable>: Sendable {
  private var elements = PagedArray<Element>()
  private var first = 0

  var isEmpty: Bool { first == elements.count }

  mutating func append(_ element: Element) { elements.append(element) }

  mutating func popFirst() -> Element? {
    guard first < elements.count else { return nil }
    defer {
      first += 1
      if first == elements.count {
        elements = PagedArray()
        first = 0
      }
    }
    return elements[first]
  }
}
