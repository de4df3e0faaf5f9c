import HashTreeCollections
import Resources
import Simulation
import Store
import Tree

/// kube-controller-manager: one process, one set of watch caches, many controllers with a work queue each.
package struct ControllerManager: Sendable {
  /// What a request was sent for.
  private struct Errand: Sendable {
    let controller: ControllerName
    let key: ObjectKey
    let request: Request
    /// What is told of it once it has been carried out.
    let events: [EventDraft]
  }

  /// How the requests of one look at a key are getting on.
  private struct Round: Sendable {
    var outstanding = 0
    var hasFailed = false
  }

  package private(set) var cache: ClusterCache
  package private(set) var queues: [WorkQueue]
  private var rounds: TreeDictionary<RoundKey, Round> = [:]
  private var errands = QuickTable<Int, Errand>()
  private var tickets = 0
  private var recorder = EventRecorder(component: "kube-controller-manager")
  private var reflectors = Reflectors(.controllerManager, .controllerManager)

  var deployments = DeploymentController()
  var replicaSets = ReplicaSetController()
  var replicationControllers = ReplicationControllerController()
  var garbage = GarbageCollector()
  var nodes = NodeLifecycleController()
  var evictions = TaintEvictionController()
  var daemonSets = DaemonSetController()
  var volumes = VolumeBinder()
  var quotas = QuotaController()
  var serviceMembers = SelectorIndex()
  private var endpointsTriggers = TriggerTimes()
  private var sliceTriggers = TriggerTimes()
  var budgetMembers = SelectorIndex()
  /// Nodes that have gone and whose pods are to follow.
  var goneNodes = TreeSet<String>()

  private struct RoundKey: Hashable { let controller: Int, key: ObjectKey }

  package init(kinds: Int) {
    cache = ClusterCache(kinds: kinds)
    queues = ControllerName.allCases.map { _ in WorkQueue() }
  }

  // MARK: What comes in

  /// Starts the watches that fill the caches.
  mutating func start(_ effects: inout Effects, kinds: Int) {
    for kind in 0..<kinds where kind != Catalog.events && kind != Catalog.leases {
      if kind < Catalog.builtIn.count, !Catalog.builtIn[kind].resource.verbs.contains("watch") {
        continue
      }
      watch(kind, &effects)
    }
    watch(Catalog.leases, &effects)
    effects.wake(.controllerManager, .monitorNodes, after: .seconds(5), background: true)
  }

  private func watch(_ kind: Int, _ effects: inout Effects) {
    reflectors.watch(kind, background: kind == Catalog.leases, &effects)
  }

  mutating func receive(_ notice: WatchNotice, _ effects: inout Effects) {
    let old = cache.apply(notice)
    let new = notice.type == .deleted ? nil : notice.record
    for route in routes(notice.kind, old: old, new: new) {
      enqueue(route.controller, route.key, &effects)
    }
  }

  mutating func receive(_ response: Response, _ ticket: Ticket, _ effects: inout Effects) {
    if reflectors.receive(response, ticket, &effects) { return }
    guard let errand = errands.removeValue(forKey: ticket.number) else { return }
    let roundKey = RoundKey(controller: errand.controller.rawValue, key: errand.key)
    announce(response, of: errand, &effects)
    guard var round = rounds[roundKey] else { return }
    round.outstanding -= 1
    if let failure = response.failure, !isHarmless(failure, errand.request) {
      round.hasFailed = true
    }
    guard round.outstanding == 0 else { return rounds[roundKey] = round }
    rounds[roundKey] = nil
    finish(errand.controller, errand.key, failed: round.hasFailed, &effects)
  }

  mutating func wake(_ wake: Wake, _ effects: inout Effects) {
    switch wake {
    case .start: start(&effects, kinds: cache.kinds)
    case .discovered(let kind), .reflect(let kind): watch(kind, &effects)
    case .work(let controller): work(controller, &effects)
    case .enqueue(let controller, let key):
      let isNew = queues[controller.rawValue].addDue(key, now: effects.now)
      if isNew { awaitWork(controller, &effects) }
    case .monitorNodes:
      for node in nodes.silent(cache, effects.now) { enqueue(.nodeLifecycle, node, &effects) }
      effects.wake(.controllerManager, .monitorNodes, after: .seconds(5), background: true)
    default: break
    }
  }

  // MARK: Work

  private mutating func enqueue(
    _ controller: ControllerName, _ key: ObjectKey, _ effects: inout Effects
  ) {
    if queues[controller.rawValue].add(key) { awaitWork(controller, &effects) }
  }

  private func awaitWork(_ controller: ControllerName, _ effects: inout Effects) {
    effects.wake(.controllerManager, .work(controller), afterMicroseconds: 100)
  }

  private mutating func enqueue(
    _ controller: ControllerName, _ key: ObjectKey, after delay: Milliseconds,
    background isBackground: Bool, _ effects: inout Effects
  ) {
    guard queues[controller.rawValue].add(key, at: effects.now + delay) else { return }
    effects.wake(
      .controllerManager, .enqueue(controller, key), after: delay, background: isBackground)
  }

  private mutating func work(_ controller: ControllerName, _ effects: inout Effects) {
    guard let key = queues[controller.rawValue].take() else { return }
    var look = Reconciliation(controller, key, cache, effects.now)
    reconcile(&look)
    for note in look.notes { effects.note(note) }
    for delay in look.later { enqueue(controller, key, after: delay, background: true, &effects) }
    for draft in look.events {
      recorder.record(draft, from: controller.eventSource, &effects)
    }
    guard !look.requests.isEmpty else {
      return finish(controller, key, failed: false, &effects)
    }
    rounds[RoundKey(controller: controller.rawValue, key: key)] =
      Round(outstanding: look.requests.count)
    for (place, request) in look.requests.enumerated() {
      tickets += 1
      let events = look.promised.filter { $0.request == place }.map(\.event)
      errands[tickets] = Errand(
        controller: controller, key: key, request: request, events: events)
      effects.send(request, Ticket(tickets))
    }
  }

  private mutating func reconcile(_ look: inout Reconciliation) {
    switch look.controller {
    case .deployment: deployments.reconcile(&look)
    case .replicaSet: replicaSets.reconcile(&look)
    case .replicationController: replicationControllers.reconcile(&look)
    case .garbageCollector: garbage.reconcile(&look)
    case .namespace: NamespaceController.reconcile(&look)
    case .serviceAccount: ServiceAccountController.reconcile(&look)
    case .rootCAPublisher: RootCAPublisher.reconcile(&look)
    case .nodeLifecycle: nodes.reconcile(&look)
    case .taintEviction: evictions.reconcile(&look)
    case .endpoints:
      EndpointsController.reconcile(
        serviceMembers.pods(of: look.key, cache), &endpointsTriggers, &look)
    case .endpointSlice:
      EndpointSliceController.reconcile(
        serviceMembers.pods(of: look.key, cache), &sliceTriggers, &look)
    case .daemonSet: daemonSets.reconcile(&look)
    case .statefulSet: StatefulSetController.reconcile(&look)
    case .job: JobController.reconcile(&look)
    case .jobOrphan: JobTracking.freeOrphan(&look)
    case .cronJob: CronJobController.reconcile(&look)
    case .timeToLive: TTLAfterFinishedController.reconcile(&look)
    case .volumeBinder: volumes.reconcile(&look)
    case .volume: VolumeController.reconcile(&look)
    case .quota: quotas.reconcile(&look)
    case .disruption:
      DisruptionController.reconcile(budgetMembers.pods(of: look.key, cache), &look)
    case .autoscaler: AutoscalerController.reconcile(&look)
    case .roleAggregation: RoleAggregationController.reconcile(&look)
    case .podGarbageCollector:
      let isFirst = goneNodes.insert(look.key.name).inserted
      PodGarbageCollector.reconcile(
        evictions.podsToLookAt(on: look.key.name, cache), isFirst: isFirst, &look)
    }
  }

  private mutating func finish(
    _ controller: ControllerName, _ key: ObjectKey, failed: Bool, _ effects: inout Effects
  ) {
    let place = controller.rawValue
    if failed {
      let delay = queues[place].delayAfterFailure(key)
      enqueue(controller, key, after: delay, background: delay > .seconds(2), &effects)
    } else {
      queues[place].forget(key)
    }
    if queues[place].done(key) { awaitWork(controller, &effects) }
  }

  /// What was to go and is gone, or was to be there and is, needs no second try.
  private func isHarmless(_ failure: Status, _ request: Request) -> Bool {
    switch request.verb {
    case .delete: failure.code == 404
    case .create: failure.reason == "AlreadyExists"
    default: false
    }
  }

  /// The events that the outcome of a request is worth.
  private mutating func announce(
    _ response: Response, of errand: Errand, _ effects: inout Effects
  ) {
    let drafts: [EventDraft]
    switch errand.controller {
    case .replicaSet: drafts = replicaSets.answered(errand.request, response, errand.key, cache)
    case .replicationController:
      drafts = replicationControllers.answered(errand.request, response, errand.key, cache)
    case .daemonSet:
      drafts = daemonSets.answered(errand.request, response, errand.key, cache)
    case .statefulSet:
      drafts = StatefulSetController.answered(errand.request, response, errand.key, cache)
    case .job: drafts = JobController.answered(errand.request, response, errand.key, cache)
    case .cronJob: drafts = CronJobController.answered(errand.request, response, errand.key, cache)
    default: drafts = response.failure == nil ? errand.events : []
    }
    for draft in drafts {
      recorder.record(draft, from: errand.controller.eventSource, &effects)
    }
  }
}
