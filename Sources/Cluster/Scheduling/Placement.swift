import Resources
import Simulation
import Tree

/// Looks for the best node for one pod (`schedulePod` of pkg/scheduler/schedule_one.go).
struct Placement {
  let pod: Object<Pod>
  private let kept: Shared<NodeSnapshot>
  /// Pods that are to come to a node once others have left it.
  let nominated: Nominations
  var assessment: Assessment
  var cycle: Cycle
  /// How many nodes that will do are enough.
  let wanted: Int
  /// Whether every node is to be scored even if there is but one.
  var scoresAlways = false

  private(set) var feasible: [Int32] = []
  private(set) var rejected: [(slot: Int32, rejection: Rejection)] = []
  /// By `assessment.rejections`: how many nodes were rejected for it. Kept as slots, so that they can be named.
  private(set) var examined = 0
  private(set) var totals: [Int64] = []
  private var columns: [(name: String, points: [Int64])] = []

  /// - Parameter assessment: what is known already, brought up to date; it is taken, not copied, so that it can be added to
  ///   in place, and to be given back.
  init(
    _ pod: Object<Pod>, _ kept: Shared<NodeSnapshot>, _ nominated: Nominations,
    _ assessment: inout Assessment
  ) {
    self.pod = pod
    self.kept = kept
    self.nominated = nominated
    self.assessment = Assessment(assessment.demand)
    cycle = Cycle(pod, assessment.demand, kept.wrappedValue)
    wanted = Sampling.wanted(of: kept.wrappedValue.nodeCount)
    take(&assessment)
  }

  var snapshot: NodeSnapshot { _read { yield kept.wrappedValue } }

  private mutating func take(_ other: inout Assessment) {
    swap(&assessment, &other)
    swap(&feasible, &assessment.spareSlots)
    swap(&totals, &assessment.sparePoints)
    feasible.removeAll(keepingCapacity: true)
    totals.removeAll(keepingCapacity: true)
  }

  /// Gives the assessment back, with what has been added to it; nothing can be asked of the placement afterwards.
  mutating func giveBack(_ other: inout Assessment) {
    swap(&feasible, &assessment.spareSlots)
    swap(&totals, &assessment.sparePoints)
    swap(&assessment, &other)
  }

  /// Goes round the nodes from a place on until enough will do (`findNodesThatFitPod`).
  mutating func find(from start: Int) {
    if cycle.obstacle != nil { return }
    if let slot = snapshot.slot(of: pod.body.status.nominatedNodeName), accepts(slot) {
      feasible = [Int32(slot)]
      examined = 1
      return
    }
    if let only = cycle.onlyNodes {
      for name in only.names { if let slot = snapshot.slot(of: name) { look(at: slot) } }
      return
    }
    let order = snapshot.order
    var place = order.isEmpty ? 0 : start % order.count
    if nominated.isEmpty, cycle.isLocal { return findLocally(order, from: place) }
    while examined < order.count && feasible.count < wanted {
      look(at: Int(order[place]))
      place += 1
      if place == order.count { place = 0 }
    }
  }

  /// The same where each node speaks for itself and nobody is expected: most searches are such.
  private mutating func findLocally(_ order: [Int32], from start: Int) {
    let round = assessment.goRound(
      order, from: start, wanted: wanted, kept.wrappedValue, into: &feasible)
    rejected = round.rejected.map { ($0.slot, assessment.rejection($0.rejection)) }
    examined = round.examined
  }

  private mutating func accepts(_ slot: Int) -> Bool {
    if let only = cycle.onlyNodes, !only.names.contains(snapshot[slot].node.name) { return false }
    return cycle.rejection(snapshot[slot], snapshot, beside: nominated.pods(on: slot, snapshot))
      == nil
  }

  private mutating func look(at slot: Int) {
    examined += 1
    if !nominated.isEmpty {
      let ahead = nominated.pods(on: slot, snapshot)
      if !ahead.isEmpty {
        return note(slot, cycle.rejection(snapshot[slot], snapshot, beside: ahead))
      }
    }
    if assessment.entries[slot].rejection == -2 { assessment.ask(slot, kept.wrappedValue) }
    let place = assessment.entries[slot].rejection
    if place >= 0 {
      rejected.append((Int32(slot), assessment.rejection(place)))
    } else if cycle.isLocal {
      feasible.append(Int32(slot))
    } else {
      note(slot, cycle.remoteRejection(snapshot[slot], snapshot))
    }
  }

  private mutating func note(_ slot: Int, _ rejection: Rejection?) {
    if let rejection {
      rejected.append((Int32(slot), rejection))
      return
    }
    if assessment.entries[slot].rejection == -2 { assessment.ask(slot, kept.wrappedValue) }
    feasible.append(Int32(slot))
  }

  // MARK: Scores

  /// Adds up what the plugins give the nodes that are left (`prioritizeNodes`).
  mutating func score() {
    guard feasible.count > 1 || scoresAlways, !feasible.isEmpty else {
      totals = feasible.map { _ in 0 }
      return
    }
    let entries = assessment.entries
    let wish = cycle.wish
    let areTainted = assessment.sum(up: feasible, into: &totals)
    if areTainted || keepsColumns {
      var scores = feasible.map { Int64(entries[Int($0)].taints) }
      Self.normalize(&scores, reversed: true)
      add(TaintToleration.name, TaintToleration.weight, scores)
    }
    if !wish.content.preferredNodes.isEmpty {
      var scores = feasible.map { Int64(entries[Int($0)].preference) }
      Self.normalize(&scores, reversed: false)
      add(NodeAffinity.name, NodeAffinity.weight, scores)
    }
    let isAdded =
      !wish.content.hasSpreadRules && !keepsColumns
      && assessment.addSpread(of: feasible, kept.wrappedValue, to: &totals)
    if !isAdded, let scores = spreadScores() {
      add(PodTopologySpread.name, PodTopologySpread.weight, scores)
    }
    if let state = InterPodAffinity.ScoreState(pod, wish.content, snapshot) {
      var scores = feasible.map { state.score(snapshot[Int($0)]) }
      InterPodAffinity.normalize(&scores)
      add(InterPodAffinity.name, InterPodAffinity.weight, scores)
    }
  }

  private mutating func add(_ name: String, _ weight: Int64, _ scores: [Int64]) {
    for index in totals.indices { totals[index] += scores[index] * weight }
    if keepsColumns { columns.append((name: name, points: scores.map { $0 * weight })) }
  }

  private mutating func spreadScores() -> [Int64]? {
    let wish = cycle.wish
    guard wish.content.hasSpreadRules else {
      return assessment.spreadScores(of: feasible, kept.wrappedValue)
    }
    guard let state = PodTopologySpread.ScoreState(wish.content, snapshot, feasible: feasible)
    else {
      return nil
    }
    var scores = feasible.map { state.score(wish.content, snapshot[Int($0)]) }
    let ignored = feasible.map { state.isIgnored(snapshot[Int($0)].node) }
    PodTopologySpread.normalize(&scores, ignored: ignored)
    return scores
  }

  /// To 100 for the most (`helper.DefaultNormalizeScore`); reversed, the most gets least.
  static func normalize(_ scores: inout [Int64], reversed: Bool) {
    let most = scores.max() ?? 0
    if most == 0 {
      if reversed { for index in scores.indices { scores[index] = 100 } }
      return
    }
    for index in scores.indices {
      let score = scores[index] * 100 / most
      scores[index] = reversed ? 100 - score : score
    }
  }

  // MARK: The choice

  /// One of the nodes with the highest total, by lot (`selectHost`).
  func choose(_ random: inout Random) -> Int? {
    let (best, count) = totals.withUnsafeBufferPointer { totals in
      var best = Int64.min
      var count = 0
      for total in totals {
        if total > best { (best, count) = (total, 0) }
        if total == best { count += 1 }
      }
      return (best, count)
    }
    if count == 0 { return nil }
    var lot = count == 1 ? 0 : random.below(count)
    let place = totals.withUnsafeBufferPointer { totals in
      totals.firstIndex { total in
        if total == best { lot -= 1 }
        return lot < 0
      }
    }
    return place.map { Int(feasible[$0]) }
  }

  /// Whether single plugins' points are to be kept for `why`: not for clusters so large that nobody reads them all.
  private var keepsColumns: Bool { snapshot.nodeCount <= Verdicts.detailLimit }
}

extension Placement {
  /// What has been found, as it can be printed.
  func verdict() -> Verdict {
    var verdict = Verdict(pod.key)
    verdict.nodeCount = snapshot.nodeCount
    verdict.examined = examined
    if let obstacle = cycle.obstacle {
      verdict.obstacle = obstacle.reasons.joined(separator: ", ")
      verdict.others = obstacle
      return verdict
    }
    if let only = cycle.onlyNodes {
      verdict.others = Rejection(
        "", .unresolvable, "node(s) didn't satisfy plugin(s) [\(only.plugin)]")
    }
    verdict.rejections = rejected.map { (snapshot[Int($0.slot)].node.name, $0.rejection) }
    guard keepsColumns else { return verdict }
    verdict.keepFeasible(feasible, of: snapshot.names)
    if !columns.isEmpty { verdict.keepScores(columns + localColumns, totals: totals) }
    return verdict
  }

  /// The points that a node gets whatever the others are like.
  private var localColumns: [(name: String, points: [Int64])] {
    let entries = assessment.entries
    return [
      (name: NodeResourcesFit.name, points: feasible.map { Int64(entries[Int($0)].fit) }),
      (name: BalancedAllocation.name, points: feasible.map { Int64(entries[Int($0)].balance) }),
      (name: ImageLocality.name, points: feasible.map { Int64(entries[Int($0)].images) }),
    ]
  }
}

/// How many nodes are looked at: all of few, a share of many (`numFeasibleNodesToFind`).
enum Sampling {
  static func wanted(of nodes: Int) -> Int {
    if nodes < 100 { return nodes }
    return max(100, nodes * max(5, 50 - nodes / 125) / 100)
  }
}
