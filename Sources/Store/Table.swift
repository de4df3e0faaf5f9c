import Resources
import Simulation

/// All living objects of one kind, each at a slot of its own.
public struct Table: Sendable {
  private var rows = PagedArray<(any Record)?>()
  private var index = SlotIndex()

  public init() {}

  public var count: Int { index.count }

  public subscript(key: ObjectKey) -> (any Record)? { slot(key, key.hash).flatMap { rows[$0] } }

  /// What stands at a slot; nil where it is gone.
  public subscript(slot slot: Int) -> (any Record)? { rows[slot] }

  private func slot(_ key: ObjectKey, _ hash: Int) -> Int? {
    var place = index.start(hash)
    while let slot = index.next(hash, &place) {
      if let record = rows[slot], record.name == key.name, record.namespace == key.namespace {
        return slot
      }
    }
    return nil
  }

  func contains(_ key: ObjectKey, _ hash: Int) -> Bool { slot(key, hash) != nil }

  /// Enters an object that is not there, with its key's hash.
  mutating func add(_ record: any Record, _ hash: Int) {
    index.insert(hash, rows.count)
    rows.append(record)
  }

  /// Puts the newest version of an object in its place, or takes it out; gives back the version before.
  @discardableResult
  public mutating func set(_ key: ObjectKey, to record: (any Record)?) -> (any Record)? {
    place(key, record)?.old
  }

  /// The same, and says which slot it is; nil where there was nothing to take out.
  public mutating func place(
    _ key: ObjectKey, _ record: (any Record)?
  ) -> (slot: Int, old: (any Record)?)? {
    let hash = key.hash
    if let slot = slot(key, hash) {
      let old = rows[slot]
      rows[slot] = record
      if record == nil { index.remove(hash, slot) }
      return (slot, old)
    }
    guard let record else { return nil }
    add(record, hash)
    return (rows.count - 1, nil)
  }

  /// Every object in the order of creation: the same in every process, unlike the order of a hash table.
  public var records: some Sequence<any Record> { rows.lazy.compactMap { $0 } }

  /// The objects as etcd lists them: in byte order of namespace and name.
  public func sorted(
    namespace: String? = nil, where isWanted: (any Record) -> Bool = { _ in true }
  ) -> [any Record] {
    var found: [(key: ObjectKey, record: any Record)] = []
    for case let record? in rows
    where (namespace == nil || record.namespace == namespace) && isWanted(record) {
      found.append((record.key, record))
    }
    found.sort { $0.key < $1.key }
    return found.map(\.record)
  }
}
