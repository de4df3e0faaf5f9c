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
      /// The place of the node's zone; -1 without one.
      var zone: Int16 = -1
      var hasHostname = false
    }

    private let rule: SpreadRule
    private var shares: [Share] = []
    /// Matching pods by slot; -1 where they are to be counted. Apart, since every search reads hundreds of them.
    private var alike: [Int32] = []
    /// How many nodes lack the label with their name.
    private var nameless = 0
    /// The slots that are to be counted before they are next asked for, each once.
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
      alike = Array(repeating: -1, count: shares.count)
      uncounted = shares.indices.map { Int32($0) }
    }

    /// Takes note of a change of a node.
    mutating func update(_ slot: Int, _ demand: PodDemand.Content, _ snapshot: NodeSnapshot) {
      while shares.count <= slot {
        uncounted.append(Int32(shares.count))
        shares.append(Share())
        alike.append(-1)
      }
      if alike[slot] < 0 { return }
      let old = shares[slot]
      if old.zone >= 0 { totals[Int(old.zone)] -= Int64(alike[slot]) }
      if !old.hasHostname { nameless -= 1 }
      shares[slot] = Share()
      alike[slot] = -1
      uncounted.append(Int32(slot))
    }

    private mutating func count(
      _ slot: Int, _ demand: PodDemand.Content, _ snapshot: NodeSnapshot
    ) {
      let info = snapshot[slot]
      let labels = info.node.metadata.labels
      var share = Share()
      share.hasHostname = labels[hostname] != nil
      let pods = rule.count(on: info, namespace: demand.namespace)
      if let zone = labels[Self.zoneLabel] {
        let place = zones.firstIndex(of: zone) ?? zones.count
        if place == zones.count {
          zones.append(zone)
          totals.append(0)
        }
        // Pods on nodes where this one cannot be do not count for the zone.
        if counts(info.node, rule, demand) {
          share.zone = Int16(place)
          totals[place] += pods
        }
      }
      shares[slot] = share
      alike[slot] = Int32(clamping: pods)
      if !share.hasHostname { nameless += 1 }
    }

    /// How few matching pods there are in the nodes' places, of 100.
    mutating func scores(
      of feasible: [Int32], _ demand: PodDemand.Content, _ snapshot: NodeSnapshot
    ) -> [Int64] {
      countAll(demand, snapshot)
      if let points = hostPoints(of: feasible) {
        return feasible.map { points[alike[Int($0)]] }
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
      let weighted = points.points.map { $0 * weight }
      let least = points.least
      totals.withUnsafeMutableBufferPointer { totals in
        alike.withUnsafeBufferPointer { alike in
          feasible.withUnsafeBufferPointer { feasible in
            weighted.withUnsafeBufferPointer { weighted in
              for index in feasible.indices {
                totals[index] += weighted[Int(alike[Int(feasible[index])] - least)]
              }
            }
          }
        }
      }
      return true
    }

    private mutating func countAll(_ demand: PodDemand.Content, _ snapshot: NodeSnapshot) {
      for slot in uncounted {
        if snapshot.slots[Int(slot)] == nil {
          // As of a node with its name: nobody asks for one that has gone.
          shares[Int(slot)].hasHostname = true
          alike[Int(slot)] = 0
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
          sum += Int128(alike[Int(slot)]) * hostWeight
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
      let least: Int32
      let points: [Int64]
      subscript(alike: Int32) -> Int64 { points[Int(alike - least)] }
    }

    /// Where there are no zones, nodes with as many pods have the same points, which are worked out once; nil where there
    /// are, or where some node lacks its hostname.
    private func hostPoints(of feasible: [Int32]) -> HostPoints? {
      guard zones.isEmpty, nameless == 0, let (least, most) = bounds(of: feasible) else {
        return nil
      }
      let weight = NaturalLogarithm.fixed(feasible.count + 2)
      var points = (least...most).map { alike in
        NaturalLogarithm.rounded(
          Int128(alike) * weight + Int128(Self.hostSkew - 1) << NaturalLogarithm.fractionBits)
      }
      normalize(&points)
      return HostPoints(least: least, points: points)
    }

    /// How many matching pods the nodes have at least and at most.
    private func bounds(of feasible: [Int32]) -> (least: Int32, most: Int32)? {
      if feasible.isEmpty { return nil }
      return alike.withUnsafeBufferPointer { alike in
        feasible.withUnsafeBufferPointer { feasible in
          var least = Int32.max
          var most = Int32.min
          for slot in feasible {
            least = min(least, alike[Int(slot)])
            most = max(most, alike[Int(slot)])
          }
          return (least, most)
        }
      }
    }
  }
}
