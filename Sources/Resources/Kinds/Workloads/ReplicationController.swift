import Simulation
import Tree

/// The older way to keep copies of a pod running; its selector knows equality only.
public struct ReplicationController: SpecStatusKind {
  public var spec = ReplicationControllerSpec()
  public var status = ReplicaSetStatus()
  public var rest = Fields()

  public init() {}

  public static let resource = Resource(
    "", "v1", "ReplicationController", plural: "replicationcontrollers", short: ["rc"],
    categories: ["all"], status: true, scale: true)

  public static let schema = Schema<ReplicationController>(
    "ReplicationController",
    Text(
      "The older way to keep copies of a pod running; its selector knows equality only.",
      "维持 Pod 副本的旧方式；其选择算符只支持基于等值的条件。")
  ) {
    $0.field("spec", \.spec, "What is wished for.", "期望状态。", always: true)
    $0.field("status", \.status, "What is so.", "实际状态。", always: true)
  }

  public static let columns: [Column<ReplicationController>] = [
    .name,
    Column("Desired") { set, _ in String(set.spec.replicas ?? 0) },
    Column("Current") { set, _ in String(set.status.replicas) },
    Column("Ready") { set, _ in String(set.status.readyReplicas) },
    .age,
    Column("Containers", wide: true) { set, _ in set.spec.template.spec.containerNames },
    Column("Images", wide: true) { set, _ in set.spec.template.spec.imageNames },
    Column("Selector", wide: true) { set, _ in set.spec.selector.selectorText },
  ]

  public mutating func setDefaults(_ metadata: inout Metadata) {
    if spec.replicas == nil { spec.replicas = 1 }
    let labels = spec.template.metadata.labels
    if spec.selector.isEmpty { spec.selector = labels }
    if metadata.labels.isEmpty { metadata.labels = labels }
    spec.template.spec.setDefaults()
  }

  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    errors.checkNotNegative(Int64(spec.minReadySeconds), "spec.minReadySeconds")
    if spec.selector.isEmpty { errors.required("spec.selector") }
    errors.checkNotNegative(spec.replicas.map(Int64.init), "spec.replicas")
    let labels = spec.template.metadata.labels
    if !spec.selector.isEmpty, !spec.selector.allSatisfy({ labels[$0.key] == $0.value }) {
      errors.invalid(
        "spec.template.metadata.labels", WorkloadRules.goMap(labels),
        "`selector` does not match template `labels`")
    }
    if spec.template == PodTemplate() || spec.template.spec.containers.isEmpty && labels.isEmpty {
      errors.required("spec.template")
    } else {
      WorkloadRules.validate(spec.template, &errors, requireAlways: true)
    }
  }
}

/// What is wished for of a ReplicationController.
public struct ReplicationControllerSpec: Modeled {
  public var replicas: Int32?
  public var minReadySeconds: Int32 = 0
  public var selector = StringMap()
  public var template = PodTemplate()
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<ReplicationControllerSpec>("ReplicationControllerSpec") {
    $0.field("replicas", \.replicas, "How many pods there shall be.", "期望的 Pod 数量。", default: "1")
    $0.field(
      "minReadySeconds", \.minReadySeconds,
      "Seconds that a pod must be ready before it counts as available.",
      "Pod 就绪多少秒之后才算可用。")
    $0.field(
      "selector", \.selector, "Labels that a pod must have to count: a map, so equality only.",
      "参与计数的 Pod 必须带有的标签：是一个映射，因此只有等值条件。")
    $0.field("template", \.template, "The pod that copies are made of.", "副本所依据的 Pod 模板。")
  }
}

extension StringMap {
  /// An equality-based selector as tables show it.
  public var selectorText: String {
    isEmpty ? "<none>" : map { $0.key + "=" + $0.value }.joined(separator: ",")
  }
}
