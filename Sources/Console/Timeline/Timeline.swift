import Cluster
import Simulation

/// A world with its past: it goes back to any event, and forward again over what was typed.
///
/// Going back restores the nearest earlier copy of the world and replays from there. A line that is typed in the
/// past starts a branch; the old future stays and can be visited.
package struct Timeline: Sendable {
  private struct Checkpoint: Sendable {
    let place: Place
    let world: World
    /// Made while the world ran by itself, and not where something came in or somebody looked.
    let isPassing: Bool
  }

  /// How often a copy is made while the world runs by itself, and which of those are kept.
  package struct Pace: Sendable {
    /// Events from one to the next.
    let interval: Int
    /// Whether only the newest stays: in a large world each holds a journal and a history of its own, so that forty of
    /// them would be larger than the world.
    let keepsNewest: Bool

    package init(interval: Int, keepsNewest: Bool = false) {
      self.interval = interval
      self.keepsNewest = keepsNewest
    }

    init(of world: World) {
      switch world.api.store.tables.reduce(0, { $0 + $1.count }) {
      case ..<200: self.init(interval: 32)
      case ..<2_000: self.init(interval: 1_000)
      case ..<5_000: self.init(interval: 100_000)
      default: self.init(interval: 500_000, keepsNewest: true)
      }
    }
  }

  package private(set) var world: World
  package private(set) var branches: [Branch]
  package private(set) var current = 0
  package private(set) var marks: [(name: String, branch: Int, place: Place)] = []
  /// The events that each injection of the branch scheduled by itself, of those that have been applied to `world`.
  private var scheduled: [Range<UInt64>] = []
  private var applied: Int { scheduled.count }
  private var checkpoints: [Checkpoint] = []
  private let pace: Pace
  /// More copies than this and every other old one is dropped.
  private static let checkpointLimit = 4_000

  package init(_ world: World, pace: Pace? = nil) {
    self.world = world
    self.pace = pace ?? Pace(of: world)
    branches = [Branch(name: "main")]
    branches[0].tip = Place(events: world.journal.count, injections: 0)
    checkpoint()
  }

  package var branch: Branch { branches[current] }
  package var place: Place { Place(events: world.journal.count, injections: applied) }
  /// Whether there is a future that has been seen before.
  package var isInPast: Bool { place < branch.tip }
  /// How many copies of the world are kept.
  package var copyCount: Int { checkpoints.count }
  /// The first event that can be gone back to.
  package var start: Int { checkpoints[0].place.events }

  // MARK: Forward

  /// Takes something in from outside, here and now; in the past that starts a branch. Gives back the process that a line became.
  @discardableResult
  package mutating func inject(_ injection: Injection) -> Int? {
    if isInPast { fork() }
    branches[current].injections.append((world.journal.count, injection))
    return applyNext()
  }

  /// Applies the next injection that belongs here; gives back the process that a line became.
  @discardableResult
  private mutating func applyNext() -> Int? {
    checkpoint()
    let injection = branch.injections[applied].injection
    let first = world.queue.scheduledCount + 1
    var pid: Int?
    switch injection {
    case .line(let line, let context): pid = world.start(Process(line: line, context: context))
    case .input(let process, let line): world.supply(input: line, to: process)
    case .file(let path, let text, let problem): world.supply(file: path, text, problem: problem)
    case .edited(let process, let text, let problem):
      world.supply(edited: text, problem: problem, to: process)
    case .interrupt(let process): world.interrupt(process)
    case .advance(let instant): world.run(until: instant)
    case .fault(let component, let isDown): world.set(component, down: isDown)
    case .machineFault(let fault): world.apply(fault)
    case .observe(let isObserved): world.observeFrames(isObserved)
    }
    scheduled.append(first..<world.queue.scheduledCount + 1)
    noteTip()
    return pid
  }

  /// Whether the next thing forward is a line or another injection that was made here before.
  private var hasInjectionHere: Bool {
    applied < branch.injections.count && branch.injections[applied].events <= world.journal.count
  }

  /// One event forward; what was typed at this place before is typed again first. Nil when nothing will happen.
  @discardableResult
  package mutating func step(keeping: Bool = false) -> JournalEntry? {
    while hasInjectionHere { applyNext() }
    let last = checkpoints[checkpoints.count - 1].place
    if keeping {
      checkpoint()
    } else if world.journal.count - last.events >= pace.interval {
      checkpoint(isPassing: true)
    }
    let entry = world.step()
    noteTip()
    return entry
  }

  private mutating func noteTip() {
    if branch.tip < place { branches[current].tip = place }
  }

  private mutating func checkpoint(isPassing: Bool = false) {
    let here = place
    if let last = checkpoints.last, last.place == here { return }
    if isPassing, pace.keepsNewest, checkpoints.last?.isPassing == true {
      checkpoints.removeLast()
    }
    checkpoints.append(Checkpoint(place: here, world: world, isPassing: isPassing))
    guard checkpoints.count > Self.checkpointLimit else { return }
    // The newer half stays whole; of the older every other goes.
    let half = checkpoints.count / 2
    checkpoints = checkpoints.enumerated().filter {
      $0.offset == 0 || $0.offset >= half || $0.offset % 2 == 0
    }
    .map(\.element)
  }

  // MARK: Back and elsewhere

  /// Goes to a place of the branch, in the past or in the future that has been seen.
  package mutating func go(to target: Place) {
    turn(to: target)
    while approach(target) {}
  }

  /// Goes to just after the n-th event; what was typed there is typed again when time goes on.
  package mutating func go(toEvent number: Int) { go(to: place(ofEvent: number)) }

  /// The place just after the n-th event.
  func place(ofEvent number: Int) -> Place {
    let injections = branch.injections.prefix { $0.events < number }.count
    return Place(events: max(number, start), injections: injections)
  }

  /// Goes back as far as it takes to reach a place going forward, which is what `approach` does.
  mutating func turn(to target: Place) {
    if target < place { restore(before: target) }
  }

  /// One event towards a place ahead; false once it is reached, and what was typed there is typed.
  mutating func approach(_ target: Place) -> Bool {
    if world.journal.count < target.events, step() != nil { return true }
    while applied < min(target.injections, branch.injections.count), hasInjectionHere {
      applyNext()
    }
    return false
  }

  private mutating func restore(before target: Place) {
    let index = checkpoints.lastIndex { $0.place <= target } ?? 0
    let checkpoint = checkpoints[index]
    checkpoints.removeSubrange((index + 1)...)
    world = checkpoint.world
    scheduled.removeSubrange(checkpoint.place.injections...)
  }

  /// Keeps the future that has been seen as a branch of its own and goes on with a new one.
  private mutating func fork() {
    var new = Branch(name: "branch-\(branches.count)")
    new.injections = Array(branch.injections.prefix(applied))
    new.tip = place
    branches.append(new)
    current = branches.count - 1
  }

  /// Goes to the end of another branch.
  package mutating func visit(_ index: Int) {
    let target = branches[index]
    let shared = zip(branch.injections, target.injections).prefix {
      $0.events == $1.events && $0.injection.isSame(as: $1.injection)
    }.count
    let fork =
      shared < target.injections.count ? target.injections[shared].events : target.tip.events
    let other =
      shared < branch.injections.count ? branch.injections[shared].events : branch.tip.events
    let common = Place(
      events: min(fork, other, world.journal.count), injections: min(shared, applied))
    restore(before: common)
    current = index
    go(to: target.tip)
  }

  package mutating func mark(_ name: String) {
    marks.removeAll { $0.name == name }
    marks.append((name, current, place))
  }

  /// Goes to a marked place, on whatever branch it is.
  package mutating func go(toMark name: String) -> Bool {
    guard let mark = marks.first(where: { $0.name == name }) else { return false }
    if mark.branch != current { visit(mark.branch) }
    go(to: mark.place)
    return true
  }

  // MARK: What came from outside

  /// What scheduled an event that no other event did; nil for what the world began with.
  package func injection(behind id: EventID) -> Injection? {
    scheduled.firstIndex { $0.contains(id.number) }.map { branch.injections[$0].injection }
  }

  /// What has come in before the n-th event, the newest first.
  func injections(before number: Int) -> some Sequence<Injection> {
    branch.injections.prefix(applied).reversed().lazy.filter { $0.events < number }
      .map(\.injection)
  }

  /// The places just before and just after each typed line of the branch.
  package var lines: [(text: String, before: Place)] {
    branch.injections.enumerated().compactMap { index, item in
      guard item.injection.isTypedLine, let text = item.injection.line else { return nil }
      return (text, Place(events: item.events, injections: index))
    }
  }
}

extension Injection {
  func isSame(as other: Injection) -> Bool {
    switch (self, other) {
    case (.line(let left, let context), .line(let right, let other)):
      left == right && context == other
    case (.input(let left, let text), .input(let right, let other)):
      left == right && text == other
    case (.file(let left, let text, _), .file(let right, let other, _)):
      left == right && text == other
    case (.edited(let left, let text, let problem), .edited(let right, let other, let reason)):
      left == right && text == other && problem == reason
    case (.interrupt(let left), .interrupt(let right)): left == right
    case (.advance(let left), .advance(let right)): left == right
    case (.machineFault(let left), .machineFault(let right)): left == right
    case (.observe(let left), .observe(let right)): left == right
    case (.fault(let left, let down), .fault(let right, let other)): left == right && down == other
    default: false
    }
  }
}
