import Cluster
import Console
import Simulation
import Testing

private func noFile(_ path: String) -> (text: String?, problem: String) {
  (nil, "no such file or directory")
}

private func rolledOut() -> Console {
  var console = Console(.standard)
  _ = console.run("kubectl create deployment web --image=nginx:1.25 --replicas=3", readFile: noFile)
  _ = console.run("kubectl scale deployment web --replicas=5", readFile: noFile)
  _ = console.run("kubectl set image deployment/web nginx=nginx:1.26", readFile: noFile)
  return console
}

@Suite struct TimelineTests {
  /// Wherever one goes, and by whatever road, the same event shows the same world.
  @Test func everyPlaceLooksTheSameByEveryRoad() {
    var console = rolledOut()
    let end = console.world.journal.count
    let last = console.digest()
    var digests: [Int: String] = [end: last]
    var random = Random(seed: 5)
    for _ in 0..<60 {
      let target = console.timeline.start + random.below(end - console.timeline.start + 1)
      console.timeline.go(toEvent: target)
      #expect(console.world.journal.count == target)
      let digest = console.digest()
      if let known = digests[target] { #expect(known == digest) }
      digests[target] = digest
    }
    console.timeline.go(toEvent: end)
    #expect(console.digest() == last)
  }

  @Test func oneStepBackAndForwardChangesNothing() {
    var console = rolledOut()
    let before = console.digest()
    let count = console.world.journal.count
    for _ in 0..<20 { console.timeline.go(toEvent: console.world.journal.count - 1) }
    while console.world.journal.count < count { console.timeline.step() }
    #expect(console.digest() == before)
  }

  @Test func aLineTypedInThePastStartsABranchAndTheFutureStays() {
    var console = rolledOut()
    let old = console.digest()
    _ = console.run("undo", readFile: noFile)
    _ = console.run("kubectl delete deployment web", readFile: noFile)
    #expect(console.timeline.branches.count == 2)
    #expect(console.digest() != old)
    let new = console.digest()
    _ = console.run("branch main", readFile: noFile)
    #expect(console.digest() == old)
    _ = console.run("branch branch-1", readFile: noFile)
    #expect(console.digest() == new)
  }

  @Test func undoAndRedo() {
    var console = rolledOut()
    let last = console.digest()
    #expect(console.run("undo", readFile: noFile).exit == 0)
    #expect(console.run("undo", readFile: noFile).exit == 0)
    #expect(console.run("redo", readFile: noFile).exit == 0)
    #expect(console.run("redo", readFile: noFile).exit == 0)
    #expect(console.digest() == last)
    #expect(console.run("redo", readFile: noFile).exit == 1)
  }
}

@Suite struct PaceTests {
  /// Whatever copies are kept, every event can be gone back to and is the same again.
  @Test(arguments: [true, false]) func everyPaceLeadsToTheSamePast(_ keepsNewest: Bool) {
    var console = rolledOut()
    console.timeline = Timeline(
      console.world, pace: Timeline.Pace(interval: 7, keepsNewest: keepsNewest))
    let start = console.timeline.start
    console.timeline.inject(.line("kubectl scale deployment web --replicas=9", ProcessContext()))
    var digests: [(event: Int, digest: String)] = []
    for _ in 0..<60 {
      guard console.timeline.step() != nil else { break }
      digests.append((console.timeline.place.events, console.digest()))
    }
    #expect(digests.count == 60)
    // One at the start, and those made in passing.
    #expect(keepsNewest ? console.timeline.copyCount <= 2 : console.timeline.copyCount > 6)
    for known in digests.reversed() where known.event > start {
      console.timeline.go(toEvent: known.event)
      #expect(console.timeline.place.events == known.event)
      #expect(console.digest() == known.digest)
    }
  }
}

@Suite struct WhyTests {
  /// Every change of every object has a chain of causes that really happened, back to a line, a fault or the start.
  @Test func everyChangeLeadsBackToABeginning() {
    let console = rolledOut()
    for change in console.world.api.store.history {
      guard let cause = change.cause else { continue }
      let chain = console.causes(of: cause)
      #expect(!chain.isEmpty)
      #expect(chain.first?.cause == nil)
      for (earlier, later) in zip(chain, chain.dropFirst()) {
        #expect(later.cause == earlier.id)
        #expect(earlier.at <= later.at)
      }
      #expect(chain.last?.revisions.contains(change.revision) == true)
    }
  }
}

@Suite struct DeterminismTests {
  /// The digest is a constant: whoever changes what equal inputs give, changes it here and the engine's version.
  @Test func equalInputsGiveEqualBytesInEveryProcess() {
    var first = rolledOut()
    var second = rolledOut()
    #expect(first.digest() == second.digest())
    #expect(first.world.journal.count == second.world.journal.count)
  }
}
