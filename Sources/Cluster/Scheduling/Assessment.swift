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
    /// What the plugins give that need not know of other nodes, weighted.
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
    let info = snapshot[slot]
    let content = demand.content
    var entry = Entry()
    if let rejection = Cycle.localRejection(content, info) {
      if let place = rejections.firstIndex(of: rejection) {
        entry.rejection = Int32(place)
      } else {
        entry.rejection = Int32(rejections.count)
        rejections.append(rejection)
      }
      entries[slot] = entry
      return
    }
    entry.rejection = -1
    entry.fit = Int16(NodeResourcesFit.score(content, info))
    entry.balance = Int16(BalancedAllocation.score(content, info))
    entry.images = Int16(
      ImageLocality.score(content, info, snapshot.images, nodes: snapshot.nodeCount))
    entry.taints = Int16(truncatingIfNeeded: TaintToleration.score(content, info))
    entry.preference = Int32(truncatingIfNeeded: NodeAffinity.score(content, info))
    entries[slot] = entry
  }

  mutating func spreadScores(of feasible: [Int32], _ snapshot: NodeSnapshot) -> [Int64]? {
    spread?.scores(of: feasible, demand.content, snapshot)
  }

  func rejection(_ place: Int32) -> Rejection { rejections[Int(place)] }
}
