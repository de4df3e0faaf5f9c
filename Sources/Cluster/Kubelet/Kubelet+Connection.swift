import Resources
import Simulation
import Tree

extension Ticket {
  /// For what must reach the API server: it is written again when it was lost.
  static let report = Ticket(-1)
  /// The list with which a watch begins anew.
  static let list = Ticket(-2)
  /// How a kubelet's own node is.
  static let node = Ticket(-3)
  /// The renewal of its lease.
  static let lease = Ticket(-4)
}

/// What a kubelet does about a connection that breaks: the status manager and the reflector of client-go.
struct KubeletConnection: Sendable {
  /// A status or the end of a pod did not get through.
  var hasLostReports = false
  /// The watch was broken off.
  var hasLostWatch = false
  /// It has been up before: what it says of its node may be out of date.
  var hasStarted = false
  /// It has started again, and makes its node anew where that is gone.
  var isRegistering = false
}

extension Kubelet {
  /// Looks at an answer that nobody waits for; after a break the first good one means that the server is back.
  mutating func note(_ response: Response, _ ticket: Ticket, _ effects: inout Effects) {
    if let failure = response.failure, failure.code == 0 {
      if ticket == .report { connection.hasLostReports = true }
      if ticket == .list || ticket == .node { connection.hasLostWatch = true }
      if failure.reason == Status.unreachableReason {
        connection.hasLostReports = true
        connection.hasLostWatch = true
      }
      return
    }
    if ticket == .list, case .list(let list) = response.body { return replace(list, &effects) }
    if ticket == .node { return found(response, &effects) }
    // Somebody has deleted it: the lease's controller makes it anew (`ensureLease` of component-helpers).
    if ticket == .lease, response.failure?.code == 404 { sendLease(.create, &effects) }
    guard connection.hasLostReports || connection.hasLostWatch else { return }
    if connection.hasLostWatch {
      listPods(&effects)
      askForNode(&effects)
    } else {
      reportAnew(&effects)
      postNodeStatus(&effects)
    }
    connection.hasLostReports = false
    connection.hasLostWatch = false
  }

  /// Asks for all of its pods, with which a watch begins anew.
  func listPods(_ effects: inout Effects) {
    var request = Request(.list, Catalog.pods)
    request.fieldSelector = "spec.nodeName=" + node
    request.user = user
    effects.send(request, .list)
  }

  /// The list after a break: what is not in it has gone, the rest is as it is there.
  private mutating func replace(_ list: ObjectList, _ effects: inout Effects) {
    let pods = list.records.compactMap { $0 as? Object<Pod> }
    let names = pods.map(\.runtimeUID)
    for worker in workers.values.sorted(by: { $0.pod.uid.precedes($1.pod.uid) })
    where !names.contains(worker.pod.uid) {
      receive(.deleted, worker.pod, &effects)
    }
    for pod in pods { receive(.modified, pod, &effects) }
    watchPods(from: list.resourceVersion, &effects)
    reportAnew(&effects)
  }

  private mutating func reportAnew(_ effects: inout Effects) {
    for uid in workers.values.map(\.pod.uid).sorted(by: { $0.precedes($1) }) {
      attend(uid) { kubelet, worker in
        worker.sent = nil
        kubelet.scheduleSync(&worker, &effects)
      }
    }
    if !statics.isEmpty { startStaticPods(&effects) }
  }
}
