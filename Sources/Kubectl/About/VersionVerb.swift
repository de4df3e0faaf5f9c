import Cluster
import Resources
import Tree

/// `kubectl version`: this program's version and the server's.
struct VersionVerb: Verb {
  let path = ["version"]
  let summary = Text(
    "Print the client and server version information.", "显示客户端与服务器的版本信息。")
  let flags = [
    FlagSpec("client", nil, .bool, help: Text("Ask no server.", "不询问服务器。")),
    FlagSpec("output", "o", help: Text("json or yaml.", "json 或 yaml。")),
  ]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    if !flags.positional.isEmpty {
      throw kubectl.fail("extra arguments: [\(flags.positional.joined(separator: " "))]")
    }
    let output = flags.string("output")
    guard ["", "json", "yaml"].contains(output) else {
      throw kubectl.fail("--output must be 'yaml' or 'json'")
    }
    let asksServer = !flags.bool("client")
    var problem: Status?
    if asksServer {
      // Any answer shows that the server is there.
      problem = try kubectl.request(
        Request(.get, Catalog.namespaces, name: "default")
      ).failure
      if problem?.reason != "ConnectionRefused" { problem = nil }
    }
    var tree: Value = [
      "clientVersion": Self.version("v1.32.4"), "kustomizeVersion": "v5.5.0",
    ]
    if asksServer, problem == nil { tree["serverVersion"] = Self.version("v1.32.13") }
    switch output {
    case "json": kubectl.print(tree.indentedJSON(by: 2))
    case "yaml": kubectl.write(tree.yaml())
    default:
      kubectl.print("Client Version: v1.32.4")
      kubectl.print("Kustomize Version: v5.5.0")
      if asksServer, problem == nil { kubectl.print("Server Version: v1.32.13") }
    }
    if let problem { throw kubectl.fail(problem) }
    return 0
  }

  static func version(_ text: String) -> Value {
    [
      "major": "1", "minor": "32", "gitVersion": .string(text), "gitTreeState": "clean",
      "compiler": "gc", "platform": "linux/amd64",
    ]
  }
}

/// `kubectl cluster-info`: where the control plane answers.
struct ClusterInfoVerb: Verb {
  let path = ["cluster-info"]
  let summary = Text(
    "Display addresses of the control plane and services.", "显示控制平面与服务的地址。")

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    var list = Request(.list, Catalog.services, namespace: "kube-system")
    list.labelSelector = "kubernetes.io/cluster-service=true"
    let response = try kubectl.request(list)
    let server = kubectl.server
    if let status = response.failure {
      kubectl.print(
        "\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.")
      throw kubectl.fail(status)
    }
    kubectl.print("Kubernetes control plane is running at \(server)")
    if case .list(let found) = response.body {
      for record in found.records {
        let tree = record.tree
        let label = tree.text("metadata", "labels", "kubernetes.io/name")
        let port = tree.items("spec", "ports").first?.text("name") ?? ""
        let path = "/api/v1/namespaces/kube-system/services/\(record.name)"
        kubectl.print(
          "\(label.isEmpty ? record.name : label) is running at \(server)\(path)\(port.isEmpty ? "" : ":" + port)/proxy"
        )
      }
    }
    kubectl.print(
      "\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.")
    return 0
  }
}
