import Resources
import Simulation

// A pod that may run for so long only (`pkg/kubelet/active_deadline.go`).
extension Kubelet {
  static let deadlineReason = "DeadlineExceeded"
  static let deadlineMessage = "Pod was active on the node longer than the specified deadline"

  /// Has a pod fail whose time is over, and looks at another one again when it will be.
  mutating func keepDeadline(_ worker: inout PodWorker, _ effects: inout Effects) {
    guard let seconds = worker.pod.spec.activeDeadlineSeconds, let start = worker.startTime,
      !worker.isStopping, !worker.pod.body.isTerminal
    else { return }
    let moment = start.unixSeconds + seconds - Instant.epochUnixSeconds
    let deadline = Instant(microseconds: moment * 1_000_000)
    if effects.now >= deadline {
      worker.hasPassedDeadline = true
      worker.stoppingSince = effects.now
      event(worker, Self.deadlineReason, Self.deadlineMessage, &effects)
    } else if worker.deadline != deadline {
      worker.deadline = deadline
      // A difference of instants is rounded down.
      let wait = deadline - effects.now + Milliseconds(1)
      scheduleSync(&worker, after: wait, background: true, &effects)
    }
  }
}
