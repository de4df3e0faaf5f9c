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
  private var hostsInUse = AddressSet()
  var images: TreeSet<String>
  var workers = PodWorkers()
  /// Questions about ConfigMaps and Secrets that were not answered yet, by ticket: whose, and which.
  var reads = TreeDictionary<Int, (uid: String, place: Int)>()
  private var tickets = 0
  var recorder: EventRecorder
  var random: Random
  private var isRegistered = false
  /// Pods of its own files, by their hash.
  var statics = TreeDictionary<String, StaticPod>()
  var connection = KubeletConnection()
  var reports = NodeReports()

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
      if hostsInUse.insert(lastHost) { return IPv4Text.text(podNetwork + lastHost) }
    }
    return ""
  }

  mutating func releaseAddress(_ text: String) {
    guard let number = IPv4Text.number(text), number > podNetwork, number - podNetwork < 256 else {
      return
    }
    hostsInUse.remove(number - podNetwork)
  }

  // MARK: What comes in

  private mutating func start(_ effects: inout Effects) {
    if connection.hasStarted { return startAgain(&effects) }
    connection.hasStarted = true
    watchPods(&effects)
    watchNode(&effects)
    reports.due = effects.now + Self.reportTime + spread(effects.now)
    awaitHeartbeat(after: firstRenewal, &effects)
    if !statics.isEmpty { startStaticPods(&effects) }
  }

  /// Asks to be told of its pods, from the version of a list on or with all that there are.
  func watchPods(from version: String = "", _ effects: inout Effects) {
    watch(Catalog.pods, "spec.nodeName=" + node, from: version, &effects)
  }

  func watch(
    _ kind: Int, _ fieldSelector: String, from version: String, _ effects: inout Effects
  ) {
    var request = Request(.watch, kind)
    request.fieldSelector = fieldSelector
    request.resourceVersion = version
    request.user = user
    effects.send(request, Ticket(0))
  }

  mutating func receive(_ notice: WatchNotice, _ effects: inout Effects) {
    if notice.kind == Catalog.nodes {
      return reports.take(notice.type == .deleted ? nil : notice.record as? Object<Node>)
    }
    guard let pod = notice.record as? Object<Pod> else { return }
    receive(notice.type, pod, &effects)
  }

  mutating func receive(
    _ type: WatchEventType, _ pod: Object<Pod>, _ effects: inout Effects
  ) {
    if !statics.isEmpty, statics[pod.runtimeUID] != nil {
      return receiveMirror(pod, type, &effects)
    }
    let uid = pod.uid
    if type == .deleted {
      attend(uid) { $0.remove(&$1, &effects) }
      return
    }
    let isKnown = attend(uid) { kubelet, worker in
      let isNews = worker.isNews(pod)
      worker.pod = pod
      kubelet.look(at: &worker, isNews: isNews, &effects)
    }
    if isKnown || pod.body.isTerminal { return }
    var worker = newWorker(pod)
    worker.startTime = Time(effects.now)
    look(at: &worker, isNews: true, &effects)
    workers.add(worker, uid)
  }

  /// Does something with a worker, which is out of the list meanwhile: so it is changed in place. False where there is
  /// none.
  @discardableResult
  mutating func attend(
    _ uid: String, _ work: (inout Kubelet, inout PodWorker) -> Void
  ) -> Bool {
    guard let place = workers.place(of: uid), var worker = workers.take(from: place) else {
      return false
    }
    work(&self, &worker)
    if worker.isForgotten {
      workers.forget(uid, place)
    } else {
      workers.put(worker, at: place)
    }
    return true
  }

  private func look(at worker: inout PodWorker, isNews: Bool, _ effects: inout Effects) {
    if worker.pod.metadata.isBeingDeleted, worker.stoppingSince == nil {
      worker.stoppingSince = effects.now
    }
    if isNews { scheduleSync(&worker, &effects) }
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
  private mutating func remove(_ worker: inout PodWorker, _ effects: inout Effects) {
    worker.isGone = true
    if worker.isQuiet {
      forget(&worker, &effects)
    } else {
      worker.stoppingSince = worker.stoppingSince ?? effects.now
      scheduleSync(&worker, &effects)
    }
  }

  /// The pod and all that was its own are no more.
  mutating func forget(_ worker: inout PodWorker, _ effects: inout Effects) {
    releaseAddress(worker.address)
    worker.isForgotten = true
    effects.change(
      .removePod(
        uid: worker.uid,
        containers: (worker.containers + worker.initContainers).map { [node, worker] in
          .container(node: node, pod: worker.uid, name: $0.name)
        }))
  }

  func scheduleSync(
    _ worker: inout PodWorker, after delay: Milliseconds = .zero, background: Bool = false,
    _ effects: inout Effects
  ) {
    if delay == .zero {
      if worker.isSyncDue { return }
      worker.isSyncDue = true
      effects.wake(component, .sync(pod: worker.uid), afterMicroseconds: 200)
    } else {
      effects.wake(component, .sync(pod: worker.uid), after: delay, background: background)
    }
  }

  mutating func receive(_ response: Response, _ ticket: Ticket, _ effects: inout Effects) {
    if ticket.number <= 0 { return note(response, ticket, &effects) }
    guard let (uid, place) = reads.removeValue(forKey: ticket.number) else { return }
    attend(uid) { kubelet, worker in
      worker.configuration.take(response, for: place)
      if worker.configuration.isFresh { kubelet.scheduleSync(&worker, &effects) }
    }
  }

  /// Asks for what a pod refers to.
  mutating func readConfiguration(_ worker: inout PodWorker, _ effects: inout Effects) {
    guard worker.configuration.outstanding == 0 else { return }
    for (place, item) in worker.configuration.items.enumerated() {
      var request = Request(
        .get, item.source.kind, namespace: worker.pod.namespace, name: item.name)
      request.user = user
      tickets += 1
      reads[tickets] = (worker.uid, place)
      effects.send(request, Ticket(tickets))
    }
    worker.configuration.outstanding = worker.configuration.items.count
  }

  mutating func wake(_ wake: Wake, _ registry: ImageRegistry, _ effects: inout Effects) {
    switch wake {
    case .start: start(&effects)
    case .heartbeat:
      renewLease(&effects)
      syncNodeStatus(registry, &effects)
    case .sync(let uid):
      attend(uid) { kubelet, worker in
        worker.isSyncDue = false
        kubelet.sync(&worker, registry, &effects)
      }
    case .runtime(let uid, let container, let step):
      attend(uid) { $0.runtime(&$1, container, step, registry, &effects) }
    default: break
    }
  }

  /// A sign of life every ten seconds, in a small object of its own (KEP-589).
  mutating func renewLease(_ effects: inout Effects) {
    sendLease(.update, &effects)
    awaitHeartbeat(after: .seconds(10), &effects)
  }

  func sendLease(_ verb: Verb, _ effects: inout Effects) {
    var spec = LeaseSpec()
    spec.holderIdentity = node
    spec.leaseDurationSeconds = 40
    spec.renewTime = MicroTime(effects.now)
    var lease = Lease()
    lease.spec = spec
    var request = Request(verb, Catalog.leases, namespace: "kube-node-lease")
    if verb == .update { request.name = node }
    request.body = .record(Object(Metadata(name: node, namespace: "kube-node-lease"), lease))
    request.user = user
    // A creation that fails is left to the next renewal.
    effects.send(request, verb == .update ? .lease : Ticket(0), background: true)
  }

  /// Nodes do not come up at one instant, and the real renewals drift apart (client-go's lease controller adds up to 4 %
  /// to each wait): every node has a place of its own in the ten seconds, as its name has it.
  private var firstRenewal: Milliseconds {
    var hash = TextHash()
    hash.mix(node)
    return Milliseconds(1 + Int64(UInt(bitPattern: hash.value) % 10_000))
  }

  func awaitHeartbeat(after delay: Milliseconds, _ effects: inout Effects) {
    effects.wake(component, .heartbeat, after: delay, background: true)
  }
}
