import Resources
import Simulation

extension Kubelet {
  /// The status that follows from how far the pod has got.
  func status(of worker: PodWorker, now: Instant) -> PodStatus {
    let pod = worker.pod
    var status = PodStatus()
    status.nominatedNodeName = pod.status.nominatedNodeName
    status.qosClass = pod.status.qosClass
    status.rest = pod.status.rest
    status.hostIP = address
    status.hostIPs = [PodAddress(address)]
    status.startTime = worker.startTime
    if worker.hasSandbox {
      status.podIP = worker.address
      status.podIPs = [PodAddress(worker.address)]
    }
    let isInitializing = !isInitialized(worker)
    let spec = pod.body.sharedSpec
    status.initContainerStatuses = statuses(
      of: worker.initContainers, spec.wrappedValue.initContainers, isInit: true, isBlocked: false)
    status.containerStatuses = statuses(
      of: worker.containers, spec.wrappedValue.containers, isInit: false,
      isBlocked: isInitializing)
    status.phase = phase(of: worker, isInitializing: isInitializing)
    if worker.hasPassedDeadline {
      status.phase = "Failed"
      status.reason = Self.deadlineReason
      status.message = Self.deadlineMessage
    }
    setConditions(&status, worker, isInitializing, now)
    return status
  }

  /// By place: a copy of a container would cost more than what is read of it.
  private func statuses(
    of workers: [ContainerWorker], _ specs: [Container], isInit: Bool, isBlocked: Bool
  ) -> [ContainerStatus] {
    (0..<min(workers.count, specs.count)).map {
      status(
        of: workers[$0], specs[$0].name, specs[$0].image, isInit: isInit, isBlocked: isBlocked)
    }
  }

  private func isInitialized(_ worker: PodWorker) -> Bool {
    zip(worker.initContainers, worker.pod.spec.initContainers).allSatisfy { container, spec in
      spec.restartPolicy == "Always"
        ? container.hasStarted
        : container.phase == .ended && container.termination?.exitCode == 0
    }
  }

  private func status(
    of container: ContainerWorker, _ name: String, _ image: String, isInit: Bool, isBlocked: Bool
  ) -> ContainerStatus {
    var status = ContainerStatus()
    status.name = name
    status.restartCount = container.restarts
    status.image = image
    if container.startedAt != nil {
      status.image = container.image
      status.imageID = container.imageID
      status.containerID = container.containerID
    }
    if let end = container.lastTermination { status.lastState.terminated = end }
    status.started = false
    switch container.phase {
    case .running(let since), .stopping(let since):
      var running = ContainerRunning()
      running.startedAt = Time(container.startedAt ?? since)
      status.state.running = running
      status.started = container.hasStarted
      status.ready = container.isReady && container.isRunning
    case .ended where container.reason != "CrashLoopBackOff":
      status.state.terminated = container.termination
      if container.termination?.exitCode == 0 {
        status.ready = isInit
      }
    case .ended:
      status.lastState.terminated = container.termination
      status.state.waiting = ContainerWaiting(reason: container.reason, message: container.message)
    default:
      let reason = isBlocked ? "PodInitializing" : container.reason
      status.state.waiting = ContainerWaiting(
        reason: reason.isEmpty ? "ContainerCreating" : reason, message: container.message)
    }
    return status
  }

  /// A stand-in for the image's digest: the same for the same image everywhere.
  static func digest(_ reference: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in ImageName(reference).normalized.utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    var random = Random(seed: hash)
    return (0..<4).map { _ in hexadecimal(random.next(), digits: 16) }.joined()
  }

  private func phase(of worker: PodWorker, isInitializing: Bool) -> String {
    let policy = worker.pod.spec.restartPolicy
    if isInitializing {
      let hasFailed = worker.initContainers.contains {
        $0.phase == .ended && $0.termination.map { $0.exitCode != 0 } ?? false
      }
      return hasFailed && policy == "Never" ? "Failed" : "Pending"
    }
    let ended = worker.containers.filter { $0.phase == .ended && $0.reason != "CrashLoopBackOff" }
    if ended.count == worker.containers.count, policy != "Always" || worker.isStopping {
      let hasFailed = ended.contains { $0.termination?.exitCode != 0 }
      if !hasFailed { return "Succeeded" }
      if policy == "Never" || worker.isStopping { return "Failed" }
    }
    let isWaiting = worker.containers.contains {
      switch $0.phase {
      case .waiting, .pulling, .starting: $0.termination == nil && $0.lastTermination == nil
      default: false
      }
    }
    return isWaiting ? "Pending" : "Running"
  }

  private func setConditions(
    _ status: inout PodStatus, _ worker: PodWorker, _ isInitializing: Bool, _ now: Instant
  ) {
    var unready: [String] = []
    for index in status.containerStatuses.indices where !status.containerStatuses[index].ready {
      unready.append(status.containerStatuses[index].name)
    }
    let isDone = status.phase == "Succeeded"
    let hasFailed = status.phase == "Failed"
    let isReady = unready.isEmpty && !isDone && !hasFailed
    var reason = ""
    var message = ""
    if isDone {
      reason = "PodCompleted"
    } else if hasFailed {
      reason = "PodFailed"
    } else if !isReady {
      reason = "ContainersNotReady"
      message = "containers with unready status: [\(unready.joined(separator: " "))]"
    }
    var wanted = Conditions(
      known: worker.sent?.wrappedValue.conditions ?? worker.pod.status.conditions, time: Time(now))
    wanted.add(
      "PodReadyToStartContainers", worker.hasSandbox && !isDone && !hasFailed)
    if isInitializing {
      let left = zip(worker.initContainers, worker.pod.spec.initContainers)
        .filter { $0.0.termination?.exitCode != 0 }.map(\.1.name)
      wanted.add(
        "Initialized", false, "ContainersNotInitialized",
        "containers with incomplete status: [\(left.joined(separator: " "))]")
    } else {
      wanted.add("Initialized", true, isDone ? "PodCompleted" : "")
    }
    wanted.add("Ready", isReady, reason, message)
    wanted.add("ContainersReady", isReady, reason, message)
    wanted.keepOthers(of: worker.pod.status.conditions)
    status.conditions = wanted.all
  }
}

/// A pod's conditions as they are made anew, beside those that were reported last.
private struct Conditions {
  private(set) var all: [PodCondition] = []
  private let known: [PodCondition]
  private let time: Time

  init(known: [PodCondition], time: Time) {
    self.known = known
    self.time = time
    all.reserveCapacity(5)
  }

  /// Filled in where it lies, and compared by place: a condition is a page of fields, and every pod has five.
  mutating func add(_ type: String, _ holds: Bool, _ reason: String = "", _ message: String = "") {
    let status = holds ? "True" : "False"
    all.append(PodCondition())
    let last = all.count - 1
    all[last].type = type
    all[last].status = status
    all[last].reason = reason
    all[last].message = message
    all[last].lastTransitionTime = transition(of: type, to: status)
  }

  /// The time of transition moves only when the status does.
  private func transition(of type: String, to status: String) -> Time? {
    guard let place = known.place(of: type), known[place].status == status else { return time }
    return known[place].lastTransitionTime
  }

  /// Conditions that others write stay as they are.
  mutating func keepOthers(of others: [PodCondition]) {
    for place in others.indices where all.place(of: others[place].type) == nil {
      all.append(others[place])
    }
  }
}

extension [PodCondition] {
  fileprivate func place(of type: String) -> Int? {
    for place in indices where self[place].type == type { return place }
    return nil
  }
}
