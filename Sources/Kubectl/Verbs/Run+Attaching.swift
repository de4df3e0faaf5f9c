import Cluster
import Resources
import Simulation
import Tree

// What `kubectl run` does after the pod is created with -i or --attach (`kubectl/pkg/cmd/run/run.go`).
extension Run {
  /// Whether the verb stays with the container.
  static func attaches(_ flags: ParsedFlags) -> Bool {
    flags.isSet("attach") ? flags.bool("attach") : flags.bool("stdin") || flags.bool("tty")
  }

  /// Stays with the pod until it has ended, and gives back the status of its container where it is not restarted.
  func attach(
    to pod: Value, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Int32 {
    let target = try target(of: pod, &kubectl)
    let deadline = kubectl.deadline(flags.duration("pod-running-timeout"))
    guard let running = try wait(for: target, until: deadline, &kubectl, Self.hasStarted) else {
      throw kubectl.fail("timed out waiting for the condition")
    }
    let container = running.items("spec", "containers").first?.text("name") ?? ""
    try show(running, container, flags, &kubectl)
    let restart = running.text("spec", "restartPolicy")
    if flags.bool("leave-stdin-open") || restart == "Always" { return 0 }
    let ended = try wait(for: target, until: nil, &kubectl) {
      $0 == "Succeeded" || $0 == "Failed" && restart == "Never"
    }
    guard let ended, ended.text("status", "phase") == "Failed" else { return 0 }
    let place = ended.text("metadata", "namespace") + "/" + ended.name
    let end = LogSource(pod: ended, container: container).status?.at("state", "terminated")
    guard let end, end.int("exitCode") != 0 else {
      throw kubectl.fail("pod \(place) failed with unknown exit code")
    }
    // A status of the container's own goes out without `error:` (`uexec.CodeExitError`).
    throw .exit(
      Int32(truncatingIfNeeded: end.int("exitCode")),
      "pod \(place) terminated (\(end.text("reason")))"
        + (end.text("message").isEmpty ? "" : "\n" + end.text("message")))
  }

  /// Deletes what `--rm` created, whatever became of it.
  func remove(_ pod: Value, _ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) {
    let target = try target(of: pod, &kubectl)
    var wish = target.request(.delete)
    wish.propagation = .background
    let response = try kubectl.request(wish)
    if let status = response.failure {
      if status.code != 404 { throw kubectl.fail(status) }
    } else if !flags.bool("quiet") {
      kubectl.print("\(target.quotedName) deleted")
    }
  }

  private static func hasStarted(_ phase: String) -> Bool {
    ["Running", "Succeeded", "Failed"].contains(phase)
  }

  /// The container's program, or its log where there is no program any more.
  private func show(
    _ pod: Value, _ container: String, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) {
    if pod.text("status", "phase") == "Running" {
      let problem = try Attachment(
        pod: pod, container: container, stdin: flags.bool("stdin"), tty: flags.bool("tty"),
        isQuiet: flags.bool("quiet")
      ).run(&kubectl)
      guard let problem else { return }
      kubectl.warn(
        "warning: couldn't attach to pod/\(pod.name), falling back to streaming logs: \(problem)")
    }
    try LogReader(
      sources: [LogSource(pod: pod, container: container)], choice: LogChoice(follows: false)
    ).run(&kubectl)
  }

  private func target(of pod: Value, _ kubectl: inout Session) throws(Halt) -> Target {
    let namespace = pod.text("metadata", "namespace")
    return Target(Catalog.pods, kubectl.resource(Catalog.pods), namespace, pod.name)
  }

  /// The pod once its phase is one that is waited for; nil when the deadline came first or it is gone.
  private func wait(
    for target: Target, until deadline: Instant?, _ kubectl: inout Session,
    _ isReached: (String) -> Bool
  ) throws(Halt) -> Value? {
    let watch = try kubectl.watch(target)
    while let notice = try kubectl.system.nextEvent(watch, until: deadline) {
      if notice.type == .deleted { return nil }
      let pod = notice.record.tree
      if isReached(pod.text("status", "phase")) { return pod }
    }
    return nil
  }
}
