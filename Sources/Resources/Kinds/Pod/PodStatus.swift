import Tree

/// One observation about a pod, such as Ready.
public struct PodCondition: Modeled {
  public var type = ""
  public var status = ""
  public var reason = ""
  public var message = ""
  public var lastTransitionTime: Time?
  public var observedGeneration: Int64 = 0
  public var lastProbeTime: Value = .null
  public var rest = Fields()

  public init() {}

  public static let schema = Schema<PodCondition>("PodCondition") {
    $0.field("type", \.type, "What is observed.", "观察的方面。", always: true)
    $0.field("status", \.status, "True, False or Unknown.", "True、False 或 Unknown。", always: true)
    $0.field("lastProbeTime", \.lastProbeTime, always: true)
    $0.field(
      "lastTransitionTime", \.lastTransitionTime, "When the status last changed.", "状态最近一次变化的时间。",
      always: true)
    $0.field("reason", \.reason, "One word why.", "一个词的原因。")
    $0.field("message", \.message, "The reason for people.", "供人阅读的原因。")
  }
}

/// A container that is waiting, running or ended.
public struct ContainerState: Modeled {
  public var waiting: ContainerWaiting?
  public var running: ContainerRunning?
  public var terminated: ContainerTerminated?
  public var rest = Fields()

  public init() {}

  public static let schema = Schema<ContainerState>("ContainerState") {
    $0.field("waiting", \.waiting, "Not started, and why.", "尚未启动及其原因。")
    $0.field("running", \.running, "Running, and since when.", "运行中及其起始时间。")
    $0.field("terminated", \.terminated, "Ended, and how.", "已结束及其方式。")
  }
}

/// Why a container has not started.
public struct ContainerWaiting: Modeled {
  public var reason = ""
  public var message = ""
  public var rest = Fields()
  public init() {}
  public init(reason: String, message: String = "") {
    self.reason = reason
    self.message = message
  }
  public static let schema = Schema<ContainerWaiting>("ContainerStateWaiting") {
    $0.field("reason", \.reason, "One word why.", "一个词的原因。")
    $0.field("message", \.message, "The reason for people.", "供人阅读的原因。")
  }
}

/// Since when a container runs.
public struct ContainerRunning: Modeled {
  public var startedAt: Time?
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<ContainerRunning>("ContainerStateRunning") {
    $0.field("startedAt", \.startedAt, "When it was started.", "启动时间。", always: true)
  }
}

/// How a container ended.
public struct ContainerTerminated: Modeled {
  public var exitCode: Int32 = 0
  public var signal: Int32 = 0
  public var reason = ""
  public var message = ""
  public var startedAt: Time?
  public var finishedAt: Time?
  public var containerID = ""
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<ContainerTerminated>("ContainerStateTerminated") {
    $0.field("exitCode", \.exitCode, "Exit status.", "退出码。", always: true)
    $0.field("signal", \.signal, "Signal that ended it.", "终止它的信号。")
    $0.field("reason", \.reason, "One word why.", "一个词的原因。")
    $0.field("message", \.message, "The reason for people.", "供人阅读的原因。")
    $0.field("startedAt", \.startedAt, "When it was started.", "启动时间。", always: true)
    $0.field("finishedAt", \.finishedAt, "When it ended.", "结束时间。", always: true)
    $0.field("containerID", \.containerID, "Runtime and number of the container.", "运行时与容器编号。")
  }
}

/// What the kubelet reports of one container.
public struct ContainerStatus: Modeled {
  public var name = ""
  public var state = ContainerState()
  public var lastState = ContainerState()
  public var ready = false
  public var restartCount: Int32 = 0
  public var image = ""
  public var imageID = ""
  public var containerID = ""
  public var started: Bool?
  public var volumeMounts: Value = .null
  public var rest = Fields()

  public init() {}

  public static let schema = Schema<ContainerStatus>("ContainerStatus") {
    $0.field("name", \.name, "Name of the container.", "容器名称。", always: true)
    $0.field("state", \.state, "What it is doing now.", "当前状态。", always: true)
    $0.field("lastState", \.lastState, "How it ended the last time.", "上一次结束时的状态。", always: true)
    $0.field("ready", \.ready, "Whether it passes its readiness probe.", "是否通过就绪探针。", always: true)
    $0.field(
      "restartCount", \.restartCount, "How often it was started again.", "重启次数。", always: true)
    $0.field("image", \.image, "Image that it runs.", "运行的镜像。", always: true)
    $0.field("imageID", \.imageID, "Digest of the image.", "镜像摘要。", always: true)
    $0.field("containerID", \.containerID, "Runtime and number of the container.", "运行时与容器编号。")
    $0.field("started", \.started, "Whether it has passed its startup probe.", "是否通过启动探针。")
    $0.kept("allocatedResources", .map(.quantity))
    $0.kept("resources", ResourceRequirements.shape)
    $0.field("volumeMounts", \.volumeMounts)
    $0.kept("user", .any)
  }
}

/// What is so, as the kubelet reports it.
public struct PodStatus: Modeled {
  public var phase = ""
  public var conditions: [PodCondition] = []
  public var message = ""
  public var reason = ""
  public var nominatedNodeName = ""
  public var hostIP = ""
  public var podIP = ""
  public var startTime: Time?
  public var initContainerStatuses: [ContainerStatus] = []
  public var containerStatuses: [ContainerStatus] = []
  public var qosClass = ""
  public var hostIPs: [PodAddress] = []
  public var podIPs: [PodAddress] = []
  public var rest = Fields()

  public init() {}

  public static let schema = Schema<PodStatus>("PodStatus", Text("What is so.", "Pod 的实际状态。")) {
    $0.field(
      "phase", \.phase, "Pending, Running, Succeeded, Failed or Unknown.",
      "Pending、Running、Succeeded、Failed 或 Unknown。")
    $0.field("conditions", \.conditions, "Observations.", "观察结果。", merging: .byKey(["type"]))
    $0.field("message", \.message, "Why, for people.", "供人阅读的原因。")
    $0.field("reason", \.reason, "Why, in one word.", "一个词的原因。")
    $0.field(
      "nominatedNodeName", \.nominatedNodeName, "The node on which pods are evicted for this one.",
      "为本 Pod 驱逐其他 Pod 的节点。")
    $0.field("hostIP", \.hostIP, "Address of the node.", "节点地址。")
    $0.field("hostIPs", \.hostIPs, merging: .byKey(["ip"]))
    $0.field("podIP", \.podIP, "Address of the pod.", "Pod 的地址。")
    $0.field("podIPs", \.podIPs, merging: .byKey(["ip"]))
    $0.field("startTime", \.startTime, "When the kubelet took the pod on.", "kubelet 接手 Pod 的时间。")
    $0.field("initContainerStatuses", \.initContainerStatuses, "Init containers.", "Init 容器的状态。")
    $0.field("containerStatuses", \.containerStatuses, "Containers.", "容器的状态。")
    $0.field(
      "qosClass", \.qosClass, "Guaranteed, Burstable or BestEffort.",
      "Guaranteed、Burstable 或 BestEffort。")
    $0.kept("ephemeralContainerStatuses", .list(ContainerStatus.shape))
    $0.kept("resize", .string)
    $0.kept("resourceClaimStatuses", .list(.any))
  }

  /// The condition of a type, if it has been observed.
  public func condition(_ type: String) -> PodCondition? { conditions.first { $0.type == type } }
  public var isReady: Bool { Self.isReady(conditions) }

  /// By place, and of the conditions alone: copies would cost more than the question.
  static func isReady(_ conditions: [PodCondition]) -> Bool {
    conditions.indices.contains {
      conditions[$0].type == "Ready" && conditions[$0].status == "True"
    }
  }
}

/// One address of a pod or its node.
public struct PodAddress: Modeled {
  public var ip = ""
  public var rest = Fields()
  public init() {}
  public init(_ ip: String) { self.ip = ip }
  public static let schema = Schema<PodAddress>("PodIP") {
    $0.field("ip", \.ip, "The address.", "地址。", always: true)
  }
}
