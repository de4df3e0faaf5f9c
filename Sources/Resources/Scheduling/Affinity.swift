import Tree

/// Where a pod wants to be: which nodes, near which pods, away from which.
public struct Affinity: Modeled {
  public var nodeAffinity: NodeAffinity?
  public var podAffinity: PodAffinity?
  public var podAntiAffinity: PodAffinity?
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<Affinity>(
    "Affinity", Text("Where a pod wants to be.", "Pod 希望被放在何处。")
  ) {
    $0.field("nodeAffinity", \.nodeAffinity, "Which nodes.", "哪些节点。")
    $0.field("podAffinity", \.podAffinity, "Near which pods.", "靠近哪些 Pod。")
    $0.field("podAntiAffinity", \.podAntiAffinity, "Away from which pods.", "远离哪些 Pod。")
  }
}

/// Which nodes a pod needs and which it prefers.
public struct NodeAffinity: Modeled {
  public var required: NodeSelector?
  public var preferred: [PreferredSchedulingTerm] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<NodeAffinity>("NodeAffinity") {
    $0.field(
      "requiredDuringSchedulingIgnoredDuringExecution", \.required, "Nodes that will do.",
      "可以接受的节点。")
    $0.field(
      "preferredDuringSchedulingIgnoredDuringExecution", \.preferred, "Nodes that are better.",
      "更合适的节点。")
  }
}

/// Terms of which one must hold.
public struct NodeSelector: Modeled {
  public var nodeSelectorTerms: [NodeSelectorTerm] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<NodeSelector>("NodeSelector") {
    $0.field(
      "nodeSelectorTerms", \.nodeSelectorTerms, "Terms; one must hold.", "多个条件；满足其一即可。",
      always: true, required: true)
  }
}

/// Conditions on a node that must all hold.
public struct NodeSelectorTerm: Modeled {
  public var matchExpressions: [NodeSelectorRequirement] = []
  public var matchFields: [NodeSelectorRequirement] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<NodeSelectorTerm>("NodeSelectorTerm") {
    $0.field("matchExpressions", \.matchExpressions, "Conditions on labels.", "关于标签的条件。")
    $0.field(
      "matchFields", \.matchFields, "Conditions on fields (metadata.name).",
      "关于字段（metadata.name）的条件。")
  }
}

/// One condition on a node: In, NotIn, Exists, DoesNotExist, Gt or Lt.
public struct NodeSelectorRequirement: Modeled {
  public var key = ""
  public var `operator` = ""
  public var values: [String] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<NodeSelectorRequirement>("NodeSelectorRequirement") {
    $0.field("key", \.key, "Label or field.", "标签或字段。", always: true, required: true)
    $0.field(
      "operator", \.operator, "In, NotIn, Exists, DoesNotExist, Gt or Lt.",
      "In、NotIn、Exists、DoesNotExist、Gt 或 Lt。", always: true, required: true,
      values: ["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"])
    $0.field("values", \.values, "Values to compare with.", "用于比较的值。")
  }
}

/// A preference for nodes with its weight of 1 to 100.
public struct PreferredSchedulingTerm: Modeled {
  public var weight: Int32 = 0
  public var preference = NodeSelectorTerm()
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<PreferredSchedulingTerm>("PreferredSchedulingTerm") {
    $0.field("weight", \.weight, "1 to 100.", "1 到 100。", always: true, required: true)
    $0.field(
      "preference", \.preference, "The nodes that are preferred.", "偏好的节点。", always: true,
      required: true)
  }
}

/// Which pods a pod needs or prefers to be near, or away from.
public struct PodAffinity: Modeled {
  public var required: [PodAffinityTerm] = []
  public var preferred: [WeightedPodAffinityTerm] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<PodAffinity>("PodAffinity") {
    $0.field(
      "requiredDuringSchedulingIgnoredDuringExecution", \.required, "Terms that must all hold.",
      "必须全部满足的条件。")
    $0.field(
      "preferredDuringSchedulingIgnoredDuringExecution", \.preferred, "Terms that are better held.",
      "最好满足的条件。")
  }
}

/// Pods by label, and the node label that says what near means.
public struct PodAffinityTerm: Modeled {
  public var labelSelector: LabelSelector?
  public var namespaces: [String] = []
  public var topologyKey = ""
  public var namespaceSelector: LabelSelector?
  public var matchLabelKeys: [String] = []
  public var mismatchLabelKeys: [String] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<PodAffinityTerm>("PodAffinityTerm") {
    $0.field("labelSelector", \.labelSelector, "The pods that count.", "参与计算的 Pod。")
    $0.field(
      "namespaces", \.namespaces, "Namespaces of those pods; the pod's own when left out.",
      "这些 Pod 所在的命名空间；省略时为 Pod 自己的命名空间。")
    $0.field(
      "topologyKey", \.topologyKey, "Node label; nodes with the same value are one place.",
      "节点标签；值相同的节点视为同一处。", always: true, required: true)
    $0.field("namespaceSelector", \.namespaceSelector, "Namespaces by label.", "按标签选择命名空间。")
    $0.field("matchLabelKeys", \.matchLabelKeys)
    $0.field("mismatchLabelKeys", \.mismatchLabelKeys)
  }
}

/// A preferred term with its weight of 1 to 100.
public struct WeightedPodAffinityTerm: Modeled {
  public var weight: Int32 = 0
  public var podAffinityTerm = PodAffinityTerm()
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<WeightedPodAffinityTerm>("WeightedPodAffinityTerm") {
    $0.field("weight", \.weight, "1 to 100.", "1 到 100。", always: true, required: true)
    $0.field("podAffinityTerm", \.podAffinityTerm, "The term.", "条件。", always: true, required: true)
  }
}

/// How evenly matching pods are to be spread over places.
public struct TopologySpreadConstraint: Modeled {
  public var maxSkew: Int32 = 0
  public var topologyKey = ""
  public var whenUnsatisfiable = ""
  public var labelSelector: LabelSelector?
  public var minDomains: Int32?
  public var nodeAffinityPolicy: String?
  public var nodeTaintsPolicy: String?
  public var matchLabelKeys: [String] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<TopologySpreadConstraint>("TopologySpreadConstraint") {
    $0.field(
      "maxSkew", \.maxSkew, "The most by which places may differ.", "各处数量至多相差多少。",
      always: true, required: true)
    $0.field(
      "topologyKey", \.topologyKey, "Node label; nodes with the same value are one place.",
      "节点标签；值相同的节点视为同一处。", always: true, required: true)
    $0.field(
      "whenUnsatisfiable", \.whenUnsatisfiable, "DoNotSchedule or ScheduleAnyway.",
      "DoNotSchedule 或 ScheduleAnyway。", always: true, required: true,
      values: ["DoNotSchedule", "ScheduleAnyway"])
    $0.field("labelSelector", \.labelSelector, "The pods that count.", "参与计算的 Pod。")
    $0.field("minDomains", \.minDomains)
    $0.field("nodeAffinityPolicy", \.nodeAffinityPolicy, default: "Honor")
    $0.field("nodeTaintsPolicy", \.nodeTaintsPolicy, default: "Ignore")
    $0.field("matchLabelKeys", \.matchLabelKeys)
  }
}
