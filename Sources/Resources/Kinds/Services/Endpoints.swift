import Simulation
import Tree

/// The addresses behind a Service, in the old form (deprecated since 1.33).
public struct Endpoints: Kind {
  public var subsets: [EndpointSubset] = []
  public var rest = Fields()
  public init() {}

  public static let resource = Resource("", "v1", "Endpoints", plural: "endpoints", short: ["ep"])
  public static let schema = Schema<Endpoints>(
    "Endpoints", Text("The addresses behind a Service, in the old form.", "Service 背后的地址（旧形式）。")
  ) {
    $0.field("subsets", \.subsets, "Addresses and ports.", "地址与端口。")
  }
  public static let columns: [Column<Endpoints>] = [
    .name, Column("Endpoints") { endpoints, _ in endpoints.body.text }, .age,
  ]

  /// At most three address and port pairs, as the table shows them.
  private var text: String {
    let all = subsets.flatMap { subset in
      subset.ports.isEmpty
        ? subset.addresses.map(\.ip)
        : subset.ports.flatMap { port in subset.addresses.map { "\($0.ip):\(port.port)" } }
    }
    guard !subsets.isEmpty else { return "<none>" }
    let shown = all.prefix(3).joined(separator: ",")
    return all.count > 3 ? shown + " + \(all.count - 3) more..." : shown
  }
}

/// Addresses that share their ports.
public struct EndpointSubset: Modeled {
  public var addresses: [EndpointAddress] = []
  public var notReadyAddresses: [EndpointAddress] = []
  public var ports: [EndpointPort] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<EndpointSubset>("EndpointSubset") {
    $0.field("addresses", \.addresses, "Addresses that are ready.", "就绪的地址。")
    $0.field("notReadyAddresses", \.notReadyAddresses, "Addresses that are not ready.", "未就绪的地址。")
    $0.field("ports", \.ports, "Ports of all of them.", "它们共同的端口。")
  }
}

/// One address behind a Service.
public struct EndpointAddress: Modeled {
  public var ip = ""
  public var hostname = ""
  public var nodeName: String?
  public var targetRef: ObjectReference?
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<EndpointAddress>("EndpointAddress") {
    $0.field("ip", \.ip, "The address.", "地址。", always: true)
    $0.field("hostname", \.hostname, "Its name.", "主机名。")
    $0.field("nodeName", \.nodeName, "The node that it is on.", "所在节点。")
    $0.field("targetRef", \.targetRef, "The pod that it belongs to.", "所属的 Pod。")
  }
}

/// One port of endpoints.
public struct EndpointPort: Modeled {
  public var name = ""
  public var port: Int32 = 0
  public var `protocol` = ""
  public var appProtocol: String?
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<EndpointPort>("EndpointPort") {
    $0.field("name", \.name, "Name of the port.", "端口名称。")
    $0.field("port", \.port, "Number of the port.", "端口号。", always: true)
    $0.field("protocol", \.protocol, "TCP, UDP or SCTP.", "TCP、UDP 或 SCTP。")
    $0.field("appProtocol", \.appProtocol)
  }
}

/// A reference to any object.
public struct ObjectReference: Modeled {
  public var kind = ""
  public var namespace = ""
  public var name = ""
  public var uid = ""
  public var apiVersion = ""
  public var resourceVersion = ""
  public var fieldPath = ""
  public var rest = Fields()
  public init() {}

  public init(_ object: any Record) { name(object) }

  /// Names an object in its present version.
  mutating func name(_ object: any Record) {
    let resource = object.resource
    kind = resource.kind
    namespace = object.namespace
    name = object.name
    uid = object.uid
    apiVersion = resource.apiVersion
    resourceVersion = object.metadata.resourceVersion
  }

  public static let schema = Schema<ObjectReference>("ObjectReference") {
    $0.field("kind", \.kind, "Kind of the object.", "对象的类别。")
    $0.field("namespace", \.namespace, "Its namespace.", "对象的命名空间。")
    $0.field("name", \.name, "Its name.", "对象的名称。")
    $0.field("uid", \.uid, "Its UID.", "对象的 UID。")
    $0.field("apiVersion", \.apiVersion, "Its API version.", "对象的 API 版本。")
    $0.field("resourceVersion", \.resourceVersion, "The version that is meant.", "所指的版本。")
    $0.field("fieldPath", \.fieldPath, "The part that is meant.", "所指的部分。")
  }
}
