import HashTreeCollections
import Resources
import Store

/// What a component has seen of the cluster through its watches: always a little behind the store.
package struct ClusterCache: Sendable {
  private struct Owned: Hashable { let owner: String, kind: Int }

  private var tables: [Table]
  /// By the UID of the controller and the kind: what it manages.
  private var owned = TreeDictionary<Owned, Table>()
  /// Pods that nobody manages, by namespace.
  private var strayPods = TreeDictionary<String, Table>()

  package init(kinds: Int) { tables = Array(repeating: Table(), count: kinds) }

  /// Takes in one change and gives back the version that it replaces.
  @discardableResult
  package mutating func apply(_ notice: WatchNotice) -> (any Record)? {
    while tables.count <= notice.kind { tables.append(Table()) }
    let key = notice.record.key
    let new = notice.type == .deleted ? nil : notice.record
    let old = tables[notice.kind].set(key, to: new)
    index(notice.kind, key, old: old, new: new)
    return old
  }

  private mutating func index(
    _ kind: Int, _ key: ObjectKey, old: (any Record)?, new: (any Record)?
  ) {
    let before = old?.controller?.uid
    let after = new?.controller?.uid
    if let before, before != after { owned[Owned(owner: before, kind: kind)]?.set(key, to: nil) }
    if let after { owned[Owned(owner: after, kind: kind), default: Table()].set(key, to: new) }
    guard kind == Catalog.pods else { return }
    if new != nil, after == nil {
      strayPods[key.namespace, default: Table()].set(key, to: new)
    } else if old != nil, before == nil {
      strayPods[key.namespace]?.set(key, to: nil)
    }
  }

  /// How many kinds are known: those of every cluster and custom ones.
  package var kinds: Int { tables.count }

  package func table(_ kind: Int) -> Table { kind < tables.count ? tables[kind] : Table() }

  package func get<K: Kind>(_ kind: K.Type, _ key: ObjectKey) -> Object<K>? {
    tables[Catalog.index(of: kind)][key] as? Object<K>
  }

  package func all<K: Kind>(_ kind: K.Type) -> [Object<K>] {
    tables[Catalog.index(of: kind)].records.compactMap { $0 as? Object<K> }
  }

  /// What an owner manages, in the order of creation.
  package func managed<K: Kind>(_ kind: K.Type, by owner: String) -> [Object<K>] {
    owned[Owned(owner: owner, kind: Catalog.index(of: kind))]?.records
      .compactMap { $0 as? Object<K> } ?? []
  }

  package func strayPods(in namespace: String) -> [Object<Pod>] {
    strayPods[namespace]?.records.compactMap { $0 as? Object<Pod> } ?? []
  }
}
