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

  /// Whatever is cancelled, the rest comes as if that had never been scheduled; its places are used again.
  @Test func whatIsCancelledDoesNotCome() {
    var random = Random(seed: 11)
    for _ in 0..<200 {
      var queue = EventQueue<Int>()
      var expected: [(at: Instant, signal: Int)] = []
      for signal in 0..<60 {
        let delay = [0, 200, 500, 80_000, 2_500_000, 30_000_000][random.below(6)]
        let at = queue.now.after(microseconds: Int64(delay))
        queue.schedule(signal, at: at, cause: nil, background: random.below(3) == 0)
        expected.append((at, signal))
        if random.below(4) == 0, let event = queue.next() {
          expected.removeAll { $0.signal == event.signal }
        }
        if random.below(8) == 0 {
          let divisor = 2 + random.below(5)
          queue.cancel { $0 % divisor == 0 }
          expected.removeAll { $0.signal % divisor == 0 }
        }
        #expect(queue.count == expected.count)
      }
      #expect(queue.slots.count < 60)
      let order = expected.enumerated().sorted {
        $0.element.at == $1.element.at ? $0.offset < $1.offset : $0.element.at < $1.element.at
      }
      var seen: [Int] = []
      while let event = queue.next() { seen.append(event.signal) }
      #expect(seen == order.map(\.element.signal))
    }
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

@Suite struct AgendaTests {
  /// Whatever the delays, entries come out by time and then by number, as a sorted list would give them.
  @Test func givesEntriesInOrder() {
    var random = Random(seed: 7)
    var agenda = Agenda()
    var expected: [Agenda.Entry] = []
    for _ in 0..<20_000 {
      if random.below(100) < 55 || expected.isEmpty {
        let delay = [0, 100, 200, 500, 500, 500, 80_000, 150_000, 1_100_000, 20_000_000][
          random.below(10)]
        let at = agenda.now.after(microseconds: Int64(delay))
        let entry = agenda.enter(at: at, background: delay > 1_000_000 || random.below(10) == 0)
        let place = expected.firstIndex { entry < $0 } ?? expected.count
        expected.insert(entry, at: place)
      } else {
        #expect(agenda.first?.id == expected[0].id)
        #expect(agenda.take()?.id == expected.removeFirst().id)
      }
      #expect(agenda.count == expected.count)
    }
    #expect(agenda.sorted.map(\.id) == expected.map(\.id))
  }

  @Test func writesIdentitiesAsSixteenDigitsWould() {
    var random = Random(seed: 3)
    for _ in 0..<200 {
      var copy = random
      let (high, low) = ((copy.next() & ~0xF000) | 0x4000, (copy.next() & ~(3 << 62)) | (2 << 62))
      let digits = hexadecimal(high, digits: 16) + hexadecimal(low, digits: 16)
      let uuid = random.uuid()
      #expect(uuid.filter { $0 != "-" } == digits)
      #expect(uuid.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
      #expect(hexadecimal(low, after: "web") == "web." + hexadecimal(low, digits: 16))
    }
  }
}
