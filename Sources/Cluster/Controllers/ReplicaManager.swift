import HashTreeCollections
import Resources
import Simulation
import Store
import Tree

/// Keeps as many pods of an owner as it wishes for: what ReplicaSet and ReplicationController share.
///
/// After `pkg/controller/replicaset/replica_set.go`, which serves both kinds too.
package struct ReplicaManager: Sendable {
  /// What the manager needs to know of the owner, whatever its kind.
  struct Owner {
    let record: any Record
    let kind: Int
    let replicas: Int32
    let template: PodTemplate
    let tallied: TalliedOwner
    let minReadySeconds: Int32
    let status: ReplicaSetStatus
  }

  /// Writes that were asked for and not yet seen in the cache (client-go's expectations).
  private struct Expectations: Sendable {
    var creations: Int32 = 0
    var deletions: [String] = []
  }

  /// Creations of one look at most; more would flood the API server.
  private static let burst: Int32 = 500

  private var expectations = QuickTable<ObjectKey, Expectations>()
  /// What the server said to a creation or deletion since the last one that it carried out.
  private var refusals = QuickTable<ObjectKey, String>()
  private var batches = QuickTable<ObjectKey, Int32>()
  private var tallies = QuickTable<TextKey, Tally>()

  private struct Tally: Sendable {
    let owner: TalliedOwner
    var pods = PodTally()

    mutating func add(_ pod: Object<Pod>, sign: Int32) { pods.add(pod, owner, sign: sign) }
  }

  init() {}

  mutating func forget(_ key: ObjectKey) {
    expectations[key] = nil
    refusals[key] = nil
    batches[key] = nil
  }

  // MARK: What comes in

  mutating func observe(_ old: Object<Pod>?, _ new: Object<Pod>?) {
    if tallies.isEmpty, expectations.isEmpty { return }
    if let old, let new, Self.areAlike(old, new) { return }
    if let old, let owner = old.metadata.controllerUID {
      tallies[TextKey(owner)]?.add(old, sign: -1)
    }
    if let new, let owner = new.metadata.controllerUID {
      tallies[TextKey(owner)]?.add(new, sign: 1)
    }
    if expectations.isEmpty { return }
    if let new, old == nil, let owner = new.metadata.controllerName {
      let key = ObjectKey(new.namespace, owner.name)
      if let expected = expectations[key], expected.creations > 0 {
        expectations[key]?.creations -= 1
      }
    }
    if let pod = old ?? new, new?.metadata.isBeingDeleted ?? true,
      let owner = pod.metadata.controllerName
    {
      expectations[ObjectKey(pod.namespace, owner.name)]?.deletions.removeAll { $0 == pod.uid }
    }
  }

  /// Whether two versions of a pod count the same; most changes of a pod's status do.
  private static func areAlike(_ old: Object<Pod>, _ new: Object<Pod>) -> Bool {
    (old.metadata.isIdentical(to: new.metadata)
      || old.metadata.labels == new.metadata.labels
        && old.metadata.ownerReferences == new.metadata.ownerReferences
        && (old.metadata.deletionTimestamp == nil) == (new.metadata.deletionTimestamp == nil))
      && (old.body.sharedStatus.isIdentical(to: new.body.sharedStatus)
        || old.body.isTerminal == new.body.isTerminal
          && old.isReady == new.isReady)
  }

  /// A creation or deletion that failed will not be seen in the cache.
  mutating func failed(_ request: Request, _ failure: Status, _ key: ObjectKey) {
    if request.verb == .create || failure.code != 404 { refusals[key] = failure.message }
    batches[key] = nil
    switch request.verb {
    case .create: expectations[key]?.creations -= 1
    case .delete: expectations[key]?.deletions.removeAll { $0 == request.preconditionUID }
    default: break
    }
  }

  /// A creation or deletion that was carried out.
  mutating func succeeded(_ request: Request, _ key: ObjectKey) {
    if request.verb == .create || request.verb == .delete { refusals[key] = nil }
  }

  private mutating func tally(_ owner: Owner, _ cache: ClusterCache) -> PodTally {
    let uid = owner.record.uid
    if let known = tallies[TextKey(uid)], known.owner == owner.tallied { return known.pods }
    var tally = Tally(owner: owner.tallied)
    for pod in cache.managed(Pod.self, by: uid) { tally.pods.add(pod, owner.tallied, sign: 1) }
    tallies[TextKey(uid)] = tally
    return tally.pods
  }

  // MARK: Reconciling

  /// Adopts, releases, creates and deletes; gives back the status that follows from what the cache shows.
  mutating func reconcile(_ owner: Owner, _ look: inout Reconciliation) -> ReplicaSetStatus {
    let key = look.key
    let pods = tally(owner, look.cache)
    if !owner.record.metadata.isBeingDeleted { adopt(owner, &look) }
    if pods.misfits > 0 { release(owner, &look) }
    let expected = expectations[key] ?? Expectations()
    let isSettled = expected.creations <= 0 && expected.deletions.isEmpty
    if isSettled, look.requests.isEmpty, !owner.record.metadata.isBeingDeleted {
      manage(owner, pods, &look)
    }
    return status(owner, pods, &look)
  }

  private mutating func adopt(_ owner: Owner, _ look: inout Reconciliation) {
    for pod in look.cache.strayPods(in: owner.record.namespace) {
      guard pod.isActive, owner.tallied.matches(pod.metadata.labels) else { continue }
      let patch: Value = [
        "metadata": [
          "ownerReferences": [owner.record.controllerReference.tree], "uid": .string(pod.uid),
        ]
      ]
      look.patch(pod, kind: Catalog.pods, patch)
      look.note(
        "\(owner.record.name) adopts pod \(pod.name): its labels match and nobody manages it.",
        "\(owner.record.name) 收养 Pod \(pod.name)：标签匹配且无人管理。")
    }
  }

  private func release(_ owner: Owner, _ look: inout Reconciliation) {
    for pod in look.cache.managed(Pod.self, by: owner.record.uid) {
      guard pod.isActive, !owner.tallied.matches(pod.metadata.labels) else { continue }
      let patch: Value = [
        "metadata": [
          "ownerReferences": [["$patch": "delete", "uid": .string(owner.record.uid)]],
          "uid": .string(pod.uid),
        ]
      ]
      look.patch(pod, kind: Catalog.pods, patch)
      look.note(
        "\(owner.record.name) releases pod \(pod.name): its labels no longer match.",
        "\(owner.record.name) 释放 Pod \(pod.name)：标签不再匹配。")
    }
  }

  private mutating func manage(_ owner: Owner, _ pods: PodTally, _ look: inout Reconciliation) {
    let difference = pods.active - owner.replicas
    if difference < 0 {
      // One, two, four, …: so that a creation that cannot succeed fails once and not five hundred times.
      let batch = min(-difference, Self.burst, batches[look.key] ?? 1)
      batches[look.key] = batch * 2
      expectations[look.key] = Expectations(creations: batch)
      let pod = Self.pod(of: owner)
      for _ in 0..<batch { look.create(pod) }
      look.note(
        "\(owner.record.name) has \(pods.active) of \(owner.replicas) pods and creates \(batch).",
        "\(owner.record.name) 有 \(pods.active)/\(owner.replicas) 个 Pod，再创建 \(batch) 个。")
    } else if difference > 0 {
      let victims = choose(min(difference, Self.burst), of: owner, look.cache, look.now)
      expectations[look.key] = Expectations(deletions: victims.map(\.uid))
      for pod in victims { look.delete(pod, kind: Catalog.pods) }
      look.note(
        "\(owner.record.name) has \(pods.active) pods for \(owner.replicas) and deletes \(victims.count).",
        "\(owner.record.name) 有 \(pods.active) 个 Pod，应为 \(owner.replicas) 个，删除 \(victims.count) 个。")
    } else {
      batches[look.key] = nil
      refusals[look.key] = nil
    }
  }

  private static func pod(of owner: Owner) -> Object<Pod> {
    var metadata = Metadata(
      name: "", namespace: owner.record.namespace, labels: owner.template.metadata.labels)
    metadata.generateName = owner.record.name + "-"
    metadata.annotations = owner.template.metadata.annotations
    metadata.finalizers = owner.template.metadata.finalizers
    metadata.ownerReferences = [owner.record.controllerReference]
    var pod = Pod()
    pod.sharedSpec = owner.template.sharedSpec
    return Object(metadata, pod)
  }

  /// The pods that are worth least go first (`controller.ActivePodsWithRanks`).
  private func choose(
    _ count: Int32, of owner: Owner, _ cache: ClusterCache, _ now: Instant
  ) -> [Object<Pod>] {
    let pods = cache.managed(Pod.self, by: owner.record.uid).filter {
      $0.isActive && owner.tallied.matches($0.metadata.labels)
    }
    var perNode = TreeDictionary<String, Int>()
    for pod in pods where !pod.spec.nodeName.isEmpty { perNode[pod.spec.nodeName, default: 0] += 1 }
    let ranked = pods.map { pod in
      (pod: pod, rank: PodRank(pod, related: perNode[pod.spec.nodeName] ?? 0))
    }
    let ordered = stablySorted(ranked) { left, right in
      left.rank.isDeleted(before: right.rank, now: now.unixSeconds)
    }
    return ordered.prefix(Int(count)).map(\.pod)
  }

  // MARK: Status

  private func status(
    _ owner: Owner, _ pods: PodTally, _ look: inout Reconciliation
  ) -> ReplicaSetStatus {
    var status = owner.status
    status.replicas = pods.active
    status.fullyLabeledReplicas = pods.fullyLabeled
    status.readyReplicas = pods.ready
    status.availableReplicas = available(owner, pods, &look)
    status.observedGeneration = owner.record.metadata.generation
    let known = status.conditions.firstIndex { $0.type == Self.failure }
    if let refusal = refusals[look.key] {
      if known == nil {
        let difference = pods.active - owner.replicas
        status.conditions.append(Self.condition(refusal, difference, look.now))
      }
    } else if let known {
      status.conditions.remove(at: known)
    }
    return status
  }

  static let failure = "ReplicaFailure"

  private static func condition(
    _ refusal: String, _ difference: Int32, _ now: Instant
  ) -> WorkloadCondition {
    var condition = WorkloadCondition()
    condition.type = failure
    condition.status = "True"
    condition.reason = difference < 0 ? "FailedCreate" : difference > 0 ? "FailedDelete" : ""
    condition.message = refusal
    condition.lastTransitionTime = Time(now)
    return condition
  }

  private func available(
    _ owner: Owner, _ pods: PodTally, _ look: inout Reconciliation
  ) -> Int32 {
    guard owner.minReadySeconds > 0 else { return pods.ready }
    var count: Int32 = 0
    var next: Int64?
    for pod in look.cache.managed(Pod.self, by: owner.record.uid)
    where pod.isActive && owner.tallied.matches(pod.metadata.labels) {
      guard let ready = pod.status.condition("Ready"), ready.status == "True",
        let since = ready.lastTransitionTime
      else { continue }
      let left = since.unixSeconds + Int64(owner.minReadySeconds) - look.now.unixSeconds
      if left <= 0 { count += 1 } else { next = min(next ?? left, left) }
    }
    if let next { look.again(after: .seconds(next)) }
    return count
  }
}

extension PodRank {
  init(_ pod: Object<Pod>, related: Int) {
    let ready = pod.status.condition("Ready")
    let isReady = ready?.status == "True"
    self.init(
      nodeName: pod.spec.nodeName, phase: pod.status.phase, isReady: isReady,
      readySince: isReady ? ready?.lastTransitionTime?.unixSeconds : nil,
      deletionCost: pod.metadata.annotations["controller.kubernetes.io/pod-deletion-cost"],
      rank: related,
      restarts: Int(pod.status.containerStatuses.map(\.restartCount).max() ?? 0),
      created: pod.metadata.creationTimestamp?.unixSeconds, uid: pod.uid)
  }
}
