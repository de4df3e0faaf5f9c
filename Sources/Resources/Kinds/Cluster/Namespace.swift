import Simulation
import Tree

/// A room for names: objects in different namespaces may have the same one.
public struct Namespace: SpecStatusKind {
  public var spec = NamespaceSpec()
  public var status = NamespaceStatus()
  public var rest = Fields()

  public init() {}

  public static let resource = Resource(
    "", "v1", "Namespace", plural: "namespaces", short: ["ns"], namespaced: false,
    verbs: [
      "create", "delete", "get", "list", "patch", "update", "watch",
    ], status: true)

  public static let schema = Schema<Namespace>(
    "Namespace", Text("A room for names and for what belongs together.", "名称的作用域，用来归置相关的对象。")
  ) {
    $0.field("spec", \.spec, "What is wished for.", "期望状态。", always: true)
    $0.field("status", \.status, "What is so.", "实际状态。", always: true)
  }

  public static let selectableFields = ["status.phase"]
  public func selectableField(_ path: String) -> String? {
    path == "status.phase" ? status.phase : nil
  }
  public static let nameRule = NameRule.label

  public static let columns: [Column<Namespace>] = [
    .name, Column("Status") { namespace, _ in namespace.status.phase }, .age,
  ]

  public mutating func setDefaults(_ metadata: inout Metadata) {
    if !metadata.name.isEmpty { metadata.labels["kubernetes.io/metadata.name"] = metadata.name }
  }

  public mutating func keepStatus(of old: Namespace?) {
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
public struct NamespaceSpec: Modeled {
  public var finalizers: [String] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<NamespaceSpec>("NamespaceSpec") {
    $0.field(
      "finalizers", \.finalizers, "Names that must be removed before it can go.", "消失之前必须移除的名称。")
  }
}

/// Whether a namespace is alive.
public struct NamespaceStatus: Modeled {
  public var phase = ""
  public var conditions: [WorkloadCondition] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<NamespaceStatus>("NamespaceStatus") {
    $0.field("phase", \.phase, "Active or Terminating.", "Active 或 Terminating。")
    $0.field(
      "conditions", \.conditions, "What holds up its end.", "阻碍其终止的原因。", merging: .byKey(["type"]))
  }
}
