import HashTreeCollections
import Resources
import Simulation
import Store
import Tree

/// What a component has seen of the cluster through its watches: always a little behind the store.
package struct ClusterCache: Sendable {
  private struct Owned: Hashable {
    let owner: TextKey
    let kind: Int

    init(_ owner: String, _ kind: Int) {
      self.owner = TextKey(owner)
      self.kind = kind
    }

    func _rawHashValue(seed: Int) -> Int { owner._rawHashValue(seed: seed ^ (kind &* 0x9E37_79B9)) }
  }

  private var tables: [Table]
  /// By kind and slot: where the object stands in its owner's list.
  private var positions: [PagedArray<Int32>]
  /// By the UID of the controller and the kind: the slots of what it manages, in the order of creation; -1 where one is
  /// gone.
  private var owned = TreeDictionary<Owned, PagedArray<Int32>>()
  /// Pods that nobody manages, by namespace.
  private var strayPods = TreeDictionary<String, Table>()

  package init(kinds: Int) {
    tables = Array(repeating: Table(), count: kinds)
    positions = Array(repeating: PagedArray(), count: kinds)
  }

  /// Takes in one change and gives back the version that it replaces.
  @discardableResult
  package mutating func apply(_ notice: WatchNotice) -> (any Record)? {
    while tables.count <= notice.kind {
      tables.append(Table())
      positions.append(PagedArray())
    }
    let key = notice.record.key
    let new = notice.type == .deleted ? nil : notice.record
    guard let (slot, old) = tables[notice.kind].place(key, new) else { return nil }
    index(notice.kind, slot, old: old, new: new)
    if notice.kind == Catalog.pods { indexStray(key, old: old, new: new) }
    return old
  }

  private mutating func index(
    _ kind: Int, _ slot: Int, old: (any Record)?, new: (any Record)?
  ) {
    let before = old?.controllerUID
    let after = new?.controllerUID
    if before == after { return }
    while positions[kind].count <= slot { positions[kind].append(-1) }
    if let before { owned[Owned(before, kind)]?[Int(positions[kind][slot])] = -1 }
    if let after {
      let list = Owned(after, kind)
      positions[kind][slot] = Int32(owned[list]?.count ?? 0)
      owned[list, default: PagedArray()].append(Int32(slot))
    }
  }

  private mutating func indexStray(_ key: ObjectKey, old: (any Record)?, new: (any Record)?) {
    let before = old?.controllerUID
    let after = new?.controllerUID
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
    let index = Catalog.index(of: kind)
    guard let slots = owned[Owned(owner, index)] else { return [] }
    return slots.compactMap { $0 < 0 ? nil : tables[index][slot: Int($0)] as? Object<K> }
  }

  package func strayPods(in namespace: String) -> [Object<Pod>] {
    strayPods[namespace]?.records.compactMap { $0 as? Object<Pod> } ?? []
  }
}
