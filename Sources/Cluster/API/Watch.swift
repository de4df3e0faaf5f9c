import Resources
import Store

/// Which objects a list or watch is about.
package struct Selection: Sendable {
  package var namespace = ""
  package var name = ""
  package var labels: Selector?
  package var fields: FieldSelector?

  package init() {}

  package func matches(_ record: any Record) -> Bool {
    if !namespace.isEmpty, record.namespace != namespace { return false }
    if !name.isEmpty, record.name != name { return false }
    if let labels, !labels.matches(record.metadata.labels) { return false }
    if let fields, !fields.matches({ record.field($0) ?? "" }) { return false }
    return true
  }
}

/// One open watch: who it tells of what.
package struct Watch: Sendable {
  package let id: WatchID
  package let kind: Int
  package let client: Component
  package let selection: Selection
  /// Watches of pods on one node are found by it, so that a change costs the same in a cluster of any size.
  package let node: String?

  /// What a change looks like through the selection; nil when it shows nothing.
  package func view(of change: Change) -> WatchEventType? {
    let before = change.old.map(selection.matches) ?? false
    guard let new = change.new else { return before ? .deleted : nil }
    switch (before, selection.matches(new)) {
    case (false, true): return .added
    case (true, true): return .modified
    case (true, false): return .deleted
    case (false, false): return nil
    }
  }
}

/// All open watches, by kind.
package struct Watches: Sendable {
  private var byKind: [[Watch]]
  private var byNode: [String: [Watch]] = [:]
  private var issued = 0

  package init(kinds: Int) { byKind = Array(repeating: [], count: kinds) }

  package mutating func addKind() { byKind.append([]) }

  package mutating func open(
    _ kind: Int, _ client: Component, _ selection: Selection
  ) -> WatchID {
    issued += 1
    let id = WatchID(issued)
    let node = selection.fields?.exactValue(of: "spec.nodeName")
    let watch = Watch(id: id, kind: kind, client: client, selection: selection, node: node)
    if let node { byNode[node, default: []].append(watch) } else { byKind[kind].append(watch) }
    return id
  }

  package mutating func close(_ id: WatchID) {
    for kind in byKind.indices { byKind[kind].removeAll { $0.id == id } }
    for node in byNode.keys.sorted(by: { $0.precedes($1) }) {
      byNode[node]?.removeAll { $0.id == id }
    }
  }

  /// Closes every watch of a client that has gone.
  package mutating func closeAll(of client: Component) {
    for kind in byKind.indices { byKind[kind].removeAll { $0.client == client } }
    if case .kubelet(let name) = client { byNode[name]?.removeAll { $0.client == client } }
  }

  /// The watches that may care for a change.
  package func interested(in change: Change) -> [Watch] {
    var found = byKind[change.kind]
    guard change.kind == Catalog.pods else { return found }
    let after = (change.new as? Object<Pod>)?.spec.nodeName ?? ""
    let before = (change.old as? Object<Pod>)?.spec.nodeName ?? ""
    if !after.isEmpty { found += byNode[after] ?? [] }
    if !before.isEmpty, before != after { found += byNode[before] ?? [] }
    return found
  }
}
