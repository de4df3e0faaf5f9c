import DequeModule
import HashTreeCollections
import Resources
import Simulation

/// Keys that a controller has to look at: each at most once, never twice at a time, later after failures.
///
/// After client-go's `workqueue`: a key that is added while it is being worked on comes back afterwards.
package struct WorkQueue: Sendable {
  private var waiting = Deque<ObjectKey>()
  private var dirty = TreeSet<ObjectKey>()
  private var processing = TreeSet<ObjectKey>()
  private var failures = TreeDictionary<ObjectKey, Int>()
  /// When the keys are due that are to be added later.
  private var later = TreeDictionary<ObjectKey, Instant>()

  package init() {}

  package var isEmpty: Bool { waiting.isEmpty }
  package var keys: [ObjectKey] { Array(waiting) }

  /// Gives back whether there is something new to take.
  package mutating func add(_ key: ObjectKey) -> Bool {
    guard dirty.insert(key).inserted else { return false }
    if processing.contains(key) { return false }
    waiting.append(key)
    return true
  }

  package mutating func take() -> ObjectKey? {
    guard let key = waiting.popFirst() else { return nil }
    dirty.remove(key)
    processing.insert(key)
    return key
  }

  /// Gives back whether the key was added meanwhile and waits again.
  package mutating func done(_ key: ObjectKey) -> Bool {
    processing.remove(key)
    guard dirty.contains(key) else { return false }
    waiting.append(key)
    return true
  }

  /// Gives back whether a timer is needed: a key waits for one instant only, the earliest (client-go's delaying queue).
  package mutating func add(_ key: ObjectKey, at instant: Instant) -> Bool {
    if let known = later[key], known <= instant { return false }
    later[key] = instant
    return true
  }

  /// Gives back whether there is something new to take; a timer that an earlier one has overtaken adds nothing.
  package mutating func addDue(_ key: ObjectKey, now: Instant) -> Bool {
    guard let instant = later[key], instant <= now else { return false }
    later[key] = nil
    return add(key)
  }

  package mutating func forget(_ key: ObjectKey) { failures[key] = nil }

  /// How long to wait after one more failure: 5 ms doubled each time, at most 1,000 s.
  package mutating func delayAfterFailure(_ key: ObjectKey) -> Milliseconds {
    let count = failures[key] ?? 0
    failures[key] = count + 1
    return Milliseconds(min(5 << Int64(min(count, 30)), 1_000_000))
  }
}
