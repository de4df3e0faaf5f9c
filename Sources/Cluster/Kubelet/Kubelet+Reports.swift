import Resources
import Simulation

// What it tells the API server of its pods.
extension Kubelet {
  mutating func event(
    _ worker: PodWorker, _ reason: String, _ message: String, container: String? = nil,
    isWarning: Bool = false, _ effects: inout Effects
  ) {
    let draft = EventDraft(
      object: worker.pod, fieldPath: worker.path(of: container), reason: reason, message: message,
      isWarning: isWarning)
    recorder.record(draft, &effects)
  }

  /// Writes the status when it differs from what was last written.
  func report(_ worker: inout PodWorker, _ effects: inout Effects) {
    if worker.isGone { return }
    let entry = statics.isEmpty ? nil : statics[worker.uid]
    if entry != nil, entry?.shown == nil { return }
    let shared = Shared(wrappedValue: status(of: worker, now: effects.now))
    if let sent = worker.sent, sent == shared { return }
    worker.sent = shared
    var body = worker.pod.body
    body.sharedStatus = shared
    var metadata = entry?.shown ?? worker.pod.metadata
    metadata.resourceVersion = ""
    var request = Request(
      .update, Catalog.pods, namespace: worker.pod.namespace, name: worker.pod.name)
    request.subresource = "status"
    request.body = .record(Object(metadata, body))
    request.user = user
    effects.send(request, .report)
  }

  /// Everything has ended: the API server may forget the pod.
  mutating func confirmDeletion(_ worker: PodWorker, _ effects: inout Effects) {
    var request = Request(
      .delete, Catalog.pods, namespace: worker.pod.namespace, name: worker.pod.name)
    request.gracePeriod = 0
    request.preconditionUID = worker.pod.uid
    request.user = user
    effects.send(request, .report)
  }
}
