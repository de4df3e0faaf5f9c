import Simulation
import Tree

/// The most that all objects of a namespace may use together.
public struct ResourceQuota: SpecStatusKind {
  public var spec = ResourceQuotaSpec()
  public var status = ResourceQuotaStatus()
  public var rest = Fields()
  public init() {}

  public static let resource = Resource(
    "", "v1", "ResourceQuota", plural: "resourcequotas", short: ["quota"], status: true)

  public static let schema = Schema<ResourceQuota>(
    "ResourceQuota",
    Text("The most that all objects of a namespace may use together.", "命名空间中全部对象合计可用的上限。")
  ) {
    $0.field("spec", \.spec, "What is wished for.", "期望状态。", always: true)
    $0.field("status", \.status, "What is so.", "实际状态。", always: true)
  }

  public static let columns: [Column<ResourceQuota>] = [
    .name, .age,
    Column("Request") { quota, _ in quota.body.text { !$0.hasPrefix("limits") } },
    Column("Limit") { quota, _ in quota.body.text { $0.hasPrefix("limits") } },
  ]

  private func text(_ isIncluded: (String) -> Bool) -> String {
    status.hard.filter { isIncluded($0.name) }.map { name, hard in
      "\(name): \((status.used[name] ?? .zero).text)/\(hard.text)"
    }.joined(separator: ", ")
  }

  public static let scopes = [
    "BestEffort", "CrossNamespacePodAffinity", "NotBestEffort", "NotTerminating", "PriorityClass",
    "Terminating",
  ]

  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    for (name, quantity) in spec.hard {
      let path = "spec.hard[\(name)]"
      Self.validateName(name, at: path, &errors)
      if quantity < Quantity.zero {
        errors.invalid(path, string: quantity.text, "must be greater than or equal to 0")
      }
    }
    for scope in spec.scopes where !Self.scopes.contains(scope) {
      errors.invalid(
        "spec.scopes", "[]core.ResourceQuotaScope{\(quoted(scope))}", "unsupported scope")
    }
  }

  private static let standardNames = [
    "configmaps", "count", "cpu", "ephemeral-storage", "limits.cpu", "limits.ephemeral-storage",
    "limits.memory", "memory", "persistentvolumeclaims", "pods", "replicationcontrollers",
    "requests.cpu", "requests.ephemeral-storage", "requests.memory", "requests.storage",
    "resourcequotas", "secrets", "services", "services.loadbalancers", "services.nodeports",
    "storage",
  ]

  private static func validateName(_ name: String, at path: String, _ errors: inout FieldErrors) {
    for problem in NameRules.qualifiedName(name) { errors.invalid(path, string: name, problem) }
    if !name.contains("/"), !standardNames.contains(name), !name.hasPrefix("requests.hugepages-"),
      !name.hasPrefix("hugepages-")
    {
      errors.invalid(path, string: name, "must be a standard resource type or fully qualified")
      errors.invalid(path, string: name, "must be a standard resource for quota")
    }
  }

  public func validateUpdate(
    from old: ResourceQuota, _ metadata: Metadata, _ errors: inout FieldErrors
  ) {
    if spec.scopes != old.spec.scopes {
      errors.invalid(
        "spec.scopes",
        "[]core.ResourceQuotaScope{\(spec.scopes.map(quoted).joined(separator: ", "))}",
        "field is immutable")
    }
  }
}

/// What is wished for of a quota.
public struct ResourceQuotaSpec: Modeled {
  public var hard = NamedValues<Quantity>()
  public var scopes: [String] = []
  public var scopeSelector: Value = .null
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<ResourceQuotaSpec>("ResourceQuotaSpec") {
    $0.field("hard", \.hard, "The most of each resource.", "每种资源的上限。")
    $0.field("scopes", \.scopes, "Which pods count.", "计入哪些 Pod。")
    $0.field("scopeSelector", \.scopeSelector, "Which pods count, as conditions.", "以条件表示计入哪些 Pod。")
  }
}

/// What is so of a quota.
public struct ResourceQuotaStatus: Modeled {
  public var hard = NamedValues<Quantity>()
  public var used = NamedValues<Quantity>()
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<ResourceQuotaStatus>("ResourceQuotaStatus") {
    $0.field("hard", \.hard, "The most that is enforced.", "生效的上限。")
    $0.field("used", \.used, "What is used of it.", "已用量。")
  }
}
