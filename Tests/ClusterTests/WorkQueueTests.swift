import Resources
import Simulation
import Testing

@testable import Cluster

@Suite("Work queues")
struct WorkQueueTests {
  private let key = ObjectKey("default", "web")

  private func at(_ seconds: Int64) -> Instant { Instant.zero + .seconds(seconds) }

  @Test("a key waits for one instant only, the earliest")
  func earliest() {
    var queue = WorkQueue()
    let times = [60, 60, 90, 5, 6].map { queue.add(key, at: at($0)) }
    #expect(times == [true, false, false, true, false])
    let other = queue.add(ObjectKey("default", "other"), at: at(90))
    #expect(other)
  }

  @Test("a timer that an earlier one has overtaken adds nothing")
  func overtaken() {
    var queue = WorkQueue()
    _ = queue.add(key, at: at(60))
    _ = queue.add(key, at: at(5))
    let first = queue.addDue(key, now: at(5))
    #expect(first)
    #expect(queue.take() == key)
    let again = queue.done(key)
    #expect(!again)
    let second = queue.addDue(key, now: at(60))
    #expect(!second)
    #expect(queue.isEmpty)
    _ = queue.add(key, at: at(70))
    let due = [60, 70, 70].map { queue.addDue(key, now: at($0)) }
    #expect(due == [false, true, false])
  }
}
