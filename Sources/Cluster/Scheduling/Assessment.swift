import Resources

/// What the nodes, each for itself, have to say to pods with one demand; worked out when it is first asked for and
/// kept until the node changes.
///
/// Upstream has no such cache: it asks every plugin for every pod. The answers are the same.
struct Assessment: Sendable {
  /// One node's answer.
  struct Entry: Sendable {
    /// The place of the rejection in `rejections`; -1 for a node that will do, -2 for one not asked yet, -3 for one that
    /// has gone.
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
  /// How many nodes have an objection.
  private var rejecting = 0
  /// All slots that are to be asked, some of which may have been asked since.
  private var unasked: [Int32] = []
  /// So few are asked at once, though the search may not come to them.
  private static let fewNodes = 64
  /// Room for the nodes of a search and for their points, kept from one pod to the next: to ask for it anew, and to give
  /// it back, cost more than what is written there.
  var spareSlots: [Int32] = []
  var sparePoints: [Int64] = []
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
      while entries.count < snapshot.slots.count {
        unasked.append(Int32(entries.count))
        entries.append(Entry())
      }
      for slot in changed {
        forget(Int(slot))
        spread?.update(Int(slot), demand.content, snapshot)
      }
    } else {
      entries = Array(repeating: Entry(), count: snapshot.slots.count)
      rejections = []
      rejecting = 0
      unasked = entries.indices.map { Int32($0) }
      spread = PodTopologySpread.SystemRules(demand.content, snapshot)
      companions = snapshot.companions.revision
      isFresh = true
    }
    nodeCount = snapshot.nodeCount
    seen = snapshot.changes.count
  }

  private mutating func forget(_ slot: Int) {
    let answer = entries[slot].rejection
    if answer == -2 { return }
    if answer >= 0 { rejecting -= 1 }
    entries[slot].rejection = -2
    unasked.append(Int32(slot))
  }

  /// Asks those that have not been asked, if they are few.
  private mutating func askFew(_ snapshot: NodeSnapshot) {
    if unasked.count > Self.fewNodes {
      unasked.removeAll { entries[Int($0)].rejection != -2 }
      if unasked.count > Self.fewNodes { return }
    }
    for slot in unasked where entries[Int(slot)].rejection == -2 {
      if snapshot.slots[Int(slot)] == nil {
        entries[Int(slot)].rejection = -3
      } else {
        ask(Int(slot), snapshot)
      }
    }
    unasked.removeAll(keepingCapacity: true)
  }

  /// Asks a node that has not been asked since it changed.
  mutating func ask(_ slot: Int, _ snapshot: NodeSnapshot) {
    let wish = demand
    if let rejection = Cycle.localRejection(wish.content, snapshot[slot]) {
      rejecting += 1
      entries[slot] = Entry(rejection: place(of: rejection))
    } else {
      entries[slot] = Entry(
        wish.content, snapshot[slot], snapshot.images, nodes: snapshot.nodeCount)
    }
  }

  private mutating func place(of rejection: Rejection) -> Int32 {
    if let place = rejections.firstIndex(of: rejection) { return Int32(place) }
    rejections.append(rejection)
    return Int32(rejections.count - 1)
  }

  /// What a search of the nodes in turn comes to, but for the nodes that will do.
  struct Round {
    var rejected: [(slot: Int32, rejection: Int32)] = []
    var examined = 0
  }

  /// Asks the nodes in their order, from a place on and round again, until so many will do.
  mutating func goRound(
    _ order: [Int32], from start: Int, wanted: Int, _ snapshot: NodeSnapshot,
    into feasible: inout [Int32]
  ) -> Round {
    var round = Round()
    askFew(snapshot)
    if unasked.isEmpty, rejecting == 0 {
      // Nobody objects: the next so many in turn will do.
      round.examined = min(wanted, order.count)
      let beforeEnd = min(round.examined, order.count - start)
      feasible.removeAll(keepingCapacity: true)
      feasible.append(contentsOf: order[start..<(start + beforeEnd)])
      feasible.append(contentsOf: order[..<(round.examined - beforeEnd)])
      return round
    }
    var place = start
    var count = 0
    feasible.resize(to: wanted)
    // In raw memory, as all that is done node by node: a cluster of 5,000 nodes has 500 looked at for each pod.
    feasible.withUnsafeMutableBufferPointer { feasible in
      order.withUnsafeBufferPointer { order in
        while round.examined < order.count && count < wanted {
          let slot = order[place]
          if entries[Int(slot)].rejection == -2 { ask(Int(slot), snapshot) }
          let answer = entries[Int(slot)].rejection
          if answer < 0 {
            feasible[count] = slot
            count += 1
          } else {
            round.rejected.append((slot, answer))
          }
          round.examined += 1
          place = place + 1 == order.count ? 0 : place + 1
        }
      }
    }
    feasible.resize(to: count)
    return round
  }

  /// Writes down the sums of the points that do not depend on other nodes, and says whether any node has soft taints.
  func sum(up feasible: [Int32], into totals: inout [Int64]) -> Bool {
    var taints: Int16 = 0
    totals.resize(to: feasible.count)
    totals.withUnsafeMutableBufferPointer { totals in
      entries.withUnsafeBufferPointer { entries in
        feasible.withUnsafeBufferPointer { feasible in
          for index in feasible.indices {
            let slot = Int(feasible[index])
            taints |= entries[slot].taints
            totals[index] = Int64(entries[slot].sum)
          }
        }
      }
    }
    return taints != 0
  }

  /// How well the pods of the demand are spread there, of 100.
  mutating func spreadScores(of feasible: [Int32], _ snapshot: NodeSnapshot) -> [Int64]? {
    spread?.scores(of: feasible, demand.content, snapshot)
  }

  /// The same, added to totals where each node's points depend on its own pods alone; false where they do not.
  mutating func addSpread(
    of feasible: [Int32], _ snapshot: NodeSnapshot, to totals: inout [Int64]
  ) -> Bool {
    spread?.add(of: feasible, demand.content, snapshot, to: &totals) ?? true
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

extension Array where Element: FixedWidthInteger {
  /// Makes the array so long, with zeros at its end or without what is too much, and keeps its room.
  mutating func resize(to length: Int) {
    if count < length {
      append(contentsOf: repeatElement(0, count: length - count))
    } else {
      removeLast(count - length)
    }
  }
}
