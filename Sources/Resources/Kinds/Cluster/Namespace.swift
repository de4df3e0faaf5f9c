import Simulation
import Tree

/// A room for names: objects in different namespaces may have the same one.
package struct Namespace: SpecStatusKind {
  package var spec = NamespaceSpec()
  package var status = NamespaceStatus()
  package var rest = Fields()

  package init() {}

  package static let resource = Resource(
    "", "v1", "Namespace", plural: "namespaces", short: ["ns"], namespaced: false,
    verbs: [
      "create", "delete", "get", "list", "patch", "update", "watch",
    ], status: true)

  package static let schema = Schema<Namespace>(
    "Namespace", Text("A room for names and for what belongs together.", "名称的作用域，用来归置相关的对象。")
  ) {
    $0.field("spec", \.spec, "What is wished for.", "期望状态。", always: true)
    $0.field("status", \.status, "What is so.", "实际状态。", always: true)
  }

  package static let selectableFields = ["status.phase"]
  package func selectableField(_ path: String) -> String? {
    path == "status.phase" ? status.phase : nil
  }
  package static let nameRule = NameRule.label

  package static let columns: [Column<Namespace>] = [
    .name, Column("Status") { namespace, _ in namespace.status.phase }, .age,
  ]

  package mutating func setDefaults(_ metadata: inout Metadata) {
    if !metadata.name.isEmpty { metadata.labels["kubernetes.io/metadata.name"] = metadata.name }
  }

  package mutating func keepStatus(of old: Namespace?) {
    if let old {
      status = old.status
      spec.finalizers = old.spec.finalizers
    } else {
      status = NamespaceStatus()
      status.phase = "Active"
      spec.finalizers = ["kubernetes"]
    }
  }
}

/// What must be done before a namespace may go.
package struct NamespaceSpec: Modeled {
  package var finalizers: [String] = []
  package var rest = Fields()
  package init() {}
  package static let schema = Schema<NamespaceSpec>("NamespaceSpec") {
    $0.field(
      "finalizers", \.finalizers, "Names that must be removed before it can go.", "消失之前必须移除的名称。")
  }
}

/// Whether a namespace is alive.
package struct NamespaceStatus: Modeled {
  package var phase = ""
  package var conditions: [WorkloadCondition] = []
  package var rest = Fields()
  package init() {}
  package static let schema = Schema<NamespaceStatus>("NamespaceStatus") {
    $0.field("phase", \.phase, "Active or Terminating.", "Active 或 Terminating。")
    $0.field(
      "conditions", \.conditions, "What holds up its end.", "阻碍其终止的原因。", merging: .byKey(["type"]))
  }
}
