import Simulation
import Tree

/// What may be done in one namespace.
public struct Role: Kind {
  public var rules: [PolicyRule] = []
  public var rest = Fields()
  public init() {}

  public static let resource = Resource(
    "rbac.authorization.k8s.io", "v1", "Role", plural: "roles")
  public static let schema = Schema<Role>(
    "Role", Text("What may be done in one namespace.", "在一个命名空间中允许做的事。")
  ) {
    $0.field(
      "rules", \.rules, "What is allowed; nothing can be forbidden.", "允许的操作；无法写出禁止。", always: true)
  }
  public static let columns: [Column<Role>] = [.name, .createdAt]
  public static let nameRule = NameRule.pathSegment

  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    for (index, rule) in rules.enumerated() {
      rule.validate(at: "rules[\(index)]", isNamespaced: true, &errors)
    }
  }
}

/// What may be done in the whole cluster, or in a namespace where a RoleBinding names it.
public struct ClusterRole: Kind {
  public var rules: [PolicyRule] = []
  public var aggregationRule: AggregationRule?
  public var rest = Fields()
  public init() {}

  public static let resource = Resource(
    "rbac.authorization.k8s.io", "v1", "ClusterRole", plural: "clusterroles", namespaced: false)
  public static let schema = Schema<ClusterRole>(
    "ClusterRole",
    Text(
      "What may be done in the whole cluster, or where a RoleBinding says so.",
      "在整个集群中，或在 RoleBinding 指定之处允许做的事。")
  ) {
    $0.field(
      "rules", \.rules, "What is allowed; nothing can be forbidden.", "允许的操作；无法写出禁止。", always: true)
    $0.field(
      "aggregationRule", \.aggregationRule, "Other roles whose rules make up this one's.",
      "由哪些角色的规则汇集而成。")
  }
  public static let columns: [Column<ClusterRole>] = [.name, .createdAt]
  public static let nameRule = NameRule.pathSegment

  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    for (index, rule) in rules.enumerated() {
      rule.validate(at: "rules[\(index)]", isNamespaced: false, &errors)
    }
    if let aggregationRule, aggregationRule.clusterRoleSelectors.isEmpty {
      errors.required(
        "aggregationRule.clusterRoleSelectors",
        "at least one clusterRoleSelector required if aggregationRule is non-nil")
    }
  }
}

/// Some verbs on some resources or paths.
public struct PolicyRule: Modeled {
  public var verbs: [String] = []
  public var apiGroups: [String] = []
  public var resources: [String] = []
  public var resourceNames: [String] = []
  public var nonResourceURLs: [String] = []
  public var rest = Fields()
  public init() {}

  public init(
    _ verbs: [String], groups: [String] = [], resources: [String] = [], names: [String] = [],
    urls: [String] = []
  ) {
    self.verbs = verbs
    apiGroups = groups
    self.resources = resources
    resourceNames = names
    nonResourceURLs = urls
  }

  public static let schema = Schema<PolicyRule>("PolicyRule") {
    $0.field(
      "verbs", \.verbs, "What may be done; * is everything.", "允许的动作；* 表示全部。", always: true,
      required: true)
    $0.field(
      "apiGroups", \.apiGroups, "Groups of the resources; empty is the core group.",
      "资源所属的 API 组；空串为核心组。")
    $0.field("resources", \.resources, "Resources; pods/log is a subresource.", "资源；pods/log 为子资源。")
    $0.field("resourceNames", \.resourceNames, "Names; none means all.", "名称；没有表示全部。")
    $0.field(
      "nonResourceURLs", \.nonResourceURLs, "Paths of the API server that are no resources.",
      "不属于资源的 API 服务器路径。")
  }

  fileprivate func validate(
    at path: String, isNamespaced: Bool, _ errors: inout FieldErrors
  ) {
    if verbs.isEmpty { errors.required(path + ".verbs", "verbs must contain at least one value") }
    if !nonResourceURLs.isEmpty {
      if isNamespaced {
        let list = nonResourceURLs.map(quoted).joined(separator: ", ")
        errors.invalid(
          path + ".nonResourceURLs", "[]string{\(list)}",
          "namespaced rules cannot apply to non-resource URLs")
      }
      if !apiGroups.isEmpty || !resources.isEmpty || !resourceNames.isEmpty {
        let list = nonResourceURLs.map(quoted).joined(separator: ", ")
        errors.invalid(
          path + ".nonResourceURLs", "[]string{\(list)}",
          "rules cannot apply to both regular resources and non-resource URLs")
      }
      return
    }
    if apiGroups.isEmpty {
      errors.required(path + ".apiGroups", "resource rules must supply at least one api group")
    }
    if resources.isEmpty {
      errors.required(path + ".resources", "resource rules must supply at least one resource")
    }
  }
}

/// The roles whose rules are gathered in another.
public struct AggregationRule: Modeled {
  public var clusterRoleSelectors: [LabelSelector] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<AggregationRule>("AggregationRule") {
    $0.field("clusterRoleSelectors", \.clusterRoleSelectors, "Roles by label.", "按标签选择角色。")
  }
}
