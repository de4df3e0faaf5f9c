import Simulation
import Tree

/// Keeps a number of copies of a pod running; chooses them by a set-based selector.
public struct ReplicaSet: SpecStatusKind {
  public var spec = ReplicaSetSpec()
  public var status = ReplicaSetStatus()
  public var rest = Fields()

  public init() {}

  public static let resource = Resource(
    "apps", "v1", "ReplicaSet", plural: "replicasets", short: ["rs"], categories: ["all"],
    status: true, scale: true)

  public static let schema = Schema<ReplicaSet>(
    "ReplicaSet",
    Text(
      "Keeps a number of copies of a pod running and chooses them by a set-based selector.",
      "维持一定数量的 Pod 副本，并以基于集合的选择算符选择它们。")
  ) {
    $0.field("spec", \.spec, "What is wished for.", "期望状态。", always: true)
    $0.field("status", \.status, "What is so.", "实际状态。", always: true)
  }

  public static let selectableFields = ["status.replicas"]
  public func selectableField(_ path: String) -> String? {
    path == "status.replicas" ? String(status.replicas) : nil
  }

  public static let columns: [Column<ReplicaSet>] = [
    .name,
    Column("Desired") { set, _ in String(set.spec.replicas ?? 0) },
    Column("Current") { set, _ in String(set.status.replicas) },
    Column("Ready") { set, _ in String(set.status.readyReplicas) },
    .age,
    Column("Containers", wide: true) { set, _ in set.spec.template.spec.containerNames },
    Column("Images", wide: true) { set, _ in set.spec.template.spec.imageNames },
    Column("Selector", wide: true) { set, _ in set.spec.selector?.text ?? "<none>" },
  ]

  public mutating func setDefaults(_ metadata: inout Metadata) {
    if spec.replicas == nil { spec.replicas = 1 }
    // apps/v1 has no selector by default; labels come from the template.
    if metadata.labels.isEmpty { metadata.labels = spec.template.metadata.labels }
    spec.template.spec.setDefaults()
  }

  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    errors.checkNotNegative(spec.replicas.map(Int64.init), "spec.replicas")
    errors.checkNotNegative(Int64(spec.minReadySeconds), "spec.minReadySeconds")
    WorkloadRules.validate(spec.selector, spec.template, &errors, requireAlways: true)
  }

  public func validateUpdate(
    from old: ReplicaSet, _ metadata: Metadata, _ errors: inout FieldErrors
  ) {
    WorkloadRules.keepSelector(spec.selector, old.spec.selector, &errors)
  }
}

/// What is wished for of a ReplicaSet.
public struct ReplicaSetSpec: Modeled {
  public var replicas: Int32?
  public var minReadySeconds: Int32 = 0
  public var selector: LabelSelector?
  public var template = PodTemplate()
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<ReplicaSetSpec>("ReplicaSetSpec") {
    $0.field("replicas", \.replicas, "How many pods there shall be.", "期望的 Pod 数量。", default: "1")
    $0.field(
      "minReadySeconds", \.minReadySeconds,
      "Seconds that a pod must be ready before it counts as available.",
      "Pod 就绪多少秒之后才算可用。")
    $0.field(
      "selector", \.selector, "The pods that count; it must match the template's labels.",
      "参与计数的 Pod；必须与模板的标签匹配。", always: true, required: true)
    $0.field("template", \.template, "The pod that copies are made of.", "副本所依据的 Pod 模板。")
  }
}

/// What is so of a ReplicaSet.
public struct ReplicaSetStatus: Modeled {
  public var replicas: Int32 = 0
  public var fullyLabeledReplicas: Int32 = 0
  public var readyReplicas: Int32 = 0
  public var availableReplicas: Int32 = 0
  public var observedGeneration: Int64 = 0
  public var conditions: [WorkloadCondition] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<ReplicaSetStatus>("ReplicaSetStatus") {
    $0.field("replicas", \.replicas, "Pods that exist.", "现有的 Pod 数量。", always: true)
    $0.field(
      "fullyLabeledReplicas", \.fullyLabeledReplicas, "Pods with all labels of the template.",
      "带有模板全部标签的 Pod 数量。")
    $0.field("readyReplicas", \.readyReplicas, "Pods that are ready.", "就绪的 Pod 数量。")
    $0.field(
      "availableReplicas", \.availableReplicas, "Pods that have been ready for minReadySeconds.",
      "就绪时间达到 minReadySeconds 的 Pod 数量。")
    $0.field(
      "observedGeneration", \.observedGeneration, "The generation that the controller has seen.",
      "控制器已看到的代次。")
    $0.field("conditions", \.conditions, "Observations.", "观察结果。", merging: .byKey(["type"]))
  }
}

/// One observation about a workload.
public struct WorkloadCondition: Modeled {
  public var type = ""
  public var status = ""
  public var lastUpdateTime: Time?
  public var lastTransitionTime: Time?
  public var reason = ""
  public var message = ""
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<WorkloadCondition>("Condition") {
    $0.field("type", \.type, "What is observed.", "观察的方面。", always: true)
    $0.field("status", \.status, "True, False or Unknown.", "True、False 或 Unknown。", always: true)
    $0.field("lastUpdateTime", \.lastUpdateTime, "When it was last updated.", "最近一次更新的时间。")
    $0.field(
      "lastTransitionTime", \.lastTransitionTime, "When the status last changed.", "状态最近一次变化的时间。")
    $0.field("reason", \.reason, "One word why.", "一个词的原因。")
    $0.field("message", \.message, "The reason for people.", "供人阅读的原因。")
  }
}
