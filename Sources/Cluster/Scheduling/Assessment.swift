import Resources

/// What the nodes, each for itself, have to say to pods with one demand; worked out when it is first asked for and
/// kept until the node changes.
///
/// Upstream has no such cache: it asks every plugin for every pod. The answers are the same.
struct Assessment: Sendable {
  /// One node's answer.
  struct Entry: Sendable {
    /// The place of the rejection in `rejections`; -1 for a node that will do, -2 for one not asked yet.
    var rejection: Int32 = -2
    /// What the plugins give that need not know of other nodes, weighted: all of it, and each part.
    var sum: Int32 = 0
    var fit: Int16 = 0
    var balance: Int16 = 0
    var images: Int16 = 0
    /// Soft taints that are not tolerated.
    var taints: Int16 = 0
    /// The weights of fulfilled preferences.
    var preference: Int32 = 0
  }

  let demand: PodDemand
  private(set) var entries: [Entry] = []
  private(set) var rejections: [Rejection] = []
  /// How pods of this demand are spread when they say nothing themselves.
  private(set) var spread: PodTopologySpread.SystemRules?
  private var seen = 0
  private var companions = -1
  private var isFresh = false
  private var nodeCount = 0

  init(_ demand: PodDemand) { self.demand = demand }

  /// Forgets what is no longer true.
  mutating func update(_ snapshot: NodeSnapshot) {
    let hasImages = !snapshot.images.isEmpty
    if let changed = snapshot.changes.since(seen), isFresh,
      companions == snapshot.companions.revision,
      !hasImages || nodeCount == snapshot.nodeCount
    {
      while entries.count < snapshot.slots.count { entries.append(Entry()) }
      for slot in changed {
        entries[Int(slot)].rejection = -2
        spread?.update(Int(slot), demand.content, snapshot)
      }
    } else {
      entries = Array(repeating: Entry(), count: snapshot.slots.count)
      rejections = []
      spread = PodTopologySpread.SystemRules(demand.content, snapshot)
      companions = snapshot.companions.revision
      isFresh = true
    }
    nodeCount = snapshot.nodeCount
    seen = snapshot.changes.count
  }

  /// Asks a node that has not been asked since it changed.
  mutating func ask(_ slot: Int, _ snapshot: NodeSnapshot) {
    if let rejection = Cycle.localRejection(demand.content, snapshot[slot]) {
      entries[slot] = Entry(rejection: place(of: rejection))
    } else {
      entries[slot] = Entry(
        demand.content, snapshot[slot], snapshot.images, nodes: snapshot.nodeCount)
    }
  }

  private mutating func place(of rejection: Rejection) -> Int32 {
    if let place = rejections.firstIndex(of: rejection) { return Int32(place) }
    rejections.append(rejection)
    return Int32(rejections.count - 1)
  }

  /// What a search of the nodes in turn comes to.
  struct Round {
    var feasible: [Int32] = []
    var rejected: [(slot: Int32, rejection: Int32)] = []
    var examined = 0
  }

  /// Asks the nodes in their order, from a place on and round again, until so many will do.
  mutating func goRound(
    _ order: [Int32], from start: Int, wanted: Int, _ snapshot: NodeSnapshot
  ) -> Round {
    var round = Round()
    round.feasible.reserveCapacity(wanted)
    var place = start
    while round.examined < order.count && round.feasible.count < wanted {
      let slot = order[place]
      if entries[Int(slot)].rejection == -2 { ask(Int(slot), snapshot) }
      let answer = entries[Int(slot)].rejection
      if answer < 0 {
        round.feasible.append(slot)
      } else {
        round.rejected.append((slot, answer))
      }
      round.examined += 1
      place = place + 1 == order.count ? 0 : place + 1
    }
    return round
  }

  /// The sums of the points that do not depend on other nodes, and whether any node has soft taints.
  func sums(of feasible: [Int32]) -> (totals: [Int64], areTainted: Bool) {
    var taints: Int16 = 0
    let totals = entries.withUnsafeBufferPointer { entries in
      feasible.map { slot in
        taints |= entries[Int(slot)].taints
        return Int64(entries[Int(slot)].sum)
      }
    }
    return (totals, taints != 0)
  }

  /// How well the pods of the demand are spread there, of 100.
  mutating func spreadScores(of feasible: [Int32], _ snapshot: NodeSnapshot) -> [Int64]? {
    spread?.scores(of: feasible, demand.content, snapshot)
  }

  func rejection(_ place: Int32) -> Rejection { rejections[Int(place)] }
}

extension Assessment.Entry {
  /// The points of a node that will do.
  init(_ demand: PodDemand.Content, _ info: NodeRecord, _ images: ImageCounts, nodes: Int) {
    rejection = -1
    fit = Int16(NodeResourcesFit.score(demand, info))
    balance = Int16(BalancedAllocation.score(demand, info))
    self.images = Int16(ImageLocality.score(demand, info, images, nodes: nodes))
    sum = Int32(fit) + Int32(balance) + Int32(self.images)
    taints = Int16(truncatingIfNeeded: TaintToleration.score(demand, info))
    preference = Int32(truncatingIfNeeded: NodeAffinity.score(demand, info))
  }
}
