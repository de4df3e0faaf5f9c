import Cluster
import Resources
import Simulation
import Tree

/// `kubectl drain`.
struct Drain: Verb {
  let path = ["drain"]
  let summary = Text("Empty a node for maintenance.", "清空节点以便维护。")
  let arguments = "NODE [options]"
  let flags = [
    FlagSpec.dryRun, FlagSpec.labelSelector,
    FlagSpec(
      "force", nil, .bool, help: Text("Also pods that nobody will replace.", "包括无控制器的 Pod。")),
    FlagSpec(
      "ignore-daemonsets", nil, .bool, help: Text("Leave DaemonSets' pods.", "忽略 DaemonSet 的 Pod。")),
    FlagSpec(
      "delete-emptydir-data", nil, .bool,
      help: Text("Also pods with local data.", "包括使用 emptyDir 的 Pod。")),
    FlagSpec(
      "disable-eviction", nil, .bool,
      help: Text("Delete, whatever the budgets say.", "直接删除，不遵守中断预算。")),
    FlagSpec("grace-period", nil, .int, default: "-1"),
    FlagSpec("pod-selector", help: Text("Only these pods.", "仅限这些 Pod。")),
    FlagSpec("timeout", nil, .duration, help: Text("How long to try.", "尝试的时限。")),
    FlagSpec("skip-wait-for-delete-timeout", nil, .int), FlagSpec("chunk-size", nil, .int),
  ]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    let (targets, problems) = try kubectl.nodes(flags)
    if let halt = Problem.halt(problems) { throw halt }
    for target in targets { try kubectl.cordon(target, true, flags) }
    var failures: [(node: String, text: String)] = []
    for target in targets {
      let problems = try drain(target, flags, &kubectl)
      if problems.isEmpty {
        kubectl.print("\(target.qualifiedName) drained\(flags.dryRun.suffix)")
        continue
      }
      let text = problems.count == 1 ? problems[0] : "[" + problems.joined(separator: ", ") + "]"
      kubectl.warn(
        "error: unable to drain node \(goQuoted(target.name)) due to error: \(text), continuing command..."
      )
      failures.append((target.name, problems.joined(separator: "\n")))
    }
    if failures.isEmpty { return 0 }
    kubectl.warn("There are pending nodes to be drained:")
    for failure in failures { kubectl.warn(" " + failure.node) }
    throw .failure(failures.map(\.text).joined(separator: "\n"))
  }

  /// Empties one node; gives back why it cannot.
  private func drain(
    _ node: Target, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> [String] {
    var list = Request(.list, Catalog.pods)
    list.fieldSelector = "spec.nodeName=" + node.name
    list.labelSelector = flags.string("pod-selector")
    guard case .list(let found) = try kubectl.demand(list).body else { return [] }
    let sorted = DrainChoice(found.records, flags)
    if !sorted.errors.isEmpty { return sorted.errors }
    if !sorted.warning.isEmpty { kubectl.warn("Warning: " + sorted.warning) }
    let eviction = Eviction(flags, deadline: kubectl.deadline(flags.duration("timeout")))
    return try eviction.run(sorted.pods, &kubectl)
  }
}

/// Which pods of a node are to go, after kubectl's `drain/filters.go`.
struct DrainChoice {
  private(set) var pods: [any Record] = []
  private(set) var errors: [String] = []
  private(set) var warning = ""

  private enum Verdict {
    case skip(String?)
    case refuse(String)
    case take(String?)
  }

  init(_ records: [any Record], _ flags: ParsedFlags) {
    var refused: [(reason: String, pods: [String])] = []
    var warned: [(reason: String, pods: [String])] = []
    func note(_ reason: String, _ pod: any Record, _ list: inout [(reason: String, pods: [String])])
    {
      let name = pod.namespace + "/" + pod.name
      if let place = list.firstIndex(where: { $0.reason == reason }) {
        list[place].pods.append(name)
      } else {
        list.append((reason, [name]))
      }
    }
    for record in records {
      switch DrainChoice.verdict(record, flags) {
      case .skip(let reason): if let reason { note(reason, record, &warned) }
      case .refuse(let reason): note(reason, record, &refused)
      case .take(let reason):
        pods.append(record)
        if let reason { note(reason, record, &warned) }
      }
    }
    errors = refused.map { "cannot delete \($0.reason): \($0.pods.joined(separator: ", "))" }
    // DaemonSets' pods come first, as the filter for them does.
    warning = warned.sorted { $0.reason.hasPrefix("ignoring") && !$1.reason.hasPrefix("ignoring") }
      .map { "\($0.reason): \($0.pods.joined(separator: ", "))" }.joined(separator: "; ")
  }

  private static func verdict(_ record: any Record, _ flags: ParsedFlags) -> Verdict {
    guard let pod = record as? Object<Pod> else { return .skip(nil) }
    let owner = pod.metadata.controller
    if pod.metadata.annotations["kubernetes.io/config.mirror"] != nil { return .skip(nil) }
    let isOver = pod.body.isTerminal
    if owner?.kind == "DaemonSet", !isOver {
      return flags.bool("ignore-daemonsets")
        ? .skip("ignoring DaemonSet-managed Pods")
        : .refuse("cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)")
    }
    if isOver { return .take(nil) }
    var warning: String?
    let keepsData = pod.tree["spec"]?["volumes"]?.array?.contains { $0["emptyDir"] != nil } ?? false
    if keepsData {
      guard flags.bool("delete-emptydir-data") else {
        return .refuse(
          "cannot delete Pods with local storage (use --delete-emptydir-data to override)")
      }
      warning = "deleting Pods with local storage"
    }
    if owner == nil {
      guard flags.bool("force") else {
        return .refuse(
          "cannot delete Pods that declare no controller (use --force to override)")
      }
      warning = "deleting Pods that declare no controller"
    }
    return .take(warning)
  }
}

/// Sends pods away one after the other and waits until they are gone.
struct Eviction {
  private let deletes: Bool
  private let gracePeriod: Int64?
  private let dryRun: DryRun
  private let timeout: GoDuration
  private let deadline: Instant?

  init(_ flags: ParsedFlags, deadline: Instant?) {
    deletes = flags.bool("disable-eviction")
    gracePeriod = flags.int("grace-period") >= 0 ? Int64(flags.int("grace-period")) : nil
    dryRun = flags.dryRun
    timeout = flags.duration("timeout")
    self.deadline = deadline
  }

  func run(_ pods: [any Record], _ kubectl: inout Session) throws(Halt) -> [String] {
    let verb = deletes ? "deleting" : "evicting"
    var rest = pods.map { Target(Catalog.pods, $0) }
    var problems: [String] = []
    var going: [Target] = []
    while !rest.isEmpty {
      var again: [Target] = []
      for target in rest {
        kubectl.print("\(verb) pod \(target.namespace)/\(target.name)\(dryRun.suffix)")
        if dryRun == .client { continue }
        guard let status = try kubectl.request(request(target)).failure else {
          going.append(target)
          continue
        }
        if status.code == 404 { continue }
        let place =
          "error when \(verb) pods/\(goQuoted(target.name)) -n \(goQuoted(target.namespace))"
        if status.code == 429 {
          kubectl.warn("\(place) (will retry after 5s): \(status.message)")
          again.append(target)
        } else {
          problems.append("\(place): \(status.message)")
        }
      }
      rest = again
      if rest.isEmpty { break }
      if let deadline, kubectl.system.now() + .seconds(5) >= deadline {
        return problems + ["global timeout reached: \(timeout.text)"]
      }
      try kubectl.system.sleep(.seconds(5))
    }
    if dryRun == .none { problems += try wait(going, &kubectl) }
    return problems
  }

  private func request(_ target: Target) -> Request {
    if deletes {
      var wish = target.request(.delete)
      wish.gracePeriod = gracePeriod
      wish.isDryRun = dryRun == .server
      return wish
    }
    var wish = target.request(.create)
    wish.subresource = "eviction"
    wish.gracePeriod = gracePeriod
    wish.isDryRun = dryRun == .server
    wish.body = .tree([
      "apiVersion": "policy/v1", "kind": "Eviction",
      "metadata": ["name": .string(target.name), "namespace": .string(target.namespace)],
    ])
    return wish
  }

  private func wait(_ going: [Target], _ kubectl: inout Session) throws(Halt) -> [String] {
    for target in going {
      let uid = target.record?.uid ?? ""
      guard try kubectl.waitUntilGone(target, uid: uid, until: deadline) else {
        return ["global timeout reached: \(timeout.text)"]
      }
      kubectl.print("pod/\(target.name) \(deletes ? "deleted" : "evicted")")
    }
    return []
  }
}
