import Simulation
import Testing

@testable import Cluster

@Suite struct JournalTests {
  /// What is forgotten can still be led back: the causes are kept of every event.
  @Test func causesOutliveEntries() {
    var journal = Journal(generationSize: 4)
    for number in 1...20 {
      let cause: EventID? = number % 10 == 1 ? nil : EventID(UInt64(number - 1))
      journal.append(
        JournalEntry(
          id: EventID(UInt64(number)), at: .zero, cause: cause, signal: Signal(.resume(0)),
          revisions: 1..<1, notes: []))
    }
    #expect(journal.count == 20)
    #expect(journal.firstKept == 12)
    #expect(journal[EventID(12)] == nil)
    #expect(journal[EventID(13)]?.cause == EventID(12))
    var id = EventID(20)
    while let cause = journal.cause(of: id) { id = cause }
    #expect(id == EventID(11))
    #expect(journal.cause(of: EventID(11)) == nil)
    #expect(journal.cause(of: EventID(99)) == nil)
  }
}
