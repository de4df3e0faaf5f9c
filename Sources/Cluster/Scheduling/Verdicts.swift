import HashTreeCollections
import Resources

/// The latest verdicts: enough for whoever asks why, and no more.
struct Verdicts: Sendable {
  /// Clusters with more nodes than this keep no scores by plugin.
  static let detailLimit = 200
  private static let limit = 256

  private var byPod = TreeDictionary<ObjectKey, (number: Int, verdict: Verdict)>()
  private var order: [(number: Int, pod: ObjectKey)] = []
  private var next = 0
  /// How many at the front of `order` are forgotten already.
  private var first = 0

  subscript(pod: ObjectKey) -> Verdict? { byPod[pod]?.verdict }

  mutating func keep(_ verdict: Verdict) {
    next += 1
    byPod[verdict.pod] = (next, verdict)
    order.append((next, verdict.pod))
    while byPod.count > Self.limit, first < order.count {
      let oldest = order[first]
      first += 1
      if byPod[oldest.pod]?.number == oldest.number { byPod[oldest.pod] = nil }
    }
    if first > Self.limit || order.count > 4 * Self.limit {
      order = order[first...].filter { byPod[$0.pod]?.number == $0.number }
      first = 0
    }
  }

  mutating func forget(_ pod: ObjectKey) { byPod[pod] = nil }
}

/// Pods that are to come to a node once the pods that they displace have left it (`nominator` of the scheduling queue).
struct Nominations: Sendable {
  private var entries: [(node: String, placed: NodeRecord.Placed)] = []

  var isEmpty: Bool { entries.isEmpty }

  mutating func set(_ pod: Object<Pod>, _ demand: PodDemand, node: String) {
    remove(pod.key)
    if !node.isEmpty { entries.append((node, NodeRecord.Placed(pod: pod, demand: demand))) }
  }

  mutating func remove(_ key: ObjectKey) { entries.removeAll { $0.placed.pod.key == key } }

  func node(of key: ObjectKey) -> String? { entries.first { $0.placed.pod.key == key }?.node }

  func pods(on slot: Int, _ snapshot: NodeSnapshot) -> [NodeRecord.Placed] {
    if entries.isEmpty { return [] }
    let name = snapshot[slot].node.name
    return entries.filter { $0.node == name }.map(\.placed)
  }
}
