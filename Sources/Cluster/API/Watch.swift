import Resources
import Store
import Tree

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
package final class Watch: Sendable {
  package let id: WatchID
  package let kind: Int
  package let client: Component
  package let selection: Selection
  /// Watches of pods on one node are found by it, so that a change costs the same in a cluster of any size.
  package let node: String?
  /// The two commonest selections, which are told without asking for fields by name.
  private let isEverything: Bool
  private let isNodeOnly: Bool

  init(id: WatchID, kind: Int, client: Component, selection: Selection, node: String?) {
    self.id = id
    self.kind = kind
    self.client = client
    self.selection = selection
    self.node = node
    isEverything =
      selection.namespace.isEmpty && selection.name.isEmpty && selection.labels == nil
      && selection.fields == nil
    isNodeOnly =
      node != nil && selection.namespace.isEmpty && selection.name.isEmpty
      && selection.labels == nil && selection.fields?.terms.count == 1
  }

  /// What a change looks like through the selection; nil when it shows nothing.
  package func view(of change: Change) -> WatchEventType? {
    if isEverything {
      return change.new == nil ? .deleted : change.old == nil ? .added : .modified
    }
    if isNodeOnly, let node { return view(of: change, on: node) }
    let before = change.old.map(selection.matches) ?? false
    guard let new = change.new else { return before ? .deleted : nil }
    switch (before, selection.matches(new)) {
    case (false, true): return .added
    case (true, true): return .modified
    case (true, false): return .deleted
    case (false, false): return nil
    }
  }

  private func view(of change: Change, on node: String) -> WatchEventType? {
    let before = (change.old as? Object<Pod>)?.body.spec.nodeName == node
    guard let new = change.new as? Object<Pod> else { return before ? .deleted : nil }
    let after = new.body.spec.nodeName == node
    return after ? (before ? .modified : .added) : (before ? .deleted : nil)
  }
}

/// All open watches, by kind.
package struct Watches: Sendable {
  private var byKind: [[Watch]]
  private var byNode: [TextKey: [Watch]] = [:]
  /// Watches of one node, by its name: each kubelet has one of its own.
  private var ofNode: [TextKey: [Watch]] = [:]
  /// The nodes that a client's watches are found by.
  private var nodesOfClient: [Component: [TextKey]] = [:]
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
    if let node {
      byNode[TextKey(node), default: []].append(watch)
      remember(TextKey(node), client)
    } else if kind == Catalog.nodes, let name = selection.fields?.exactValue(of: "metadata.name") {
      ofNode[TextKey(name), default: []].append(watch)
      remember(TextKey(name), client)
    } else {
      byKind[kind].append(watch)
    }
    return id
  }

  private mutating func remember(_ node: TextKey, _ client: Component) {
    if nodesOfClient[client]?.contains(node) != true {
      nodesOfClient[client, default: []].append(node)
    }
  }

  /// Closes every watch of a client that has gone.
  package mutating func closeAll(of client: Component) {
    for kind in byKind.indices { byKind[kind].removeAll { $0.client == client } }
    for node in nodesOfClient.removeValue(forKey: client) ?? [] {
      byNode[node]?.removeAll { $0.client == client }
      ofNode[node]?.removeAll { $0.client == client }
    }
  }

  func hasWatch(_ client: Component, _ kind: Int) -> Bool {
    byKind[kind].contains { $0.client == client }
  }

  /// The watches that may care for a change: those of its kind, those of the nodes that a pod is or was on, and those of
  /// the node itself.
  package func interested(in change: Change) -> (all: [Watch], after: [Watch], before: [Watch]) {
    let all = byKind[change.kind]
    if change.kind == Catalog.nodes { return (all, ofNode[TextKey(change.record.name)] ?? [], []) }
    guard change.kind == Catalog.pods else { return (all, [], []) }
    let after = (change.new as? Object<Pod>)?.body.spec.nodeName ?? ""
    let before = (change.old as? Object<Pod>)?.body.spec.nodeName ?? ""
    return (
      all, after.isEmpty ? [] : byNode[TextKey(after)] ?? [],
      before.isEmpty || before == after ? [] : byNode[TextKey(before)] ?? []
    )
  }
}
