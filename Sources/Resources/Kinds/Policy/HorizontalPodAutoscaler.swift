import Simulation
import Tree

/// Changes the size of a workload with its load.
public struct HorizontalPodAutoscaler: SpecStatusKind {
  public var spec = AutoscalerSpec()
  public var status = AutoscalerStatus()
  public var rest = Fields()
  public init() {}

  public static let resource = Resource(
    "autoscaling", "v2", "HorizontalPodAutoscaler", plural: "horizontalpodautoscalers",
    short: ["hpa"], categories: ["all"], status: true)

  public static let schema = Schema<HorizontalPodAutoscaler>(
    "HorizontalPodAutoscaler",
    Text("Changes the size of a workload with its load.", "随负载调整工作负载的副本数。")
  ) {
    $0.field("spec", \.spec, "What is wished for.", "期望状态。", always: true)
    $0.field("status", \.status, "What is so.", "实际状态。", always: true)
  }

  public static let columns: [Column<HorizontalPodAutoscaler>] = [
    .name,
    Column("Reference") { scaler, _ in
      scaler.spec.scaleTargetRef.kind + "/" + scaler.spec.scaleTargetRef.name
    },
    Column("Targets") { scaler, _ in scaler.body.targetsText },
    Column("MinPods") { scaler, _ in scaler.spec.minReplicas.map { String($0) } ?? "<unset>" },
    Column("MaxPods") { scaler, _ in String(scaler.spec.maxReplicas) },
    Column("Replicas") { scaler, _ in String(scaler.status.currentReplicas) },
    .age,
  ]

  /// The TARGETS column: at most two metrics, as `formatHPAMetrics` writes them.
  public var targetsText: String {
    guard !spec.metrics.isEmpty else { return "<none>" }
    let texts = spec.metrics.prefix(2).enumerated().map { place, metric in
      let current = place < status.currentMetrics.count ? status.currentMetrics[place] : nil
      return metric.text(current: current)
    }
    let list = texts.joined(separator: ", ")
    let more = spec.metrics.count - 2
    return more > 0 ? "\(list) + \(more) more..." : list
  }

  public mutating func setDefaults(_ metadata: inout Metadata) {
    if spec.minReplicas == nil { spec.minReplicas = 1 }
    if spec.metrics.isEmpty {
      var metric = MetricSpec()
      metric.type = "Resource"
      metric.resource = [
        "name": "cpu", "target": ["type": "Utilization", "averageUtilization": 80],
      ]
      spec.metrics = [metric]
    }
  }

  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    if let least = spec.minReplicas, least < 1 {
      errors.invalid("spec.minReplicas", Int64(least), "must be greater than or equal to 1")
    }
    if spec.maxReplicas < 1 {
      errors.invalid("spec.maxReplicas", Int64(spec.maxReplicas), "must be greater than 0")
    }
    if let least = spec.minReplicas, spec.maxReplicas < least {
      errors.invalid(
        "spec.maxReplicas", Int64(spec.maxReplicas),
        "must be greater than or equal to `minReplicas`")
    }
    if spec.scaleTargetRef.kind.isEmpty { errors.required("spec.scaleTargetRef.kind") }
    if spec.scaleTargetRef.name.isEmpty { errors.required("spec.scaleTargetRef.name") }
    for (index, metric) in spec.metrics.enumerated() {
      metric.validate(at: "spec.metrics[\(index)]", &errors)
    }
  }
}

/// What is wished for of an autoscaler.
public struct AutoscalerSpec: Modeled {
  public var scaleTargetRef = ScaleTarget()
  public var minReplicas: Int32?
  public var maxReplicas: Int32 = 0
  public var metrics: [MetricSpec] = []
  public var behavior: Value = .null
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<AutoscalerSpec>("HorizontalPodAutoscalerSpec") {
    $0.field(
      "scaleTargetRef", \.scaleTargetRef, "The workload whose size it changes.", "要调整副本数的工作负载。",
      always: true, required: true)
    $0.field("minReplicas", \.minReplicas, "The fewest replicas.", "最少副本数。", default: "1")
    $0.field(
      "maxReplicas", \.maxReplicas, "The most replicas.", "最多副本数。", always: true, required: true)
    $0.field("metrics", \.metrics, "What load is measured by.", "用来衡量负载的指标。")
    $0.field("behavior", \.behavior, "How fast the size may change.", "副本数变化的快慢。")
  }
}

/// The workload that an autoscaler looks after.
public struct ScaleTarget: Modeled {
  public var kind = ""
  public var name = ""
  public var apiVersion = ""
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<ScaleTarget>("CrossVersionObjectReference") {
    $0.field("kind", \.kind, "Kind of the workload.", "工作负载的类别。", always: true, required: true)
    $0.field("name", \.name, "Name of the workload.", "工作负载的名称。", always: true, required: true)
    $0.field("apiVersion", \.apiVersion, "API version of the kind.", "类别的 API 版本。")
  }
}

/// One measure of load and the value to keep it at.
public struct MetricSpec: Modeled {
  public var type = ""
  public var object: Value = .null
  public var pods: Value = .null
  public var resource: Value = .null
  public var containerResource: Value = .null
  public var external: Value = .null
  public var rest = Fields()
  public init() {}
  public static let types = ["ContainerResource", "External", "Object", "Pods", "Resource"]
  public static let schema = Schema<MetricSpec>("MetricSpec") {
    $0.field(
      "type", \.type, "Which of the sources below it is.", "使用下列哪一种来源。", always: true,
      required: true, values: types)
    $0.field("object", \.object, "A metric of one object.", "某个对象的指标。")
    $0.field("pods", \.pods, "A metric of every pod.", "每个 Pod 的指标。")
    $0.field("resource", \.resource, "Use of a resource, set against the requests.", "资源用量，与请求量相比。")
    $0.field("containerResource", \.containerResource, "The same of one container.", "单个容器的资源用量。")
    $0.field("external", \.external, "A metric from outside the cluster.", "集群外的指标。")
  }

  /// `cpu: 12%/80%`; what is not measured is `<unknown>`.
  func text(current: Value?) -> String {
    switch type {
    case "Resource": return Self.text(resource, current?["resource"], resource["name"]?.string)
    case "ContainerResource":
      return Self.text(
        containerResource, current?["containerResource"], containerResource["name"]?.string)
    case "Pods":
      let target = pods["target"]?["averageValue"]?.string ?? ""
      return "\(current?["pods"]?["current"]?["averageValue"]?.string ?? "<unknown>")/\(target)"
    case "Object", "External":
      let source = type == "Object" ? object : external
      let now = current?[type.lowercased()]?["current"]
      if let average = source["target"]?["averageValue"]?.string {
        return "\(now?["averageValue"]?.string ?? "<unknown>")/\(average) (avg)"
      }
      return "\(now?["value"]?.string ?? "<unknown>")/\(source["target"]?["value"]?.string ?? "")"
    default: return "<unknown type>"
    }
  }

  private static func text(_ source: Value, _ current: Value?, _ name: String?) -> String {
    let now = current?["current"]
    if let average = source["target"]?["averageValue"]?.string {
      return "\(name ?? ""): \(now?["averageValue"]?.string ?? "<unknown>")/\(average)"
    }
    let measured = now?["averageUtilization"]?.int.map { "\($0)%" } ?? "<unknown>"
    let target = source["target"]?["averageUtilization"]?.int.map { "\($0)%" } ?? "<auto>"
    return "\(name ?? ""): \(measured)/\(target)"
  }

  func validate(at path: String, _ errors: inout FieldErrors) {
    let sources = [
      ("object", object), ("pods", pods), ("resource", resource),
      ("containerResource", containerResource), ("external", external),
    ].filter { !$0.1.isNull }
    if type.isEmpty {
      errors.required(path + ".type", "must specify a metric source type")
    } else if !Self.types.contains(type) {
      errors.unsupported(path + ".type", type, Self.types)
    } else {
      let name = type.prefix(1).lowercased() + type.dropFirst()
      let own = sources.first { $0.0 == name }
      if own == nil {
        errors.required(
          path + "." + name, "must populate information for the given metric source")
      }
      for (other, _) in sources where other != name {
        errors.forbidden(
          path + "." + other,
          "must populate the given metric source only")
      }
      if let own { Self.validateTarget(own.1, at: path + "." + name, &errors) }
    }
  }

  private static func validateTarget(
    _ source: Value, at path: String, _ errors: inout FieldErrors
  ) {
    guard let target = source["target"], let type = target["type"]?.string, !type.isEmpty else {
      return errors.required(path + ".target.type", "must specify a metric target type")
    }
    if !["Utilization", "Value", "AverageValue"].contains(type) {
      errors.invalid(
        path + ".target.type", string: type, "must be either Utilization, Value, or AverageValue")
    }
    if let utilization = target["averageUtilization"]?.int, utilization < 1 {
      errors.invalid(
        path + ".target.averageUtilization", utilization, "must be greater than 0")
    }
  }
}

/// What is so of an autoscaler.
public struct AutoscalerStatus: Modeled {
  public var observedGeneration: Int64?
  public var lastScaleTime: Time?
  public var currentReplicas: Int32 = 0
  public var desiredReplicas: Int32 = 0
  public var currentMetrics: [Value] = []
  public var conditions: [AutoscalerCondition] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<AutoscalerStatus>("HorizontalPodAutoscalerStatus") {
    $0.field(
      "observedGeneration", \.observedGeneration, "The generation that the controller has seen.",
      "控制器已看到的代次。")
    $0.field("lastScaleTime", \.lastScaleTime, "When it last changed the size.", "最近一次调整的时间。")
    $0.field("currentReplicas", \.currentReplicas, "Replicas that there are.", "现有副本数。")
    $0.field(
      "desiredReplicas", \.desiredReplicas, "Replicas that it wants.", "期望的副本数。", always: true)
    $0.field(
      "currentMetrics", \.currentMetrics, "What was last measured.", "最近测得的指标。", always: true)
    $0.field(
      "conditions", \.conditions, "Observations.", "观察结果。", merging: .byKey(["type"]))
  }
}

/// One observation about an autoscaler.
public struct AutoscalerCondition: Modeled {
  public var type = ""
  public var status = ""
  public var lastTransitionTime: Time?
  public var reason = ""
  public var message = ""
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<AutoscalerCondition>("HorizontalPodAutoscalerCondition") {
    $0.field("type", \.type, "What is observed.", "观察的方面。", always: true)
    $0.field("status", \.status, "True, False or Unknown.", "True、False 或 Unknown。", always: true)
    $0.field(
      "lastTransitionTime", \.lastTransitionTime, "When the status last changed.", "状态最近一次变化的时间。")
    $0.field("reason", \.reason, "One word why.", "一个词的原因。")
    $0.field("message", \.message, "The reason for people.", "供人阅读的原因。")
  }
}
