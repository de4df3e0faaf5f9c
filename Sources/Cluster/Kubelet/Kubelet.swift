import HashTreeCollections
import Resources
import Simulation
import Tree

/// The agent of one node: runs the pods that are bound to it and reports how they are.
///
/// After `pkg/kubelet`: it watches pods with its node's name, brings each towards what is wished for, and writes
/// their status. It knows the API server and the container runtime, and nobody else.
package struct Kubelet: Sendable {
  package let node: String
  package let address: String
  /// The third and fourth byte of the pods' range decide their addresses.
  let podNetwork: UInt32
  /// The last worker as it was when new: pods of one template begin alike.
  private var fresh: PodWorker?
  /// Who it is to the API server.
  let user: User
  private var lastHost: UInt32 = 1
  private var hostsInUse = TreeSet<UInt32>()
  var images: TreeSet<String>
  var workers = PodWorkers()
  /// Questions about ConfigMaps and Secrets that were not answered yet, by ticket: whose, and which.
  private var reads = TreeDictionary<Int, (uid: String, place: Int)>()
  private var tickets = 0
  var recorder: EventRecorder
  var random: Random
  private var isRegistered = false
  /// Pods of its own files, by their hash.
  var statics = TreeDictionary<String, StaticPod>()
  var connection = KubeletConnection()

  init(node: String, address: String, podNetwork: UInt32, images: [String], random: Random) {
    self.node = node
    self.address = address
    self.podNetwork = podNetwork
    user = .component("node:" + node)
    self.images = TreeSet(images.map { ImageName($0).normalized })
    self.random = random
    recorder = EventRecorder(component: "kubelet", host: node)
  }

  var component: Component { .kubelet(node) }
  /// The pods that it looks after.
  package func worker(_ uid: String) -> PodWorker? { workers[uid] }
  package func hasImage(_ reference: String) -> Bool {
    images.contains(ImageName(reference).normalized)
  }

  // MARK: Addresses

  /// The next free address, as the host-local plugin hands them out: upwards, and round again.
  mutating func allocateAddress() -> String {
    for _ in 0..<253 {
      lastHost = lastHost >= 254 ? 2 : lastHost + 1
      if hostsInUse.insert(lastHost).inserted { return IPv4Text.text(podNetwork + lastHost) }
    }
    return ""
  }

  mutating func releaseAddress(_ text: String) {
    if let number = IPv4Text.number(text), number > podNetwork {
      hostsInUse.remove(number - podNetwork)
    }
  }

  // MARK: What comes in

  private mutating func start(_ effects: inout Effects) {
    var request = Request(.watch, Catalog.pods)
    request.fieldSelector = "spec.nodeName=" + node
    request.user = user
    effects.send(request, Ticket(0))
    effects.wake(component, .heartbeat, after: .seconds(10), background: true)
    if !statics.isEmpty { startStaticPods(&effects) }
    if connection.hasStarted { postNodeStatus(&effects) }
    connection.hasStarted = true
  }

  mutating func receive(_ notice: WatchNotice, _ effects: inout Effects) {
    guard let pod = notice.record as? Object<Pod> else { return }
    receive(notice.type, pod, &effects)
  }

  mutating func receive(
    _ type: WatchEventType, _ pod: Object<Pod>, _ effects: inout Effects
  ) {
    if !statics.isEmpty, statics[pod.runtimeUID] != nil {
      return receiveMirror(pod, type, &effects)
    }
    if type == .deleted { return remove(pod, &effects) }
    let known = workers[pod.uid]
    if known == nil, pod.body.isTerminal { return }
    let isNews = known?.isNews(pod) ?? true
    var worker = known ?? newWorker(pod)
    if known == nil { worker.startTime = Time(effects.now) }
    worker.pod = pod
    if pod.metadata.isBeingDeleted, worker.stoppingSince == nil {
      worker.stoppingSince = effects.now
    }
    if isNews, !worker.isSyncDue {
      worker.isSyncDue = true
      effects.wake(component, .sync(pod: pod.uid), afterMicroseconds: 200)
    }
    workers[pod.uid] = worker
  }

  private mutating func newWorker(_ pod: Object<Pod>) -> PodWorker {
    if let fresh, fresh.pod.body.sharedSpec.isIdentical(to: pod.body.sharedSpec) {
      return PodWorker(pod, like: fresh)
    }
    let worker = PodWorker(pod)
    fresh = worker
    return worker
  }

  /// The API server no longer has the pod: whatever runs of it is stopped.
  private mutating func remove(_ pod: Object<Pod>, _ effects: inout Effects) {
    guard var worker = workers[pod.uid] else { return }
    worker.isGone = true
    if worker.isQuiet {
      forget(worker, &effects)
    } else {
      worker.stoppingSince = worker.stoppingSince ?? effects.now
      workers[pod.uid] = worker
      scheduleSync(pod.uid, &effects)
    }
  }

  /// The pod and all that was its own are no more.
  mutating func forget(_ worker: PodWorker, _ effects: inout Effects) {
    releaseAddress(worker.address)
    workers[worker.pod.uid] = nil
    effects.change(
      .removePod(
        uid: worker.pod.uid,
        containers: (worker.containers + worker.initContainers).map {
          .container(node: node, pod: worker.pod.uid, name: $0.name)
        }))
  }

  mutating func scheduleSync(
    _ uid: String, after delay: Milliseconds = .zero, background: Bool = false,
    _ effects: inout Effects
  ) {
    if delay == .zero {
      guard workers[uid]?.isSyncDue == false else { return }
      workers[uid]?.isSyncDue = true
      effects.wake(component, .sync(pod: uid), afterMicroseconds: 200)
    } else {
      effects.wake(component, .sync(pod: uid), after: delay, background: background)
    }
  }

  mutating func receive(_ response: Response, _ ticket: Ticket, _ effects: inout Effects) {
    if ticket.number <= 0 { return note(response, ticket, &effects) }
    guard let (uid, place) = reads.removeValue(forKey: ticket.number) else { return }
    workers[uid]?.configuration.take(response, for: place)
    if workers[uid]?.configuration.isFresh == true { scheduleSync(uid, &effects) }
  }

  /// Asks for what a pod refers to.
  mutating func readConfiguration(_ uid: String, _ effects: inout Effects) {
    guard let worker = workers[uid], worker.configuration.outstanding == 0 else { return }
    for (place, item) in worker.configuration.items.enumerated() {
      var request = Request(
        .get, item.source.kind, namespace: worker.pod.namespace, name: item.name)
      request.user = user
      tickets += 1
      reads[tickets] = (uid, place)
      effects.send(request, Ticket(tickets))
    }
    workers[uid]?.configuration.outstanding = worker.configuration.items.count
  }

  mutating func wake(_ wake: Wake, _ registry: ImageRegistry, _ effects: inout Effects) {
    switch wake {
    case .start: start(&effects)
    case .heartbeat: renewLease(&effects)
    case .sync(let uid):
      workers[uid]?.isSyncDue = false
      sync(uid, registry, &effects)
    case .runtime(let uid, let container, let step):
      runtime(uid, container, step, registry, &effects)
    default: break
    }
  }

  /// A sign of life every ten seconds, in a small object of its own (KEP-589).
  private mutating func renewLease(_ effects: inout Effects) {
    var spec = LeaseSpec()
    spec.holderIdentity = node
    spec.leaseDurationSeconds = 40
    spec.renewTime = MicroTime(effects.now)
    var lease = Lease()
    lease.spec = spec
    var request = Request(.update, Catalog.leases, namespace: "kube-node-lease", name: node)
    request.body = .record(Object(Metadata(name: node, namespace: "kube-node-lease"), lease))
    request.user = user
    effects.send(request, Ticket(0), background: true)
    effects.wake(component, .heartbeat, after: .seconds(10), background: true)
  }

  // MARK: Reporting

  mutating func event(
    _ worker: PodWorker, _ reason: String, _ message: String, container: String? = nil,
    isWarning: Bool = false, _ effects: inout Effects
  ) {
    let object = ObjectReference(worker.pod, fieldPath: worker.path(of: container))
    let draft = EventDraft(object: object, reason: reason, message: message, isWarning: isWarning)
    if let request = recorder.record(draft, at: effects.now) { effects.send(request, Ticket(0)) }
  }

  /// Writes the status when it differs from what was last written.
  mutating func report(_ uid: String, _ effects: inout Effects) {
    guard var worker = workers[uid], !worker.isGone else { return }
    let entry = statics.isEmpty ? nil : statics[uid]
    if entry != nil, entry?.shown == nil { return }
    let status = status(of: worker, now: effects.now)
    guard status != worker.sent?.wrappedValue else { return }
    let shared = Shared(wrappedValue: status)
    worker.sent = shared
    workers[uid] = worker
    var body = worker.pod.body
    body.sharedStatus = shared
    var metadata = entry?.shown ?? worker.pod.metadata
    metadata.resourceVersion = ""
    var request = Request(
      .update, Catalog.pods, namespace: worker.pod.namespace, name: worker.pod.name)
    request.subresource = "status"
    request.body = .record(Object(metadata, body))
    request.user = user
    effects.send(request, .report)
  }

  /// Everything has ended: the API server may forget the pod.
  mutating func confirmDeletion(_ worker: PodWorker, _ effects: inout Effects) {
    var request = Request(
      .delete, Catalog.pods, namespace: worker.pod.namespace, name: worker.pod.name)
    request.gracePeriod = 0
    request.preconditionUID = worker.pod.uid
    request.user = user
    effects.send(request, .report)
  }
}
