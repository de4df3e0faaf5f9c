import HashTreeCollections
import Resources
import Simulation
import Tree

/// The cluster as the scheduler sees it: nodes with the pods on them, and what plugins ask of other objects.
///
/// After `cache.Cache` and `nodeTree` of pkg/scheduler/backend/cache.
package struct NodeSnapshot: Sendable {
  /// By slot; nil where a node is gone.
  private(set) var slots = PagedArray<NodeRecord?>()
  private var places = TreeDictionary<String, Int32>()
  /// The nodes' names by slot; one that is gone leaves its own until another comes.
  private(set) var names: [String] = []
  private var freeSlots: [Int32] = []
  /// Slots in the order in which nodes are tried: zone by zone in turn.
  private(set) var order: [Int32] = []
  /// Where each counted pod is.
  private var placed = TreeDictionary<ObjectKey, Int32>()
  /// Pods on nodes that the scheduler has not heard of yet.
  private var strays = TreeDictionary<String, [NodeRecord.Placed]>()
  private(set) var changes = ChangeLog()
  private(set) var podsWithAffinity = 0
  private(set) var podsWithRequiredAntiAffinity = 0
  private(set) var priorities = PriorityCounts()
  var images = ImageCounts()
  var companions = Companions()
  var storage = StorageView()
  private(set) var zones = ZoneList()

  package init() {}

  package var nodeCount: Int { order.count }
  /// The nodes in the order in which they are tried.
  package var nodes: some Sequence<NodeRecord> { order.lazy.compactMap { slots[Int($0)] } }

  /// Whether any node says which zone it is in.
  var hasZones: Bool { zones.hasNames }

  func slot(of node: String) -> Int? { places[node].map { Int($0) } }

  subscript(slot: Int) -> NodeRecord {
    guard let info = slots[slot] else { preconditionFailure("no node at slot \(slot)") }
    return info
  }

  package func info(of node: String) -> NodeRecord? { places[node].flatMap { slots[Int($0)] } }

  // MARK: Nodes

  mutating func set(_ node: Object<Node>) {
    if let place = places[node.name] {
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
      info.add(stray)
      placed[stray.pod.key] = place
    }
    slots[Int(place)] = info
    places[node.name] = place
    images.count(node, sign: 1)
    if zones.add(place, zone: node.zone) {
      order.append(place)
    } else {
      order = zones.interleaved()
    }
    changes.note(place)
  }

  mutating func remove(_ node: Object<Node>) {
    guard let place = places.removeValue(forKey: node.name), let info = slots[Int(place)] else {
      return
    }
    images.count(info.node, sign: -1)
    for stray in info.pods { placed[stray.pod.key] = nil }
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
    guard let place = places[node] else {
      strays[node, default: []].removeAll { $0.pod.key == pod.key }
      strays[node, default: []].append(entry)
      return
    }
    if placed[pod.key] != nil { remove(pod.key) }
    placed[pod.key] = place
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
    guard let slot = placed[pod.key], let index = slots[Int(slot)]?.place(of: pod),
      let before = slots[Int(slot)]?.pods[index],
      slots[Int(slot)]?.node.name == pod.body.spec.nodeName
    else { return .unknown }
    let isRelabelled = before.pod.metadata.labels != pod.metadata.labels
    let isEnding = before.pod.metadata.isBeingDeleted != pod.metadata.isBeingDeleted
    // The rest of a pod's status is nothing to the plugins, but for its start.
    if !isRelabelled, !isEnding, before.pod.body.status.startTime == pod.body.status.startTime {
      return .unchanged
    }
    let new = isRelabelled ? demands.demand(of: pod) : before.demand
    slots[Int(slot)]?.replacePod(at: index, with: NodeRecord.Placed(pod: pod, demand: new))
    if new !== before.demand {
      count(before.demand, sign: -1)
      count(new, sign: 1)
    }
    guard isRelabelled || isEnding else { return .unchanged }
    changes.note(slot)
    return .changed
  }

  /// Whether the pod was counted on a node.
  @discardableResult
  mutating func remove(_ key: ObjectKey) -> Bool {
    guard let slot = placed.removeValue(forKey: key), let index = slots[Int(slot)]?.place(of: key),
      let entry = slots[Int(slot)]?.removePod(at: index)
    else { return false }
    count(entry.demand, sign: -1)
    changes.note(slot)
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
