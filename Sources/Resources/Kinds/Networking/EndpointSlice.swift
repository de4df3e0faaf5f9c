import Simulation
import Tree

/// Addresses behind a Service, at most a hundred to a slice.
public struct EndpointSlice: Kind {
  public var addressType = ""
  public var endpoints: [Endpoint] = []
  public var ports: [SlicePort] = []
  public var rest = Fields()
  public init() {}

  public static let resource = Resource(
    "discovery.k8s.io", "v1", "EndpointSlice", plural: "endpointslices")

  public static let schema = Schema<EndpointSlice>(
    "EndpointSlice", Text("Addresses behind a Service, in slices.", "Service 背后的地址，分片保存。")
  ) {
    $0.field(
      "addressType", \.addressType, "IPv4, IPv6 or FQDN; it cannot change.",
      "IPv4、IPv6 或 FQDN；不可更改。", always: true, required: true, values: ["IPv4", "IPv6", "FQDN"])
    $0.field("endpoints", \.endpoints, "The addresses.", "地址。", always: true, required: true)
    $0.field("ports", \.ports, "Ports of all of them.", "它们共同的端口。", always: true)
  }

  public static let serviceLabel = "kubernetes.io/service-name"
  public static let managerLabel = "endpointslice.kubernetes.io/managed-by"

  public static let columns: [Column<EndpointSlice>] = [
    .name,
    Column("AddressType") { slice, _ in slice.addressType },
    Column("Ports") { slice, _ in
      text(slice.ports.map { $0.port.map { String($0) } ?? "*" })
    },
    Column("Endpoints") { slice, _ in text(slice.endpoints.flatMap(\.addresses)) },
    .age,
  ]

  /// At most three of a list, as `listWithMoreString` writes it.
  private static func text(_ items: [String]) -> String {
    let list = items.prefix(3).joined(separator: ",")
    if items.count > 3 { return "\(list) + \(items.count - 3) more..." }
    return list.isEmpty ? "<unset>" : list
  }

  public mutating func setDefaults(_ metadata: inout Metadata) {
    for index in ports.indices {
      if ports[index].name == nil { ports[index].name = "" }
      if ports[index].protocol == nil { ports[index].protocol = "TCP" }
    }
  }

  public func specDiffers(from old: EndpointSlice) -> Bool { self != old }

  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    if addressType.isEmpty {
      errors.required("addressType")
    } else if !["IPv4", "IPv6", "FQDN"].contains(addressType) {
      errors.unsupported("addressType", addressType, ["FQDN", "IPv4", "IPv6"])
    }
    if endpoints.count > 1000 { errors.tooMany("endpoints", endpoints.count, 1000) }
    for (index, endpoint) in endpoints.enumerated() where endpoint.addresses.isEmpty {
      errors.required("endpoints[\(index)].addresses", "must contain at least 1 address")
    }
  }

  public func validateUpdate(
    from old: EndpointSlice, _ metadata: Metadata, _ errors: inout FieldErrors
  ) {
    if addressType != old.addressType {
      errors.invalid("addressType", string: addressType, "field is immutable")
    }
  }
}

/// One address behind a Service and its state.
public struct Endpoint: Modeled {
  public var addresses: [String] = []
  public var conditions = EndpointConditions()
  public var hostname: String?
  public var targetRef: ObjectReference?
  public var nodeName: String?
  public var zone: String?
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<Endpoint>("Endpoint") {
    $0.field("addresses", \.addresses, "The address.", "地址。", always: true, required: true)
    $0.field("conditions", \.conditions, "Whether it takes requests.", "是否接收请求。", always: true)
    $0.field("hostname", \.hostname, "Its name.", "主机名。")
    $0.field("targetRef", \.targetRef, "The pod that it belongs to.", "所属的 Pod。")
    $0.kept("deprecatedTopology", .map(.string))
    $0.field("nodeName", \.nodeName, "The node that it is on.", "所在节点。")
    $0.field("zone", \.zone, "The zone that it is in.", "所在可用区。")
    $0.kept("hints", .any)
  }
}

/// Whether an address takes requests.
public struct EndpointConditions: Modeled {
  public var ready: Bool?
  public var serving: Bool?
  public var terminating: Bool?
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<EndpointConditions>("EndpointConditions") {
    $0.field("ready", \.ready, "Ready, and not ending.", "就绪且未在终止。")
    $0.field("serving", \.serving, "Ready, even if ending.", "就绪，即便正在终止。")
    $0.field("terminating", \.terminating, "Ending.", "正在终止。")
  }
}

/// One port of the addresses of a slice.
public struct SlicePort: Modeled {
  public var name: String?
  public var `protocol`: String?
  public var port: Int32?
  public var appProtocol: String?
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<SlicePort>("EndpointPort") {
    $0.field("name", \.name, "Name of the port.", "端口名称。")
    $0.field("protocol", \.protocol, "TCP, UDP or SCTP.", "TCP、UDP 或 SCTP。", default: "TCP")
    $0.field("port", \.port, "Number of the port.", "端口号。")
    $0.field("appProtocol", \.appProtocol, "What is spoken on it.", "端口上使用的应用协议。")
  }
}
