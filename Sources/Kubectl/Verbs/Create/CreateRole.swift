import Cluster
import Resources
import Tree

/// `kubectl create role` and `clusterrole`.
struct CreateRole: Generator {
  let isCluster: Bool
  let path: [String]
  let summary: Text

  init(cluster: Bool) {
    isCluster = cluster
    path = ["create", cluster ? "clusterrole" : "role"]
    summary =
      cluster
      ? Text("Create a ClusterRole.", "创建 ClusterRole。") : Text("Create a Role.", "创建 Role。")
  }

  var isNamespaced: Bool { !isCluster }

  var ownFlags: [FlagSpec] {
    let common = [
      FlagSpec("verb", nil, .stringList, help: Text("What may be done.", "允许的动作。")),
      FlagSpec(
        "resource", nil, .stringList,
        help: Text("To which kinds: RESOURCE.GROUP/SUBRESOURCE.", "对哪些资源：资源.组/子资源。")),
      FlagSpec("resource-name", nil, .stringArray, help: Text("To these only.", "仅限这些对象。")),
    ]
    guard isCluster else { return common }
    return common + [
      FlagSpec("non-resource-url", nil, .stringList, help: Text("To which paths.", "对哪些路径。")),
      FlagSpec(
        "aggregation-rule", nil, .stringList,
        help: Text("Labels of the roles that it adds up.", "所汇总角色的标签。")),
    ]
  }

  func object(
    _ name: String, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Value {
    let paths = isCluster ? flags.list("non-resource-url") : []
    let verbs = verbs(flags)
    var tree = Value.object(
      "rbac.authorization.k8s.io/v1", isCluster ? "ClusterRole" : "Role", name)
    if isCluster, flags.isSet("aggregation-rule") {
      if !verbs.isEmpty || !paths.isEmpty || flags.isSet("resource")
        || flags.isSet("resource-name")
      {
        throw kubectl.fail(
          "aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames"
        )
      }
      tree["aggregationRule"] = [
        "clusterRoleSelectors": [["matchLabels": labels(flags.list("aggregation-rule"))]]
      ]
      tree["rules"] = .null
      return tree
    }
    if verbs.isEmpty { throw kubectl.fail("at least one verb must be specified") }
    for verb in verbs where !flags.list("resource").isEmpty && !Self.knownVerbs.contains(verb) {
      kubectl.warn("Warning: '\(verb)' is not a standard resource verb")
    }
    if flags.list("resource").isEmpty, paths.isEmpty {
      throw kubectl.fail(
        isCluster
          ? "one of resource or nonResourceURL must be specified"
          : "at least one resource must be specified")
    }
    if !paths.isEmpty, let verb = verbs.first(where: { !Self.pathVerbs.contains($0) }) {
      throw kubectl.fail("invalid verb: '\(verb)' for nonResourceURL")
    }
    for path in paths where path != "*" && !path.hasPrefix("/") {
      throw kubectl.fail("nonResourceURL should start with /")
    }
    var rules = try rules(verbs, flags, &kubectl)
    if !paths.isEmpty {
      rules.append(["verbs": .strings(verbs), "nonResourceURLs": .strings(paths)])
    }
    tree["rules"] = .array(rules)
    return tree
  }

  private static let knownVerbs = [
    "*", "get", "delete", "list", "create", "update", "patch", "watch", "proxy",
    "deletecollection", "use", "bind", "escalate", "impersonate",
  ]

  private static let pathVerbs = [
    "*", "get", "post", "put", "delete", "patch", "head", "options",
  ]

  private func verbs(_ flags: ParsedFlags) -> [String] {
    let given = flags.list("verb")
    if given.contains("*") { return ["*"] }
    return given.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private func labels(_ pairs: [String]) -> Value {
    var found = Fields()
    for pair in pairs {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      found[String(parts[0])] = .string(parts.count > 1 ? String(parts[1]) : "")
    }
    return .object(found)
  }

  /// A rule for each API group, in the order of their names.
  private func rules(
    _ verbs: [String], _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> [Value] {
    var names: [String] = []
    for name in flags.list("resource-name") where !names.contains(name) { names.append(name) }
    var groups = Fields()
    for text in flags.list("resource") {
      let (group, resource) = try resource(text, &kubectl)
      var members = groups[group]?.array ?? []
      if !members.contains(.string(resource)) { members.append(.string(resource)) }
      groups[group] = .array(members)
      if text == "*" { break }
    }
    return groups.map { group, members in
      var rule: Value = [
        "apiGroups": [.string(group)], "resources": members, "verbs": .strings(verbs),
      ]
      if !names.isEmpty { rule["resourceNames"] = .strings(names) }
      return rule
    }
  }

  /// The group and the plural name, with the subresource, that a word such as `deploy.apps/scale` means.
  private func resource(
    _ text: String, _ kubectl: inout Session
  ) throws(Halt) -> (group: String, resource: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    let suffix = parts.count > 1 ? "/" + parts[1] : ""
    if parts[0].isEmpty {
      throw kubectl.fail("resource must be specified if apiGroup/subresource specified")
    }
    let dot = parts[0].firstIndex(of: ".")
    if parts[0] == "*" || parts[0].hasPrefix("*.") {
      return (dot.map { String(parts[0][parts[0].index(after: $0)...]) } ?? "", "*" + suffix)
    }
    guard let kind = kubectl.lookUpKind(parts[0]) else {
      throw .failure("the server doesn't have a resource type \(goQuoted(parts[0]))")
    }
    let resource = kubectl.resource(kind)
    return (resource.group, resource.plural + suffix)
  }
}
