import Cluster
import Resources
import Simulation
import Tree

extension Session {
  /// The pods behind a word of `logs` or `exec`: one by name, or those of a workload.
  mutating func pods(named word: String, all: Bool, verb: String) throws(Halt) -> [Value] {
    let parts = word.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    var kind = Catalog.pods
    if parts.count == 2 { kind = try self.kind(named: parts[0]) }
    if parts.count > 2 {
      throw fail("arguments in resource/name form may not have more than one slash")
    }
    let resource = resource(kind)
    let name = parts.last ?? ""
    let response = try request(
      Request(.get, kind, namespace: namespace(for: resource), name: name))
    if let status = response.failure {
      if verb == "logs", status.reason == "NotFound" {
        throw fail(
          "error from server (NotFound): \(status.message) in namespace \(goQuoted(namespace))")
      }
      throw fail(status)
    }
    guard let tree = response.record?.tree else { return [] }
    if kind == Catalog.pods { return [tree] }
    let selector = selectorText(of: tree)
    if selector.isEmpty {
      let type = "*\(resource.version).\(resource.kind)"
      let reason =
        resource.groupResource == "services"
        ? "invalid service '\(name)': Service is defined without a selector"
        : "selector for \(type) not implemented"
      throw fail(
        "cannot \(verb == "logs" ? "get the logs from" : "attach to") \(type): \(reason)")
    }
    let pods = try podsOf(selector: selector, namespace: namespace)
    guard let first = pods.first else {
      try system.sleep(.seconds(verb == "logs" ? 20 : 60))
      throw fail("timed out waiting for the condition")
    }
    if all { return pods }
    if pods.count > 1, verb == "logs" {
      warn("Found \(pods.count) pods, using pod/\(first.name)")
    }
    return [first]
  }

  private func selectorText(of tree: Value) -> String {
    guard let selector = tree.at("spec", "selector") else { return "" }
    if selector.has("matchLabels") || selector.has("matchExpressions") {
      return SelectorText.text(selector)
    }
    let pairs = selector.object ?? Fields()
    return pairs.isEmpty ? "" : pairs.labelText
  }

  /// Pods by labels, the most telling first: assigned, running, ready for long, restarted often, old.
  mutating func podsOf(selector: String, namespace: String) throws(Halt) -> [Value] {
    var wish = Request(.list, Catalog.pods, namespace: namespace)
    wish.labelSelector = selector
    let response = try request(wish)
    if let status = response.failure {
      var query = TargetQuery()
      query.labelSelector = selector
      throw fail(enhanced(status, resource(Catalog.pods), query))
    }
    guard case .list(let list) = response.body else { return [] }
    let pods = list.records.map(\.tree)
    let keys = pods.map(PodOrder.key)
    let order = pods.indices.sorted {
      keys[$0] == keys[$1] ? $0 < $1 : keys[$0].lexicographicallyPrecedes(keys[$1])
    }
    return order.map { pods[$0] }
  }

  /// The container that flags mean; nil, with the name that was given, where the pod has none of it.
  mutating func container(
    of pod: Value, _ flags: ParsedFlags
  ) -> (name: String, isThere: Bool) {
    var name = flags.string("container")
    if name.isEmpty { name = defaultContainer(of: pod, announced: !flags.bool("quiet")) }
    let all = pod.items("spec", "containers") + pod.items("spec", "initContainers")
    return (name, all.contains { $0.text("name") == name })
  }

  /// The container that is meant where none is named.
  mutating func defaultContainer(of pod: Value, announced: Bool) -> String {
    let containers = pod.items("spec", "containers").map { $0.text("name") }
    let initial = pod.items("spec", "initContainers").map { $0.text("name") }
    let wanted = pod.text("metadata", "annotations", "kubectl.kubernetes.io/default-container")
    if (containers + initial).contains(wanted) { return wanted }
    let first = containers.first ?? ""
    if announced, containers.count + initial.count > 1 {
      let all = containers + initial.map { $0 + " (init)" }
      warn("Defaulted container \(goQuoted(first)) out of: \(all.joined(separator: ", "))")
    }
    return first
  }
}

/// Which pod of several `logs` and `exec` take.
private enum PodOrder {
  static func key(_ pod: Value) -> [Int64] {
    let phases: [String] = ["Running", "Unknown", "Pending"]
    let ready = pod.items("status", "conditions").first { $0.text("type") == "Ready" }
    let isReady = ready?.text("status") == "True"
    let since = (try? Timestamp(parsing: ready?.text("lastTransitionTime") ?? ""))?.seconds
    let restarts = pod.items("status", "containerStatuses").map { $0.int("restartCount") }.max()
    let created = (try? Timestamp(parsing: pod.text("metadata", "creationTimestamp")))?.seconds
    return [
      pod.text("spec", "nodeName").isEmpty ? 1 : 0,
      Int64(phases.firstIndex(of: pod.text("status", "phase")) ?? 3),
      isReady ? 0 : 1, isReady ? since ?? Int64.max : 0, -(restarts ?? 0), created ?? Int64.max,
    ]
  }
}
