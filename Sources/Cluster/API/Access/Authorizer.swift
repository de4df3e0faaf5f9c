import Resources
import Store
import Tree

/// What somebody wants to do, in the words of RBAC.
struct AccessAttributes: Hashable, Sendable {
  var verb = ""
  var group = ""
  /// With its subresource: `pods/log`.
  var resource = ""
  var namespace = ""
  var name = ""
  /// A path of the API server instead of a resource.
  var path: String?
}

/// Who may do what: roles and bindings of the store, after `plugin/pkg/auth/authorizer/rbac`.
struct Authorizer {
  /// Whether something is allowed, by what, and which roles could not be found meanwhile.
  struct Decision {
    var isAllowed = false
    var reason = ""
  }

  private let store: Store

  init(_ store: Store) { self.store = store }

  func check(_ request: Request, _ resource: Resource) throws(Status) {
    if request.user.groups.contains("system:masters") { return }
    var attributes = AccessAttributes()
    attributes.verb = request.verb.rawValue
    attributes.group = resource.group
    attributes.resource =
      request.subresource.isEmpty
      ? resource.plural : resource.plural + "/" + request.subresource
    attributes.namespace = resource.isNamespaced ? request.namespace : ""
    attributes.name = request.verb == .create && request.subresource.isEmpty ? "" : request.name
    let decision = decide(request.user, attributes)
    if !decision.isAllowed {
      throw Self.refusal(request.user, attributes, resource, request.name, decision.reason)
    }
  }

  private static func refusal(
    _ user: User, _ wanted: AccessAttributes, _ resource: Resource, _ name: String,
    _ reason: String
  ) -> Status {
    let place =
      wanted.namespace.isEmpty
      ? " at the cluster scope" : " in the namespace \(quoted(wanted.namespace))"
    let subject =
      wanted.name.isEmpty
      ? resource.groupResource : "\(resource.groupResource) \(quoted(wanted.name))"
    var status = Status(
      403, "Forbidden",
      "\(subject) is forbidden: User \(quoted(user.name)) cannot \(wanted.verb) resource "
        + "\(quoted(wanted.resource)) in API group \(quoted(wanted.group))\(place)"
        + (reason.isEmpty ? "" : ": " + reason))
    status.kind = resource.plural
    status.group = resource.group
    status.name = wanted.name
    return status
  }

  func decide(_ user: User, _ wanted: AccessAttributes) -> Decision {
    if user.groups.contains("system:masters") { return Decision(isAllowed: true) }
    var missing: [String] = []
    for grant in grants(to: user, in: wanted.namespace) {
      guard let rules = rules(of: grant, &missing) else { continue }
      if rules.contains(where: { $0.allows(wanted) }) {
        return Decision(isAllowed: true, reason: "RBAC: allowed by " + grant.text)
      }
    }
    if missing.isEmpty { return Decision() }
    let list = missing.count == 1 ? missing[0] : "[" + missing.joined(separator: ", ") + "]"
    return Decision(reason: "RBAC: " + list)
  }

  /// Everything that somebody may do in a namespace.
  func rules(for user: User, in namespace: String) -> [PolicyRule] {
    if user.groups.contains("system:masters") {
      return [
        PolicyRule(["*"], groups: ["*"], resources: ["*"]), PolicyRule(["*"], urls: ["*"]),
      ]
    }
    var missing: [String] = []
    return grants(to: user, in: namespace).flatMap { rules(of: $0, &missing) ?? [] }
  }

  // MARK: Bindings

  /// One binding that gives somebody a role.
  private struct Grant {
    let role: RoleReference
    let namespace: String
    let text: String
  }

  private func grants(to user: User, in namespace: String) -> [Grant] {
    let identity = Identity(user)
    var found: [Grant] = []
    for binding in all(ClusterRoleBinding.self) {
      guard let subject = binding.subjects.first(where: identity.has) else { continue }
      found.append(
        Grant(
          role: binding.body.roleRef, namespace: "",
          text:
            "ClusterRoleBinding \(quoted(binding.name)) of ClusterRole \(quoted(binding.roleRef.name)) to \(subject.title)"
        ))
    }
    guard !namespace.isEmpty else { return found }
    for binding in all(RoleBinding.self) where binding.namespace == namespace {
      guard let subject = binding.subjects.first(where: identity.has) else { continue }
      found.append(
        Grant(
          role: binding.body.roleRef, namespace: namespace,
          text:
            "RoleBinding \(quoted(binding.name + "/" + namespace)) of \(binding.roleRef.kind) \(quoted(binding.roleRef.name)) to \(subject.title)"
        ))
    }
    return found
  }

  private func all<K: Kind>(_ kind: K.Type) -> [Object<K>] {
    store.tables[Catalog.index(of: kind)].records.compactMap { $0 as? Object<K> }
  }

  private func rules(of grant: Grant, _ missing: inout [String]) -> [PolicyRule]? {
    let name = grant.role.name
    if grant.role.kind == "Role" {
      if let role = store.get(Role.self, ObjectKey(grant.namespace, name)) {
        return role.body.rules
      }
      missing.append("role.rbac.authorization.k8s.io \(quoted(name)) not found")
    } else {
      if let role = store.get(ClusterRole.self, ObjectKey("", name)) { return role.body.rules }
      missing.append("clusterrole.rbac.authorization.k8s.io \(quoted(name)) not found")
    }
    return nil
  }
}

/// A user's name and every group that the name brings with it.
private struct Identity {
  let name: String
  let groups: [String]

  init(_ user: User) {
    name = user.name
    var groups = user.groups
    if name != "system:anonymous" { groups.append("system:authenticated") }
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    if parts.count == 4, name.hasPrefix("system:serviceaccount:") {
      groups.append("system:serviceaccounts")
      groups.append("system:serviceaccounts:" + parts[2])
    }
    self.groups = groups
  }

  func has(_ subject: Subject) -> Bool {
    switch subject.kind {
    case "User": subject.name == name
    case "Group": groups.contains(subject.name)
    case "ServiceAccount":
      name == "system:serviceaccount:\(subject.namespace):\(subject.name)"
    default: false
    }
  }
}

extension Subject {
  fileprivate var title: String {
    kind == "ServiceAccount"
      ? "ServiceAccount \(quoted(name + "/" + namespace))" : "\(kind) \(quoted(name))"
  }
}

extension PolicyRule {
  /// Whether the rule covers what somebody wants to do.
  func allows(_ wanted: AccessAttributes) -> Bool {
    guard verbs.contains("*") || verbs.contains(wanted.verb) else { return false }
    if let path = wanted.path {
      return nonResourceURLs.contains { url in
        url == "*" || url == path || url.hasSuffix("*") && path.hasPrefix(url.dropLast())
      }
    }
    guard apiGroups.contains("*") || apiGroups.contains(wanted.group) else { return false }
    let part = wanted.resource.split(separator: "/", maxSplits: 1).dropFirst().first
    let isNamed = resources.contains { resource in
      resource == "*" || resource == wanted.resource
        || part.map { resource == "*/" + $0 } ?? false
    }
    guard isNamed else { return false }
    return resourceNames.isEmpty || resourceNames.contains(wanted.name)
  }
}
