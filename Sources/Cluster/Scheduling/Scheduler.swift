import Resources
import Simulation
import Store
import Tree

/// kube-scheduler with its default profile: takes one pod after the other and gives each a node, or says why none will do.
///
/// After pkg/scheduler/schedule_one.go, v1.32.
package struct Scheduler: Sendable {
  static let name = "default-scheduler"
  /// What one pod takes.
  private static let cycleTime: Int64 = 100

  /// A binding that the API server has been asked for.
  struct Binding: Sendable {
    let pod: ObjectKey
    let node: String
  }

  /// Passed on as a reference: it has two dozen parts, each of which a copy would retain.
  var kept = Shared(wrappedValue: NodeSnapshot())
  package internal(set) var queue = SchedulingQueue()
  var demands = DemandCache()
  var nominations = Nominations()
  var verdicts = Verdicts()
  var bindings = QuickTable<Int, Binding>()
  /// Pods that wait for their claims' volumes before they are bound.
  var claimants: [Binding] = []
  var tickets = 0
  var recorder = EventRecorder(component: Scheduler.name)
  var reflectors = Reflectors(.scheduler, .scheduler)
  var random: Random
  /// Where the next search begins, so that all nodes get their turn.
  private var start = 0
  private var isAwake = false
  private var hasFlushTimer = false

  package internal(set) var snapshot: NodeSnapshot {
    _read { yield kept.wrappedValue }
    _modify { yield &kept.wrappedValue }
  }

  package init(seed: UInt64) { random = Random(seed: seed).derived(2) }

  /// Forgets what it had seen, as a process does that ends; its random goes on.
  mutating func restart() {
    let random = random
    self = Scheduler(seed: 0)
    self.random = random
  }

  /// What was found for a pod the last time, or what would be found now for one that waits.
  package func verdict(of pod: ObjectKey) -> Verdict? {
    if let known = verdicts[pod] { return known }
    guard let entry = queue[pod] else { return nil }
    return Scheduler.verdict(of: entry.pod, entry.demand, snapshot, nominations)
  }

  /// What the default profile makes of a pod among these nodes and pods.
  package static func verdict(
    of pod: Object<Pod>, nodes: [Object<Node>], pods: [Object<Pod>]
  ) -> Verdict {
    var snapshot = NodeSnapshot()
    for node in nodes { snapshot.set(node) }
    for other in pods where !other.spec.nodeName.isEmpty {
      snapshot.add(other, PodDemand(other), to: other.spec.nodeName)
    }
    return verdict(of: pod, PodDemand(pod), snapshot, Nominations())
  }

  private static func verdict(
    of pod: Object<Pod>, _ demand: PodDemand, _ snapshot: NodeSnapshot, _ nominations: Nominations
  ) -> Verdict {
    var assessment = Assessment(demand)
    assessment.update(snapshot)
    var placement = Placement(pod, Shared(wrappedValue: snapshot), nominations, &assessment)
    placement.scoresAlways = true
    placement.find(from: 0)
    placement.score()
    return placement.verdict()
  }

  mutating func wake(_ wake: Wake, _ effects: inout Effects) {
    switch wake {
    case .start: start(&effects)
    case .reflect(let kind): reflectors.watch(kind, &effects)
    case .schedule:
      isAwake = false
      scheduleNext(&effects)
    case .flushUnschedulable:
      hasFlushTimer = false
      queue.endBackoffs(at: effects.now)
      retryLater(queue.moveLeftovers(at: effects.now), &effects)
    default: break
    }
    stayAwake(&effects)
  }

  /// Sees to it that the next pod is taken.
  mutating func stayAwake(_ effects: inout Effects) {
    if queue.hasNext, !isAwake {
      isAwake = true
      effects.wake(.scheduler, .schedule, afterMicroseconds: Self.cycleTime)
    }
    if queue.hasUnschedulable, !hasFlushTimer {
      hasFlushTimer = true
      effects.wake(.scheduler, .flushUnschedulable, after: .seconds(30), background: true)
    }
  }

  /// Sets a timer for the end of a back-off.
  mutating func retryLater(_ delay: Milliseconds?, _ effects: inout Effects) {
    guard let delay else { return }
    effects.wake(
      .scheduler, .flushUnschedulable, after: delay + Milliseconds(1), background: true)
  }

  // MARK: One pod

  private mutating func scheduleNext(_ effects: inout Effects) {
    queue.endBackoffs(at: effects.now)
    guard let key = queue.next(), let entry = queue[key] else { return }
    if entry.pod.metadata.isBeingDeleted { return }
    let decision = decide(entry, at: effects.now)
    if let slot = decision.slot {
      assume(entry, slot, decision.verdict, &effects)
    } else {
      giveUp(entry, decision, &effects)
    }
  }

  /// What a search came to.
  struct Decision {
    var verdict: Verdict
    var slot: Int?
    var objectors: [String] = []
    var victims: [NodeRecord.Placed] = []
    /// Whether the pod's nomination is to be taken back.
    var clearsNomination = false
  }

  private mutating func decide(_ entry: SchedulingQueue.Entry, at now: Instant) -> Decision {
    var assessment = demands.takeAssessment(of: entry.demand)
    assessment.update(kept.wrappedValue)
    var placement = Placement(entry.pod, kept, nominations, &assessment)
    placement.find(from: start)
    if snapshot.nodeCount > 0 { start = (start + placement.examined) % snapshot.nodeCount }
    placement.score()
    var decision = Decision(verdict: Verdict(entry.pod.key))
    decision.slot = placement.choose(&random)
    if decision.slot == nil || snapshot.nodeCount <= Verdicts.detailLimit {
      decision.verdict = placement.verdict()
    }
    if let slot = decision.slot {
      decision.verdict.chosen = snapshot[slot].node.name
    } else if snapshot.nodeCount > 0 {
      consult(placement, at: now, &decision)
    }
    placement.giveBack(&assessment)
    demands.putBack(assessment)
    return decision
  }

  /// Asks whether other pods could make room.
  private mutating func consult(
    _ placement: Placement, at now: Instant, _ decision: inout Decision
  ) {
    var plugins: [String] = []
    if let obstacle = placement.cycle.obstacle { plugins.append(obstacle.plugin) }
    if let only = placement.cycle.onlyNodes { plugins.append(only.plugin) }
    for item in placement.rejected where !plugins.contains(item.rejection.plugin) {
      plugins.append(item.rejection.plugin)
    }
    decision.objectors = plugins
    switch Preemption(placement, at: now).run(&random) {
    case .hopeless(let reason):
      decision.verdict.preemption = reason
      decision.clearsNomination = !reason.hasPrefix("preemption: not eligible")
    case .candidate(let candidate):
      decision.verdict.nominated = snapshot[Int(candidate.slot)].node.name
      decision.victims = candidate.victims
      decision.verdict.victims = candidate.victims.map(\.pod.key)
    }
  }

  /// Counts the pod on its node at once and has it bound.
  private mutating func assume(
    _ entry: SchedulingQueue.Entry, _ slot: Int, _ verdict: Verdict, _ effects: inout Effects
  ) {
    let key = entry.pod.key
    let node = snapshot[slot].node.name
    snapshot.add(entry.pod, entry.demand, to: node)
    nominations.remove(key)
    var bound = entry
    bound.place = .binding
    queue.set(key, to: bound)
    if verdict.nodeCount > 0 { verdicts.keep(verdict) }
    bind(Binding(pod: key, node: node), &effects)
  }

  private mutating func giveUp(
    _ entry: SchedulingQueue.Entry, _ decision: Decision, _ effects: inout Effects
  ) {
    let key = entry.pod.key
    queue.park(key, decision.objectors, at: effects.now)
    verdicts.keep(decision.verdict)
    var nomination: String?
    if let node = decision.verdict.nominated {
      nomination = node
      nominations.set(entry.pod, entry.demand, node: node)
      preempt(decision.victims, on: node, for: entry, &effects)
    } else if decision.clearsNomination {
      nomination = ""
      nominations.remove(key)
    }
    report(entry.pod, decision.verdict.message, nomination, &effects)
  }
}
