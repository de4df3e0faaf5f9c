import Cluster
import Resources
import Tree

/// Verbs that the model does not serve: they say so after the errors that kubectl would find first.
struct Unserved: Verb {
  let path: [String]
  var flags: [FlagSpec] = []
  /// Where the line names a pod that must be there.
  var pod: (@Sendable (ParsedFlags) -> String?)?
  let summary: Text
  /// What is said where no pod is named.
  var usage = ""

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    if path == ["debug"], !flags.isSet("profile"), flags.string("profile") == "legacy",
      !flags.string("image").isEmpty || !flags.string("copy-to").isEmpty
    {
      kubectl.warn(
        "--profile=legacy is deprecated and will be removed in the future. It is recommended to explicitly specify a profile, for example \"--profile=general\"."
      )
    }
    if path == ["certificate", "approve"] || path == ["certificate", "deny"] {
      try checkRequests(flags, &kubectl)
    }
    if let pod {
      guard let name = pod(flags), !name.isEmpty else { throw kubectl.fail(usage) }
      try find(name, &kubectl)
    }
    let words = path.joined(separator: " ")
    throw kubectl.notServed(
      "kubectl \(words) is not served by the model", "模型不支持 kubectl \(words)")
  }

  /// The certificate requests that are to be decided on must be there.
  private func checkRequests(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) {
    if flags.positional.isEmpty, !flags.hasFiles {
      throw kubectl.fail("one or more CSRs must be specified as <name> or -f <filename>")
    }
    guard let kind = kubectl.lookUpKind("csr") else { return }
    for name in flags.positional { _ = try kubectl.demand(Request(.get, kind, name: name)) }
  }

  /// Ends the program where the pod is not there.
  private func find(_ word: String, _ kubectl: inout Session) throws(Halt) {
    let words = word.contains("/") ? [word] : ["pods", word]
    let query = try kubectl.query(words, ParsedFlags([]))
    let pairs = query.pairs + query.kinds.flatMap { kind in query.names.map { (kind, $0) } }
    for (kind, name) in pairs {
      let resource = kubectl.resource(kind)
      _ = try kubectl.demand(
        Request(.get, kind, namespace: kubectl.namespace(for: resource), name: name))
    }
  }

  static let all: [any Verb] = [
    Unserved(
      path: ["port-forward"],
      flags: [
        FlagSpec("address", nil, .stringList),
        FlagSpec("pod-running-timeout", nil, .duration),
      ],
      pod: { $0.positional.count < 2 ? nil : $0.positional.first },
      summary: Text("Forward local ports to a pod.", "将本地端口转发到 Pod。"),
      usage:
        "TYPE/NAME and list of ports are required for port-forward\nSee 'kubectl port-forward -h' for help and examples"
    ),
    Unserved(
      path: ["debug"],
      flags: [
        FlagSpec("image"), FlagSpec("stdin", "i", .bool), FlagSpec("tty", "t", .bool),
        FlagSpec("target"), FlagSpec("container", "c"), FlagSpec("copy-to"),
        FlagSpec("profile", default: "legacy"), FlagSpec("share-processes", nil, .bool),
      ],
      pod: {
        $0.string("image").isEmpty && $0.string("copy-to").isEmpty ? nil : $0.positional.first
      },
      summary: Text("Debug a pod or a node.", "调试 Pod 或节点。"),
      usage: "you must specify --image when not using --copy-to."),
    Unserved(
      path: ["proxy"],
      flags: [FlagSpec("port", "p", .int, default: "8001"), FlagSpec("address")],
      summary: Text("Run a proxy to the API server.", "运行到 API 服务器的代理。")),
    Unserved(
      path: ["certificate", "approve"], flags: FlagSpec.files,
      summary: Text("Approve a certificate request.", "批准证书签名请求。")),
    Unserved(
      path: ["certificate", "deny"], flags: FlagSpec.files,
      summary: Text("Deny a certificate request.", "拒绝证书签名请求。")),
  ]
}
