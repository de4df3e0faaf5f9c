import DequeModule
import HashTreeCollections
import Resources
import Simulation
import Tree

/// kube-scheduler: takes one pod after the other and gives each a node, or says why none will do.
package struct Scheduler: Sendable {
  package private(set) var snapshot = NodeSnapshot()
  /// Pods that wait for a node, as the cache shows them.
  private var pending = TreeDictionary<ObjectKey, Object<Pod>>()
  private var queue = Deque<ObjectKey>()
  private var queued = TreeSet<ObjectKey>()
  /// Pods that no node would take; they are tried again when the cluster changes.
  private var unschedulable: [ObjectKey] = []
  /// Pods with a binding under way, by ticket.
  private var bindings = TreeDictionary<Int, ObjectKey>()
  private var tickets = 0
  private var recorder = EventRecorder(component: "default-scheduler")
  private var random: Random
  /// The last verdicts, for whoever asks why.
  package private(set) var verdicts = TreeDictionary<ObjectKey, Verdict>()

  package init(seed: UInt64) { random = Random(seed: seed).derived(2) }

  /// Forgets what it had seen, as a process does that ends; its random goes on.
  mutating func restart() {
    let random = random
    self = Scheduler(seed: 0)
    self.random = random
  }

  mutating func start(_ effects: inout Effects) {
    for kind in [Catalog.nodes, Catalog.pods] {
      var request = Request(.watch, kind)
      request.user = .component("kube-scheduler")
      effects.send(request, Ticket(0))
    }
  }

  // MARK: What comes in

  mutating func receive(_ notice: WatchNotice, _ effects: inout Effects) {
    let isGone = notice.type == .deleted
    if let node = notice.record as? Object<Node> {
      if isGone { snapshot.remove(node) } else { snapshot.set(node) }
      retryUnschedulable(&effects)
    } else if let pod = notice.record as? Object<Pod> {
      receive(pod, isGone: isGone, &effects)
    }
  }

  private mutating func receive(_ pod: Object<Pod>, isGone: Bool, _ effects: inout Effects) {
    let key = pod.key
    if isGone || pod.body.isTerminal {
      pending[key] = nil
      verdicts[key] = nil
      if snapshot.removePod(pod) { retryUnschedulable(&effects) }
      return
    }
    if !pod.spec.nodeName.isEmpty {
      pending[key] = nil
      snapshot.addPod(pod, to: pod.spec.nodeName)
      return
    }
    guard pod.spec.schedulerName == "default-scheduler", !pod.metadata.isBeingDeleted else {
      return
    }
    let isNew = pending[key].map { $0.body.spec != pod.body.spec } ?? true
    pending[key] = pod
    if isNew { enqueue(key, &effects) }
  }

  private mutating func enqueue(_ key: ObjectKey, _ effects: inout Effects) {
    guard queued.insert(key).inserted else { return }
    unschedulable.removeAll { $0 == key }
    queue.append(key)
    effects.wake(.scheduler, .schedule, afterMicroseconds: 100)
  }

  private mutating func retryUnschedulable(_ effects: inout Effects) {
    let keys = unschedulable
    for key in keys { enqueue(key, &effects) }
  }

  mutating func receive(_ response: Response, _ ticket: Ticket, _ effects: inout Effects) {
    guard let key = bindings.removeValue(forKey: ticket.number) else { return }
    if response.failure != nil {
      snapshot.forget(key)
      if pending[key] != nil { enqueue(key, &effects) }
    }
  }

  mutating func wake(_ wake: Wake, _ effects: inout Effects) {
    switch wake {
    case .start: start(&effects)
    case .schedule: scheduleNext(&effects)
    case .flushUnschedulable: retryUnschedulable(&effects)
    default: break
    }
  }

  // MARK: One pod

  private mutating func scheduleNext(_ effects: inout Effects) {
    guard let key = queue.popFirst() else { return }
    queued.remove(key)
    guard let pod = pending[key], !pod.metadata.isBeingDeleted else { return }
    guard pod.spec.schedulingGates.isEmpty else { return reportGated(pod, &effects) }
    let verdict = Placement.verdict(for: pod, on: snapshot, &random)
    verdicts[key] = verdict
    if let node = verdict.chosen {
      bind(pod, to: node, &effects)
    } else {
      unschedulable.append(key)
      report(pod, verdict.message, &effects)
    }
  }

  private mutating func bind(_ pod: Object<Pod>, to node: String, _ effects: inout Effects) {
    snapshot.addPod(pod, to: node)
    tickets += 1
    bindings[tickets] = pod.key
    var request = Request(.create, Catalog.pods, namespace: pod.namespace, name: pod.name)
    request.subresource = "binding"
    request.user = .component("kube-scheduler")
    request.body = .tree(["target": ["kind": "Node", "name": .string(node)]])
    effects.send(request, Ticket(tickets))
    let draft = EventDraft(
      object: ObjectReference(pod), reason: "Scheduled",
      message: "Successfully assigned \(pod.key.text) to \(node)", isWarning: false)
    if let event = recorder.record(draft, at: effects.now) { effects.send(event, Ticket(0)) }
    effects.note(
      Note(
        pod.key,
        Text("The scheduler chooses \(node) for \(pod.name).", "调度器为 \(pod.name) 选择 \(node)。")))
  }

  private mutating func report(_ pod: Object<Pod>, _ message: String, _ effects: inout Effects) {
    let draft = EventDraft(
      object: ObjectReference(pod), reason: "FailedScheduling", message: message, isWarning: true)
    if let event = recorder.record(draft, at: effects.now) { effects.send(event, Ticket(0)) }
    setCondition(pod, "Unschedulable", message, &effects)
  }

  private func reportGated(_ pod: Object<Pod>, _ effects: inout Effects) {
    setCondition(
      pod, "SchedulingGated", "Scheduling is blocked due to non-empty scheduling gates", &effects)
  }

  private func setCondition(
    _ pod: Object<Pod>, _ reason: String, _ message: String, _ effects: inout Effects
  ) {
    let known = pod.status.condition("PodScheduled")
    guard known?.reason != reason || known?.message != message else { return }
    var body = pod.body
    body.status.set(
      PodCondition(type: "PodScheduled", status: "False", reason: reason, message: message),
      at: Time(effects.now))
    var metadata = pod.metadata
    metadata.resourceVersion = ""
    var request = Request(.update, Catalog.pods, namespace: pod.namespace, name: pod.name)
    request.subresource = "status"
    request.user = .component("kube-scheduler")
    request.body = .record(Object(metadata, body))
    effects.send(request, Ticket(0))
  }
}
