import Resources
import Simulation
import Tree

extension Scheduler {
  mutating func reportBound(_ pod: Object<Pod>, to node: String, _ effects: inout Effects) {
    let draft = EventDraft(
      object: pod, reason: "Scheduled",
      message: "Successfully assigned \(pod.key.text) to \(node)", isWarning: false)
    recorder.record(draft, &effects)
  }

  /// Says in an event and in the pod's status why no node will do (`handleSchedulingFailure`).
  mutating func report(
    _ pod: Object<Pod>, _ message: String, _ nomination: String?, _ effects: inout Effects
  ) {
    let draft = EventDraft(
      object: pod, reason: "FailedScheduling",
      message: Self.truncated(message), isWarning: true)
    recorder.record(draft, &effects)
    let condition = PodCondition(
      type: "PodScheduled", status: "False", reason: "Unschedulable", message: message)
    patchStatus(pod, condition: condition, nomination: nomination, &effects)
  }

  /// An event's note holds 1,024 bytes (`truncateMessage`).
  static func truncated(_ message: String) -> String {
    if message.utf8.count <= 1024 { return message }
    return String(decoding: message.utf8.prefix(1020), as: UTF8.self) + " ..."
  }

  /// Writes a condition or a nomination where it differs from what is known.
  func patchStatus(
    _ pod: Object<Pod>, condition: PodCondition?, nomination: String?, _ effects: inout Effects
  ) {
    var status = pod.body.status
    if let condition {
      let known = status.condition(condition.type)
      if known?.status != condition.status || known?.reason != condition.reason
        || known?.message != condition.message
      {
        status.set(condition, at: Time(effects.now))
      }
    }
    if let nomination { status.nominatedNodeName = nomination }
    guard status != pod.body.status else { return }
    var metadata = pod.metadata
    metadata.resourceVersion = ""
    var body = pod.body
    body.status = status
    var request = Request(.update, Catalog.pods, namespace: pod.namespace, name: pod.name)
    request.subresource = "status"
    request.user = .scheduler
    request.manager = "kube-scheduler"
    request.body = .record(Object(metadata, body))
    effects.send(request, Ticket(0))
  }
}
