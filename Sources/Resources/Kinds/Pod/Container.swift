import Tree

/// One container of a pod, as it is to be run.
public struct Container: Modeled {
  public var name = ""
  public var image = ""
  public var command: [String] = []
  public var args: [String] = []
  public var workingDir = ""
  public var ports: [ContainerPort] = []
  public var env: [EnvVar] = []
  public var resources = ResourceRequirements()
  public var volumeMounts: [VolumeMount] = []
  public var livenessProbe: Probe?
  public var readinessProbe: Probe?
  public var startupProbe: Probe?
  public var terminationMessagePath = ""
  public var terminationMessagePolicy = ""
  public var imagePullPolicy = ""
  public var restartPolicy: String?
  public var rest = Fields()

  public init() {}

  public static let schema = Schema<Container>(
    "Container", Text("One container of a pod.", "Pod 中的一个容器。")
  ) {
    $0.field(
      "name", \.name, "Name of the container, unique in the pod.", "容器名称，在 Pod 内唯一。",
      always: true, required: true)
    $0.field("image", \.image, "Image that the container runs.", "容器运行的镜像。")
    $0.field(
      "command", \.command, "Program to run in place of the image's entrypoint.", "替代镜像入口点的程序。")
    $0.field("args", \.args, "Arguments in place of the image's own.", "替代镜像自带参数的参数。")
    $0.field("workingDir", \.workingDir, "Folder that the program starts in.", "程序启动时所在的目录。")
    $0.field(
      "ports", \.ports, "Ports that the container listens on; they inform, they open nothing.",
      "容器监听的端口；仅作说明，不会打开任何端口。", merging: .byKey(["containerPort", "protocol"]))
    $0.kept(
      "envFrom",
      .list(
        .inline(
          "EnvFromSource",
          [
            FieldShape("prefix", .string),
            FieldShape("configMapRef", reference("ConfigMapEnvSource")),
            FieldShape("secretRef", reference("SecretEnvSource")),
          ])), "Config maps and secrets whose every key becomes a variable.",
      "将其中每个键都变成环境变量的 ConfigMap 与 Secret。")
    $0.field("env", \.env, "Environment variables.", "环境变量。", merging: .byKey(["name"]))
    $0.field(
      "resources", \.resources, "Compute resources that are asked for and allowed.",
      "请求与限制的计算资源。", always: true)
    $0.kept(
      "resizePolicy",
      .list(
        .inline(
          "ContainerResizePolicy",
          [
            FieldShape("resourceName", .string), FieldShape("restartPolicy", .string),
          ])), "What a change of resources does to the container.", "资源变更对容器的影响。")
    $0.field(
      "restartPolicy", \.restartPolicy,
      "Always makes an init container a sidecar that runs beside the others.",
      "Always 使 Init 容器成为与其他容器并行的边车。")
    $0.field(
      "volumeMounts", \.volumeMounts, "Where the pod's volumes appear.", "Pod 的卷挂载在何处。",
      merging: .byKey(["mountPath"]))
    $0.kept(
      "volumeDevices",
      .list(
        .inline(
          "VolumeDevice",
          [
            FieldShape("name", .string), FieldShape("devicePath", .string),
          ])), "Block devices.", "块设备。", merging: .byKey(["devicePath"]))
    $0.field("livenessProbe", \.livenessProbe, "Restarts the container when it fails.", "失败时重启容器。")
    $0.field(
      "readinessProbe", \.readinessProbe, "Takes the pod out of Services while it fails.",
      "失败期间把 Pod 从 Service 中摘除。")
    $0.field(
      "startupProbe", \.startupProbe, "Holds the other probes back until it succeeds.",
      "成功之前不执行其他探针。")
    $0.kept(
      "lifecycle",
      .inline(
        "Lifecycle",
        [
          FieldShape("postStart", .inline("LifecycleHandler", Probe.handlers)),
          FieldShape("preStop", .inline("LifecycleHandler", Probe.handlers)),
        ]), "What to run after the start and before the end.", "启动之后与停止之前要执行的动作。")
    $0.field(
      "terminationMessagePath", \.terminationMessagePath,
      "File whose text becomes the reason of the end.", "其内容成为终止原因的文件。",
      default: "/dev/termination-log")
    $0.field(
      "terminationMessagePolicy", \.terminationMessagePolicy, "Where the reason comes from.",
      "终止原因取自何处。", values: ["File", "FallbackToLogsOnError"], default: "File")
    $0.field(
      "imagePullPolicy", \.imagePullPolicy,
      "When the image is pulled; Always when the tag is latest, else IfNotPresent.",
      "何时拉取镜像；标签为 latest 时为 Always，否则为 IfNotPresent。",
      values: ["Always", "IfNotPresent", "Never"])
    $0.kept(
      "securityContext", SecurityShapes.container, "Rights and users of the container.", "容器的权限与用户。"
    )
    $0.kept("stdin", .bool, "Whether standard input is kept open.", "是否保持标准输入打开。")
    $0.kept(
      "stdinOnce", .bool, "Whether standard input closes after the first attach.", "首次附加后是否关闭标准输入。")
    $0.kept("tty", .bool, "Whether the container has a terminal.", "容器是否分配终端。")
  }
}

/// A reference by name in the same namespace, with `optional`.
private func reference(_ name: String) -> Shape {
  .inline(name, [FieldShape("name", .string), FieldShape("optional", .bool)])
}

/// A port that a container listens on.
public struct ContainerPort: Modeled {
  public var name = ""
  public var hostPort: Int32 = 0
  public var containerPort: Int32 = 0
  public var `protocol` = ""
  public var hostIP = ""
  public var rest = Fields()

  public init() {}

  public static let schema = Schema<ContainerPort>("ContainerPort") {
    $0.field(
      "name", \.name, "A name by which a Service can refer to the port.", "Service 可以引用的端口名称。")
    $0.field("hostPort", \.hostPort, "Port of the node that leads to the container.", "通往容器的节点端口。")
    $0.field(
      "containerPort", \.containerPort, "Port that the container listens on.", "容器监听的端口。",
      always: true, required: true)
    $0.field(
      "protocol", \.protocol, "TCP, UDP or SCTP.", "TCP、UDP 或 SCTP。",
      values: ["TCP", "UDP", "SCTP"], default: "TCP")
    $0.field(
      "hostIP", \.hostIP, "Address of the node that the host port is bound to.", "主机端口绑定的节点地址。")
  }
}

/// An environment variable.
public struct EnvVar: Modeled {
  public var name = ""
  public var value = ""
  public var valueFrom: Value = .null
  public var rest = Fields()

  public init() {}

  public static let schema = Schema<EnvVar>("EnvVar") {
    $0.field("name", \.name, "Name of the variable.", "变量名。", always: true, required: true)
    $0.field("value", \.value, "Its value; $(OTHER) is replaced.", "变量的值；$(OTHER) 会被替换。")
    $0.field("valueFrom", \.valueFrom, "Where the value comes from instead.", "改由何处取值。")
  }
}

/// What a container asks for (what the scheduler counts) and what it may use at most.
public struct ResourceRequirements: Modeled {
  public var limits = NamedValues<Quantity>()
  public var requests = NamedValues<Quantity>()
  public var rest = Fields()

  public init() {}

  public static let schema = Schema<ResourceRequirements>("ResourceRequirements") {
    $0.field("limits", \.limits, "The most that the container may use.", "容器至多可用的资源。")
    $0.field(
      "requests", \.requests, "What the scheduler sets aside; limits when left out.",
      "调度器预留的资源；省略时等于 limits。")
    $0.kept(
      "claims",
      .list(
        .inline(
          "ResourceClaim",
          [
            FieldShape("name", .string), FieldShape("request", .string),
          ])), "Claims on devices.", "对设备的申领。", merging: .byKey(["name"]))
  }
}

/// Where a volume appears in a container.
public struct VolumeMount: Modeled {
  public var name = ""
  public var readOnly = false
  public var mountPath = ""
  public var subPath = ""
  public var rest = Fields()

  public init() {}

  public static let schema = Schema<VolumeMount>("VolumeMount") {
    $0.field("name", \.name, "Name of the volume.", "卷的名称。", always: true, required: true)
    $0.field("readOnly", \.readOnly, "Whether it cannot be written to.", "是否只读。")
    $0.kept("recursiveReadOnly", .string)
    $0.field(
      "mountPath", \.mountPath, "Folder at which it appears.", "挂载的目录。", always: true,
      required: true)
    $0.field("subPath", \.subPath, "Folder of the volume that appears.", "卷内被挂载的子目录。")
    $0.kept("mountPropagation", .string)
    $0.kept("subPathExpr", .string)
  }
}

/// A check that the kubelet makes again and again.
public struct Probe: Modeled {
  public var exec: ExecAction?
  public var httpGet: HTTPGetAction?
  public var tcpSocket: TCPSocketAction?
  public var grpc: Value = .null
  /// Seconds, as all the periods below.
  public var initialDelaySeconds: Int32 = 0
  public var timeoutSeconds: Int32 = 0
  public var periodSeconds: Int32 = 0
  public var successThreshold: Int32 = 0
  public var failureThreshold: Int32 = 0
  public var rest = Fields()

  public init() {}

  /// The handlers that probes and lifecycle hooks share.
  static let handlers = [
    FieldShape("exec", ExecAction.shape), FieldShape("httpGet", HTTPGetAction.shape),
    FieldShape("tcpSocket", TCPSocketAction.shape),
    FieldShape("sleep", .inline("SleepAction", [FieldShape("seconds", .int64)])),
  ]

  public static let schema = Schema<Probe>("Probe") {
    $0.field("exec", \.exec, "A command; it succeeds when it exits with 0.", "一条命令；退出码为 0 即成功。")
    $0.field(
      "httpGet", \.httpGet, "An HTTP request; it succeeds with 200 to 399.",
      "一次 HTTP 请求；状态码 200 到 399 即成功。")
    $0.field("tcpSocket", \.tcpSocket, "A connection; it succeeds when it opens.", "一次连接；能建立即成功。")
    $0.field("grpc", \.grpc, "A gRPC health check.", "gRPC 健康检查。")
    $0.field(
      "initialDelaySeconds", \.initialDelaySeconds, "Seconds before the first check.", "首次检查前的秒数。")
    $0.field(
      "timeoutSeconds", \.timeoutSeconds, "Seconds after which a check has failed.",
      "超过该秒数即视为失败。", default: "1")
    $0.field("periodSeconds", \.periodSeconds, "Seconds between checks.", "检查间隔的秒数。", default: "10")
    $0.field(
      "successThreshold", \.successThreshold, "Successes in a row that count as success.",
      "连续成功多少次才算成功。", default: "1")
    $0.field(
      "failureThreshold", \.failureThreshold, "Failures in a row that count as failure.",
      "连续失败多少次才算失败。", default: "3")
    $0.kept("terminationGracePeriodSeconds", .int64)
  }
}

/// A command that a probe runs in the container.
public struct ExecAction: Modeled {
  public var command: [String] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<ExecAction>("ExecAction") {
    $0.field("command", \.command, "The command and its arguments; no shell.", "命令及其参数；不经过 shell。")
  }
}

/// A request that a probe makes to the container.
public struct HTTPGetAction: Modeled {
  public var path = ""
  public var port = IntOrString.int(0)
  public var host = ""
  public var scheme = ""
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<HTTPGetAction>("HTTPGetAction") {
    $0.field("path", \.path, "Path of the request.", "请求的路径。", default: "/")
    $0.field(
      "port", \.port, "Number or name of the port.", "端口号或端口名。", always: true, required: true)
    $0.field("host", \.host, "Host; the pod's address when left out.", "主机；省略时为 Pod 地址。")
    $0.field(
      "scheme", \.scheme, "HTTP or HTTPS.", "HTTP 或 HTTPS。", values: ["HTTP", "HTTPS"],
      default: "HTTP")
    $0.kept(
      "httpHeaders",
      .list(
        .inline(
          "HTTPHeader",
          [
            FieldShape("name", .string), FieldShape("value", .string),
          ])))
  }
}

/// A connection that a probe opens to the container.
public struct TCPSocketAction: Modeled {
  public var port = IntOrString.int(0)
  public var host = ""
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<TCPSocketAction>("TCPSocketAction") {
    $0.field(
      "port", \.port, "Number or name of the port.", "端口号或端口名。", always: true, required: true)
    $0.field("host", \.host, "Host; the pod's address when left out.", "主机；省略时为 Pod 地址。")
  }
}

/// The shapes of security contexts, which the model keeps and does not enforce.
enum SecurityShapes {
  private static let seLinux = FieldShape(
    "seLinuxOptions",
    .inline(
      "SELinuxOptions",
      [
        FieldShape("user", .string), FieldShape("role", .string), FieldShape("type", .string),
        FieldShape("level", .string),
      ]))
  private static let profile = [
    FieldShape("type", .string), FieldShape("localhostProfile", .string),
  ]
  private static let windows = FieldShape("windowsOptions", .any)

  static let container = Shape.inline(
    "SecurityContext",
    [
      FieldShape(
        "capabilities",
        .inline(
          "Capabilities",
          [
            FieldShape("add", .list(.string)), FieldShape("drop", .list(.string)),
          ])),
      FieldShape("privileged", .bool), seLinux, windows, FieldShape("runAsUser", .int64),
      FieldShape("runAsGroup", .int64), FieldShape("runAsNonRoot", .bool),
      FieldShape("readOnlyRootFilesystem", .bool), FieldShape("allowPrivilegeEscalation", .bool),
      FieldShape("procMount", .string),
      FieldShape("seccompProfile", .inline("SeccompProfile", profile)),
      FieldShape("appArmorProfile", .inline("AppArmorProfile", profile)),
    ])

  static let pod = Shape.inline(
    "PodSecurityContext",
    [
      seLinux, windows, FieldShape("runAsUser", .int64), FieldShape("runAsGroup", .int64),
      FieldShape("runAsNonRoot", .bool), FieldShape("supplementalGroups", .list(.int64)),
      FieldShape("supplementalGroupsPolicy", .string), FieldShape("fsGroup", .int64),
      FieldShape(
        "sysctls",
        .list(
          .inline(
            "Sysctl",
            [
              FieldShape("name", .string), FieldShape("value", .string),
            ]))),
      FieldShape("fsGroupChangePolicy", .string),
      FieldShape("seccompProfile", .inline("SeccompProfile", profile)),
      FieldShape("appArmorProfile", .inline("AppArmorProfile", profile)),
      FieldShape("seLinuxChangePolicy", .string),
    ])
}
