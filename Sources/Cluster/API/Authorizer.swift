import Resources
import Store

/// What somebody wants to do, as RBAC sees it.
struct AccessAttributes: Sendable {
  var user: User
  var verb: String
  var group = ""
  /// With its subresource: `pods/log`.
  var resource = ""
  var name = ""
  var namespace = ""
  /// A path outside of the API's resources; then there is no resource.
  var path = ""
}

/// Says who may do what, by the roles and bindings in the store (plugin/pkg/auth/authorizer/rbac).
struct Authorizer {
  private let store: Store

  init(_ store: Store) { self.store = store }

  /// Refuses a request in the API server's words.
  func check(_ request: Request, _ resource: Resource) throws(Status) {
    let subresource = request.subresource.isEmpty ? "" : "/" + request.subresource
    let attributes = AccessAttributes(
      user: request.user, verb: request.verb.rawValue, group: resource.group,
      resource: resource.plural + subresource, name: request.name, namespace: request.namespace)
    if allows(attributes) { return }
    let place =
      resource.isNamespaced && !request.namespace.isEmpty
      ? "in the namespace \(quoted(request.namespace))" : "at the cluster scope"
    throw .forbidden(
      resource, request.verb == .create ? "" : request.name,
      "User \(quoted(request.user.name)) cannot \(request.verb.rawValue) resource "
        + "\(quoted(resource.plural + subresource)) in API group \(quoted(resource.group)) \(place)"
    )
  }

  func allows(_ attributes: AccessAttributes) -> Bool {
    let groups = attributes.user.groups
    if groups.contains("system:masters") { return true }
    if groups.contains("system:authenticated"), isBasic(attributes) { return true }
    for case let binding as Object<ClusterRoleBinding> in all(ClusterRoleBinding.self)
    where binding.body.subjects.contains(where: { isNamed($0, attributes.user) }) {
      if rules(binding.body.roleRef, "").contains(where: { $0.covers(attributes) }) { return true }
    }
    guard !attributes.namespace.isEmpty, attributes.path.isEmpty else { return false }
    for case let binding as Object<RoleBinding> in all(RoleBinding.self, attributes.namespace)
    where binding.body.subjects.contains(where: { isNamed($0, attributes.user) }) {
      if rules(binding.body.roleRef, attributes.namespace).contains(where: { $0.covers(attributes) }
      ) {
        return true
      }
    }
    return false
  }

  /// What everybody may ask about themselves (`system:basic-user`).
  private func isBasic(_ attributes: AccessAttributes) -> Bool {
    attributes.verb == "create"
      && ["selfsubjectaccessreviews", "selfsubjectrulesreviews", "selfsubjectreviews"]
        .contains(attributes.resource)
  }

  private func all<K: Kind>(_ kind: K.Type, _ namespace: String? = nil) -> [any Record] {
    store.tables[Catalog.index(of: kind)].sorted(namespace: namespace)
  }

  private func isNamed(_ subject: Subject, _ user: User) -> Bool {
    switch subject.kind {
    case "User": subject.name == user.name
    case "Group": user.groups.contains(subject.name)
    case "ServiceAccount":
      user.name == "system:serviceaccount:\(subject.namespace):\(subject.name)"
    default: false
    }
  }

  private func rules(_ reference: RoleReference, _ namespace: String) -> [PolicyRule] {
    if reference.kind == "ClusterRole" {
      return store.get(ClusterRole.self, ObjectKey("", reference.name))?.body.rules ?? []
    }
    return store.get(Role.self, ObjectKey(namespace, reference.name))?.body.rules ?? []
  }
}

extension PolicyRule {
  /// Whether the rule lets somebody do something.
  func covers(_ attributes: AccessAttributes) -> Bool {
    guard verbs.contains("*") || verbs.contains(attributes.verb) else { return false }
    if !attributes.path.isEmpty {
      return nonResourceURLs.contains { url in
        url == attributes.path
          || url.hasSuffix("*") && attributes.path.hasPrefix(url.dropLast())
      }
    }
    guard apiGroups.contains("*") || apiGroups.contains(attributes.group) else { return false }
    let parts = attributes.resource.split(separator: "/", maxSplits: 1)
    let isCovered = resources.contains { resource in
      resource == "*" || resource == attributes.resource
        || parts.count == 2 && resource == "*/" + parts[1]
    }
    guard isCovered else { return false }
    return resourceNames.isEmpty || resourceNames.contains(attributes.name)
  }
}
