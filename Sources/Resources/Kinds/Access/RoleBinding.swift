import Simulation
import Tree

/// Gives a role to somebody in one namespace.
public struct RoleBinding: Kind {
  public var subjects: [Subject] = []
  public var roleRef = RoleReference()
  public var rest = Fields()
  public init() {}

  public static let resource = Resource(
    "rbac.authorization.k8s.io", "v1", "RoleBinding", plural: "rolebindings")
  public static let schema = Schema<RoleBinding>(
    "RoleBinding", Text("Gives a role to somebody in one namespace.", "在一个命名空间中把角色授予某人。")
  ) {
    $0.field("subjects", \.subjects, "Who gets the role.", "被授予角色的主体。")
    $0.field(
      "roleRef", \.roleRef, "The role; it cannot change.", "角色；不可更改。", always: true, required: true)
  }
  public static let columns: [Column<RoleBinding>] = [
    .name, Column("Role") { binding, _ in binding.roleRef.text }, .age,
    Column("Users", wide: true) { binding, _ in binding.subjects.names(of: "User") },
    Column("Groups", wide: true) { binding, _ in binding.subjects.names(of: "Group") },
    Column("ServiceAccounts", wide: true) { binding, _ in
      binding.subjects.names(of: "ServiceAccount")
    },
  ]
  public static let nameRule = NameRule.pathSegment

  public mutating func setDefaults(_ metadata: inout Metadata) {
    if roleRef.apiGroup.isEmpty { roleRef.apiGroup = Role.resource.group }
    for index in subjects.indices { subjects[index].setDefaults() }
  }
  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    roleRef.validate(kinds: ["Role", "ClusterRole"], &errors)
    for (index, subject) in subjects.enumerated() {
      subject.validate(at: "subjects[\(index)]", &errors)
    }
  }
  public func validateUpdate(
    from old: RoleBinding, _ metadata: Metadata, _ errors: inout FieldErrors
  ) {
    if roleRef != old.roleRef {
      errors.invalid("roleRef", roleRef.goText, "cannot change roleRef")
    }
  }
}

/// Gives a role to somebody in the whole cluster.
public struct ClusterRoleBinding: Kind {
  public var subjects: [Subject] = []
  public var roleRef = RoleReference()
  public var rest = Fields()
  public init() {}

  public static let resource = Resource(
    "rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", plural: "clusterrolebindings",
    namespaced: false)
  public static let schema = Schema<ClusterRoleBinding>(
    "ClusterRoleBinding", Text("Gives a role to somebody in the whole cluster.", "在整个集群中把角色授予某人。")
  ) {
    $0.field("subjects", \.subjects, "Who gets the role.", "被授予角色的主体。")
    $0.field(
      "roleRef", \.roleRef, "The role; it cannot change.", "角色；不可更改。", always: true, required: true)
  }
  public static let columns: [Column<ClusterRoleBinding>] = [
    .name, Column("Role") { binding, _ in binding.roleRef.text }, .age,
    Column("Users", wide: true) { binding, _ in binding.subjects.names(of: "User") },
    Column("Groups", wide: true) { binding, _ in binding.subjects.names(of: "Group") },
    Column("ServiceAccounts", wide: true) { binding, _ in
      binding.subjects.names(of: "ServiceAccount")
    },
  ]
  public static let nameRule = NameRule.pathSegment

  public mutating func setDefaults(_ metadata: inout Metadata) {
    if roleRef.apiGroup.isEmpty { roleRef.apiGroup = Role.resource.group }
    for index in subjects.indices { subjects[index].setDefaults() }
  }
  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    roleRef.validate(kinds: ["ClusterRole"], &errors)
    for (index, subject) in subjects.enumerated() {
      subject.validate(at: "subjects[\(index)]", &errors)
    }
  }
  public func validateUpdate(
    from old: ClusterRoleBinding, _ metadata: Metadata, _ errors: inout FieldErrors
  ) {
    if roleRef != old.roleRef {
      errors.invalid("roleRef", roleRef.goText, "cannot change roleRef")
    }
  }
}

/// A user, a group or a ServiceAccount.
public struct Subject: Modeled {
  public var kind = ""
  public var apiGroup = ""
  public var name = ""
  public var namespace = ""
  public var rest = Fields()
  public init() {}

  public init(_ kind: String, _ name: String, namespace: String = "") {
    self.kind = kind
    self.name = name
    self.namespace = namespace
    setDefaults()
  }

  public static let schema = Schema<Subject>("Subject") {
    $0.field(
      "kind", \.kind, "User, Group or ServiceAccount.", "User、Group 或 ServiceAccount。",
      always: true, required: true)
    $0.field("apiGroup", \.apiGroup, "Group of the kind.", "类别所属的 API 组。")
    $0.field("name", \.name, "Name of the subject.", "主体的名称。", always: true, required: true)
    $0.field("namespace", \.namespace, "Namespace of a ServiceAccount.", "ServiceAccount 的命名空间。")
  }

  fileprivate mutating func setDefaults() {
    if apiGroup.isEmpty, kind == "User" || kind == "Group" { apiGroup = Role.resource.group }
  }

  fileprivate func validate(at path: String, _ errors: inout FieldErrors) {
    if name.isEmpty { errors.required(path + ".name") }
    switch kind {
    case "ServiceAccount":
      for problem in name.isEmpty ? [] : NameRules.dns1123Subdomain(name) {
        errors.invalid(path + ".name", string: name, problem)
      }
      if !apiGroup.isEmpty { errors.unsupported(path + ".apiGroup", apiGroup, [""]) }
      if namespace.isEmpty { errors.required(path + ".namespace") }
    case "User", "Group":
      if apiGroup != Role.resource.group {
        errors.unsupported(path + ".apiGroup", apiGroup, [Role.resource.group])
      }
    default: errors.unsupported(path + ".kind", kind, ["ServiceAccount", "User", "Group"])
    }
  }
}

extension Array where Element == Subject {
  /// The names of the subjects of a kind, as the wide columns list them.
  fileprivate func names(of kind: String) -> String {
    filter { $0.kind == kind }.map {
      kind == "ServiceAccount" ? $0.namespace + "/" + $0.name : $0.name
    }.joined(separator: ", ")
  }
}

/// Names the role of a binding.
public struct RoleReference: Modeled {
  public var apiGroup = ""
  public var kind = ""
  public var name = ""
  public var rest = Fields()
  public init() {}
  public init(_ kind: String, _ name: String) {
    apiGroup = Role.resource.group
    self.kind = kind
    self.name = name
  }
  public static let schema = Schema<RoleReference>("RoleRef") {
    $0.field(
      "apiGroup", \.apiGroup, "Group of the role's kind.", "角色类别所属的 API 组。", always: true,
      required: true)
    $0.field(
      "kind", \.kind, "Role or ClusterRole.", "Role 或 ClusterRole。", always: true, required: true)
    $0.field("name", \.name, "Name of the role.", "角色的名称。", always: true, required: true)
  }

  public var text: String { kind + "/" + name }
  var goText: String {
    "rbac.RoleRef{APIGroup:\(quoted(apiGroup)), Kind:\(quoted(kind)), Name:\(quoted(name))}"
  }

  func validate(kinds: [String], _ errors: inout FieldErrors) {
    if apiGroup != Role.resource.group {
      errors.unsupported("roleRef.apiGroup", apiGroup, [Role.resource.group])
    }
    if !kinds.contains(kind) { errors.unsupported("roleRef.kind", kind, kinds) }
    if name.isEmpty { errors.required("roleRef.name") }
  }
}
