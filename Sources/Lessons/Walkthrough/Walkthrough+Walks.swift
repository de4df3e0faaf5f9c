import Cluster
import Console
import Resources

/// Walks: something happens, and time stops at the events that have names.
extension Walkthrough {
  mutating func beginWalk() {
    guard let walk = currentWalk, let last = walk.run.last else { return }
    for line in walk.run.dropLast() { show(line) }
    if case .hop(let words) = walk.pauses[0].stop { return goTo(hop: words, 0, walk) }
    console.isManual = true
    pausedAt = console.world.journal.count
    page { $0.commandLine(last) }
    console.pause = walk.pauses[0].event
    console.submit(last)
    run(to: 0, walk)
  }

  /// Goes on to a pause; past the last one the walk is over.
  mutating func walk(to pause: Int) {
    guard let walk = currentWalk else { return }
    guard pause < walk.pauses.count else { return endWalk() }
    if case .hop(let words) = walk.pauses[pause].stop { return goTo(hop: words, pause, walk) }
    // A command that was typed at the last pause may have let the event happen already.
    if let place = place(of: walk.pauses[pause].event) { return arrive(at: pause, walk, place) }
    console.pause = walk.pauses[pause].event
    console.proceed()
    run(to: pause, walk)
  }

  private mutating func run(to pause: Int, _ walk: Walk) {
    finishConsole()
    collectIndented()
    let isReached = console.isPaused && console.pause == nil
    console.pause = nil
    if isReached {
      arrive(at: pause, walk, console.world.journal.count - 1)
    } else if let place = place(of: walk.pauses[pause].event) {
      arrive(at: pause, walk, place)
    } else if pause + 1 < walk.pauses.count,
      walk.pauses[(pause + 1)...].contains(where: { place(of: $0.event) != nil })
    {
      self.walk(to: pause + 1)
    } else {
      sayItDidNotHappen()
      endWalk()
    }
  }

  mutating func sayItDidNotHappen() {
    say(
      .note,
      Text(
        "This did not happen here, because something else was changed on the way. reset begins the step again.",
        "这里没有发生，因为途中改动了别的东西。reset 可重新开始这一步。"))
  }

  /// The event since the last pause that fits; events are counted in the order of happening.
  private func place(of event: EventPattern?) -> Int? {
    guard let event else { return nil }
    let journal = console.world.journal
    guard pausedAt < journal.count else { return nil }
    return (pausedAt..<journal.count).first { number in
      journal[number].map { event.matches($0, console.world) } ?? false
    }
  }

  private mutating func arrive(at pause: Int, _ walk: Walk, _ place: Int) {
    phase = .paused(pause)
    pausedAt = place + 1
    if let entry = console.world.journal[place] {
      let (line, changes) = (console.line(for: entry), differences(of: entry))
      page { page in
        page.note(line.trimmed)
        page.verbatim(.note, changes)
      }
    }
    page { $0.verbatim(.text, "\n") }
    show(part: "pause " + walk.pauses[pause].id)
    say(.note, Text("(Enter to go on, or look around)", "（按回车继续，也可以四处看看）"))
  }

  /// What the event changed, field by field; an object's own beginning and end speak for themselves.
  private func differences(of entry: JournalEntry) -> String {
    let changes = entry.revisions.compactMap { console.world.api.store.change($0) }
    return changes.flatMap { change -> [String] in
      guard let old = change.old, let new = change.new else { return [] }
      let lines = TreeDifference.lines(old.tree, new.tree).filter { line in
        ![".status.conditions", ".metadata.ownerReferences", ".metadata.generation"].contains {
          line.hasPrefix($0)
        }
      }
      let (before, after) = (old.metadata.ownerText, new.metadata.ownerText)
      return lines + (before == after ? [] : [".metadata.ownerReferences: \(before) -> \(after)"])
    }
    .prefix(6).map { "      \($0)\n" }.joined()
  }

  mutating func endWalk() {
    rest()
    collectIndented()
    if text?.part("explain") != nil {
      page { $0.verbatim(.text, "\n") }
      show(part: "explain")
      sayDone()
    } else {
      finishStep()
    }
  }

  /// Runs a line of the lesson's on the learner's world, and shows it.
  mutating func show(_ line: String) {
    page { $0.commandLine(line) }
    console.submit(line)
    finishConsole()
    collectIndented()
  }

  mutating func collectIndented() {
    // A program may print a line in several pieces.
    var whole: [(isError: Bool, text: String)] = []
    for piece in console.drain() {
      if let last = whole.indices.last, whole[last].isError == piece.isError {
        whole[last].text += piece.text
      } else {
        whole.append(piece)
      }
    }
    for piece in whole { page { $0.output(piece.text, isError: piece.isError) } }
  }
}

extension Walk.Pause {
  /// The event that time stops at; nil at a hop.
  fileprivate var event: EventPattern? {
    if case .event(let event) = stop { event } else { nil }
  }
}

extension Metadata {
  /// The owners as `ReplicaSet/web`; `-` where there are none.
  fileprivate var ownerText: String {
    ownerReferences.isEmpty
      ? "-" : ownerReferences.map { "\($0.kind)/\($0.name)" }.joined(separator: ", ")
  }
}
