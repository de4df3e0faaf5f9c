import Resources
import Simulation

/// etcd as a value: the living objects, the revision, and the history since the last compaction.
public struct Store: Sendable {
  /// The revision of the last write; etcd starts at 1.
  public private(set) var revision: Int64 = 1
  /// A table a kind, at the kind's place.
  public private(set) var tables: [Table]
  public private(set) var history = History()
  /// The last revision that wrote an object of a kind, at the kind's place.
  private var latest: [Int64]
  /// Revisions up to this one can no longer be watched from.
  public private(set) var compactedRevision: Int64 = 1

  public init(kinds: Int) {
    tables = Array(repeating: Table(), count: kinds)
    latest = Array(repeating: 0, count: kinds)
  }

  /// Makes room for one more kind, and gives its place.
  public mutating func addKind() -> Int {
    tables.append(Table())
    latest.append(0)
    return tables.count - 1
  }

  public func get(_ kind: Int, _ key: ObjectKey) -> (any Record)? { tables[kind][key] }

  @inlinable public func get<K: Kind>(_ kind: K.Type, _ key: ObjectKey) -> Object<K>? {
    tables[Catalog.index(of: kind)][key] as? Object<K>
  }

  /// Writes one object and gives back the version that carries the new revision.
  @discardableResult
  public mutating func put(
    _ record: any Record, kind: Int, at now: Instant, cause: EventID?
  ) -> any Record {
    revision += 1
    var metadata = record.metadata
    metadata.resourceVersion = String(revision)
    let written = record.replacingMetadata(metadata)
    let old = tables[kind].set(written.key, to: written)
    note(Change(revision: revision, at: now, cause: cause, kind: kind, old: old, new: written))
    return written
  }

  /// Writes an object that is not there yet; nil, and nothing written, where there is one of its name.
  public mutating func create(
    _ record: any Record, kind: Int, at now: Instant, cause: EventID?
  ) -> (any Record)? {
    let key = record.key
    let hash = key.hash
    guard !tables[kind].contains(key, hash) else { return nil }
    revision += 1
    var metadata = record.metadata
    metadata.resourceVersion = String(revision)
    let written = record.replacingMetadata(metadata)
    tables[kind].add(written, hash)
    note(Change(revision: revision, at: now, cause: cause, kind: kind, old: nil, new: written))
    return written
  }

  /// Takes one object out and gives back its last version, which carries the revision of the deletion.
  @discardableResult
  public mutating func delete(
    _ kind: Int, _ key: ObjectKey, at now: Instant, cause: EventID?
  ) -> (any Record)? {
    guard let old = tables[kind][key] else { return nil }
    revision += 1
    var metadata = old.metadata
    metadata.resourceVersion = String(revision)
    let last = old.replacingMetadata(metadata)
    tables[kind].set(key, to: nil)
    note(Change(revision: revision, at: now, cause: cause, kind: kind, old: last, new: nil))
    return last
  }

  public func latestRevision(of kind: Int) -> Int64 { latest[kind] }

  private mutating func note(_ change: consuming Change) {
    latest[change.kind] = change.revision
    if let forgotten = history.append(consume change) {
      compactedRevision = max(compactedRevision, forgotten)
    }
  }

  /// The change with a revision, unless it is compacted or yet to come. O(log n).
  public func change(_ revision: Int64) -> Change? {
    let place = firstPlace(after: revision - 1)
    return place < history.endIndex && history[place].revision == revision ? history[place] : nil
  }

  /// What was written after a revision, oldest first.
  public func changes(since revision: Int64) throws(Compacted) -> Slice<History> {
    guard revision >= compactedRevision else {
      throw Compacted(asked: revision, oldest: compactedRevision)
    }
    return history[firstPlace(after: revision)...]
  }

  private func firstPlace(after revision: Int64) -> Int {
    var low = history.startIndex
    var high = history.endIndex
    while low < high {
      let middle = (low + high) / 2
      if history[middle].revision <= revision { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Forgets the history up to a revision, as the API server asks etcd to every five minutes.
  public mutating func compact(to revision: Int64) {
    guard revision > compactedRevision, revision <= self.revision else { return }
    history.removeAll(before: firstPlace(after: revision))
    compactedRevision = revision
  }
}
