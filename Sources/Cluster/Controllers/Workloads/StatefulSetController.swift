import Resources
import Simulation
import Tree

/// Keeps each StatefulSet's numbered pods, one after the other (`pkg/controller/statefulset`).
enum StatefulSetController {
  /// A StatefulSet with its pods by number and the two revisions that they may be of.
  struct Scene {
    let set: Object<StatefulSet>
    let current: Object<ControllerRevision>
    let update: Object<ControllerRevision>
    var pods: [(ordinal: Int32, pod: Object<Pod>)]

    var first: Int32 { self.set.spec.ordinals?.start ?? 0 }
    var last: Int32 { first + (self.set.spec.replicas ?? 1) - 1 }
    var isOrdered: Bool { self.set.spec.podManagementPolicy != "Parallel" }
    var partition: Int32 { self.set.spec.updateStrategy.rollingUpdate?.partition ?? 0 }

    func pod(_ ordinal: Int32) -> Object<Pod>? { pods.first { $0.ordinal == ordinal }?.pod }
    func isHealthy(_ pod: Object<Pod>) -> Bool {
      pod.status.isReady && !pod.metadata.isBeingDeleted
    }
    func isAvailable(_ pod: Object<Pod>, _ now: Instant) -> Bool {
      pod.secondsToAvailable(set.spec.minReadySeconds, now: now.unixSeconds) == 0
    }
  }

  static func reconcile(_ look: inout Reconciliation) {
    guard let set = look.cache.get(StatefulSet.self, look.key), !set.metadata.isBeingDeleted
    else { return }
    let revisions = Revisions.all(of: set, look.cache)
    guard
      let update = Revisions.current(
        set, set.spec.template, collisions: set.status.collisionCount, revisions, &look)
    else { return }
    let current = revisions.first { $0.name == set.status.currentRevision } ?? update
    let scene = Scene(
      set: set, current: current, update: update, pods: pods(of: set, look.cache))
    let changes = look.requests.count
    manage(scene, &look)
    let inUse = scene.pods.map { $0.pod.metadata.labels[Revisions.label] ?? "" }
    Revisions.prune(
      revisions, limit: set.spec.revisionHistoryLimit ?? 10,
      inUse: { $0.uid == update.uid || $0.uid == current.uid || inUse.contains($0.name) }, &look)
    writeStatus(scene, &look)
    if look.requests.count == changes { waitForAvailability(scene, &look) }
  }

  private static func pods(
    of set: Object<StatefulSet>, _ cache: ClusterCache
  ) -> [(ordinal: Int32, pod: Object<Pod>)] {
    cache.managed(Pod.self, by: set.uid).compactMap { pod in
      let prefix = set.name + "-"
      guard pod.name.hasPrefix(prefix), let number = Int32(pod.name.dropFirst(prefix.count))
      else { return nil }
      return (ordinal: number, pod: pod)
    }.sorted { $0.ordinal < $1.ordinal }
  }

  // MARK: Pods

  private static func manage(_ scene: Scene, _ look: inout Reconciliation) {
    guard bringUp(scene, &look), bringDown(scene, &look) else { return }
    guard scene.set.spec.updateStrategy.type == "RollingUpdate" else { return }
    roll(scene, &look)
  }

  /// Makes the pods that are missing; gives back whether there is nothing to wait for.
  private static func bringUp(_ scene: Scene, _ look: inout Reconciliation) -> Bool {
    guard scene.first <= scene.last else { return true }
    for ordinal in scene.first...scene.last {
      guard let pod = scene.pod(ordinal) else {
        create(ordinal, scene, &look)
        if scene.isOrdered { return false }
        continue
      }
      if pod.body.isTerminal, !pod.metadata.isBeingDeleted {
        replace(pod, scene, &look)
        if scene.isOrdered { return false }
        continue
      }
      guard scene.isOrdered else { continue }
      if pod.metadata.isBeingDeleted || !scene.isHealthy(pod)
        || !scene.isAvailable(pod, look.now)
      {
        return false
      }
    }
    return true
  }

  private static func replace(
    _ pod: Object<Pod>, _ scene: Scene, _ look: inout Reconciliation
  ) {
    let set = scene.set
    let hasFailed = pod.status.phase == "Failed"
    look.event(
      set, hasFailed ? "RecreatingFailedPod" : "RecreatingTerminatedPod",
      "StatefulSet \(set.key.text) is recreating \(hasFailed ? "failed" : "terminated") Pod \(pod.name)",
      isWarning: hasFailed)
    look.delete(pod, kind: Catalog.pods)
  }

  /// Takes away pods with numbers beyond the last, the highest first.
  private static func bringDown(_ scene: Scene, _ look: inout Reconciliation) -> Bool {
    let condemned = scene.pods.filter { $0.ordinal > scene.last || $0.ordinal < scene.first }
    for (_, pod) in condemned.reversed() {
      if pod.metadata.isBeingDeleted {
        if scene.isOrdered { return false }
        continue
      }
      look.delete(pod, kind: Catalog.pods)
      if scene.isOrdered { return false }
    }
    return condemned.isEmpty || !scene.isOrdered
  }

  /// Replaces pods of an old template, the highest number first, each when those above are healthy.
  private static func roll(_ scene: Scene, _ look: inout Reconciliation) {
    let lowest = max(scene.first, scene.first + scene.partition)
    guard lowest <= scene.last else { return }
    for ordinal in (lowest...scene.last).reversed() {
      guard let pod = scene.pod(ordinal) else { return }
      if pod.metadata.labels[Revisions.label] != scene.update.name, !pod.metadata.isBeingDeleted {
        look.delete(pod, kind: Catalog.pods)
        look.note(
          "\(scene.set.name) replaces \(pod.name), whose template is old.",
          "\(scene.set.name) 替换模板过旧的 \(pod.name)。")
        return
      }
      if !scene.isHealthy(pod) || !scene.isAvailable(pod, look.now) { return }
    }
  }

  private static func create(_ ordinal: Int32, _ scene: Scene, _ look: inout Reconciliation) {
    let usesOld =
      scene.set.spec.updateStrategy.type == "RollingUpdate"
      && ordinal < scene.first + scene.partition
    let revision = usesOld ? scene.current : scene.update
    let template = Revisions.template(of: revision.body) ?? scene.set.spec.template
    for claim in NumberedPods.claims(of: scene.set, ordinal)
    where look.cache.get(PersistentVolumeClaim.self, claim.key) == nil { look.create(claim) }
    look.create(NumberedPods.pod(of: scene.set, ordinal, template, revision: revision.name))
  }

  // MARK: Status

  private static func writeStatus(_ scene: Scene, _ look: inout Reconciliation) {
    let set = scene.set
    var status = set.status
    let living = scene.pods.filter { !$0.pod.body.isTerminal }.map(\.pod)
    func count(_ isCounted: (Object<Pod>) -> Bool) -> Int32 {
      Int32(living.filter(isCounted).count)
    }
    func isOf(_ revision: Object<ControllerRevision>) -> Int32 {
      count {
        $0.metadata.labels[Revisions.label] == revision.name && !$0.metadata.isBeingDeleted
      }
    }
    status.observedGeneration = set.metadata.generation
    status.replicas = Int32(living.count)
    status.readyReplicas = count { $0.status.isReady }
    status.availableReplicas = count { scene.isAvailable($0, look.now) }
    status.currentRevision = scene.current.name
    status.updateRevision = scene.update.name
    status.currentReplicas = isOf(scene.current)
    status.updatedReplicas = isOf(scene.update)
    if status.collisionCount == nil { status.collisionCount = 0 }
    let isWhole =
      status.updatedReplicas == status.replicas && status.readyReplicas == status.replicas
    if set.spec.updateStrategy.type == "RollingUpdate", isWhole {
      status.currentReplicas = status.updatedReplicas
      status.currentRevision = status.updateRevision
    }
    guard status != set.status else { return }
    var body = set.body
    body.status = status
    look.update(Object(set.metadata, body), subresource: "status")
  }

  private static func waitForAvailability(_ scene: Scene, _ look: inout Reconciliation) {
    guard scene.set.spec.minReadySeconds > 0 else { return }
    let left = scene.pods.compactMap {
      $0.pod.secondsToAvailable(scene.set.spec.minReadySeconds, now: look.now.unixSeconds)
    }.filter { $0 > 0 }
    if let next = left.min() { look.again(after: .seconds(next)) }
  }

  // MARK: Events

  static func answered(
    _ request: Request, _ response: Response, _ key: ObjectKey, _ cache: ClusterCache
  ) -> [EventDraft] {
    guard let set = cache.get(StatefulSet.self, key),
      request.kind == Catalog.pods || request.kind == Catalog.claims
    else { return [] }
    let isPod = request.kind == Catalog.pods
    let verb = request.verb == .create ? "create" : "delete"
    guard request.verb == .create || request.verb == .delete else { return [] }
    let name = bodyName(request)
    let subject =
      isPod
      ? "Pod \(name)" : "Claim \(name) Pod \(NumberedPods.podName(ofClaim: name, set.name))"
    var draft = EventDraft(
      object: set,
      reason: request.verb == .create ? "SuccessfulCreate" : "SuccessfulDelete",
      message: "\(verb) \(subject) in StatefulSet \(set.name) success" + (isPod ? "ful" : ""),
      isWarning: false)
    if let failure = response.failure {
      if failure.reason == "AlreadyExists" || failure.code == 404 { return [] }
      draft = EventDraft(
        object: draft.object, reason: request.verb == .create ? "FailedCreate" : "FailedDelete",
        message: "\(verb) \(subject) in StatefulSet \(set.name) failed error: \(failure.message)",
        isWarning: true)
    }
    return [draft]
  }

  private static func bodyName(_ request: Request) -> String {
    if case .record(let record) = request.body { return record.name }
    return request.name
  }
}
