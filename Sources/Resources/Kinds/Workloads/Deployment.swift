import Simulation
import Tree

/// Rolls a ReplicaSet over into the next when its template changes, and can go back.
public struct Deployment: SpecStatusKind {
  public var spec = DeploymentSpec()
  public var status = DeploymentStatus()
  public var rest = Fields()

  public init() {}

  public static let resource = Resource(
    "apps", "v1", "Deployment", plural: "deployments", short: ["deploy"], categories: ["all"],
    status: true, scale: true)

  public static let schema = Schema<Deployment>(
    "Deployment",
    Text(
      "Rolls one ReplicaSet over into the next when its template changes, and can go back.",
      "模板变更时把一个 ReplicaSet 滚动更新为下一个，并可以回滚。")
  ) {
    $0.field("spec", \.spec, "What is wished for.", "期望状态。", always: true)
    $0.field("status", \.status, "What is so.", "实际状态。", always: true)
  }

  public static let columns: [Column<Deployment>] = [
    .name,
    Column("Ready") { set, _ in "\(set.status.readyReplicas)/\(set.spec.replicas ?? 0)" },
    Column("Up-to-date") { set, _ in String(set.status.updatedReplicas) },
    Column("Available") { set, _ in String(set.status.availableReplicas) },
    .age,
    Column("Containers", wide: true) { set, _ in set.spec.template.spec.containerNames },
    Column("Images", wide: true) { set, _ in set.spec.template.spec.imageNames },
    Column("Selector", wide: true) { set, _ in set.spec.selector?.text ?? "<none>" },
  ]

  public mutating func setDefaults(_ metadata: inout Metadata) {
    if spec.replicas == nil { spec.replicas = 1 }
    if spec.strategy.type.isEmpty { spec.strategy.type = "RollingUpdate" }
    if spec.strategy.type == "RollingUpdate" {
      var rolling = spec.strategy.rollingUpdate ?? RollingUpdate()
      if rolling.maxUnavailable == nil { rolling.maxUnavailable = .string("25%") }
      if rolling.maxSurge == nil { rolling.maxSurge = .string("25%") }
      spec.strategy.rollingUpdate = rolling
    }
    if spec.revisionHistoryLimit == nil { spec.revisionHistoryLimit = 10 }
    if spec.progressDeadlineSeconds == nil { spec.progressDeadlineSeconds = 600 }
    if metadata.labels.isEmpty { metadata.labels = spec.template.metadata.labels }
    spec.template.spec.setDefaults()
  }

  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    errors.checkNotNegative(spec.replicas.map(Int64.init), "spec.replicas")
    WorkloadRules.validate(spec.selector, spec.template, &errors, requireAlways: true)
    spec.strategy.validate(at: "spec.strategy", &errors)
    errors.checkNotNegative(Int64(spec.minReadySeconds), "spec.minReadySeconds")
    errors.checkNotNegative(spec.revisionHistoryLimit.map(Int64.init), "spec.revisionHistoryLimit")
    errors.checkNotNegative(
      spec.progressDeadlineSeconds.map(Int64.init), "spec.progressDeadlineSeconds")
    if let deadline = spec.progressDeadlineSeconds, deadline <= spec.minReadySeconds, deadline >= 0
    {
      errors.invalid(
        "spec.progressDeadlineSeconds", Int64(deadline), "must be greater than minReadySeconds")
    }
  }

  public func validateUpdate(
    from old: Deployment, _ metadata: Metadata, _ errors: inout FieldErrors
  ) {
    WorkloadRules.keepSelector(spec.selector, old.spec.selector, &errors)
  }
}

/// What is wished for of a Deployment.
public struct DeploymentSpec: Modeled {
  public var replicas: Int32?
  public var selector: LabelSelector?
  public var template = PodTemplate()
  public var strategy = DeploymentStrategy()
  public var minReadySeconds: Int32 = 0
  public var revisionHistoryLimit: Int32?
  public var paused = false
  public var progressDeadlineSeconds: Int32?
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<DeploymentSpec>("DeploymentSpec") {
    $0.field("replicas", \.replicas, "How many pods there shall be.", "期望的 Pod 数量。", default: "1")
    $0.field(
      "selector", \.selector,
      "The pods that are its own; it must match the template's labels and never changes.",
      "属于本对象的 Pod；必须与模板的标签匹配，且不可更改。", always: true, required: true)
    $0.field(
      "template", \.template, "The pod that copies are made of; a change starts a rollout.",
      "副本所依据的 Pod 模板；更改模板会开始一次上线。", always: true, required: true)
    $0.field(
      "strategy", \.strategy, "How old pods give way to new ones.", "旧 Pod 如何让位于新 Pod。",
      always: true, merging: .retainKeys)
    $0.field(
      "minReadySeconds", \.minReadySeconds,
      "Seconds that a pod must be ready before it counts as available.",
      "Pod 就绪多少秒之后才算可用。")
    $0.field(
      "revisionHistoryLimit", \.revisionHistoryLimit,
      "How many old ReplicaSets are kept for going back.",
      "为回滚保留多少个旧 ReplicaSet。", default: "10")
    $0.field("paused", \.paused, "Whether changes of the template wait.", "模板的更改是否暂不上线。")
    $0.field(
      "progressDeadlineSeconds", \.progressDeadlineSeconds,
      "Seconds without progress after which a rollout is reported as failed.",
      "多少秒没有进展即报告上线失败。", default: "600")
  }
}

/// How old pods give way to new ones.
public struct DeploymentStrategy: Modeled {
  public var type = ""
  public var rollingUpdate: RollingUpdate?
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<DeploymentStrategy>("DeploymentStrategy") {
    $0.field(
      "type", \.type, "RollingUpdate or Recreate.", "RollingUpdate 或 Recreate。",
      values: ["RollingUpdate", "Recreate"], default: "RollingUpdate")
    $0.field(
      "rollingUpdate", \.rollingUpdate, "How many pods may be too many or too few meanwhile.",
      "期间允许多出或缺少多少 Pod。")
  }

  public func validate(at path: String, _ errors: inout FieldErrors) {
    switch type {
    case "Recreate":
      if rollingUpdate != nil {
        errors.forbidden(
          path + ".rollingUpdate", "may not be specified when strategy `type` is 'Recreate'")
      }
    case "RollingUpdate":
      rollingUpdate?.validate(at: path + ".rollingUpdate", &errors)
    default: errors.unsupported(path + ".type", type, ["Recreate", "RollingUpdate"])
    }
  }
}

/// How many pods may be missing or too many during a rolling update.
public struct RollingUpdate: Modeled {
  public var maxUnavailable: IntOrString?
  public var maxSurge: IntOrString?
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<RollingUpdate>("RollingUpdateDeployment") {
    $0.field(
      "maxUnavailable", \.maxUnavailable, "How many may be missing, as a number or a percentage.",
      "允许缺少多少，以数字或百分比表示。", default: "25%")
    $0.field(
      "maxSurge", \.maxSurge, "How many may be too many, as a number or a percentage.",
      "允许多出多少，以数字或百分比表示。", default: "25%")
  }

  func validate(at path: String, _ errors: inout FieldErrors) {
    for (name, value) in [("maxUnavailable", maxUnavailable), ("maxSurge", maxSurge)] {
      value?.validate(at: path + "." + name, &errors)
    }
    if let unavailable = maxUnavailable, let surge = maxSurge, unavailable.isZero, surge.isZero {
      errors.invalid(
        path + ".maxUnavailable", unavailable.goText, "may not be 0 when `maxSurge` is 0")
    }
    if case .string(let text)? = maxUnavailable, text.hasSuffix("%"),
      let percent = Int(text.dropLast()), percent > 100
    {
      errors.invalid(
        path + ".maxUnavailable", maxUnavailable?.goText ?? "", "must not be greater than 100%")
    }
  }
}

extension IntOrString {
  var isZero: Bool {
    switch self {
    case .int(let number): number == 0
    case .string(let text): text.hasSuffix("%") && Int(text.dropLast()) == 0
    }
  }

  /// As Go's `%#v` shows it.
  var goText: String {
    switch self {
    case .int(let number): "intstr.IntOrString{Type:0, IntVal:\(number), StrVal:\"\"}"
    case .string(let text): "intstr.IntOrString{Type:1, IntVal:0, StrVal:\(quoted(text))}"
    }
  }

  func validate(at path: String, _ errors: inout FieldErrors) {
    switch self {
    case .int(let number):
      if number < 0 { errors.invalid(path, goText, "must be greater than or equal to 0") }
    case .string(let text):
      let digits = text.dropLast()
      if !text.hasSuffix("%") || digits.isEmpty
        || !digits.utf8.allSatisfy({ (48...57).contains($0) })
      {
        errors.invalid(
          path, goText,
          "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%', or '93%', regex used for validation is '[0-9]+%')"
        )
      }
    }
  }
}

/// What is so of a Deployment.
public struct DeploymentStatus: Modeled {
  public var observedGeneration: Int64 = 0
  public var replicas: Int32 = 0
  public var updatedReplicas: Int32 = 0
  public var readyReplicas: Int32 = 0
  public var availableReplicas: Int32 = 0
  public var unavailableReplicas: Int32 = 0
  public var conditions: [WorkloadCondition] = []
  public var collisionCount: Int32?
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<DeploymentStatus>("DeploymentStatus") {
    $0.field(
      "observedGeneration", \.observedGeneration, "The generation that the controller has seen.",
      "控制器已看到的代次。")
    $0.field("replicas", \.replicas, "Pods that exist.", "现有的 Pod 数量。")
    $0.field(
      "updatedReplicas", \.updatedReplicas, "Pods of the newest template.", "属于最新模板的 Pod 数量。")
    $0.field("readyReplicas", \.readyReplicas, "Pods that are ready.", "就绪的 Pod 数量。")
    $0.field("availableReplicas", \.availableReplicas, "Pods that are available.", "可用的 Pod 数量。")
    $0.field(
      "unavailableReplicas", \.unavailableReplicas, "Pods that are missing to be complete.",
      "尚缺的可用 Pod 数量。")
    $0.field("conditions", \.conditions, "Observations.", "观察结果。", merging: .byKey(["type"]))
    $0.field(
      "collisionCount", \.collisionCount, "How often the name of a ReplicaSet was taken.",
      "ReplicaSet 名称冲突的次数。")
  }

  public func condition(_ type: String) -> WorkloadCondition? {
    conditions.first { $0.type == type }
  }
}
