import Simulation
import Tree

/// One stable address for the pods that a selector chooses.
public struct Service: SpecStatusKind {
  public var spec = ServiceSpec()
  public var status = ServiceStatus()
  public var rest = Fields()

  public init() {}

  public static let resource = Resource(
    "", "v1", "Service", plural: "services", short: ["svc"], categories: ["all"], status: true)

  public static let schema = Schema<Service>(
    "Service",
    Text("One stable address for the pods that a selector chooses.", "为选择算符选中的 Pod 提供一个稳定的地址。")
  ) {
    $0.field("spec", \.spec, "What is wished for.", "期望状态。", always: true)
    $0.field("status", \.status, "What is so.", "实际状态。", always: true)
  }

  public static let nameRule = NameRule.label1035
  public static let selectableFields = ["spec.clusterIP", "spec.type"]
  public func selectableField(_ path: String) -> String? {
    switch path {
    case "spec.clusterIP": spec.clusterIP
    case "spec.type": spec.type
    default: nil
    }
  }

  public static let columns: [Column<Service>] = [
    .name,
    Column("Type") { service, _ in service.spec.type },
    Column("Cluster-IP") { service, _ in service.spec.clusterIP.orNone },
    Column("External-IP") { service, _ in service.body.externalText },
    Column("Port(s)") { service, _ in
      service.spec.ports.map { port in
        (port.nodePort > 0 ? "\(port.port):\(port.nodePort)" : "\(port.port)") + "/" + port.protocol
      }.joined(separator: ",").orNone
    },
    .age,
    Column("Selector", wide: true) { service, _ in service.spec.selector.selectorText },
  ]

  private var externalText: String {
    let outside = spec.externalIPs
    switch spec.type {
    case "LoadBalancer":
      let given = status.loadBalancer["ingress"]?.array?.compactMap {
        $0["ip"]?.string ?? $0["hostname"]?.string
      }
      let all = outside + (given ?? [])
      return all.isEmpty ? "<pending>" : all.joined(separator: ",")
    case "ExternalName": return spec.externalName
    default: return outside.joined(separator: ",").orNone
    }
  }

  public mutating func setDefaults(_ metadata: inout Metadata) {
    if spec.sessionAffinity.isEmpty { spec.sessionAffinity = "None" }
    if spec.type.isEmpty { spec.type = "ClusterIP" }
    for index in spec.ports.indices {
      if spec.ports[index].protocol.isEmpty { spec.ports[index].protocol = "TCP" }
      if spec.ports[index].targetPort == nil || spec.ports[index].targetPort == .int(0)
        || spec.ports[index].targetPort == .string("")
      {
        spec.ports[index].targetPort = .int(Int(spec.ports[index].port))
      }
    }
    if ["NodePort", "LoadBalancer"].contains(spec.type), spec.externalTrafficPolicy.isEmpty {
      spec.externalTrafficPolicy = "Cluster"
    }
    if spec.internalTrafficPolicy == nil, spec.type != "ExternalName" {
      spec.internalTrafficPolicy = "Cluster"
    }
    if spec.type == "LoadBalancer", spec.allocateLoadBalancerNodePorts == nil {
      spec.allocateLoadBalancerNodePorts = true
    }
  }
}

/// What is wished for of a Service.
public struct ServiceSpec: Modeled {
  public var ports: [ServicePort] = []
  public var selector = StringMap()
  public var clusterIP = ""
  public var clusterIPs: [String] = []
  public var type = ""
  public var externalIPs: [String] = []
  public var sessionAffinity = ""
  public var externalName = ""
  public var externalTrafficPolicy = ""
  public var internalTrafficPolicy: String?
  public var ipFamilies: [String] = []
  public var ipFamilyPolicy: String?
  public var allocateLoadBalancerNodePorts: Bool?
  public var publishNotReadyAddresses = false
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<ServiceSpec>("ServiceSpec") {
    $0.field(
      "ports", \.ports, "Ports that the Service listens on.", "Service 监听的端口。",
      merging: .byKey(["port", "protocol"]))
    $0.field(
      "selector", \.selector,
      "Labels that a pod must have: a map, so equality only; none means that nobody picks endpoints.",
      "Pod 必须带有的标签：是一个映射，因此只有等值条件；没有则不会自动选出端点。")
    $0.field(
      "clusterIP", \.clusterIP, "The stable address; None makes the Service headless.",
      "稳定的地址；None 表示无头 Service。")
    $0.field("clusterIPs", \.clusterIPs, "All such addresses.", "全部此类地址。")
    $0.field(
      "type", \.type, "ClusterIP, NodePort, LoadBalancer or ExternalName.",
      "ClusterIP、NodePort、LoadBalancer 或 ExternalName。",
      values: ["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"], default: "ClusterIP")
    $0.field(
      "externalIPs", \.externalIPs, "Addresses outside of the cluster that lead here.",
      "通往此处的集群外地址。")
    $0.field(
      "sessionAffinity", \.sessionAffinity, "ClientIP or None.", "ClientIP 或 None。",
      values: ["ClientIP", "None"], default: "None")
    $0.kept("loadBalancerIP", .string)
    $0.kept("loadBalancerSourceRanges", .list(.string))
    $0.field(
      "externalName", \.externalName, "The name that an ExternalName Service stands for.",
      "ExternalName Service 所指的名称。")
    $0.field(
      "externalTrafficPolicy", \.externalTrafficPolicy,
      "Whether outside traffic stays on the node that it reached.",
      "外部流量是否留在其到达的节点。")
    $0.kept("healthCheckNodePort", .int32)
    $0.field(
      "publishNotReadyAddresses", \.publishNotReadyAddresses,
      "Whether pods that are not ready count.",
      "未就绪的 Pod 是否计入。")
    $0.kept(
      "sessionAffinityConfig",
      .inline(
        "SessionAffinityConfig",
        [
          FieldShape("clientIP", .inline("ClientIPConfig", [FieldShape("timeoutSeconds", .int32)]))
        ]))
    $0.field("ipFamilies", \.ipFamilies, "IPv4, IPv6 or both.", "IPv4、IPv6 或两者。")
    $0.field(
      "ipFamilyPolicy", \.ipFamilyPolicy, "SingleStack, PreferDualStack or RequireDualStack.",
      "SingleStack、PreferDualStack 或 RequireDualStack。")
    $0.field("allocateLoadBalancerNodePorts", \.allocateLoadBalancerNodePorts)
    $0.kept("loadBalancerClass", .string)
    $0.field(
      "internalTrafficPolicy", \.internalTrafficPolicy, "Whether inside traffic stays on its node.",
      "内部流量是否留在本节点。")
    $0.kept("trafficDistribution", .string)
  }
}

/// One port of a Service and where it leads.
public struct ServicePort: Modeled {
  public var name = ""
  public var `protocol` = ""
  public var appProtocol: String?
  public var port: Int32 = 0
  public var targetPort: IntOrString?
  public var nodePort: Int32 = 0
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<ServicePort>("ServicePort") {
    $0.field("name", \.name, "Name of the port; needed when there are several.", "端口名称；有多个端口时必填。")
    $0.field(
      "protocol", \.protocol, "TCP, UDP or SCTP.", "TCP、UDP 或 SCTP。",
      values: ["TCP", "UDP", "SCTP"], default: "TCP")
    $0.field("appProtocol", \.appProtocol, "What is spoken on the port.", "端口上使用的应用协议。")
    $0.field("port", \.port, "Port of the Service.", "Service 的端口。", always: true, required: true)
    $0.field(
      "targetPort", \.targetPort, "Port of the pods, by number or name.", "Pod 的端口，数字或名称。",
      always: true)
    $0.field("nodePort", \.nodePort, "Port of every node that leads here.", "每个节点上通往此处的端口。")
  }
}

/// What is so of a Service.
public struct ServiceStatus: Modeled {
  public var loadBalancer: Value = .emptyObject
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<ServiceStatus>("ServiceStatus") {
    $0.field(
      "loadBalancer", \.loadBalancer, "Addresses that a load balancer gave.", "负载均衡器给出的地址。",
      always: true)
    $0.kept("conditions", .list(WorkloadCondition.shape), merging: .byKey(["type"]))
  }
}
