import Resources
import Simulation

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
  // Most containers have none: behind references they are small.
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
      /// When the check is due that is next or under way: any other date is that of a run or a process before.
      var due = Instant.zero
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
