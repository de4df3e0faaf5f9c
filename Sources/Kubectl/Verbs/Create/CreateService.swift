import Cluster
import Resources
import Tree

/// `kubectl create service clusterip`, `nodeport`, `loadbalancer` and `externalname`.
struct CreateService: Generator {
  let type: String
  let path: [String]
  let summary: Text

  init(_ type: String) {
    self.type = type
    path = ["create", "service", type.lowercased()]
    summary = Text("Create a \(type) Service.", "创建 \(type) 类型的 Service。")
  }

  var required: [String] { type == "ExternalName" ? ["external-name"] : [] }
  var failure: String? { "failed to create \(type) service:" }

  var ownFlags: [FlagSpec] {
    let ports = FlagSpec(
      "tcp", nil, .stringList, help: Text("PORT or PORT:TARGET.", "端口，或 端口:目标端口。"))
    switch type {
    case "ClusterIP":
      return [
        ports,
        FlagSpec("clusterip", help: Text("The address, or None.", "集群 IP，或 None。")),
      ]
    case "NodePort":
      return [
        ports, FlagSpec("node-port", nil, .int, help: Text("Port of every node.", "节点端口。")),
      ]
    case "ExternalName":
      return [
        ports,
        FlagSpec("external-name", help: Text("The name that it stands for.", "它所代表的外部名称。")),
      ]
    default: return [ports]
    }
  }

  func object(
    _ name: String, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Value {
    let texts = flags.list("tcp")
    let isHeadless = flags.isKnown("clusterip") && flags.string("clusterip") == "None"
    if texts.isEmpty, !isHeadless, type != "ExternalName" {
      throw kubectl.fail("at least one tcp port specifier must be provided")
    }
    if type == "ExternalName",
      !NameRules.dns1123Subdomain(flags.string("external-name")).isEmpty
    {
      throw kubectl.fail("invalid service external name \(flags.string("external-name"))")
    }
    var ports: [Value] = []
    for text in texts {
      var port = try port(text, kubectl)
      if type == "NodePort", flags.int("node-port") != 0 {
        port["nodePort"] = .int(Int64(flags.int("node-port")))
      }
      ports.append(port)
    }
    let labels: Value = ["app": .string(name)]
    var spec: Value = ["selector": labels, "type": .string(type)]
    if !ports.isEmpty { spec["ports"] = .array(ports) }
    if flags.isKnown("clusterip"), !flags.string("clusterip").isEmpty {
      spec["clusterIP"] = .string(flags.string("clusterip"))
    }
    if type == "ExternalName" { spec["externalName"] = .string(flags.string("external-name")) }
    var tree = Value.object("v1", "Service", name)
    tree.set("metadata", "labels", to: labels)
    tree["spec"] = spec
    tree["status"] = ["loadBalancer": [:]]
    return tree
  }

  private func port(_ text: String, _ kubectl: Session) throws(Halt) -> Value {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let port = try GoNumber.port(parts[0], kubectl)
    var target = Value.int(port)
    if parts.count > 1 {
      if let number = UInt16(parts[1]) {
        target = .int(Int64(number))
      } else {
        let problems = NameRules.portName(parts[1])
        if !problems.isEmpty { throw kubectl.fail(problems.joined(separator: ",")) }
        target = .string(parts[1])
      }
    }
    return [
      "name": .string(text.replacing(":", with: "-")), "port": .int(port), "protocol": "TCP",
      "targetPort": target,
    ]
  }
}

/// Numbers in flags, with the messages of Go's strconv.
enum GoNumber {
  static func port(_ text: String, _ kubectl: Session) throws(Halt) -> Int64 {
    if let number = UInt16(text), text.first != "+" { return Int64(number) }
    let isNumber = !text.isEmpty && text.allSatisfy { $0.isASCII && $0.isNumber }
    throw kubectl.fail(
      "strconv.ParseUint: parsing \(goQuoted(text)): "
        + (isNumber ? "value out of range" : "invalid syntax"))
  }
}
