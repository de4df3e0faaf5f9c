import Resources
import Simulation
import Tree

extension Scheduler {
  /// The kinds that decide where pods may go; those that the cluster does not have are left out.
  private static let watched = [
    "namespaces", "nodes", "pods", "services", "replicationcontrollers", "replicasets.apps",
    "statefulsets.apps", "poddisruptionbudgets.policy", "persistentvolumeclaims",
    "persistentvolumes", "storageclasses.storage.k8s.io",
  ]

  func start(_ effects: inout Effects) {
    for name in Self.watched {
      if let kind = Catalog.index(name) { reflectors.watch(kind, &effects) }
    }
  }

  mutating func receive(_ notice: WatchNotice, _ effects: inout Effects) {
    let isGone = notice.type == .deleted
    switch notice.record {
    case let pod as Object<Pod>: receive(pod, isGone: isGone, &effects)
    case let node as Object<Node>: receive(node, isGone: isGone, &effects)
    default: receive(companion: notice.record, isGone: isGone, &effects)
    }
    stayAwake(&effects)
  }

  private mutating func receive(_ node: Object<Node>, isGone: Bool, _ effects: inout Effects) {
    if isGone { return snapshot.remove(node) }
    if let known = snapshot.info(of: node.name)?.node, !known.differsForPods(from: node) {
      return
    }
    snapshot.set(node)
    if let slot = snapshot.slot(of: node.name) { tell([.node(slot: slot)], &effects) }
  }

  private mutating func receive(
    companion record: any Record, isGone: Bool, _ effects: inout Effects
  ) {
    let key = record.key
    switch record.resource.groupResource {
    case "namespaces":
      snapshot.companions.setNamespace(record.name, isGone ? nil : record.metadata.labels)
    case "services":
      guard let service = record as? Object<Service> else { return }
      snapshot.companions.setService(key, isGone ? nil : service.spec.selector)
    case "replicasets.apps":
      guard let set = record as? Object<ReplicaSet> else { return }
      snapshot.companions.setWorkload(
        "ReplicaSet", key, isGone ? nil : LabelMatcher(set.spec.selector))
    case "replicationcontrollers":
      guard let set = record as? Object<ReplicationController> else { return }
      snapshot.companions.setWorkload(
        "ReplicationController", key, isGone ? nil : LabelMatcher(labels: set.spec.selector))
    case "statefulsets.apps":
      let selector = record.tree[["spec", "selector"]].flatMap { try? LabelSelector(tree: $0) }
      snapshot.companions.setWorkload(
        "StatefulSet", key, isGone ? nil : LabelMatcher(selector))
    case "poddisruptionbudgets.policy":
      snapshot.companions.setBudget(key, isGone ? nil : DisruptionBudget(record))
    case "persistentvolumeclaims":
      snapshot.storage.setClaim(key, isGone ? nil : record)
      bindClaimants(&effects)
      tell([.storage], &effects)
    case "persistentvolumes":
      snapshot.storage.setVolume(record.name, isGone ? nil : record)
      tell([.storage], &effects)
    case "storageclasses.storage.k8s.io":
      snapshot.storage.setClass(record.name, isGone ? nil : record)
      tell([.storage], &effects)
    default: break
    }
  }

  // MARK: Pods

  private mutating func receive(_ pod: Object<Pod>, isGone: Bool, _ effects: inout Effects) {
    let key = pod.key
    if isGone || pod.body.isTerminal {
      queue.remove(key)
      nominations.remove(key)
      if isGone { verdicts.forget(key) }
      if snapshot.remove(key) { tell([.podGone], &effects) }
    } else if !pod.body.spec.nodeName.isEmpty {
      receive(bound: pod, &effects)
    } else if pod.body.spec.schedulerName == Scheduler.name {
      receive(waiting: pod, &effects)
    }
  }

  private mutating func receive(bound pod: Object<Pod>, _ effects: inout Effects) {
    let key = pod.key
    let waiting = queue[key]
    if waiting != nil {
      queue.remove(key)
      nominations.remove(key)
    }
    switch kept.wrappedValue.update(pod, &demands) {
    case .unchanged: if waiting != nil { tell([.podPlaced], &effects) }
    case .changed: tell([.podGone], &effects)
    case .unknown:
      snapshot.add(
        pod, waiting?.demand ?? demands.demand(of: pod), to: pod.body.spec.nodeName)
      tell([.podPlaced], &effects)
    }
  }

  private mutating func receive(waiting pod: Object<Pod>, _ effects: inout Effects) {
    let key = pod.key
    guard var entry = queue[key] else {
      if pod.metadata.isBeingDeleted { return }
      let demand = demands.demand(of: pod)
      var entry = SchedulingQueue.Entry(pod: pod, demand: demand)
      if SchedulingGates.isHeld(pod) {
        entry.place = .gated
        return queue.set(key, to: entry)
      }
      queue.set(key, to: entry)
      if !pod.body.status.nominatedNodeName.isEmpty {
        nominations.set(pod, demand, node: pod.body.status.nominatedNodeName)
      }
      return queue.activate(key, at: effects.now)
    }
    let before = entry.pod
    entry.pod = pod
    let isChanged =
      before.body.spec != pod.body.spec || before.metadata.labels != pod.metadata.labels
    if isChanged { entry.demand = demands.demand(of: pod) }
    queue.set(key, to: entry)
    guard isChanged else { return }
    switch entry.place {
    case .gated where !SchedulingGates.isHeld(pod): queue.activate(key, at: effects.now)
    case .unschedulable:
      retryLater(queue.backOff(key, at: effects.now), &effects)
    default: break
    }
  }

  /// Has pods tried again that something may have helped.
  mutating func tell(_ changes: [ClusterChange], _ effects: inout Effects) {
    guard queue.hasUnschedulable else { return }
    let snapshot = snapshot
    let soonest = queue.move(at: effects.now) { entry in
      changes.contains { $0.helps(entry, snapshot) }
    }
    retryLater(soonest, &effects)
  }
}

extension Object where K == Node {
  /// Whether anything has changed that plugins ask of a node; heartbeats have not.
  func differsForPods(from other: Object<Node>) -> Bool {
    body.spec != other.body.spec || metadata.labels != other.metadata.labels
      || body.status.allocatable != other.body.status.allocatable
      || body.status.images != other.body.status.images
  }
}
