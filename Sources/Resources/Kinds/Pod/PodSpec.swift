import Tree

/// What a pod is to be: its containers and where and how they run.
public struct PodSpec: Modeled {
  public var volumes: [Volume] = []
  public var initContainers: [Container] = []
  public var containers: [Container] = []
  public var restartPolicy = ""
  public var terminationGracePeriodSeconds: Int64?
  public var activeDeadlineSeconds: Int64?
  public var dnsPolicy = ""
  public var nodeSelector = StringMap()
  public var serviceAccountName = ""
  public var serviceAccount = ""
  public var automountServiceAccountToken: Bool?
  public var nodeName = ""
  public var hostNetwork = false
  public var affinity: Affinity?
  public var schedulerName = ""
  public var tolerations: [Toleration] = []
  public var priorityClassName = ""
  public var priority: Int32?
  public var preemptionPolicy: String?
  public var enableServiceLinks: Bool?
  public var topologySpreadConstraints: [TopologySpreadConstraint] = []
  public var schedulingGates: [SchedulingGate] = []
  public var securityContext: Value = .null
  public var rest = Fields()

  public init() {}

  /// The container of a name, of either list.
  public func container(_ name: String) -> Container? {
    if let place = containers.firstIndex(where: { $0.name == name }) { return containers[place] }
    return initContainers.first { $0.name == name }
  }

  public static let schema = Schema<PodSpec>(
    "PodSpec", Text("What the pod is to be.", "Pod 的期望状态。")
  ) {
    $0.field(
      "volumes", \.volumes, "Folders that its containers can mount.", "容器可以挂载的卷。",
      merging: .byKey(["name"]))
    $0.field(
      "initContainers", \.initContainers,
      "Containers that run to their end, one by one, before the others start.",
      "在其他容器启动之前依次运行完毕的容器。", merging: .byKey(["name"]))
    $0.field(
      "containers", \.containers, "Containers of the pod; at least one.", "Pod 的容器；至少一个。",
      always: true, required: true, merging: .byKey(["name"]))
    $0.kept("ephemeralContainers", .list(Container.shape), merging: .byKey(["name"]))
    $0.field(
      "restartPolicy", \.restartPolicy, "When ended containers are started again.", "容器结束后何时重启。",
      values: ["Always", "OnFailure", "Never"], default: "Always")
    $0.field(
      "terminationGracePeriodSeconds", \.terminationGracePeriodSeconds,
      "Seconds between the polite and the forced end.", "从礼貌终止到强制终止的秒数。", default: "30")
    $0.field(
      "activeDeadlineSeconds", \.activeDeadlineSeconds, "Seconds that the pod may be active.",
      "Pod 可活动的秒数。")
    $0.field(
      "dnsPolicy", \.dnsPolicy, "Where names are looked up.", "在何处解析名称。",
      values: ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"],
      default: "ClusterFirst")
    $0.field("nodeSelector", \.nodeSelector, "Labels that the node must have.", "节点必须带有的标签。")
    $0.field(
      "serviceAccountName", \.serviceAccountName, "The account that the pod acts as.",
      "Pod 所用的服务账号。")
    $0.field(
      "serviceAccount", \.serviceAccount, "Old name of serviceAccountName.",
      "serviceAccountName 的旧称。")
    $0.field("automountServiceAccountToken", \.automountServiceAccountToken)
    $0.field(
      "nodeName", \.nodeName, "The node that the pod is bound to; the scheduler fills it in.",
      "Pod 绑定的节点；由调度器填写。")
    $0.field("hostNetwork", \.hostNetwork, "Whether the pod uses the node's network.", "是否使用节点的网络。")
    $0.kept("hostPID", .bool)
    $0.kept("hostIPC", .bool)
    $0.kept("shareProcessNamespace", .bool)
    $0.field(
      "securityContext", \.securityContext, "Rights and users of all its containers.", "全部容器的权限与用户。"
    )
    $0.kept(
      "imagePullSecrets", .list(.inline("LocalObjectReference", [FieldShape("name", .string)])),
      merging: .byKey(["name"]))
    $0.kept("hostname", .string)
    $0.kept("subdomain", .string)
    $0.field("affinity", \.affinity, "Where the pod wants to be.", "Pod 希望被放在何处。")
    $0.field(
      "schedulerName", \.schedulerName, "The scheduler that places the pod.", "放置 Pod 的调度器。",
      default: "default-scheduler")
    $0.field("tolerations", \.tolerations, "Taints that the pod bears.", "Pod 容忍的污点。")
    $0.kept(
      "hostAliases",
      .list(
        .inline(
          "HostAlias",
          [
            FieldShape("ip", .string), FieldShape("hostnames", .list(.string)),
          ])), merging: .byKey(["ip"]))
    $0.field("priorityClassName", \.priorityClassName, "Name of the pod's priority.", "Pod 优先级的名称。")
    $0.field("priority", \.priority, "The pod's priority as a number.", "以数字表示的 Pod 优先级。")
    $0.kept(
      "dnsConfig",
      .inline(
        "PodDNSConfig",
        [
          FieldShape("nameservers", .list(.string)), FieldShape("searches", .list(.string)),
          FieldShape(
            "options",
            .list(
              .inline(
                "PodDNSConfigOption",
                [
                  FieldShape("name", .string), FieldShape("value", .string),
                ]))),
        ]))
    $0.kept(
      "readinessGates", .list(.inline("PodReadinessGate", [FieldShape("conditionType", .string)])))
    $0.kept("runtimeClassName", .string)
    $0.field(
      "enableServiceLinks", \.enableServiceLinks,
      "Whether variables name the namespace's Services.", "是否以环境变量给出命名空间中的 Service。",
      default: "true")
    $0.field(
      "preemptionPolicy", \.preemptionPolicy, "Whether lower pods may be evicted for this one.",
      "是否可以为本 Pod 驱逐低优先级的 Pod。", values: ["Never", "PreemptLowerPriority"],
      default: "PreemptLowerPriority")
    $0.kept("overhead", .map(.quantity))
    $0.field(
      "topologySpreadConstraints", \.topologySpreadConstraints,
      "How evenly pods are spread.", "Pod 应如何均匀分布。",
      merging: .byKey(["topologyKey", "whenUnsatisfiable"]))
    $0.kept("setHostnameAsFQDN", .bool)
    $0.kept("os", .inline("PodOS", [FieldShape("name", .string)]))
    $0.kept("hostUsers", .bool)
    $0.field(
      "schedulingGates", \.schedulingGates, "Gates that hold the scheduler back.", "阻止调度的门控。",
      merging: .byKey(["name"]))
    $0.kept("resourceClaims", .list(.any), merging: .byKey(["name"]))
    $0.kept("resources", ResourceRequirements.shape)
  }
}

/// Holds the scheduler back until it is removed.
public struct SchedulingGate: Modeled {
  public var name = ""
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<SchedulingGate>("PodSchedulingGate") {
    $0.field("name", \.name, "Name of the gate.", "门控的名称。", always: true, required: true)
  }
}

/// The pod that a workload makes copies of.
public struct PodTemplate: Modeled {
  public var metadata = Metadata()
  public var sharedSpec = Shared(wrappedValue: PodSpec())
  public var rest = Fields()
  public init() {}

  @inlinable public var spec: PodSpec {
    _read { yield sharedSpec.wrappedValue }
    _modify { yield &sharedSpec.wrappedValue }
  }

  public static let schema = Schema<PodTemplate>(
    "PodTemplateSpec", Text("The pod that copies are made of.", "副本所依据的 Pod 模板。")
  ) {
    $0.field(
      "metadata", \.metadata, "Labels and annotations of the copies.", "副本的标签与注解。", always: true)
    $0.field("spec", \.spec, "What the copies are to be.", "副本的期望状态。", always: true)
  }
}
