import Resources
import Simulation

/// One committed write: etcd's log, with the event that caused it.
package struct Change: Sendable {
  package let revision: Int64
  package let at: Instant
  /// The event that committed it; nil for the world's first objects.
  package let cause: EventID?
  /// The kind's place in the store.
  package let kind: Int
  package let old: (any Record)?
  package let new: (any Record)?

  package var key: ObjectKey { new?.key ?? old?.key ?? ObjectKey("", "") }
  package var record: any Record {
    guard let record = new ?? old else { preconditionFailure("a change without an object") }
    return record
  }
}

/// Where a watcher cannot start, because etcd no longer holds what came after (410 Gone).
package struct Compacted: Error, Sendable {
  package let asked: Int64
  package let oldest: Int64
}
