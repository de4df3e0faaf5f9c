import Cluster
import Resources
import Tree

/// `kubectl get --raw`: a path of the API server, and what it answers as it is.
struct RawPath {
  private let parts: [String]

  init(_ text: String) {
    let path = text.split(separator: "?", maxSplits: 1).first ?? ""
    parts = path.split(separator: "/").map(String.init)
  }

  func print(_ kubectl: inout Session) throws(Halt) {
    switch parts.first {
    case "healthz", "livez", "readyz":
      try reach(&kubectl)
      kubectl.write("ok")
    case "version" where parts.count == 1:
      try reach(&kubectl)
      kubectl.write(VersionVerb.version("v1.32.13").indentedJSON(by: 2))
    case "api" where parts.count > 2:
      try show("", parts[1], Array(parts.dropFirst(2)), &kubectl)
    case "apis" where parts.count > 3:
      try show(parts[1], parts[2], Array(parts.dropFirst(3)), &kubectl)
    default: throw missing(kubectl)
    }
  }

  /// Ends the program where nobody answers.
  private func reach(_ kubectl: inout Session) throws(Halt) {
    guard let kind = kubectl.lookUpKind("namespaces") else { return }
    let response = try kubectl.request(Request(.get, kind, name: "default"))
    if let status = response.failure,
      ["ConnectionRefused", "Unreachable"].contains(status.reason)
    {
      throw kubectl.fail(status)
    }
  }

  private func missing(_ kubectl: Session) -> Halt {
    kubectl.fail(Status(404, "NotFound", "the server could not find the requested resource"))
  }

  /// `[namespaces/NAMESPACE/]PLURAL[/NAME[/SUBRESOURCE]]`.
  private func show(
    _ group: String, _ version: String, _ rest: [String], _ kubectl: inout Session
  ) throws(Halt) {
    var rest = rest[...]
    var namespace = ""
    if rest.first == "namespaces", rest.count > 2 {
      namespace = rest[rest.startIndex + 1]
      rest = rest.dropFirst(2)
    }
    let plural = rest.removeFirst()
    let found = kubectl.kinds().firstIndex {
      let resource = $0.resource
      return resource.plural == plural && resource.group == group && resource.version == version
    }
    guard let kind = found else { throw missing(kubectl) }
    var wish = Request(rest.isEmpty ? .list : .get, kind, namespace: namespace)
    wish.name = rest.popFirst() ?? ""
    wish.subresource = rest.popFirst() ?? ""
    let response = try kubectl.demand(wish)
    let type = kubectl.kinds()[kind]
    if let tree = response.tree {
      return kubectl.print(DeclaredOrder.json(tree, type))
    }
    guard case .list(let list) = response.body else { throw missing(kubectl) }
    let items = list.records.map { record -> String in
      var tree = record.tree
      tree["kind"] = nil
      tree["apiVersion"] = nil
      return DeclaredOrder.json(tree, type)
    }
    let version = list.resourceVersion
    let metadata = version.isEmpty ? "{}" : "{\"resourceVersion\":\"\(version)\"}"
    let head =
      "{\"kind\":\"\(type.resource.kind)List\",\"apiVersion\":\(Value.string(type.resource.apiVersion).json()),\"metadata\":\(metadata),\"items\":["
    kubectl.print(head + items.joined(separator: ",") + "]}")
  }
}
