import Simulation
import Tree

/// Leads HTTP requests from outside to Services, by host and path.
public struct Ingress: SpecStatusKind {
  public var spec = IngressSpec()
  public var status = IngressStatus()
  public var rest = Fields()
  public init() {}

  public static let resource = Resource(
    "networking.k8s.io", "v1", "Ingress", plural: "ingresses", short: ["ing"], status: true)

  public static let schema = Schema<Ingress>(
    "Ingress",
    Text(
      "Leads HTTP requests from outside to Services, by host and path; a controller must carry it out.",
      "按主机与路径把外部 HTTP 请求导向 Service；需要有控制器来实现。")
  ) {
    $0.field("spec", \.spec, "What is wished for.", "期望状态。", always: true)
    $0.field("status", \.status, "What is so.", "实际状态。", always: true)
  }

  public static let columns: [Column<Ingress>] = [
    .name,
    Column("Class") { ingress, _ in
      ingress.spec.ingressClassName ?? ingress.metadata.annotations["kubernetes.io/ingress.class"]
        ?? "<none>"
    },
    Column("Hosts") { ingress, _ in ingress.spec.hostsText },
    Column("Address") { ingress, _ in
      let given = ingress.status.loadBalancer["ingress"]?.array ?? []
      return given.compactMap { entry in
        let ip = entry["ip"]?.string ?? ""
        return ip.isEmpty ? entry["hostname"]?.string : ip
      }.joined(separator: ",")
    },
    Column("Ports") { ingress, _ in ingress.spec.tls.isEmpty ? "80" : "80, 443" },
    .age,
  ]
}

/// What is wished for of an Ingress.
public struct IngressSpec: Modeled {
  public var ingressClassName: String?
  public var defaultBackend: IngressBackend?
  public var tls: [IngressTLS] = []
  public var rules: [IngressRule] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<IngressSpec>("IngressSpec") {
    $0.field(
      "ingressClassName", \.ingressClassName, "The class, and so the controller, that serves it.",
      "由哪个类（及其控制器）提供服务。")
    $0.field(
      "defaultBackend", \.defaultBackend, "Where requests go that no rule takes.", "没有规则匹配的请求去往何处。")
    $0.field("tls", \.tls, "Certificates, by host.", "各主机的证书。")
    $0.field("rules", \.rules, "Which requests go where.", "哪些请求去往何处。")
  }

  /// The HOSTS column: at most three.
  fileprivate var hostsText: String {
    let hosts = rules.prefix(3).map { $0.host.isEmpty ? "*" : $0.host }
    if rules.isEmpty { return "*" }
    let list = hosts.joined(separator: ",")
    return rules.count > 3 ? "\(list) + \(rules.count - 3) more..." : list
  }
}

/// Where a request goes: a port of a Service, or another object.
public struct IngressBackend: Modeled {
  public var service: IngressService?
  public var resource: Value = .null
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<IngressBackend>("IngressBackend") {
    $0.field("service", \.service, "A Service and its port.", "Service 及其端口。")
    $0.field("resource", \.resource, "Another object of the namespace.", "同一命名空间中的其他对象。")
  }
}

/// A Service and one of its ports.
public struct IngressService: Modeled {
  public var name = ""
  public var port = IngressPort()
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<IngressService>("IngressServiceBackend") {
    $0.field("name", \.name, "Name of the Service.", "Service 的名称。", always: true, required: true)
    $0.field("port", \.port, "Port of the Service.", "Service 的端口。", always: true)
  }
}

/// A port of a Service, by name or number.
public struct IngressPort: Modeled {
  public var name = ""
  public var number: Int32 = 0
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<IngressPort>("ServiceBackendPort") {
    $0.field("name", \.name, "Name of the port.", "端口名称。")
    $0.field("number", \.number, "Number of the port.", "端口号。")
  }
}

/// A certificate and the hosts that it is for.
public struct IngressTLS: Modeled {
  public var hosts: [String] = []
  public var secretName = ""
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<IngressTLS>("IngressTLS") {
    $0.field("hosts", \.hosts, "Hosts that the certificate is for.", "证书适用的主机。")
    $0.field("secretName", \.secretName, "Secret with certificate and key.", "含证书与私钥的 Secret。")
  }
}

/// The paths of one host.
public struct IngressRule: Modeled {
  public var host = ""
  public var http: IngressPaths?
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<IngressRule>("IngressRule") {
    $0.field(
      "host", \.host, "The host; *.example.com takes one label, empty takes all.",
      "主机；*.example.com 匹配一级子域，为空匹配全部。")
    $0.field("http", \.http, "Paths of the host.", "该主机的路径。")
  }
}

/// Paths and where each leads.
public struct IngressPaths: Modeled {
  public var paths: [IngressPath] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<IngressPaths>("HTTPIngressRuleValue") {
    $0.field(
      "paths", \.paths, "Paths; the longest that fits is taken.", "路径；取最长的匹配。", always: true,
      required: true)
  }
}

/// One path and where it leads.
public struct IngressPath: Modeled {
  public var path = ""
  public var pathType: String?
  public var backend = IngressBackend()
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<IngressPath>("HTTPIngressPath") {
    $0.field("path", \.path, "The path; it starts with a slash.", "路径；以斜杠开头。")
    $0.field(
      "pathType", \.pathType, "Exact, Prefix (by whole parts) or ImplementationSpecific.",
      "Exact、Prefix（按整段匹配）或 ImplementationSpecific。", required: true,
      values: ["Exact", "Prefix", "ImplementationSpecific"])
    $0.field(
      "backend", \.backend, "Where its requests go.", "请求去往何处。", always: true, required: true)
  }
}

/// What is so of an Ingress.
public struct IngressStatus: Modeled {
  public var loadBalancer: Value = .emptyObject
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<IngressStatus>("IngressStatus") {
    $0.field(
      "loadBalancer", \.loadBalancer, "Addresses at which it can be reached.", "可访问它的地址。",
      always: true)
  }
}
