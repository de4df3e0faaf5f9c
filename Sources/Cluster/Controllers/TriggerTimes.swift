import HashTreeCollections
import Resources
import Tree

/// When what changed an endpoint object last came about, by Service (client-go's `TriggerTimeTracker`).
///
/// The network's latency is measured from it: kube-proxy compares it with the moment at which its rules stand.
struct TriggerTimes: Sendable {
  static let annotation = "endpoints.kubernetes.io/last-change-trigger-time"

  private struct Seen: Sendable {
    var service: Time?
    var pods = TreeDictionary<String, Time>()
  }

  private var services = TreeDictionary<ObjectKey, Seen>()

  mutating func forget(_ key: ObjectKey) { services[key] = nil }

  /// The earliest of the changes since the last look; nil when nothing has become ready or unready.
  mutating func change(_ service: Object<Service>, _ pods: [Object<Pod>]) -> Time? {
    let key = ObjectKey(service.namespace, service.name)
    let before = services[key]
    var seen = Seen(service: service.metadata.creationTimestamp)
    var earliest: Time?
    func note(_ time: Time, _ known: Time?) {
      if let known, time <= known { return }
      earliest = earliest.map { min($0, time) } ?? time
    }
    for pod in pods {
      guard let time = pod.status.condition("Ready")?.lastTransitionTime else { continue }
      seen.pods[pod.name] = time
      note(time, before?.pods[pod.name])
    }
    if let time = seen.service { note(time, before?.service) }
    services[key] = seen
    return before == nil ? seen.service : earliest
  }

  /// Writes the time into an object that is about to be written, or takes an old one out.
  static func annotate(_ metadata: inout Metadata, _ time: Time?) {
    metadata.annotations[annotation] = time.map { Timestamp(seconds: $0.unixSeconds).text }
  }
}
