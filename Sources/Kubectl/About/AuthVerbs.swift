import Cluster
import Resources
import Tree

/// `kubectl auth whoami`.
struct WhoAmIVerb: Verb {
  let path = ["auth", "whoami"]
  let summary = Text("Check self subject attributes.", "显示自己的身份。")
  let flags = FlagSpec.output

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    let format = try kubectl.outputFormat(flags)
    let user = kubectl.user
    guard format.isStandard else {
      let tree: Value = [
        "apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview",
        "metadata": ["creationTimestamp": .null],
        "status": [
          "userInfo": [
            "username": .string(user.name), "groups": .array(user.groups.map { .string($0) }),
          ]
        ],
      ]
      try kubectl.printObject(tree, format, flags)
      return 0
    }
    kubectl.write(
      TableWriter.text([
        ["ATTRIBUTE", "VALUE"], ["Username", user.name],
        ["Groups", "[\(user.groups.joined(separator: " "))]"],
      ]))
    return 0
  }
}

/// `kubectl auth can-i`: asks the API server's authoriser.
struct CanIVerb: Verb {
  let path = ["auth", "can-i"]
  let arguments = "VERB [TYPE | TYPE/NAME | NONRESOURCEURL] [options]"
  let summary = Text("Check whether an action is allowed.", "检查某个操作是否被允许。")
  let flags = [
    FlagSpec.allNamespaces, FlagSpec("list", nil, .bool), FlagSpec("no-headers", nil, .bool),
    FlagSpec("quiet", "q", .bool, help: Text("Print nothing.", "不输出。")),
    FlagSpec("subresource", help: Text("A subresource such as log.", "子资源，例如 log。")),
  ]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    if flags.bool("list") { return try list(flags, &kubectl) }
    guard flags.positional.count == 2 else {
      throw kubectl.fail(
        "you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples."
      )
    }
    let review = try review(flags, &kubectl)
    guard let kind = kubectl.lookUpKind("selfsubjectaccessreviews.authorization.k8s.io") else {
      throw kubectl.fail("the server has no SelfSubjectAccessReview")
    }
    var wish = Request(.create, kind)
    wish.body = .tree(review)
    let response = try kubectl.demand(wish)
    let answer =
      response.record?.tree ?? { if case .tree(let tree) = response.body { tree } else { .null } }()
    let isAllowed = answer.bool("status", "allowed")
    if !flags.bool("quiet") {
      var text = isAllowed ? "yes" : "no"
      let reason = answer.text("status", "reason")
      if !isAllowed, !reason.isEmpty { text += " - \(reason)" }
      kubectl.print(text)
    }
    return isAllowed ? 0 : 1
  }

  /// Everything that the caller may do in the namespace.
  private func list(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    if !flags.positional.isEmpty {
      throw kubectl.fail("list option must be specified with no arguments")
    }
    guard let kind = kubectl.lookUpKind("selfsubjectrulesreviews.authorization.k8s.io") else {
      throw kubectl.fail("the server has no SelfSubjectRulesReview")
    }
    var wish = Request(.create, kind)
    wish.body = .tree([
      "apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectRulesReview",
      "spec": ["namespace": .string(kubectl.namespace)],
    ])
    guard let status = try kubectl.demand(wish).tree?["status"] else { return 0 }
    let rules = status.items("resourceRules") + status.items("nonResourceRules")
    let headers = ["Resources", "Non-Resource URLs", "Resource Names", "Verbs"]
    let lines = PolicyLine.lines(of: rules).map(\.cells)
    kubectl.write(TableWriter.text((flags.bool("no-headers") ? [] : [headers]) + lines))
    return 0
  }

  private static let knownVerbs = [
    "get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "use",
    "bind", "impersonate", "*", "approve", "sign", "escalate", "attest",
  ]

  private func review(
    _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Value {
    let verb = flags.positional[0]
    let object = flags.positional[1]
    var spec: Value = .emptyObject
    if object.hasPrefix("/") {
      spec = ["nonResourceAttributes": ["path": .string(object), "verb": .string(verb)]]
    } else {
      if !Self.knownVerbs.contains(verb) {
        kubectl.warn("Warning: verb '\(verb)' is not a known verb\n")
      }
      let parts = object.split(separator: "/", maxSplits: 1).map(String.init)
      var attributes: Value = ["verb": .string(verb)]
      let word = parts.first ?? ""
      if word == "*" {
        attributes["resource"] = "*"
        attributes["group"] = "*"
      } else if let kind = kubectl.lookUpKind(word) {
        let resource = kubectl.resource(kind)
        attributes["resource"] = .string(resource.plural)
        if !resource.group.isEmpty { attributes["group"] = .string(resource.group) }
        if !resource.isNamespaced {
          kubectl.warn(
            "Warning: resource '\(resource.plural)' is not namespace scoped"
              + (resource.group.isEmpty ? "" : " in group '\(resource.group)'") + "\n")
        }
      } else {
        attributes["resource"] = .string(word)
        kubectl.warn("Warning: the server doesn't have a resource type '\(word)'\n")
      }
      if parts.count == 2 { attributes["name"] = .string(parts[1]) }
      if flags.isSet("subresource") {
        attributes["subresource"] = .string(flags.string("subresource"))
      }
      if !flags.bool("all-namespaces") { attributes["namespace"] = .string(kubectl.namespace) }
      spec = ["resourceAttributes": attributes]
    }
    return [
      "apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview", "spec": spec,
    ]
  }
}
