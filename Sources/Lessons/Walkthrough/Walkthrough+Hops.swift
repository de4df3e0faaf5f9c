import Console
import Resources

/// Walks along a trace: the packet is followed on a copy of the world, to the hops that have names.
extension Walkthrough {
  /// Goes on to the next hop with all the words.
  mutating func goTo(hop words: [String], _ pause: Int, _ walk: Walk) {
    if pause == 0, let line = walk.run.last { page { $0.commandLine(line) } }
    guard var trace = openTrace(walk), trace.go(to: words, from: pause == 0 ? 0 : hopPlace + 1)
    else {
      sayItDidNotHappen()
      return endWalk()
    }
    hopPlace = trace.position
    phase = .paused(pause)
    pausedAt = console.world.journal.count
    showHop(walk)
    show(part: "pause " + walk.pauses[pause].id)
    say(.note, Text("(Enter to go on, or look around)", "（按回车继续，也可以四处看看）"))
  }

  /// The page of the hop where the walk is.
  mutating func showHop(_ walk: Walk) {
    guard var trace = openTrace(walk), trace.go(to: [], from: hopPlace) else { return }
    let text = console.page(of: trace)
    page { $0.verbatim(.output, text + "\n") }
  }

  /// The trace as the world now gives it; Enter stays the lesson's.
  private mutating func openTrace(_ walk: Walk) -> TraceWalk? {
    guard let line = walk.run.last else { return nil }
    var copy = console
    copy.clearStops()
    _ = copy.run(line) { (nil, "there is no file \($0)") }
    return copy.traceWalk
  }
}
