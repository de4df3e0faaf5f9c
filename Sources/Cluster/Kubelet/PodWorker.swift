import Resources
import Simulation

/// What a kubelet knows of one pod: what is wished for, and how far it has got.
package struct PodWorker: Sendable {
  /// The newest version that the watch has told of.
  package var pod: Object<Pod>
  package var containers: [ContainerWorker]
  package var initContainers: [ContainerWorker]
  /// Empty until the sandbox stands.
  package var address = ""
  package var hasSandbox = false
  package var startTime: Time?
  /// When the pod was told to go; nil while it may stay.
  package var stoppingSince: Instant?
  /// The pod has been taken from the API server's list by force, or its end was confirmed.
  package var isGone = false
  /// The status that was last sent.
  package var sent: Shared<PodStatus>?
  /// The ConfigMaps and Secrets that it refers to.
  package var configuration: PodConfiguration
  let texts: Shared<[ContainerTexts]>
  /// A look at the pod is already due.
  package var isSyncDue = false
  /// Its kubelet is not to keep it.
  var isForgotten = false

  init(_ pod: Object<Pod>) {
    self.pod = pod
    configuration = PodConfiguration(pod.spec)
    texts = ContainerTexts.all(of: pod.spec)
    containers = pod.spec.containers.map { ContainerWorker($0.name) }
    initContainers = pod.spec.initContainers.map { ContainerWorker($0.name) }
  }

  /// What one begins with for a pod that has the spec of another's.
  init(_ pod: Object<Pod>, like fresh: PodWorker) {
    self = fresh
    self.pod = pod
  }

  /// The name that its kubelet finds it by.
  var uid: String { pod.uid }

  var isStopping: Bool { stoppingSince != nil }

  /// Whether the runtime is at work on what it was told: only then does the kubelet look at the pod again, and report.
  ///
  /// In `podWorkerLoop` one call of SyncPod lasts until images are pulled and containers started.
  var isBusy: Bool { has(where: \.isBeingStarted) }

  /// Whether something holds for any container, of either list.
  func has(where holds: (ContainerWorker) -> Bool) -> Bool {
    containers.contains(where: holds) || initContainers.contains(where: holds)
  }

  /// Whether a newer version asks for something: a change of the status alone is not news to its writer
  /// (`podsDifferSemantically` of pkg/kubelet/config).
  func isNews(_ new: Object<Pod>) -> Bool {
    if !new.body.sharedSpec.isIdentical(to: pod.body.sharedSpec), new.body.spec != pod.body.spec {
      return true
    }
    if new.metadata.isIdentical(to: pod.metadata) {
      return new.body.isTerminal != pod.body.isTerminal
    }
    return new.metadata.deletionTimestamp != pod.metadata.deletionTimestamp
      || new.metadata.deletionGracePeriodSeconds != pod.metadata.deletionGracePeriodSeconds
      || new.metadata.labels != pod.metadata.labels
      || new.metadata.annotations != pod.metadata.annotations
      || new.body.isTerminal != pod.body.isTerminal
  }

  /// Whether nothing of the pod runs any more.
  var isQuiet: Bool {
    !has(where: \.isAlive)
  }

  subscript(container name: String) -> ContainerWorker? {
    get { spot(of: name).map { self[$0] } }
    set {
      guard let newValue, let spot = spot(of: name) else { return }
      self[spot] = newValue
    }
  }

  /// Where a container stands: in which list, and at which place there.
  struct Spot: Hashable, Sendable {
    let isInit: Bool
    let index: Int
  }

  func spot(of name: String) -> Spot? {
    if let index = containers.firstIndex(where: { $0.name == name }) {
      return Spot(isInit: false, index: index)
    }
    return initContainers.firstIndex { $0.name == name }.map { Spot(isInit: true, index: $0) }
  }

  /// In place: a copy of a container costs more than what is read or changed of it.
  subscript(spot: Spot) -> ContainerWorker {
    @inline(__always) _read {
      if spot.isInit { yield initContainers[spot.index] } else { yield containers[spot.index] }
    }
    @inline(__always) _modify {
      if spot.isInit { yield &initContainers[spot.index] } else { yield &containers[spot.index] }
    }
  }

  func spec(of spot: Spot) -> Container {
    spot.isInit ? pod.spec.initContainers[spot.index] : pod.spec.containers[spot.index]
  }
}

/// How far a kubelet has got with one container.
package struct ContainerWorker: Sendable {
  package enum Phase: Hashable, Sendable {
    case waiting
    case pulling(since: Instant)
    case starting
    case running(since: Instant)
    case stopping(since: Instant)
    case ended
  }

  package let name: String
  package var phase = Phase.waiting
  /// Why it waits, as `state.waiting` shows it.
  package var reason = ""
  package var message = ""
  package var restarts: Int32 = 0
  /// The end of the current or last run.
  package var termination: ContainerTerminated? {
    get { end?.wrappedValue }
    set { end = newValue.map { Shared(wrappedValue: $0) } }
  }
  /// The end of the run before.
  package var lastTermination: ContainerTerminated? {
    get { endBefore?.wrappedValue }
    set { endBefore = newValue.map { Shared(wrappedValue: $0) } }
  }
  // Most containers have none, and a worker is copied often: behind references they are small.
  private var end: Shared<ContainerTerminated>?
  private var endBefore: Shared<ContainerTerminated>?
  package var containerID = ""
  /// The image that it runs: its whole name, and its identity.
  package var image = ""
  package var imageID = ""
  /// When the next try of a pull or a start may be made.
  package var notBefore: Instant?
  /// Seconds of the last back-off.
  package var backOff: Int64 = 0
  package var imageBackOff: Int64 = 0
  package var startedAt: Instant?
  package var isReady = false
  package var hasStarted = false
  /// Runs the image's server, which ends at SIGTERM.
  package var isServer = false
  package var probes = Probes()
  /// The hook that runs, and that nothing else may come before the end of.
  var hook: HookKind?
  /// Seconds that a container which is being stopped may take in all.
  var grace: Int64 = 0

  /// Counts of the three probes.
  package struct Probes: Hashable, Sendable {
    /// One probe's counts since it last gave the other answer.
    package struct Count: Hashable, Sendable {
      package var failures: Int32 = 0
      package var successes: Int32 = 0
      package var hasAnswered = false
    }

    private var startup = Count()
    private var liveness = Count()
    private var readiness = Count()

    package subscript(kind: ProbeKind) -> Count {
      get {
        switch kind {
        case .startup: startup
        case .liveness: liveness
        case .readiness: readiness
        }
      }
      set {
        switch kind {
        case .startup: startup = newValue
        case .liveness: liveness = newValue
        case .readiness: readiness = newValue
        }
      }
    }
  }

  init(_ name: String) { self.name = name }

  /// Its program runs from now on.
  mutating func run(_ spec: Container, since now: Instant) {
    phase = .running(since: now)
    startedAt = now
    reason = ""
    message = ""
    hasStarted = spec.startupProbe == nil
    isReady = spec.readinessProbe == nil && spec.startupProbe == nil
    probes = Probes()
  }

  /// What is to run again counts its runs, and waits longer each time.
  mutating func beginAnew() {
    let hasCrashedBefore = restarts > 0 || backOff > 0
    backOff = hasCrashedBefore ? min(300, max(10, backOff * 2)) : 10
    endBefore = end
    end = nil
    restarts += 1
  }

  /// Whether a pull or a start that failed may not be tried again yet.
  func isHeldBack(at now: Instant) -> Bool {
    guard let notBefore, notBefore > now else { return false }
    return reason == "CreateContainerConfigError" || reason.hasPrefix("Image")
      || reason == "ErrImagePull"
  }

  var isAlive: Bool {
    switch phase {
    case .running, .stopping, .starting: true
    default: false
    }
  }

  var isRunning: Bool { if case .running = phase { true } else { false } }

  var isBeingStarted: Bool {
    switch phase {
    case .pulling, .starting: true
    case .running: hook == .postStart
    default: false
    }
  }
}
