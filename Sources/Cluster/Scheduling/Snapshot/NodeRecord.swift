import Resources
import Tree

/// One node with the sums over the pods on it (`framework.NodeInfo`).
package struct NodeRecord: Sendable {
  /// A pod that is on a node, or that the scheduler has just put there.
  package struct Placed: Sendable {
    package let pod: Object<Pod>
    package let demand: PodDemand
  }

  /// Pods that are alike.
  struct Tally: Sendable {
    let demand: PodDemand
    var count: Int64
  }

  package var node: Object<Node> { didSet { readNode() } }
  package private(set) var pods: [Placed] = []
  /// How many pods of each demand there are that are not being deleted: what spreading counts.
  private(set) var tallies: [Tally] = []
  package private(set) var allocatable = Amounts()
  package private(set) var allowedPods = 0
  package private(set) var requested = Amounts()
  private(set) var scoredCPU: Int64 = 0
  private(set) var scoredMemory: Int64 = 0
  private(set) var hostPorts: [HostPort] = []
  /// How many of the pods have terms about other pods.
  private(set) var podsWithAffinity = 0
  private(set) var podsWithRequiredAntiAffinity = 0

  init(_ node: Object<Node>) {
    self.node = node
    readNode()
  }

  private mutating func readNode() {
    let amounts = node.status.allocatable
    allocatable = Amounts(amounts)
    allowedPods = Int(amounts["pods"]?.value ?? 0)
  }

  mutating func add(_ placed: Placed) {
    pods.append(placed)
    count(placed, sign: 1)
  }

  /// Takes a pod out, whose place the last one takes (`removeFromSlice`).
  mutating func removePod(at place: Int) -> Placed {
    let placed = pods[place]
    pods[place] = pods[pods.count - 1]
    pods.removeLast()
    count(placed, sign: -1)
    return placed
  }

  mutating func replacePod(at place: Int, with placed: Placed) {
    let before = pods[place]
    if before.demand === placed.demand {
      tally(before, sign: -1)
      tally(placed, sign: 1)
    } else {
      count(before, sign: -1)
      count(placed, sign: 1)
    }
    pods[place] = placed
  }

  private mutating func tally(_ placed: Placed, sign: Int64) {
    guard !placed.pod.isBeingDeleted else { return }
    if let place = tallies.firstIndex(where: { $0.demand === placed.demand }) {
      tallies[place].count += sign
      if tallies[place].count == 0 { tallies.remove(at: place) }
    } else {
      tallies.append(Tally(demand: placed.demand, count: sign))
    }
  }

  private mutating func count(_ placed: Placed, sign: Int64) {
    tally(placed, sign: sign)
    let demand = placed.demand.content
    requested.add(demand.requests, sign: sign)
    scoredCPU += sign * demand.scoredCPU
    scoredMemory += sign * demand.scoredMemory
    if demand.hasAffinity { podsWithAffinity += Int(sign) }
    if !demand.requiredAntiAffinity.isEmpty { podsWithRequiredAntiAffinity += Int(sign) }
    for port in demand.hostPorts {
      if sign > 0 {
        hostPorts.append(port)
      } else if let place = hostPorts.firstIndex(of: port) {
        hostPorts.remove(at: place)
      }
    }
  }

  func place(of key: ObjectKey) -> Int? {
    pods.firstIndex { $0.pod.metadata.name == key.name && $0.pod.namespace == key.namespace }
  }
}
