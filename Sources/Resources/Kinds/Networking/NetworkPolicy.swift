import Simulation
import Tree

/// Says who may talk to pods, and whom they may talk to.
public struct NetworkPolicy: Kind {
  public var spec = NetworkPolicySpec()
  public var rest = Fields()
  public init() {}

  public static let resource = Resource(
    "networking.k8s.io", "v1", "NetworkPolicy", plural: "networkpolicies", short: ["netpol"])

  public static let schema = Schema<NetworkPolicy>(
    "NetworkPolicy",
    Text("Says who may talk to pods, and whom they may talk to.", "规定谁可以访问 Pod，以及 Pod 可以访问谁。")
  ) {
    $0.field("spec", \.spec, "What is wished for.", "期望状态。", always: true)
  }

  public static let columns: [Column<NetworkPolicy>] = [
    .name, Column("Pod-Selector") { policy, _ in policy.spec.podSelector.text.orNone }, .age,
  ]

  public mutating func setDefaults(_ metadata: inout Metadata) {
    if spec.policyTypes.isEmpty {
      spec.policyTypes = spec.egress.isEmpty ? ["Ingress"] : ["Ingress", "Egress"]
    }
    for index in spec.ingress.indices { NetworkPolicyPort.setDefaults(&spec.ingress[index].ports) }
    for index in spec.egress.indices { NetworkPolicyPort.setDefaults(&spec.egress[index].ports) }
  }

  public func specDiffers(from old: NetworkPolicy) -> Bool { spec != old.spec }

  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    spec.podSelector.validate(at: "spec.podSelector", &errors)
    for (index, rule) in spec.ingress.enumerated() {
      Self.validate(rule.ports, rule.from, "from", at: "spec.ingress[\(index)]", &errors)
    }
    for (index, rule) in spec.egress.enumerated() {
      Self.validate(rule.ports, rule.to, "to", at: "spec.egress[\(index)]", &errors)
    }
    if spec.policyTypes.count > 2 {
      let list = spec.policyTypes.map(quoted).joined(separator: ", ")
      return errors.invalid(
        "spec.policyTypes", "[]networking.PolicyType{\(list)}",
        "may not specify more than two policyTypes")
    }
    for (index, type) in spec.policyTypes.enumerated() where !["Ingress", "Egress"].contains(type) {
      errors.unsupported("spec.policyTypes[\(index)]", type, ["Egress", "Ingress"])
    }
  }

  private static func validate(
    _ ports: [NetworkPolicyPort], _ peers: [NetworkPolicyPeer], _ name: String, at path: String,
    _ errors: inout FieldErrors
  ) {
    for (index, port) in ports.enumerated() {
      port.validate(at: "\(path).ports[\(index)]", &errors)
    }
    for (index, peer) in peers.enumerated() {
      peer.validate(at: "\(path).\(name)[\(index)]", &errors)
    }
  }
}

/// What is wished for of a network policy.
public struct NetworkPolicySpec: Modeled {
  public var podSelector = LabelSelector()
  public var ingress: [IngressPolicyRule] = []
  public var egress: [EgressPolicyRule] = []
  public var policyTypes: [String] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<NetworkPolicySpec>("NetworkPolicySpec") {
    $0.field(
      "podSelector", \.podSelector, "The pods that it is about; an empty one means all.",
      "所针对的 Pod；空选择算符表示全部。", always: true, required: true)
    $0.field(
      "ingress", \.ingress, "Who may come in; none means nobody.", "允许的入站流量；没有则全部禁止。")
    $0.field("egress", \.egress, "Where pods may go; none means nowhere.", "允许的出站流量；没有则全部禁止。")
    $0.field(
      "policyTypes", \.policyTypes, "Which of the two directions it rules.", "约束两个方向中的哪些。",
      values: ["Ingress", "Egress"])
  }
}

/// Who may reach which ports.
public struct IngressPolicyRule: Modeled {
  public var ports: [NetworkPolicyPort] = []
  public var from: [NetworkPolicyPeer] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<IngressPolicyRule>("NetworkPolicyIngressRule") {
    $0.field("ports", \.ports, "Ports; none means all.", "端口；没有表示全部。")
    $0.field("from", \.from, "Who; none means everybody.", "来源；没有表示所有来源。")
  }
}

/// Which ports of whom may be reached.
public struct EgressPolicyRule: Modeled {
  public var ports: [NetworkPolicyPort] = []
  public var to: [NetworkPolicyPeer] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<EgressPolicyRule>("NetworkPolicyEgressRule") {
    $0.field("ports", \.ports, "Ports; none means all.", "端口；没有表示全部。")
    $0.field("to", \.to, "Whom; none means everybody.", "目标；没有表示所有目标。")
  }
}

/// A port, or a range of ports, that a rule is about.
public struct NetworkPolicyPort: Modeled {
  public var `protocol`: String?
  public var port: IntOrString?
  public var endPort: Int32?
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<NetworkPolicyPort>("NetworkPolicyPort") {
    $0.field(
      "protocol", \.protocol, "TCP, UDP or SCTP.", "TCP、UDP 或 SCTP。",
      values: ["TCP", "UDP", "SCTP"], default: "TCP")
    $0.field("port", \.port, "Number or name of the port.", "端口号或端口名。")
    $0.field("endPort", \.endPort, "Last port of a range.", "端口范围的最后一个端口。")
  }

  static func setDefaults(_ ports: inout [NetworkPolicyPort]) {
    for index in ports.indices where ports[index].protocol == nil { ports[index].protocol = "TCP" }
  }

  func validate(at path: String, _ errors: inout FieldErrors) {
    if let name = self.protocol, !["TCP", "UDP", "SCTP"].contains(name) {
      errors.unsupported(path + ".protocol", name, ["TCP", "UDP", "SCTP"])
    }
    switch port {
    case .int(let number)?:
      errors.checkPort(Int64(number), path + ".port")
      if let endPort {
        if endPort < number {
          errors.invalid(
            path + ".endPort", Int64(endPort), "must be greater than or equal to `port`")
        }
        errors.checkPort(Int64(endPort), path + ".endPort")
      }
    case .string(let name)?:
      if let endPort {
        errors.invalid(
          path + ".endPort", Int64(endPort), "may not be specified when `port` is non-numeric")
      }
      for problem in NameRules.portName(name) {
        errors.invalid(path + ".port", string: name, problem)
      }
    case nil:
      if let endPort {
        errors.invalid(
          path + ".endPort", Int64(endPort), "may not be specified when `port` is not specified")
      }
    }
  }
}

/// The other side: pods, pods of namespaces, or a range of addresses.
public struct NetworkPolicyPeer: Modeled {
  public var podSelector: LabelSelector?
  public var namespaceSelector: LabelSelector?
  public var ipBlock: IPBlock?
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<NetworkPolicyPeer>("NetworkPolicyPeer") {
    $0.field("podSelector", \.podSelector, "Pods by label.", "按标签选择 Pod。")
    $0.field("namespaceSelector", \.namespaceSelector, "Namespaces by label.", "按标签选择命名空间。")
    $0.field("ipBlock", \.ipBlock, "A range of addresses.", "一段地址。")
  }

  func validate(at path: String, _ errors: inout FieldErrors) {
    podSelector?.validate(at: path + ".podSelector", &errors)
    namespaceSelector?.validate(at: path + ".namespaceSelector", &errors)
    if let ipBlock, ipBlock.cidr.isEmpty { errors.required(path + ".ipBlock.cidr") }
    if podSelector == nil, namespaceSelector == nil, ipBlock == nil {
      errors.required(path, "must specify a peer")
    } else if ipBlock != nil, podSelector != nil || namespaceSelector != nil {
      errors.forbidden(path, "may not specify both ipBlock and another peer")
    }
  }
}

/// A range of addresses with holes.
public struct IPBlock: Modeled {
  public var cidr = ""
  public var except: [String] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<IPBlock>("IPBlock") {
    $0.field("cidr", \.cidr, "The range.", "地址段。", always: true, required: true)
    $0.field("except", \.except, "Ranges inside of it that do not count.", "其中不计入的地址段。")
  }
}
