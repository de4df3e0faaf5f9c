import Cluster
import Resources
import Simulation
import Tree

/// Waiting for one object.
package struct ObjectWait: Sendable {
  package enum End: Sendable {
    case met(Value)
    /// It was not there to begin with, which is all that a wait for its deletion wants.
    case gone
    case problem(Problem)
  }

  let target: Target
  let condition: WaitCondition
  let time: GoDuration

  init(target: Target, condition: WaitCondition, time: GoDuration) {
    self.target = target
    self.condition = condition
    self.time = time
  }

  /// A wait for an object's end, as `kubectl delete` makes it.
  package static func deletion(of target: Target, time: GoDuration) -> ObjectWait {
    ObjectWait(target: target, condition: .delete, time: time)
  }

  package func run(_ kubectl: inout Session) throws(Halt) -> End {
    let end = kubectl.system.now() + time.waitingTime
    var list = Request(.list, target.kind, namespace: target.namespace)
    list.fieldSelector = "metadata.name=" + target.name
    let response = try kubectl.request(list)
    if let status = response.failure { return .problem(.status(status)) }
    guard case .list(let found) = response.body else { return .gone }
    let uid = target.record?.uid
    let record = found.records.first { uid == nil || $0.uid == uid }
    if let record {
      if try isMet(record.tree) { return .met(record.tree) }
    } else {
      switch condition {
      case .delete: return target.record.map { .met($0.tree) } ?? .gone
      case .create: break
      default: return .problem(.status(.notFound(target.resource, target.name)))
      }
    }
    if time.nanoseconds == 0 { return timedOut() }
    list.verb = .watch
    list.resourceVersion = found.resourceVersion
    let answer = try kubectl.request(list)
    guard case .watching(let watch) = answer.body else {
      return .problem(.message("cannot watch \(target.resource.groupResource)"))
    }
    var last = record?.tree
    while let notice = try kubectl.system.nextEvent(watch, until: end) {
      if notice.type == .deleted {
        guard case .delete = condition else { continue }
        if uid == nil || notice.record.uid == uid { return .met(last ?? notice.record.tree) }
      } else {
        last = notice.record.tree
        if try isMet(notice.record.tree) { return .met(notice.record.tree) }
      }
    }
    return timedOut()
  }

  private func isMet(_ tree: Value) throws(Halt) -> Bool { try condition.holds(for: tree) }

  private func timedOut() -> End {
    .problem(
      .message(
        "timed out waiting for the condition on \(target.resource.plural)/\(target.name)"))
  }
}
