import Simulation
import Tree

/// The table that `kubectl get pods` shows, after `printPod` of k8s.io/kubernetes/pkg/printers/internalversion.
extension Pod {
  public static let columns: [Column<Pod>] = [
    .name,
    Column("Ready") { pod, _ in
      let summary = pod.body.summary(pod.metadata)
      return "\(summary.ready)/\(summary.total)"
    },
    Column("Status") { pod, _ in pod.body.summary(pod.metadata).reason },
    Column("Restarts") { pod, now in
      let summary = pod.body.summary(pod.metadata)
      guard summary.restarts > 0, let last = summary.lastRestart else {
        return "\(summary.restarts)"
      }
      return
        "\(summary.restarts) (\(HumanDuration.text(seconds: Int(now.unixSeconds - last.unixSeconds))) ago)"
    },
    .age,
    Column("IP", wide: true) { pod, _ in pod.status.podIP.orNone },
    Column("Node", wide: true) { pod, _ in pod.spec.nodeName.orNone },
    Column("Nominated Node", wide: true) { pod, _ in pod.status.nominatedNodeName.orNone },
    Column("Readiness Gates", wide: true) { _, _ in "<none>" },
  ]

  /// What one row says of a pod.
  public struct Summary {
    public var ready = 0
    public var total = 0
    public var reason = ""
    public var restarts: Int32 = 0
    public var lastRestart: Time?
  }

  public func summary(_ metadata: Metadata) -> Summary {
    var summary = Summary()
    let sidecars = spec.initContainers.filter { $0.restartPolicy == "Always" }.count
    summary.total = spec.containers.count + sidecars
    summary.reason = status.reason.isEmpty ? status.phase : status.reason
    if status.condition("PodScheduled")?.reason == "SchedulingGated" {
      summary.reason = "SchedulingGated"
    }
    let initializing = summarizeInitContainers(&summary)
    if !initializing || status.condition("Initialized")?.status == "True" {
      summarizeContainers(&summary)
    }
    if metadata.isBeingDeleted, !isTerminal {
      summary.reason = status.reason == "NodeLost" ? "Unknown" : "Terminating"
    }
    return summary
  }

  /// Gives back whether an init container still holds the pod up.
  private func summarizeInitContainers(_ summary: inout Summary) -> Bool {
    for (index, container) in status.initContainerStatuses.enumerated() {
      let isSidecar =
        spec.initContainers.first { $0.name == container.name }?.restartPolicy == "Always"
      summary.restarts += container.restartCount
      summary.noteRestart(container.lastState)
      if let ended = container.state.terminated, ended.exitCode == 0 { continue }
      if isSidecar, container.started == true {
        if container.ready { summary.ready += 1 }
        continue
      }
      if let ended = container.state.terminated {
        summary.reason = "Init:" + (ended.reason.isEmpty ? ended.exitText : ended.reason)
      } else if let waiting = container.state.waiting, !waiting.reason.isEmpty,
        waiting.reason != "PodInitializing"
      {
        summary.reason = "Init:" + waiting.reason
      } else {
        summary.reason = "Init:\(index)/\(spec.initContainers.count)"
      }
      return true
    }
    return false
  }

  private func summarizeContainers(_ summary: inout Summary) {
    var hasRunning = false
    for container in status.containerStatuses.reversed() {
      summary.restarts += container.restartCount
      summary.noteRestart(container.lastState)
      if let waiting = container.state.waiting, !waiting.reason.isEmpty {
        summary.reason = waiting.reason
      } else if let ended = container.state.terminated {
        summary.reason = ended.reason.isEmpty ? ended.exitText : ended.reason
      } else if container.ready, container.state.running != nil {
        hasRunning = true
        summary.ready += 1
      }
    }
    if summary.reason == "Completed", hasRunning {
      summary.reason = status.isReady ? "Running" : "NotReady"
    }
  }
}

extension Pod.Summary {
  fileprivate mutating func noteRestart(_ state: ContainerState) {
    guard let end = state.terminated?.finishedAt else { return }
    lastRestart = lastRestart.map { max($0, end) } ?? end
  }
}

extension ContainerTerminated {
  fileprivate var exitText: String {
    signal != 0 ? "Signal:\(signal)" : "ExitCode:\(exitCode)"
  }
}

extension String {
  /// The text, or `<none>` in its place when it is empty.
  public var orNone: String { isEmpty ? "<none>" : self }
}
