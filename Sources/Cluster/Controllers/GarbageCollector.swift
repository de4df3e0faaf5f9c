import HashTreeCollections
import Resources
import Simulation
import Store
import Tree

/// Deletes what has lost its last owner, and carries out foreground and orphaning deletions.
///
/// After `pkg/controller/garbagecollector`: a graph from owners to what they own, fed by watches on every kind.
package struct GarbageCollector: Sendable {
  /// An object in the graph: its key in the work queue is made of kind and name.
  private struct Node: Hashable, Sendable {
    let kind: Int
    let key: ObjectKey

    func _rawHashValue(seed: Int) -> Int { key._rawHashValue(seed: seed ^ (kind &* 0x9E37_79B9)) }
  }

  /// By owner UID: the objects that name it. Kept in order of arrival, so that runs are equal.
  private var dependents = QuickTable<TextKey, Members>()
  /// UIDs of the objects that exist, as far as the watches have told.
  private var living = QuickTable<TextKey, Node>()

  private struct Members: Sendable {
    var slots = QuickTable<Node, Int>()
    var rows = PagedArray<Node?>()

    mutating func insert(_ node: Node) {
      guard slots[node] == nil else { return }
      slots[node] = rows.count
      rows.append(node)
    }
    mutating func remove(_ node: Node) {
      guard let slot = slots.removeValue(forKey: node) else { return }
      rows[slot] = nil
    }
    var all: [Node] { rows.compactMap { $0 } }
    var isEmpty: Bool { slots.isEmpty }
  }

  package init() {}

  /// The work queue's key of an object of any kind: the kind goes in front of the namespace.
  private static func queueKey(_ node: Node) -> ObjectKey {
    ObjectKey("\(node.kind):\(node.key.namespace)", node.key.name)
  }

  private static func node(_ key: ObjectKey) -> Node? {
    let parts = key.namespace.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let kind = Int(parts[0]) else { return nil }
    return Node(kind: kind, key: ObjectKey(String(parts[1]), key.name))
  }

  mutating func observe(
    _ kind: Int, old: (any Record)?, new: (any Record)?
  ) -> [ControllerManager.Route] {
    guard let record = new ?? old else { return [] }
    // Most changes are none of the graph's business.
    if let old, let new, !new.isBeingDeleted, old.metadata.isIdentical(to: new.metadata) {
      return []
    }
    let before = old?.ownerReferences ?? []
    let after = new?.ownerReferences ?? []
    if let old, let new, !new.isBeingDeleted, old.uid == new.uid, before == after { return [] }
    let node = Node(kind: kind, key: record.key)
    var routes: [Node] = []
    for owner in before where !after.contains(where: { $0.uid == owner.uid }) {
      dependents[TextKey(owner.uid)]?.remove(node)
      // A foreground deletion waits for its last dependent.
      if let waiting = living[TextKey(owner.uid)] { routes.append(waiting) }
    }
    for owner in after where !before.contains(where: { $0.uid == owner.uid }) {
      dependents[TextKey(owner.uid), default: Members()].insert(node)
      if living[TextKey(owner.uid)] == nil { routes.append(node) }
    }
    if let new {
      if old?.uid != new.uid { living[TextKey(new.uid)] = node }
      if new.isBeingDeleted, !new.metadata.finalizers.isEmpty { routes.append(node) }
    } else {
      living[TextKey(record.uid)] = nil
      routes += dependents[TextKey(record.uid)]?.all ?? []
      dependents[TextKey(record.uid)] = nil
      for owner in after { if let waiting = living[TextKey(owner.uid)] { routes.append(waiting) } }
    }
    return routes.map {
      ControllerManager.Route(controller: .garbageCollector, key: Self.queueKey($0))
    }
  }

  mutating func reconcile(_ look: inout Reconciliation) {
    guard let node = Self.node(look.key),
      let record = look.cache.table(node.kind)[node.key]
    else { return }
    if record.metadata.isBeingDeleted {
      if record.metadata.finalizers.contains("orphan") { return orphan(record, node.kind, &look) }
      if record.metadata.finalizers.contains("foregroundDeletion") {
        return deleteForeground(record, node.kind, &look)
      }
      return
    }
    collect(record, node.kind, &look)
  }

  /// Deletes an object none of whose owners is left.
  private func collect(_ record: any Record, _ kind: Int, _ look: inout Reconciliation) {
    let owners = record.metadata.ownerReferences
    guard !owners.isEmpty else { return }
    let present = owners.filter { living[TextKey($0.uid)] != nil }
    let waiting = present.filter { isWaiting($0.uid, look.cache) && $0.blockOwnerDeletion == true }
    if present.isEmpty {
      look.delete(record, kind: kind, propagation: propagation(of: record))
      look.note(
        "\(record.resource.kind) \(record.name) has lost its last owner and is deleted.",
        "\(record.resource.kind) \(record.name) 失去了最后一个属主，被删除。")
    } else if present.count == waiting.count, !waiting.isEmpty {
      let hasDependents = dependents[TextKey(record.uid)].map { !$0.isEmpty } ?? false
      look.delete(record, kind: kind, propagation: hasDependents ? .foreground : .background)
    }
  }

  private func isWaiting(_ uid: String, _ cache: ClusterCache) -> Bool {
    guard let node = living[TextKey(uid)], let owner = cache.table(node.kind)[node.key] else {
      return false
    }
    return owner.metadata.isBeingDeleted && owner.metadata.finalizers.contains("foregroundDeletion")
  }

  private func propagation(of record: any Record) -> Propagation {
    if record.metadata.finalizers.contains("orphan") { return .orphan }
    if record.metadata.finalizers.contains("foregroundDeletion") { return .foreground }
    return .background
  }

  /// The owner stays until everything that blocks its deletion is gone.
  private func deleteForeground(_ record: any Record, _ kind: Int, _ look: inout Reconciliation) {
    let nodes = dependents[TextKey(record.uid)]?.all ?? []
    var isBlocked = false
    for node in nodes {
      guard let dependent = look.cache.table(node.kind)[node.key] else { continue }
      let blocks = dependent.metadata.ownerReferences.contains {
        $0.uid == record.uid && $0.blockOwnerDeletion == true
      }
      if blocks { isBlocked = true }
      if !dependent.metadata.isBeingDeleted {
        let hasDependents = dependents[TextKey(dependent.uid)].map { !$0.isEmpty } ?? false
        look.delete(
          dependent, kind: node.kind, propagation: hasDependents ? .foreground : .background)
      }
    }
    if !isBlocked { removeFinalizer("foregroundDeletion", record, kind, &look) }
  }

  /// What the object owns loses its reference and stays.
  private func orphan(_ record: any Record, _ kind: Int, _ look: inout Reconciliation) {
    for node in dependents[TextKey(record.uid)]?.all ?? [] {
      guard let dependent = look.cache.table(node.kind)[node.key] else { continue }
      look.patch(
        dependent, kind: node.kind,
        [
          "metadata": [
            "ownerReferences": [["$patch": "delete", "uid": .string(record.uid)]],
            "uid": .string(dependent.uid),
          ]
        ])
    }
    removeFinalizer("orphan", record, kind, &look)
  }

  private func removeFinalizer(
    _ name: String, _ record: any Record, _ kind: Int, _ look: inout Reconciliation
  ) {
    let left = record.metadata.finalizers.filter { $0 != name }
    look.patch(
      record, kind: kind,
      [
        "metadata": [
          "finalizers": .array(left.map(Value.string)),
          "resourceVersion": .string(record.metadata.resourceVersion),
        ]
      ], type: .merge)
  }
}
