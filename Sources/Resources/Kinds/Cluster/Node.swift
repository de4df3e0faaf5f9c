import Simulation
import Tree

/// A machine that runs pods.
public struct Node: SpecStatusKind {
  public var spec = NodeSpec()
  public var status = NodeStatus()
  public var rest = Fields()

  public init() {}

  /// Who makes a node may say how it is: a kubelet does (`nodeStrategy.PrepareForCreate`).
  public mutating func keepStatus(of old: Node?) {
    if let old { status = old.status }
  }

  public static let resource = Resource(
    "", "v1", "Node", plural: "nodes", short: ["no"], namespaced: false, status: true)

  public static let schema = Schema<Node>("Node", Text("A machine that runs pods.", "运行 Pod 的机器。"))
  {
    $0.field("spec", \.spec, "What is wished for.", "期望状态。", always: true)
    $0.field("status", \.status, "What is so.", "实际状态。", always: true)
  }

  public static let selectableFields = ["spec.unschedulable"]
  public func selectableField(_ path: String) -> String? {
    path == "spec.unschedulable" ? (spec.unschedulable ? "true" : "false") : nil
  }

  public static let columns: [Column<Node>] = [
    .name,
    Column("Status") { node, _ in node.body.statusText },
    Column("Roles") { node, _ in
      let prefix = "node-role.kubernetes.io/"
      let roles = node.metadata.labels.compactMap { key, value -> String? in
        if key.hasPrefix(prefix), key.count > prefix.count {
          return String(key.dropFirst(prefix.count))
        }
        return key == "kubernetes.io/role" && !value.isEmpty ? value : nil
      }
      return roles.sortedByBytes().joined(separator: ",").orNone
    },
    .age,
    Column("Version") { node, _ in node.status.nodeInfo.kubeletVersion },
    Column("Internal-IP", wide: true) { node, _ in node.status.address("InternalIP") ?? "<none>" },
    Column("External-IP", wide: true) { node, _ in node.status.address("ExternalIP") ?? "<none>" },
    Column("OS-Image", wide: true) { node, _ in node.status.nodeInfo.osImage.orUnknown },
    Column("Kernel-Version", wide: true) { node, _ in node.status.nodeInfo.kernelVersion.orUnknown
    },
    Column("Container-Runtime", wide: true) { node, _ in
      node.status.nodeInfo.containerRuntimeVersion.orUnknown
    },
  ]

  private var statusText: String {
    let ready = status.condition("Ready")
    let word =
      ready.map { $0.status == "True" ? "Ready" : "NotReady" } ?? "Unknown"
    return word + (spec.unschedulable ? ",SchedulingDisabled" : "")
  }

  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    for (index, taint) in spec.taints.enumerated() {
      let place = "metadata.taints[\(index)]"
      if taint.key.isEmpty {
        errors.required(place + ".key", "name part must be non-empty")
      } else {
        for problem in NameRules.qualifiedName(taint.key) {
          errors.invalid(place + ".key", string: taint.key, problem)
        }
      }
      if !["NoSchedule", "PreferNoSchedule", "NoExecute"].contains(taint.effect) {
        errors.unsupported(
          place + ".effect", taint.effect, ["NoSchedule", "PreferNoSchedule", "NoExecute"])
      }
      if spec.taints[..<index].contains(where: { $0.key == taint.key && $0.effect == taint.effect })
      {
        errors.duplicate(
          place,
          "core.Taint{Key:\(quoted(taint.key)), Value:\(quoted(taint.value)), Effect:\(quoted(taint.effect)), TimeAdded:<nil>}"
        )
      }
    }
  }

  public func validateUpdate(from old: Node, _ metadata: Metadata, _ errors: inout FieldErrors) {
    if !old.spec.podCIDR.isEmpty, spec.podCIDR != old.spec.podCIDR {
      errors.forbidden(
        "spec.podCIDRs", "node updates may not change podCIDR except from \"\" to valid")
    }
  }
}

/// What is wished for of a node.
public struct NodeSpec: Modeled {
  public var podCIDR = ""
  public var podCIDRs: [String] = []
  public var providerID = ""
  public var unschedulable = false
  public var taints: [Taint] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<NodeSpec>("NodeSpec") {
    $0.field(
      "podCIDR", \.podCIDR, "The range that pods of the node get addresses from.",
      "该节点上 Pod 地址所取自的网段。")
    $0.field("podCIDRs", \.podCIDRs, "All such ranges.", "全部网段。", merging: .set)
    $0.field("providerID", \.providerID, "The cloud's name for the machine.", "云平台对该机器的标识。")
    $0.field(
      "unschedulable", \.unschedulable, "Whether the node takes no new pods.", "是否不再接受新的 Pod。")
    $0.field("taints", \.taints, "What keeps pods away.", "拒绝 Pod 的污点。")
    $0.kept("configSource", .any)
    $0.kept("externalID", .string)
  }
}

/// What is so of a node, as its kubelet reports it.
public struct NodeStatus: Modeled {
  public var capacity = NamedValues<Quantity>()
  public var allocatable = NamedValues<Quantity>()
  public var conditions: [NodeCondition] = []
  public var addresses: [NodeAddress] = []
  public var daemonEndpoints: Value = .null
  public var nodeInfo = NodeInfo()
  public var images: [NodeImage] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<NodeStatus>("NodeStatus") {
    $0.field("capacity", \.capacity, "What the machine has.", "机器的全部资源。")
    $0.field("allocatable", \.allocatable, "What pods may use of it.", "可供 Pod 使用的资源。")
    $0.kept("phase", .string)
    $0.field("conditions", \.conditions, "Observations.", "观察结果。", merging: .byKey(["type"]))
    $0.field("addresses", \.addresses, "Addresses and names.", "地址与名称。", merging: .byKey(["type"]))
    $0.field(
      "daemonEndpoints", \.daemonEndpoints, "Port of the kubelet.", "kubelet 的端口。", always: true)
    $0.field("nodeInfo", \.nodeInfo, "Versions and identities.", "版本与标识。", always: true)
    $0.field("images", \.images, "Images that are on the node.", "节点上已有的镜像。")
    $0.kept("volumesInUse", .list(.string))
    $0.kept("volumesAttached", .list(.any))
    $0.kept("config", .any)
    $0.kept("runtimeHandlers", .list(.any))
    $0.kept("features", .any)
  }
  public func condition(_ type: String) -> NodeCondition? { conditions.first { $0.type == type } }
  public func address(_ type: String) -> String? { addresses.first { $0.type == type }?.address }
}

/// One observation about a node.
public struct NodeCondition: Modeled {
  public var type = ""
  public var status = ""
  public var lastHeartbeatTime: Time?
  public var lastTransitionTime: Time?
  public var reason = ""
  public var message = ""
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<NodeCondition>("NodeCondition") {
    $0.field("type", \.type, "What is observed.", "观察的方面。", always: true)
    $0.field("status", \.status, "True, False or Unknown.", "True、False 或 Unknown。", always: true)
    $0.field(
      "lastHeartbeatTime", \.lastHeartbeatTime, "When it was last reported.", "最近一次上报的时间。",
      always: true)
    $0.field(
      "lastTransitionTime", \.lastTransitionTime, "When the status last changed.", "状态最近一次变化的时间。",
      always: true)
    $0.field("reason", \.reason, "One word why.", "一个词的原因。")
    $0.field("message", \.message, "The reason for people.", "供人阅读的原因。")
  }
}

/// One address or name of a node.
public struct NodeAddress: Modeled {
  public var type = ""
  public var address = ""
  public var rest = Fields()
  public init() {}
  public init(_ type: String, _ address: String) {
    self.type = type
    self.address = address
  }
  public static let schema = Schema<NodeAddress>("NodeAddress") {
    $0.field(
      "type", \.type, "Hostname, InternalIP or ExternalIP.", "Hostname、InternalIP 或 ExternalIP。",
      always: true)
    $0.field("address", \.address, "The address or name.", "地址或名称。", always: true)
  }
}

/// Versions and identities of a node.
public struct NodeInfo: Modeled {
  public var machineID = ""
  public var systemUUID = ""
  public var bootID = ""
  public var kernelVersion = ""
  public var osImage = ""
  public var containerRuntimeVersion = ""
  public var kubeletVersion = ""
  public var kubeProxyVersion = ""
  public var operatingSystem = ""
  public var architecture = ""
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<NodeInfo>("NodeSystemInfo") {
    $0.field("machineID", \.machineID, "Identity of the installation.", "系统安装的标识。", always: true)
    $0.field("systemUUID", \.systemUUID, "Identity of the machine.", "机器的标识。", always: true)
    $0.field("bootID", \.bootID, "Identity of this boot.", "本次启动的标识。", always: true)
    $0.field("kernelVersion", \.kernelVersion, "Linux version.", "内核版本。", always: true)
    $0.field("osImage", \.osImage, "Distribution.", "发行版。", always: true)
    $0.field(
      "containerRuntimeVersion", \.containerRuntimeVersion, "Container runtime.", "容器运行时。",
      always: true)
    $0.field(
      "kubeletVersion", \.kubeletVersion, "Version of the kubelet.", "kubelet 版本。", always: true)
    $0.field(
      "kubeProxyVersion", \.kubeProxyVersion, "No longer meaningful.", "已不再有意义。", always: true)
    $0.field(
      "operatingSystem", \.operatingSystem, "linux or windows.", "linux 或 windows。", always: true)
    $0.field("architecture", \.architecture, "Processor architecture.", "处理器架构。", always: true)
  }
}

/// An image that is on a node.
public struct NodeImage: Modeled {
  public var names: [String] = []
  /// Bytes.
  public var sizeBytes: Int64 = 0
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<NodeImage>("ContainerImage") {
    $0.field("names", \.names, "Names of the image.", "镜像的名称。")
    $0.field("sizeBytes", \.sizeBytes, "Size in bytes.", "大小，以字节计。")
  }
}

extension String {
  public var orUnknown: String { isEmpty ? "<unknown>" : self }
}
