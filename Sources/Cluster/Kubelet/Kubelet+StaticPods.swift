import Resources
import Simulation

/// A pod that a kubelet has from a file of its own, and the object by which the API server shows it.
struct StaticPod: Sendable {
  /// Names the file's content in the mirror's annotations; the kubelet's own name for the pod.
  static let hash = "kubernetes.io/config.hash"
  static let mirror = "kubernetes.io/config.mirror"

  let pod: Object<Pod>
  /// The mirror pod as the watch last told of it; nil while there is none.
  var shown: Metadata?
}

extension Object<Pod> {
  /// The name by which the kubelet and the runtime know the pod: the file's hash for one from a file.
  package var runtimeUID: String { metadata.annotations[StaticPod.mirror] ?? uid }
}

/// Static pods (`pkg/kubelet/config/file.go`, `pkg/kubelet/pod/mirror_client.go`): they run whether or not there is an
/// API server, and are restarted as any others.
extension Kubelet {
  mutating func add(static pod: Object<Pod>) { statics[pod.uid] = StaticPod(pod: pod) }

  /// The static pods' names, in an order that is the same in every process.
  private var staticNames: [String] {
    statics.values.sorted { $0.pod.name.precedes($1.pod.name) }.map(\.pod.uid)
  }

  mutating func startStaticPods(_ effects: inout Effects) {
    for uid in staticNames where workers[uid] == nil {
      guard let pod = statics[uid]?.pod else { continue }
      var worker = PodWorker(pod)
      worker.startTime = Time(effects.now)
      scheduleSync(&worker, &effects)
      workers.add(worker, uid)
      showMirror(of: uid, &effects)
    }
  }

  /// Creates the object that stands for a static pod.
  private mutating func showMirror(of uid: String, _ effects: inout Effects) {
    guard let pod = statics[uid]?.pod else { return }
    var metadata = pod.metadata
    metadata.uid = ""
    metadata.annotations[StaticPod.mirror] = uid
    var request = Request(.create, Catalog.pods, namespace: pod.namespace)
    request.body = .record(Object(metadata, pod.body))
    request.user = user
    request.manager = "kubelet"
    effects.send(request, .report)
  }

  /// The watch tells of a mirror pod: one that is deleted is made anew, the pod itself runs on.
  mutating func receiveMirror(
    _ pod: Object<Pod>, _ type: WatchEventType, _ effects: inout Effects
  ) {
    let uid = pod.runtimeUID
    guard let known = statics[uid] else { return }
    if type == .deleted {
      guard known.shown?.uid == pod.uid else { return }
      statics[uid]?.shown = nil
      return showMirror(of: uid, &effects)
    }
    let isNew = known.shown?.uid != pod.uid
    statics[uid]?.shown = pod.metadata
    if pod.metadata.isBeingDeleted {
      var request = Request(.delete, Catalog.pods, namespace: pod.namespace, name: pod.name)
      request.gracePeriod = 0
      request.preconditionUID = pod.uid
      request.user = user
      effects.send(request, .report)
    } else if isNew {
      attend(uid) { kubelet, worker in
        worker.sent = nil
        kubelet.report(&worker, &effects)
      }
    }
  }
}
