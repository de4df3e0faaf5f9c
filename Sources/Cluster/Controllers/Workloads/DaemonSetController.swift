import DequeModule
import HashTreeCollections
import Resources
import Simulation
import Tree

/// Keeps one pod of each DaemonSet on every node that fits (`pkg/controller/daemon`).
///
/// A look costs what has changed since the last one: nodes and pods mark the places that are to be looked at again.
package struct DaemonSetController: Sendable {
  var fleets = TreeDictionary<String, DaemonFleet>()
  /// UIDs in order of appearance, so that runs are equal.
  private var order: [(uid: String, key: ObjectKey)] = []

  package init() {}

  // MARK: What comes in

  /// A node came, went, or got other labels or taints: the DaemonSets that have to look at it.
  mutating func observe(_ old: Object<Node>?, _ new: Object<Node>?) -> [ObjectKey] {
    guard let node = new ?? old else { return [] }
    if let old, let new, old.metadata.labels == new.metadata.labels, old.body.spec == new.body.spec
    {
      return []
    }
    for entry in order { fleets[entry.uid]?.mark(node.name) }
    return order.map(\.key)
  }

  mutating func observe(_ old: Object<Pod>?, _ new: Object<Pod>?) {
    if order.isEmpty { return }
    for pod in [old, new] {
      guard let pod, let owner = pod.metadata.controller, owner.kind == "DaemonSet",
        fleets[owner.uid] != nil
      else { continue }
      let isKept = pod === new
      fleets[owner.uid]?.set(pod, isKept: isKept)
    }
  }

  mutating func answered(
    _ request: Request, _ response: Response, _ key: ObjectKey, _ cache: ClusterCache
  ) -> [EventDraft] {
    guard request.kind == Catalog.pods, let owner = cache.get(DaemonSet.self, key) else {
      return []
    }
    if response.failure != nil, request.verb == .create,
      case .record(let record) = request.body, let pod = record as? Object<Pod>
    {
      fleets[owner.uid]?.mark(NodeFit.target(of: pod))
    }
    return ReplicaEvents.drafts(request, response, owner)
  }

  // MARK: Reconciling

  mutating func reconcile(_ look: inout Reconciliation) {
    guard let set = look.cache.get(DaemonSet.self, look.key) else {
      for entry in order where entry.key == look.key { fleets[entry.uid] = nil }
      order.removeAll { $0.key == look.key }
      return
    }
    if fleets[set.uid] == nil { enlist(set, look.cache) }
    guard !set.metadata.isBeingDeleted, var fleet = fleets[set.uid] else { return }
    let revisions = Revisions.all(of: set, look.cache)
    guard
      let revision = Revisions.current(
        set, set.spec.template, collisions: set.status.collisionCount, revisions, &look)
    else { return }
    let hash = revision.metadata.labels[Revisions.label] ?? ""
    fleet.adjust(to: set, hash: hash, look.cache)
    fleets[set.uid] = nil
    fleet.visit(set, hash: hash, &look)
    fleet.roll(set, hash: hash, &look)
    fleets[set.uid] = fleet
    let inUse = fleet.oldHashes
    Revisions.prune(
      revisions, limit: set.spec.revisionHistoryLimit ?? 10,
      inUse: { $0.uid == revision.uid || inUse[$0.metadata.labels[Revisions.label] ?? ""] != nil },
      &look)
    writeStatus(set, fleet.tally, &look)
  }

  private mutating func enlist(_ set: Object<DaemonSet>, _ cache: ClusterCache) {
    var fleet = DaemonFleet()
    for pod in cache.managed(Pod.self, by: set.uid) { fleet.set(pod, isKept: true) }
    fleets[set.uid] = fleet
    order.removeAll { $0.key == set.key }
    order.append((set.uid, set.key))
  }

  private func writeStatus(
    _ set: Object<DaemonSet>, _ tally: DaemonFleet.Tally, _ look: inout Reconciliation
  ) {
    var status = set.status
    status.observedGeneration = set.metadata.generation
    status.desiredNumberScheduled = tally.desired
    status.currentNumberScheduled = tally.current
    status.numberMisscheduled = tally.misscheduled
    status.numberReady = tally.ready
    status.updatedNumberScheduled = tally.updated
    status.numberAvailable = tally.available
    status.numberUnavailable = tally.desired - tally.available
    guard status != set.status else { return }
    var body = set.body
    body.status = status
    look.update(Object(set.metadata, body), subresource: "status")
  }
}
