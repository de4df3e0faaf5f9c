import HashTreeCollections
import Resources
import Simulation
import Store
import Tree

/// The cluster as the scheduler sees it: nodes with the pods on them, and what plugins ask of other objects.
///
/// After `cache.Cache` and `nodeTree` of pkg/scheduler/backend/cache.
package struct NodeSnapshot: Sendable {
  /// By slot; nil where a node is gone.
  private(set) var slots = PagedArray<NodeRecord?>()
  private var places = QuickTable<TextKey, Int32>()
  /// The nodes' names by slot; one that is gone leaves its own until another comes.
  private(set) var names: [String] = []
  private var freeSlots: [Int32] = []
  /// Slots in the order in which nodes are tried: zone by zone in turn.
  private(set) var order: [Int32] = []
  private var placed = QuickTable<ObjectKey, Spot>()
  /// Pods on nodes that the scheduler has not heard of yet.
  private var strays = TreeDictionary<String, [NodeRecord.Placed]>()
  private(set) var changes = ChangeLog()
  private(set) var podsWithAffinity = 0
  private(set) var podsWithRequiredAntiAffinity = 0
  private(set) var priorities = PriorityCounts()
  var images = ImageCounts()
  // Behind a reference each: they have many parts, and the whole is passed on several times for each pod.
  @Shared var companions = Companions()
  @Shared var storage = StorageView()
  private(set) var zones = ZoneList()

  /// Where a counted pod is, and what a newer version of it is compared with: the plugins ask of nothing else, so most
  /// versions are done with here.
  private struct Spot: Sendable {
    let slot: Int32
    /// Its place among the node's pods.
    var place: Int32
    let demand: PodDemand
    let start: Time?
    let isEnding: Bool

    init(_ placed: NodeRecord.Placed, slot: Int32, place: Int32) {
      self.slot = slot
      self.place = place
      demand = placed.demand
      start = placed.pod.body.status.startTime
      isEnding = placed.pod.isBeingDeleted
    }
  }

  package init() {}

  package var nodeCount: Int { order.count }
  /// The nodes in the order in which they are tried.
  package var nodes: some Sequence<NodeRecord> { order.lazy.compactMap { slots[Int($0)] } }

  /// Whether any node says which zone it is in.
  var hasZones: Bool { zones.hasNames }

  func slot(of node: String) -> Int? { places[TextKey(node)].map { Int($0) } }

  /// The node at a slot that has one; in place, since a copy would retain all that is in it.
  subscript(slot: Int) -> NodeRecord {
    _read {
      // swift-format-ignore: NeverForceUnwrap
      yield slots[slot]!
    }
  }

  package func info(of node: String) -> NodeRecord? {
    places[TextKey(node)].flatMap { slots[Int($0)] }
  }

  // MARK: Nodes

  mutating func set(_ node: Object<Node>) {
    if let place = places[TextKey(node.name)] {
      guard let known = slots[Int(place)]?.node else { return }
      images.count(known, sign: -1)
      images.count(node, sign: 1)
      slots[Int(place)]?.node = node
      if zones.set(place, zone: node.zone) { order = zones.interleaved() }
      changes.note(place)
      return
    }
    let place = freeSlots.popLast() ?? Int32(slots.count)
    if Int(place) == slots.count {
      slots.append(nil)
      names.append(node.name)
    } else {
      names[Int(place)] = node.name
    }
    var info = NodeRecord(node)
    for stray in strays.removeValue(forKey: node.name) ?? [] {
      placed[stray.pod.key] = Spot(stray, slot: place, place: Int32(info.pods.count))
      info.add(stray)
      count(stray.demand, sign: 1)
    }
    slots[Int(place)] = info
    places[TextKey(node.name)] = place
    images.count(node, sign: 1)
    if zones.add(place, zone: node.zone) {
      order.append(place)
    } else {
      order = zones.interleaved()
    }
    changes.note(place)
  }

  mutating func remove(_ node: Object<Node>) {
    guard let place = places.removeValue(forKey: TextKey(node.name)), let info = slots[Int(place)]
    else {
      return
    }
    images.count(info.node, sign: -1)
    for stray in info.pods {
      placed[stray.pod.key] = nil
      count(stray.demand, sign: -1)
    }
    if !info.pods.isEmpty { strays[node.name] = info.pods }
    slots[Int(place)] = nil
    freeSlots.append(place)
    zones.remove(place)
    order = zones.interleaved()
    changes.note(place)
  }

  // MARK: Pods

  package func isCounted(_ key: ObjectKey) -> Bool { placed[key] != nil }

  /// Counts a pod on a node, or takes note of its newer version.
  mutating func add(_ pod: Object<Pod>, _ demand: PodDemand, to node: String) {
    let entry = NodeRecord.Placed(pod: pod, demand: demand)
    guard let place = places[TextKey(node)] else {
      strays[node, default: []].removeAll { $0.pod.key == pod.key }
      strays[node, default: []].append(entry)
      return
    }
    let key = pod.key
    remove(key)
    placed[key] = Spot(entry, slot: place, place: Int32(slots[Int(place)]?.pods.count ?? 0))
    slots[Int(place)]?.add(entry)
    count(demand, sign: 1)
    changes.note(place)
  }

  /// What a newer version of a pod comes to.
  enum Update {
    /// The pod is not counted, or elsewhere.
    case unknown
    case unchanged
    case changed
  }

  /// Takes note of a newer version of a pod that is counted on the node where it is said to be.
  mutating func update(_ pod: Object<Pod>, _ demands: inout DemandCache) -> Update {
    let key = pod.key
    guard let spot = placed[key], names[Int(spot.slot)] == pod.body.spec.nodeName else {
      return .unknown
    }
    let isRelabelled = spot.demand.content.labels != pod.metadata.labels
    let isEnding = spot.isEnding != pod.isBeingDeleted
    // The rest of a pod's status is nothing to the plugins, but for its start.
    if !isRelabelled, !isEnding, spot.start == pod.body.status.startTime { return .unchanged }
    let demand = isRelabelled ? demands.demand(of: pod) : spot.demand
    let newer = NodeRecord.Placed(pod: pod, demand: demand)
    slots[Int(spot.slot)]?.replacePod(at: Int(spot.place), with: newer)
    placed[key] = Spot(newer, slot: spot.slot, place: spot.place)
    if demand !== spot.demand {
      count(spot.demand, sign: -1)
      count(demand, sign: 1)
    }
    guard isRelabelled || isEnding else { return .unchanged }
    changes.note(spot.slot)
    return .changed
  }

  /// Whether the pod was counted on a node.
  @discardableResult
  mutating func remove(_ key: ObjectKey) -> Bool {
    guard let spot = placed.removeValue(forKey: key) else { return false }
    _ = slots[Int(spot.slot)]?.removePod(at: Int(spot.place))
    // The last one has taken its place.
    if let moved = slots[Int(spot.slot)]?.pods, spot.place < moved.count {
      placed[moved[Int(spot.place)].pod.key]?.place = spot.place
    }
    count(spot.demand, sign: -1)
    changes.note(spot.slot)
    return true
  }

  private mutating func count(_ demand: PodDemand, sign: Int) {
    if demand.content.hasAffinity { podsWithAffinity += sign }
    if !demand.content.requiredAntiAffinity.isEmpty { podsWithRequiredAntiAffinity += sign }
    priorities.count(demand.content.priority, sign: sign)
  }
}

extension Object where K == Node {
  /// Region and zone as one name (`utilnode.GetZoneKey`); empty for a node without either.
  var zone: String {
    let labels = metadata.labels
    let zone =
      labels["topology.kubernetes.io/zone"] ?? labels["failure-domain.beta.kubernetes.io/zone"]
    let region =
      labels["topology.kubernetes.io/region"] ?? labels["failure-domain.beta.kubernetes.io/region"]
    return zone == nil && region == nil ? "" : "\(region ?? ""):\u{0}:\(zone ?? "")"
  }
}
