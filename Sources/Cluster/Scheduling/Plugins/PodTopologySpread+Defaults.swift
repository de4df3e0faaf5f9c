import Resources
import Tree

extension PodTopologySpread {
  /// How pods of a Service or a workload are spread when they say nothing themselves: over nodes, and over zones
  /// (`systemDefaultConstraints` of plugin.go), with the counts kept up to date node by node.
  struct SystemRules: Sendable {
    static let zoneLabel = "topology.kubernetes.io/zone"
    private static let hostSkew: Int64 = 3
    private static let zoneSkew: Int64 = 5

    /// One node's part.
    private struct Share: Sendable {
      var alike: Int64 = -1
      /// The place of the node's zone; -1 without one.
      var zone: Int16 = -1
      var hasHostname = false
    }

    private let rule: SpreadRule
    private var shares: [Share] = []
    /// The slots whose shares are to be counted before they are next asked for: those with -1, each once.
    private var uncounted: [Int32] = []
    private var zones: [String] = []
    /// Matching pods by zone, on nodes where the pod may be.
    private var totals: [Int64] = []

    /// - Returns: nil for pods that no Service and no workload holds together.
    init?(_ demand: PodDemand.Content, _ snapshot: NodeSnapshot) {
      if demand.hasSpreadRules { return nil }
      let matcher = snapshot.companions.defaultSelector(of: demand)
      if matcher.isEmpty { return nil }
      rule = SpreadRule(maxSkew: Self.hostSkew, topologyKey: hostname, matcher: matcher)
      shares = Array(repeating: Share(), count: snapshot.slots.count)
      uncounted = shares.indices.map { Int32($0) }
    }

    /// Takes note of a change of a node.
    mutating func update(_ slot: Int, _ demand: PodDemand.Content, _ snapshot: NodeSnapshot) {
      while shares.count <= slot {
        uncounted.append(Int32(shares.count))
        shares.append(Share())
      }
      let old = shares[slot]
      if old.alike < 0 { return }
      if old.zone >= 0 { totals[Int(old.zone)] -= old.alike }
      shares[slot] = Share()
      uncounted.append(Int32(slot))
    }

    private mutating func count(
      _ slot: Int, _ demand: PodDemand.Content, _ snapshot: NodeSnapshot
    ) {
      let info = snapshot[slot]
      let labels = info.node.metadata.labels
      var share = Share()
      share.hasHostname = labels[hostname] != nil
      share.alike = rule.count(on: info, namespace: demand.namespace)
      if let zone = labels[Self.zoneLabel] {
        let place = zones.firstIndex(of: zone) ?? zones.count
        if place == zones.count {
          zones.append(zone)
          totals.append(0)
        }
        // Pods on nodes where this one cannot be do not count for the zone.
        if counts(info.node, rule, demand) {
          share.zone = Int16(place)
          totals[place] += share.alike
        }
      }
      shares[slot] = share
    }

    /// How few matching pods there are in the nodes' places, of 100.
    mutating func scores(
      of feasible: [Int32], _ demand: PodDemand.Content, _ snapshot: NodeSnapshot
    ) -> [Int64] {
      countAll(demand, snapshot)
      if let points = hostPoints(of: feasible) {
        return feasible.map { points[shares[Int($0)].alike] }
      }
      var scores = weighted(feasible)
      normalize(&scores)
      return scores
    }

    /// Adds them, weighted, where zones play no part; false, and nothing done, where they do.
    mutating func add(
      of feasible: [Int32], _ demand: PodDemand.Content, _ snapshot: NodeSnapshot,
      to totals: inout [Int64]
    ) -> Bool {
      countAll(demand, snapshot)
      guard let points = hostPoints(of: feasible) else { return feasible.isEmpty }
      totals.withUnsafeMutableBufferPointer { totals in
        shares.withUnsafeBufferPointer { shares in
          feasible.withUnsafeBufferPointer { feasible in
            for index in feasible.indices {
              totals[index] += points[shares[Int(feasible[index])].alike] * weight
            }
          }
        }
      }
      return true
    }

    private mutating func countAll(_ demand: PodDemand.Content, _ snapshot: NodeSnapshot) {
      for slot in uncounted {
        if snapshot.slots[Int(slot)] == nil {
          shares[Int(slot)].alike = 0
        } else {
          count(Int(slot), demand, snapshot)
        }
      }
      uncounted.removeAll(keepingCapacity: true)
    }

    private func weighted(_ feasible: [Int32]) -> [Int64] {
      var isPresent = zones.map { _ in false }
      var isZoneless = false
      for slot in feasible {
        let zone = shares[Int(slot)].zone
        if zone >= 0 { isPresent[Int(zone)] = true } else { isZoneless = true }
      }
      let zoneCount = isPresent.count { $0 } + (isZoneless ? 1 : 0)
      let hostWeight = NaturalLogarithm.fixed(feasible.count + 2)
      let zoneWeight = NaturalLogarithm.fixed(zoneCount + 2)
      return feasible.map { slot in
        let share = shares[Int(slot)]
        var sum: Int128 = 0
        if share.hasHostname {
          sum += Int128(share.alike) * hostWeight
          sum += Int128(Self.hostSkew - 1) << NaturalLogarithm.fractionBits
        }
        if share.zone >= 0 {
          sum += Int128(totals[Int(share.zone)]) * zoneWeight
          sum += Int128(Self.zoneSkew - 1) << NaturalLogarithm.fractionBits
        }
        return NaturalLogarithm.rounded(sum)
      }
    }

    /// Points by how many matching pods a node has.
    private struct HostPoints {
      let least: Int64
      let points: [Int64]
      subscript(alike: Int64) -> Int64 { points[Int(alike - least)] }
    }

    /// Where there are no zones, nodes with as many pods have the same points, which are worked out once; nil where there
    /// are, or where some node lacks its hostname.
    private func hostPoints(of feasible: [Int32]) -> HostPoints? {
      guard zones.isEmpty, let (least, most, haveHostnames) = bounds(of: feasible), haveHostnames
      else { return nil }
      let weight = NaturalLogarithm.fixed(feasible.count + 2)
      var points = (least...most).map { alike in
        NaturalLogarithm.rounded(
          Int128(alike) * weight + Int128(Self.hostSkew - 1) << NaturalLogarithm.fractionBits)
      }
      normalize(&points)
      return HostPoints(least: least, points: points)
    }

    /// How many matching pods the nodes have at least and at most, and whether all nodes have a hostname.
    private func bounds(
      of feasible: [Int32]
    ) -> (least: Int64, most: Int64, haveHostnames: Bool)? {
      if feasible.isEmpty { return nil }
      return shares.withUnsafeBufferPointer { shares in
        feasible.withUnsafeBufferPointer { feasible in
          var least = Int64.max
          var most = Int64.min
          var haveHostnames = true
          for slot in feasible {
            least = min(least, shares[Int(slot)].alike)
            most = max(most, shares[Int(slot)].alike)
            haveHostnames = haveHostnames && shares[Int(slot)].hasHostname
          }
          return (least, most, haveHostnames)
        }
      }
    }
  }
}
