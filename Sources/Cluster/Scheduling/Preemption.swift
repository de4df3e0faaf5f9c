import Resources
import Simulation
import Tree

/// Looks for a node where evicting less important pods would make room (`DefaultPreemption`, pkg/scheduler/framework/preemption).
struct Preemption {
  static let name = "DefaultPreemption"

  /// One node with the pods that would have to go.
  struct Candidate: Sendable {
    let slot: Int32
    /// From the most important on.
    var victims: [NodeRecord.Placed]
    /// How many of them a disruption budget protects.
    var violations: Int
  }

  /// What it came to.
  enum Outcome {
    /// Why nothing can be done, in the words of the event.
    case hopeless(String)
    case candidate(Candidate)
  }

  private let placement: Placement
  private let snapshot: NodeSnapshot
  private let now: Instant
  private var priority: Int32 { placement.cycle.demand.priority }

  init(_ placement: Placement, at now: Instant) {
    self.placement = placement
    snapshot = placement.snapshot
    self.now = now
  }

  func run(_ random: inout Random) -> Outcome {
    if let reason = ineligibility { return .hopeless("preemption: " + reason) }
    let potential = placement.rejected.filter { $0.rejection.code == .unschedulable }.map(\.slot)
    var candidates: [Candidate] = []
    var rejections: [Rejection] = []
    if !potential.isEmpty {
      // Where to begin is drawn, so that not always the same nodes suffer (`GetOffsetAndNumCandidates`).
      let offset = random.below(potential.count)
      let wanted = min(potential.count, max(100, potential.count / 10))
      if (snapshot.priorities.lowest ?? Int32.max) < priority {
        for step in potential.indices where candidates.count < wanted {
          let slot = potential[(offset + step) % potential.count]
          switch tryOut(slot) {
          case .success(let candidate): candidates.append(candidate)
          case .failure(let rejection): rejections.append(rejection.rejection)
          }
        }
      } else {
        rejections = potential.map { _ in Self.noVictims }
      }
    }
    if let best = Self.best(of: candidates, at: now) { return .candidate(best) }
    let others = Rejection("", .unresolvable, "Preemption is not helpful for scheduling")
    let count = snapshot.nodeCount
    let histogram = Verdict.histogram(rejections, others, count)
    return .hopeless("preemption: 0/\(count) nodes are available: \(histogram).")
  }

  private static let noVictims = Rejection(
    "", .unresolvable, "No preemption victims found for incoming pod")

  /// Why the pod may not displace others at all (`PodEligibleToPreemptOthers`).
  private var ineligibility: String? {
    if placement.cycle.demand.neverPreempts {
      return "not eligible due to preemptionPolicy=Never."
    }
    guard let slot = snapshot.slot(of: placement.pod.body.status.nominatedNodeName) else {
      return nil
    }
    let isLost = placement.rejected.contains {
      $0.slot == Int32(slot) && $0.rejection.code == .unresolvable
    }
    if isLost { return nil }
    let isWaiting = snapshot[slot].pods.contains { placed in
      placed.demand.content.priority < priority && placed.pod.metadata.isBeingDeleted
        && placed.pod.body.status.condition("DisruptionTarget")?.reason == "PreemptionByScheduler"
    }
    return isWaiting ? "not eligible due to a terminating pod on the nominated node." : nil
  }

  private struct Refusal: Error { let rejection: Rejection }

  /// Takes all less important pods off a node and puts back as many as fit (`SelectVictimsOnNode`).
  private func tryOut(_ slot: Int32) -> Result<Candidate, Refusal> {
    var info = snapshot[Int(slot)]
    let potential = info.pods.filter { $0.demand.content.priority < priority }
    if potential.isEmpty { return .failure(Refusal(rejection: Self.noVictims)) }
    var cycle = placement.cycle
    for victim in potential { take(victim, off: &info, &cycle) }
    let nominated = placement.nominated.pods(on: Int(slot), snapshot)
    if let rejection = cycle.rejection(info, snapshot, beside: nominated) {
      return .failure(Refusal(rejection: rejection))
    }
    let ordered = stablySorted(potential) { isMoreImportant($0, $1) }
    let (protected, others) = split(ordered)
    var candidate = Candidate(slot: slot, victims: [], violations: 0)
    for (victims, isProtected) in [(protected, true), (others, false)] {
      for victim in victims {
        info.add(victim)
        cycle.assume(victim, on: info.node, sign: 1)
        if cycle.rejection(info, snapshot, beside: nominated) == nil { continue }
        take(victim, off: &info, &cycle)
        candidate.victims.append(victim)
        if isProtected { candidate.violations += 1 }
      }
    }
    candidate.victims = stablySorted(candidate.victims) { isMoreImportant($0, $1) }
    return .success(candidate)
  }

  private func take(_ victim: NodeRecord.Placed, off info: inout NodeRecord, _ cycle: inout Cycle) {
    guard let place = info.place(of: victim.pod.key) else { return }
    _ = info.removePod(at: place)
    cycle.assume(victim, on: info.node, sign: -1)
  }

  /// Those whose eviction a disruption budget does not allow, and the others (`filterPodsWithPDBViolation`).
  private func split(
    _ victims: [NodeRecord.Placed]
  ) -> (protected: [NodeRecord.Placed], others: [NodeRecord.Placed]) {
    let budgets = snapshot.companions.budgets
    var allowed = budgets.map(\.allowed)
    var protected: [NodeRecord.Placed] = []
    var others: [NodeRecord.Placed] = []
    for victim in victims {
      let metadata = victim.pod.metadata
      var violates = false
      for (index, budget) in budgets.enumerated()
      where budget.key.namespace == metadata.namespace && !metadata.labels.isEmpty
        && !budget.matcher.isEmpty && budget.matcher.matches(metadata.labels)
        && !budget.disrupted.contains(metadata.name)
      {
        allowed[index] -= 1
        if allowed[index] < 0 { violates = true }
      }
      if violates { protected.append(victim) } else { others.append(victim) }
    }
    return (protected, others)
  }

  /// `util.MoreImportantPod`: the higher priority, then the longer life.
  private func isMoreImportant(_ left: NodeRecord.Placed, _ right: NodeRecord.Placed) -> Bool {
    let (mine, theirs) = (left.demand.content.priority, right.demand.content.priority)
    return mine == theirs ? start(left) < start(right) : mine > theirs
  }

  private func start(_ placed: NodeRecord.Placed) -> Int64 { Self.start(placed, now) }

  private static func start(_ placed: NodeRecord.Placed, _ now: Instant) -> Int64 {
    placed.pod.body.status.startTime?.unixSeconds ?? now.unixSeconds
  }

  /// The node where least is lost (`pickOneNodeForPreemption`).
  static func best(of candidates: [Candidate], at now: Instant) -> Candidate? {
    let offset = Int64(Int32.max) + 1
    let measures: [(Candidate) -> Int64] = [
      { -Int64($0.violations) },
      { -Int64($0.victims.first?.demand.content.priority ?? 0) },
      { candidate in
        -candidate.victims.reduce(0) { $0 + Int64($1.demand.content.priority) + offset }
      },
      { -Int64($0.victims.count) },
      { candidate in
        // The latest of the earliest starts among the most important victims.
        let top = candidate.victims.first?.demand.content.priority
        return candidate.victims.filter { $0.demand.content.priority == top }
          .map { start($0, now) }.min() ?? 0
      },
    ]
    var left = candidates
    for measure in measures where left.count > 1 {
      let scores = left.map(measure)
      let most = scores.max()
      left = zip(left, scores).filter { $0.1 == most }.map(\.0)
    }
    return left.first
  }
}
