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
  /// When it is looked at because it may run no longer; nil where it may run for ever.
  var deadline: Instant?
  /// It has run for longer than it may: it is stopped, and stays as one that has failed.
  var hasPassedDeadline = false
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
