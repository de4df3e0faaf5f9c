import Simulation
import Testing

@Suite struct EventQueueTests {
  @Test func eventsComeByTimeThenByOrderOfScheduling() {
    var queue = EventQueue<String>()
    queue.schedule("late", after: Milliseconds(5), cause: nil)
    queue.schedule("first", after: Milliseconds(1), cause: nil)
    queue.schedule("second", after: Milliseconds(1), cause: nil)
    var seen: [String] = []
    while let event = queue.next() { seen.append(event.signal) }
    #expect(seen == ["first", "second", "late"])
    #expect(queue.now == Instant.zero + Milliseconds(5))
  }

  @Test func whatIsDueInThePastHappensNow() {
    var queue = EventQueue<Int>()
    queue.schedule(1, after: Milliseconds(5), cause: nil)
    _ = queue.next()
    queue.schedule(2, at: .zero, cause: nil)
    #expect(queue.next()?.at == Instant.zero + Milliseconds(5))
  }
}

@Suite struct RandomTests {
  /// The first outputs of SplitMix64 for seed 1234567, as published with the reference code.
  @Test func isSplitMix64() {
    var random = Random(seed: 1_234_567)
    #expect(random.next() == 6_457_827_717_110_365_317)
    #expect(random.next() == 3_203_168_211_198_807_973)
  }
}
