import Simulation
import Tree

/// Keeps one copy of a pod on every node that will have it.
public struct DaemonSet: SpecStatusKind {
  public var spec = DaemonSetSpec()
  public var status = DaemonSetStatus()
  public var rest = Fields()

  public init() {}

  public static let resource = Resource(
    "apps", "v1", "DaemonSet", plural: "daemonsets", short: ["ds"], categories: ["all"],
    status: true)

  public static let schema = Schema<DaemonSet>(
    "DaemonSet",
    Text("Keeps one copy of a pod on every node that fits.", "在每个合适的节点上维持一个 Pod 副本。")
  ) {
    $0.field("spec", \.spec, "What is wished for.", "期望状态。", always: true)
    $0.field("status", \.status, "What is so.", "实际状态。", always: true)
  }

  public static let columns: [Column<DaemonSet>] = [
    .name,
    Column("Desired") { set, _ in String(set.status.desiredNumberScheduled) },
    Column("Current") { set, _ in String(set.status.currentNumberScheduled) },
    Column("Ready") { set, _ in String(set.status.numberReady) },
    Column("Up-to-date") { set, _ in String(set.status.updatedNumberScheduled) },
    Column("Available") { set, _ in String(set.status.numberAvailable) },
    Column("Node Selector") { set, _ in set.spec.template.spec.nodeSelector.selectorText },
    .age,
    Column("Containers", wide: true) { set, _ in set.spec.template.spec.containerNames },
    Column("Images", wide: true) { set, _ in set.spec.template.spec.imageNames },
    Column("Selector", wide: true) { set, _ in set.spec.selector.cell },
  ]

  /// Counts the changes of the template; older clients read it.
  public static let templateGeneration = "deprecated.daemonset.template.generation"

  public mutating func setDefaults(_ metadata: inout Metadata) {
    if metadata.labels.isEmpty { metadata.labels = spec.template.metadata.labels }
    if spec.updateStrategy.type.isEmpty { spec.updateStrategy.type = "RollingUpdate" }
    if spec.updateStrategy.type == "RollingUpdate" {
      var rolling = spec.updateStrategy.rollingUpdate ?? DaemonSetRollingUpdate()
      if rolling.maxUnavailable == nil { rolling.maxUnavailable = .int(1) }
      if rolling.maxSurge == nil { rolling.maxSurge = .int(0) }
      spec.updateStrategy.rollingUpdate = rolling
    }
    if spec.revisionHistoryLimit == nil { spec.revisionHistoryLimit = 10 }
    spec.template.spec.setDefaults()
  }

  public mutating func prepare(_ metadata: inout Metadata, old: Object<DaemonSet>?) {
    let name = Self.templateGeneration
    guard let old else { return metadata.annotations[name] = "1" }
    let before = Int64(old.metadata.annotations[name] ?? "") ?? 1
    let hasChanged = spec.template != old.spec.template
    metadata.annotations[name] = String(hasChanged ? before + 1 : before)
  }

  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    spec.selector?.validate(at: "spec.selector", &errors)
    let labels = spec.template.metadata.labels
    if !(spec.selector?.requirements?.matches(labels) ?? false) {
      errors.invalid(
        "spec.template.metadata.labels", WorkloadRules.goMap(labels),
        "`selector` does not match template `labels`")
    }
    if let selector = spec.selector, selector.matchLabels.isEmpty,
      selector.matchExpressions.isEmpty
    {
      errors.invalid("spec.selector", selector.goText, "empty selector is invalid for daemonset")
    }
    WorkloadRules.validate(spec.template, &errors, requireAlways: true, kind: "DaemonSet")
    errors.checkNotNegative(Int64(spec.minReadySeconds), "spec.minReadySeconds")
    spec.updateStrategy.validate(at: "spec.updateStrategy", &errors)
    errors.checkNotNegative(spec.revisionHistoryLimit.map(Int64.init), "spec.revisionHistoryLimit")
  }

  public func validateUpdate(
    from old: DaemonSet, _ metadata: Metadata, _ errors: inout FieldErrors
  ) {
    WorkloadRules.keepSelector(spec.selector, old.spec.selector, &errors)
  }
}

/// What is wished for of a DaemonSet.
public struct DaemonSetSpec: Modeled {
  public var selector: LabelSelector?
  public var template = PodTemplate()
  public var updateStrategy = DaemonSetUpdateStrategy()
  public var minReadySeconds: Int32 = 0
  public var revisionHistoryLimit: Int32?
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<DaemonSetSpec>("DaemonSetSpec") {
    $0.field(
      "selector", \.selector, "The pods that are its own; it must match the template's labels.",
      "属于本对象的 Pod；必须与模板的标签匹配。", always: true, required: true)
    $0.field(
      "template", \.template, "The pod of which every node gets one; it may name the nodes.",
      "每个节点各得一个的 Pod 模板；可用其中的条件选择节点。", always: true, required: true)
    $0.field(
      "updateStrategy", \.updateStrategy, "How pods of an old template give way.",
      "旧模板的 Pod 如何让位。", always: true)
    $0.field(
      "minReadySeconds", \.minReadySeconds,
      "Seconds that a pod must be ready before it counts as available.",
      "Pod 就绪多少秒之后才算可用。")
    $0.field(
      "revisionHistoryLimit", \.revisionHistoryLimit,
      "How many old revisions are kept for going back.", "为回滚保留多少个旧修订版本。", default: "10")
  }
}

/// How pods of an old template give way to new ones.
public struct DaemonSetUpdateStrategy: Modeled {
  public var type = ""
  public var rollingUpdate: DaemonSetRollingUpdate?
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<DaemonSetUpdateStrategy>("DaemonSetUpdateStrategy") {
    $0.field(
      "type", \.type, "RollingUpdate, or OnDelete to wait until somebody deletes a pod.",
      "RollingUpdate，或 OnDelete（等有人删除 Pod 才更新）。", values: ["RollingUpdate", "OnDelete"],
      default: "RollingUpdate")
    $0.field(
      "rollingUpdate", \.rollingUpdate, "How many nodes may be without the pod, or have two.",
      "期间允许多少节点缺少该 Pod，或同时有两个。")
  }

  func validate(at path: String, _ errors: inout FieldErrors) {
    switch type {
    case "OnDelete": break
    case "RollingUpdate":
      guard let rollingUpdate else { return errors.required(path + ".rollingUpdate") }
      rollingUpdate.validate(at: path + ".rollingUpdate", &errors)
    default:
      errors.unsupported(
        path,
        shown:
          "apps.DaemonSetUpdateStrategy{Type:\(quoted(type)), RollingUpdate:(*apps.RollingUpdateDaemonSet)(nil)}",
        ["RollingUpdate", "OnDelete"])
    }
  }
}

/// How many nodes may be without the pod, or have two, during an update.
public struct DaemonSetRollingUpdate: Modeled {
  public var maxUnavailable: IntOrString?
  public var maxSurge: IntOrString?
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<DaemonSetRollingUpdate>("RollingUpdateDaemonSet") {
    $0.field(
      "maxUnavailable", \.maxUnavailable, "Nodes that may be without the pod.", "允许缺少该 Pod 的节点数。",
      default: "1")
    $0.field(
      "maxSurge", \.maxSurge, "Nodes that may have an old and a new pod.", "允许新旧 Pod 并存的节点数。",
      default: "0")
  }

  func validate(at path: String, _ errors: inout FieldErrors) {
    maxUnavailable?.validate(at: path + ".maxUnavailable", &errors)
    maxSurge?.validate(at: path + ".maxSurge", &errors)
    let hasUnavailable = maxUnavailable.map { !$0.isZero } ?? false
    let hasSurge = maxSurge.map { !$0.isZero } ?? false
    switch (hasUnavailable, hasSurge) {
    case (true, true):
      errors.invalid(
        path + ".maxSurge", maxSurge?.goText ?? "null",
        "may not be set when maxUnavailable is non-zero"
      )
    case (false, false): errors.required(path + ".maxUnavailable", "cannot be 0 when maxSurge is 0")
    default: break
    }
  }
}

/// What is so of a DaemonSet.
public struct DaemonSetStatus: Modeled {
  public var currentNumberScheduled: Int32 = 0
  public var numberMisscheduled: Int32 = 0
  public var desiredNumberScheduled: Int32 = 0
  public var numberReady: Int32 = 0
  public var observedGeneration: Int64 = 0
  public var updatedNumberScheduled: Int32 = 0
  public var numberAvailable: Int32 = 0
  public var numberUnavailable: Int32 = 0
  public var collisionCount: Int32?
  public var conditions: [WorkloadCondition] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<DaemonSetStatus>("DaemonSetStatus") {
    $0.field(
      "currentNumberScheduled", \.currentNumberScheduled, "Nodes that have the pod and should.",
      "应有且已有该 Pod 的节点数。", always: true)
    $0.field(
      "numberMisscheduled", \.numberMisscheduled, "Nodes that have the pod and should not.",
      "不应有却有该 Pod 的节点数。", always: true)
    $0.field(
      "desiredNumberScheduled", \.desiredNumberScheduled, "Nodes that should have the pod.",
      "应有该 Pod 的节点数。", always: true)
    $0.field(
      "numberReady", \.numberReady, "Nodes whose pod is ready.", "Pod 已就绪的节点数。", always: true)
    $0.field(
      "observedGeneration", \.observedGeneration, "The generation that the controller has seen.",
      "控制器已看到的代次。")
    $0.field(
      "updatedNumberScheduled", \.updatedNumberScheduled,
      "Nodes whose pod is of the newest template.",
      "Pod 属于最新模板的节点数。")
    $0.field(
      "numberAvailable", \.numberAvailable, "Nodes whose pod is available.", "Pod 可用的节点数。")
    $0.field(
      "numberUnavailable", \.numberUnavailable, "Nodes whose pod is missing or not available.",
      "Pod 缺失或不可用的节点数。")
    $0.field(
      "collisionCount", \.collisionCount, "How often the name of a revision was taken.",
      "修订版本名称冲突的次数。")
    $0.field("conditions", \.conditions, "Observations.", "观察结果。", merging: .byKey(["type"]))
  }
}
