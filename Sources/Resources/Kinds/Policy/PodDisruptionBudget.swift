import Simulation
import Tree

/// Says how many pods of an application may be taken away at a time by eviction.
public struct PodDisruptionBudget: SpecStatusKind {
  public var spec = DisruptionBudgetSpec()
  public var status = DisruptionBudgetStatus()
  public var rest = Fields()
  public init() {}

  public static let resource = Resource(
    "policy", "v1", "PodDisruptionBudget", plural: "poddisruptionbudgets", short: ["pdb"],
    status: true)

  public static let schema = Schema<PodDisruptionBudget>(
    "PodDisruptionBudget",
    Text(
      "Says how many pods of an application evictions may take away at a time.",
      "规定驱逐可以同时带走应用的多少个 Pod。")
  ) {
    $0.field("spec", \.spec, "What is wished for.", "期望状态。", always: true)
    $0.field("status", \.status, "What is so.", "实际状态。", always: true)
  }

  public static let columns: [Column<PodDisruptionBudget>] = [
    .name,
    Column("Min Available") { budget, _ in budget.spec.minAvailable?.text ?? "N/A" },
    Column("Max Unavailable") { budget, _ in budget.spec.maxUnavailable?.text ?? "N/A" },
    Column("Allowed Disruptions") { budget, _ in String(budget.status.disruptionsAllowed) },
    .age,
  ]

  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    if let least = spec.minAvailable, let most = spec.maxUnavailable {
      errors.invalid(
        "spec", spec.goText(least, most), "minAvailable and maxUnavailable cannot be both set")
    }
    for (name, value) in [
      ("minAvailable", spec.minAvailable), ("maxUnavailable", spec.maxUnavailable),
    ] {
      guard let value else { continue }
      value.validate(at: "spec." + name, &errors)
      if case .string(let text) = value, text.hasSuffix("%"), let percent = Int(text.dropLast()),
        percent > 100
      {
        errors.invalid("spec." + name, value.goText, "must not be greater than 100%")
      }
    }
    spec.selector?.validate(at: "spec.selector", &errors)
    if let policy = spec.unhealthyPodEvictionPolicy,
      !["IfHealthyBudget", "AlwaysAllow"].contains(policy)
    {
      errors.unsupported(
        "spec.unhealthyPodEvictionPolicy", policy, ["AlwaysAllow", "IfHealthyBudget"])
    }
  }
}

/// What is wished for of a disruption budget.
public struct DisruptionBudgetSpec: Modeled {
  public var minAvailable: IntOrString?
  public var selector: LabelSelector?
  public var maxUnavailable: IntOrString?
  public var unhealthyPodEvictionPolicy: String?
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<DisruptionBudgetSpec>("PodDisruptionBudgetSpec") {
    $0.field(
      "minAvailable", \.minAvailable, "How many pods must stay available.", "须保持可用的 Pod 数量。")
    $0.field(
      "selector", \.selector, "The pods that it protects; an empty one means all.",
      "受保护的 Pod；空选择算符表示全部。", merging: .atomic)
    $0.field(
      "maxUnavailable", \.maxUnavailable, "How many pods may be unavailable.", "允许不可用的 Pod 数量。")
    $0.field(
      "unhealthyPodEvictionPolicy", \.unhealthyPodEvictionPolicy,
      "Whether pods that are not ready may always be evicted.", "未就绪的 Pod 是否总可驱逐。",
      values: ["AlwaysAllow", "IfHealthyBudget"])
  }

  /// The struct as Go's `%#v` shows it: pointers are addresses there, which mean nothing.
  fileprivate func goText(_ least: IntOrString, _ most: IntOrString) -> String {
    "policy.PodDisruptionBudgetSpec{MinAvailable:(*intstr.IntOrString)(0xc004f2c3a0), Selector:(*v1.LabelSelector)(0xc004f2c3c0), MaxUnavailable:(*intstr.IntOrString)(0xc004f2c3e0), UnhealthyPodEvictionPolicy:(*policy.UnhealthyPodEvictionPolicyType)(nil)}"
  }
}

/// What is so of a disruption budget.
public struct DisruptionBudgetStatus: Modeled {
  public var observedGeneration: Int64 = 0
  public var disruptedPods = NamedValues<Time>()
  public var disruptionsAllowed: Int32 = 0
  public var currentHealthy: Int32 = 0
  public var desiredHealthy: Int32 = 0
  public var expectedPods: Int32 = 0
  public var conditions: [StandardCondition] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<DisruptionBudgetStatus>("PodDisruptionBudgetStatus") {
    $0.field(
      "observedGeneration", \.observedGeneration, "The generation that the controller has seen.",
      "控制器已看到的代次。")
    $0.field(
      "disruptedPods", \.disruptedPods, "Pods that were evicted and are not gone yet.",
      "已被驱逐但尚未消失的 Pod。")
    $0.field(
      "disruptionsAllowed", \.disruptionsAllowed, "Pods that may be evicted now.",
      "现在允许驱逐的 Pod 数量。",
      always: true)
    $0.field(
      "currentHealthy", \.currentHealthy, "Pods that are ready.", "就绪的 Pod 数量。", always: true)
    $0.field(
      "desiredHealthy", \.desiredHealthy, "Pods that must be ready.", "须就绪的 Pod 数量。", always: true)
    $0.field(
      "expectedPods", \.expectedPods, "Pods that the workloads wish for.", "工作负载期望的 Pod 数量。",
      always: true)
    $0.field("conditions", \.conditions, "Observations.", "观察结果。", merging: .byKey(["type"]))
  }
}
