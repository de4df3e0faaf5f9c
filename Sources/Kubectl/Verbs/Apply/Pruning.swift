import Cluster
import Resources
import Tree

/// `apply --prune`: deletes what was applied before and is not among what is applied now.
struct Pruning {
  private let keptUIDs: [String]
  private let namespaces: [String]
  private let allowed: [String]

  /// The kinds that kubectl looks at, those of namespaces first.
  private static let kinds = [
    "configmaps", "endpoints", "persistentvolumeclaims", "pods", "replicationcontrollers",
    "secrets", "services", "cronjobs.batch", "jobs.batch", "daemonsets.apps", "deployments.apps",
    "replicasets.apps", "statefulsets.apps", "ingresses.networking.k8s.io", "namespaces",
    "persistentvolumes",
  ]

  init(_ applied: [Value], _ flags: ParsedFlags) {
    keptUIDs = applied.compactMap { $0["metadata"]?["uid"]?.string }
    namespaces = applied.compactMap { $0["metadata"]?["namespace"]?.string }
      .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }.sortedByBytes()
    allowed = flags.list("prune-allowlist")
  }

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) {
    for groupResource in Pruning.kinds {
      guard let kind = kubectl.lookUpKind(groupResource) else { continue }
      let resource = kubectl.resource(kind)
      let name =
        "\(resource.group.isEmpty ? "core" : resource.group)/\(resource.version)/\(resource.kind)"
      if !allowed.isEmpty, !allowed.contains(name) { continue }
      for namespace in resource.isNamespaced ? namespaces : [""] {
        try prune(kind, namespace, flags, &kubectl)
      }
    }
  }

  private func prune(
    _ kind: Int, _ namespace: String, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) {
    var wish = Request(.list, kind, namespace: namespace)
    wish.labelSelector = flags.string("selector")
    guard case .list(let list) = try kubectl.demand(wish).body else { return }
    for record in list.records {
      if record.metadata.annotations[LastApplied.annotation] == nil { continue }
      if keptUIDs.contains(record.uid) { continue }
      let target = Target(kind, record)
      if flags.dryRun == .none {
        var deletion = target.request(.delete)
        deletion.propagation = .background
        _ = try kubectl.demand(deletion)
      }
      try kubectl.report(record.tree, "pruned", flags)
    }
  }
}
