import Cluster
import Resources
import Simulation
import Tree

extension Session {
  /// When a `--timeout` ends; nil when there is none.
  package mutating func deadline(_ timeout: GoDuration) -> Instant? {
    guard timeout.nanoseconds > 0 else { return nil }
    return system.now().after(microseconds: timeout.nanoseconds / 1000)
  }

  /// Begins to watch one object from what the server has now.
  package mutating func watch(_ target: Target) throws(Halt) -> WatchID {
    var wish = Request(.watch, target.kind, namespace: target.namespace)
    wish.fieldSelector = "metadata.name=" + target.name
    let response = try demand(wish)
    guard case .watching(let id) = response.body else { throw fail("the watch was not opened") }
    return id
  }

  /// Waits until the object is gone or another has its name; false when the deadline came first.
  package mutating func waitUntilGone(
    _ target: Target, uid: String, until deadline: Instant?
  ) throws(Halt) -> Bool {
    let found = try request(target.request(.get))
    guard let record = found.record, record.uid == uid else { return true }
    let watch = try watch(target)
    while let notice = try system.nextEvent(watch, until: deadline) {
      if notice.record.uid != uid || notice.type == .deleted { return true }
    }
    return false
  }
}
