import Simulation
import Tree

/// Says who may talk to pods, and whom they may talk to.
package struct NetworkPolicy: Kind {
  package var spec = NetworkPolicySpec()
  package var rest = Fields()
  package init() {}

  package static let resource = Resource(
    "networking.k8s.io", "v1", "NetworkPolicy", plural: "networkpolicies", short: ["netpol"])

  package static let schema = Schema<NetworkPolicy>(
    "NetworkPolicy",
    Text("Says who may talk to pods, and whom they may talk to.", "规定谁可以访问 Pod，以及 Pod 可以访问谁。")
  ) {
    $0.field("spec", \.spec, "What is wished for.", "期望状态。", always: true)
  }

  package static let columns: [Column<NetworkPolicy>] = [
    .name, Column("Pod-Selector") { policy, _ in policy.spec.podSelector.text.orNone }, .age,
  ]

  package mutating func setDefaults(_ metadata: inout Metadata) {
    if spec.policyTypes.isEmpty {
      spec.policyTypes = spec.egress.isEmpty ? ["Ingress"] : ["Ingress", "Egress"]
    }
    for index in spec.ingress.indices { NetworkPolicyPort.setDefaults(&spec.ingress[index].ports) }
    for index in spec.egress.indices { NetworkPolicyPort.setDefaults(&spec.egress[index].ports) }
  }

  package func specDiffers(from old: NetworkPolicy) -> Bool { spec != old.spec }

  package func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
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
package struct NetworkPolicySpec: Modeled {
  package var podSelector = LabelSelector()
  package var ingress: [IngressPolicyRule] = []
  package var egress: [EgressPolicyRule] = []
  package var policyTypes: [String] = []
  package var rest = Fields()
  package init() {}
  package static let schema = Schema<NetworkPolicySpec>("NetworkPolicySpec") {
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
package struct IngressPolicyRule: Modeled {
  package var ports: [NetworkPolicyPort] = []
  package var from: [NetworkPolicyPeer] = []
  package var rest = Fields()
  package init() {}
  package static let schema = Schema<IngressPolicyRule>("NetworkPolicyIngressRule") {
    $0.field("ports", \.ports, "Ports; none means all.", "端口；没有表示全部。")
    $0.field("from", \.from, "Who; none means everybody.", "来源；没有表示所有来源。")
  }
}

/// Which ports of whom may be reached.
package struct EgressPolicyRule: Modeled {
  package var ports: [NetworkPolicyPort] = []
  package var to: [NetworkPolicyPeer] = []
  package var rest = Fields()
  package init() {}
  package static let schema = Schema<EgressPolicyRule>("NetworkPolicyEgressRule") {
    $0.field("ports", \.ports, "Ports; none means all.", "端口；没有表示全部。")
    $0.field("to", \.to, "Whom; none means everybody.", "目标；没有表示所有目标。")
  }
}

/// A port, or a range of ports, that a rule is about.
package struct NetworkPolicyPort: Modeled {
  package var `protocol`: String?
  package var port: IntOrString?
  package var endPort: Int32?
  package var rest = Fields()
  package init() {}
  package static let schema = Schema<NetworkPolicyPort>("NetworkPolicyPort") {
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
      errors.unsupported(path + ".protocol", name, ["SCTP", "TCP", "UDP"])
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
package struct NetworkPolicyPeer: Modeled {
  package var podSelector: LabelSelector?
  package var namespaceSelector: LabelSelector?
  package var ipBlock: IPBlock?
  package var rest = Fields()
  package init() {}
  package static let schema = Schema<NetworkPolicyPeer>("NetworkPolicyPeer") {
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
package struct IPBlock: Modeled {
  package var cidr = ""
  package var except: [String] = []
  package var rest = Fields()
  package init() {}
  package static let schema = Schema<IPBlock>("IPBlock") {
    $0.field("cidr", \.cidr, "The range.", "地址段。", always: true, required: true)
    $0.field("except", \.except, "Ranges inside of it that do not count.", "其中不计入的地址段。")
  }
}
