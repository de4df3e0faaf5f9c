import DequeModule
import HashTreeCollections
import Resources
import Simulation
import Tree

/// The pods of one DaemonSet by node, and what they add up to.
struct DaemonFleet: Sendable {
  /// What one node adds to the DaemonSet's status.
  struct Tally: Hashable, Sendable {
    var desired: Int32 = 0
    var current: Int32 = 0
    var misscheduled: Int32 = 0
    var ready: Int32 = 0
    var updated: Int32 = 0
    var available: Int32 = 0

    mutating func add(_ other: Tally, sign: Int32) {
      desired += sign * other.desired
      current += sign * other.current
      misscheduled += sign * other.misscheduled
      ready += sign * other.ready
      updated += sign * other.updated
      available += sign * other.available
    }
  }

  private struct Site: Sendable {
    /// Oldest first.
    var pods: [Object<Pod>] = []
    var tally = Tally()
  }

  private var sites = TreeDictionary<String, Site>()
  private var marked = TreeSet<String>()
  private var toVisit = Deque<String>()
  /// Nodes whose pod may be of an old template, in the order in which they are to be updated.
  private var toUpdate = Deque<String>()
  /// How many pods there are of each template but the newest.
  private(set) var oldHashes = TreeDictionary<String, Int>()
  /// Nodes whose pod is ready and not yet available.
  private var ripening: [String] = []
  private(set) var tally = Tally()
  private var template = PodTemplate()
  private var hash = ""

  // MARK: What comes in

  mutating func mark(_ node: String) {
    guard !node.isEmpty, marked.insert(node).inserted else { return }
    toVisit.append(node)
  }

  mutating func set(_ pod: Object<Pod>, isKept: Bool) {
    let node = NodeFit.target(of: pod)
    guard !node.isEmpty else { return }
    var site = sites[node] ?? Site()
    if let place = site.pods.firstIndex(where: { $0.uid == pod.uid }) {
      count(site.pods[place], sign: -1)
      site.pods.remove(at: place)
    }
    if isKept {
      count(pod, sign: 1)
      let created = pod.metadata.creationTimestamp?.unixSeconds ?? 0
      let place =
        site.pods.firstIndex { ($0.metadata.creationTimestamp?.unixSeconds ?? 0) > created }
        ?? site.pods.count
      site.pods.insert(pod, at: place)
    }
    sites[node] = site
    mark(node)
  }

  private mutating func count(_ pod: Object<Pod>, sign: Int) {
    let hash = pod.metadata.labels[Revisions.label] ?? ""
    let count = (oldHashes[hash] ?? 0) + sign
    oldHashes[hash] = count > 0 ? count : nil
  }

  /// A new template makes every node worth a look.
  mutating func adjust(to set: Object<DaemonSet>, hash: String, _ cache: ClusterCache) {
    for node in ripening { mark(node) }
    ripening = []
    guard template != set.spec.template || self.hash != hash else { return }
    template = set.spec.template
    self.hash = hash
    toUpdate = []
    for record in cache.table(Catalog.nodes).records {
      mark(record.name)
      toUpdate.append(record.name)
    }
  }

  // MARK: Nodes

  /// Brings every marked node in order.
  mutating func visit(_ set: Object<DaemonSet>, hash: String, _ look: inout Reconciliation) {
    while let name = toVisit.popFirst() {
      marked.remove(name)
      visit(name, set, hash, &look)
    }
    if !ripening.isEmpty { look.again(after: .seconds(1)) }
  }

  private mutating func visit(
    _ name: String, _ set: Object<DaemonSet>, _ hash: String, _ look: inout Reconciliation
  ) {
    var site = sites[name] ?? Site()
    let node = look.cache.get(Node.self, ObjectKey("", name))
    let verdict = node.map { DaemonPods.verdict(set, $0) } ?? (run: false, stay: false)
    var new = Tally()
    if verdict.run { new.desired = 1 }
    if verdict.run, site.pods.isEmpty {
      look.create(DaemonPods.pod(of: set, on: name, hash: hash))
      look.note(
        "\(set.name) has no pod on \(name) yet and makes one.",
        "\(set.name) 在 \(name) 上还没有 Pod，创建一个。")
    }
    if !site.pods.isEmpty {
      if verdict.stay {
        prune(site.pods, set, name, &look)
      } else if node != nil {
        for pod in site.pods where !pod.metadata.isBeingDeleted { remove(pod, &look) }
      }
      count(site.pods, verdict.run, set, hash, name, &new, look.now.unixSeconds)
    }
    tally.add(site.tally, sign: -1)
    tally.add(new, sign: 1)
    site.tally = new
    sites[name] = site.pods.isEmpty && node == nil ? nil : site
  }

  private mutating func count(
    _ pods: [Object<Pod>], _ runs: Bool, _ set: Object<DaemonSet>, _ hash: String, _ name: String,
    _ new: inout Tally, _ now: Int64
  ) {
    guard runs else { return new.misscheduled = 1 }
    new.current = 1
    guard let pod = pods.first else { return }
    if pod.status.isReady { new.ready = 1 }
    if pod.metadata.labels[Revisions.label] == hash { new.updated = 1 }
    switch pod.secondsToAvailable(set.spec.minReadySeconds, now: now) {
    case 0?: new.available = 1
    case .some: ripening.append(name)
    case nil: break
    }
  }

  /// Ended pods make room for new ones; of several the oldest stays.
  private func prune(
    _ pods: [Object<Pod>], _ set: Object<DaemonSet>, _ node: String, _ look: inout Reconciliation
  ) {
    var hasOne = false
    for pod in pods where !pod.metadata.isBeingDeleted {
      switch pod.status.phase {
      case "Failed":
        look.event(
          set, "FailedDaemonPod",
          "Found failed daemon pod \(pod.key.text) on node \(node), will try to kill it",
          isWarning: true)
        remove(pod, &look)
      case "Succeeded":
        look.event(
          set, "SucceededDaemonPod",
          "Found succeeded daemon pod \(pod.key.text) on node \(node), will try to delete it")
        remove(pod, &look)
      default:
        if hasOne { remove(pod, &look) }
        hasOne = true
      }
    }
  }

  private func remove(_ pod: Object<Pod>, _ look: inout Reconciliation) {
    look.delete(pod, kind: Catalog.pods)
  }

  // MARK: Updating

  /// Takes away pods of an old template, as many as may be missing at a time.
  mutating func roll(_ set: Object<DaemonSet>, hash: String, _ look: inout Reconciliation) {
    guard set.spec.updateStrategy.type == "RollingUpdate", !toUpdate.isEmpty else { return }
    let most = set.spec.updateStrategy.rollingUpdate?.maxUnavailable
    let limit = max(1, DaemonPods.count(most, of: tally.desired))
    var budget = limit - (tally.desired - tally.available)
    var waiting = Deque<String>()
    while let name = toUpdate.popFirst() {
      let pods = sites[name]?.pods ?? []
      guard let old = pods.first(where: { $0.metadata.labels[Revisions.label] != hash }) else {
        continue
      }
      if old.metadata.isBeingDeleted {
        waiting.append(name)
        continue
      }
      let isAvailable =
        old.secondsToAvailable(set.spec.minReadySeconds, now: look.now.unixSeconds) == 0
      if !isAvailable {
        remove(old, &look)
        waiting.append(name)
      } else if budget > 0 {
        budget -= 1
        remove(old, &look)
        waiting.append(name)
      } else {
        // No more may be missing: this one and those behind it wait.
        toUpdate.prepend(name)
        break
      }
    }
    for name in waiting.reversed() { toUpdate.prepend(name) }
  }
}
