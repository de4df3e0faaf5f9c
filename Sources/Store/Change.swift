import Resources
import Simulation

/// One committed write: etcd's log, with the event that caused it.
public struct Change: Sendable {
  public let revision: Int64
  public let at: Instant
  /// The event that committed it; nil for the world's first objects.
  public let cause: EventID?
  /// The kind's place in the store.
  public let kind: Int
  public let old: (any Record)?
  public let new: (any Record)?

  public var key: ObjectKey { new?.key ?? old?.key ?? ObjectKey("", "") }
  public var record: any Record {
    guard let record = new ?? old else { preconditionFailure("a change without an object") }
    return record
  }
}

/// Where a watcher cannot start, because etcd no longer holds what came after (410 Gone).
public struct Compacted: Error, Sendable {
  public let asked: Int64
  public let oldest: Int64
}
