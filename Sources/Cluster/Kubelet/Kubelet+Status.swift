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
    let time = Time(now)
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
    var wanted: [PodCondition] = []
    wanted.reserveCapacity(5)
    wanted.append(
      PodCondition(
        type: "PodReadyToStartContainers",
        status: worker.hasSandbox && !isDone && !hasFailed ? "True" : "False"))
    if isInitializing {
      let left = zip(worker.initContainers, worker.pod.spec.initContainers)
        .filter { $0.0.termination?.exitCode != 0 }.map(\.1.name)
      wanted.append(
        PodCondition(
          type: "Initialized", status: "False", reason: "ContainersNotInitialized",
          message: "containers with incomplete status: [\(left.joined(separator: " "))]"))
    } else {
      wanted.append(
        PodCondition(type: "Initialized", status: "True", reason: isDone ? "PodCompleted" : ""))
    }
    let flag = isReady ? "True" : "False"
    wanted.append(PodCondition(type: "Ready", status: flag, reason: reason, message: message))
    wanted.append(
      PodCondition(type: "ContainersReady", status: flag, reason: reason, message: message))
    let known = worker.sent?.wrappedValue.conditions ?? worker.pod.status.conditions
    for index in wanted.indices {
      // The time of transition moves only when the status does.
      wanted[index].lastTransitionTime = time
      if let place = known.indices.first(where: { known[$0].type == wanted[index].type }),
        known[place].status == wanted[index].status
      {
        wanted[index].lastTransitionTime = known[place].lastTransitionTime
      }
    }
    // Conditions that others write stay as they are.
    let all = worker.pod.status.conditions
    for place in all.indices
    where !wanted.indices.contains(where: { wanted[$0].type == all[place].type }) {
      wanted.append(all[place])
    }
    status.conditions = wanted
  }
}
