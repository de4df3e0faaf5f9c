import Simulation
import Tree

/// Programs that may change objects before they are stored.
public struct MutatingWebhookConfiguration: Kind {
  public var webhooks: [Value] = []
  public var rest = Fields()
  public init() {}
  public static let resource = Resource(
    "admissionregistration.k8s.io", "v1", "MutatingWebhookConfiguration",
    plural: "mutatingwebhookconfigurations", categories: ["api-extensions"], namespaced: false)
  public static let schema = Schema<MutatingWebhookConfiguration>(
    "MutatingWebhookConfiguration",
    Text("Programs that may change objects before they are stored.", "可在对象存储之前修改它的程序。")
  ) {
    $0.field(
      "webhooks", \.webhooks, "The programs and what they are asked about.", "这些程序及其处理的请求。",
      merging: .byKey(["name"]))
  }
  public static let columns: [Column<MutatingWebhookConfiguration>] = [
    .name, Column("Webhooks") { object, _ in String(object.webhooks.count) }, .age,
  ]
  public func specDiffers(from old: Self) -> Bool { webhooks != old.webhooks }
}

/// Programs that may refuse objects before they are stored.
public struct ValidatingWebhookConfiguration: Kind {
  public var webhooks: [Value] = []
  public var rest = Fields()
  public init() {}
  public static let resource = Resource(
    "admissionregistration.k8s.io", "v1", "ValidatingWebhookConfiguration",
    plural: "validatingwebhookconfigurations", categories: ["api-extensions"], namespaced: false)
  public static let schema = Schema<ValidatingWebhookConfiguration>(
    "ValidatingWebhookConfiguration",
    Text("Programs that may refuse objects before they are stored.", "可在对象存储之前拒绝它的程序。")
  ) {
    $0.field(
      "webhooks", \.webhooks, "The programs and what they are asked about.", "这些程序及其处理的请求。",
      merging: .byKey(["name"]))
  }
  public static let columns: [Column<ValidatingWebhookConfiguration>] = [
    .name, Column("Webhooks") { object, _ in String(object.webhooks.count) }, .age,
  ]
  public func specDiffers(from old: Self) -> Bool { webhooks != old.webhooks }
}

/// Rules, as expressions, that objects must satisfy.
public struct ValidatingAdmissionPolicy: Kind {
  public var spec: Value = .emptyObject
  public var status: Value = .emptyObject
  public var rest = Fields()
  public init() {}
  public static let resource = Resource(
    "admissionregistration.k8s.io", "v1", "ValidatingAdmissionPolicy",
    plural: "validatingadmissionpolicies", categories: ["api-extensions"], namespaced: false,
    status: true)
  public static let schema = Schema<ValidatingAdmissionPolicy>(
    "ValidatingAdmissionPolicy",
    Text("Rules, as CEL expressions, that objects must satisfy.", "以 CEL 表达式写成、对象必须满足的规则。")
  ) {
    $0.field("spec", \.spec, "The rules.", "规则。")
    $0.field("status", \.status, "What is so.", "实际状态。")
  }
  public static let columns: [Column<ValidatingAdmissionPolicy>] = [
    .name,
    Column("Validations") { object, _ in String(object.spec["validations"]?.array?.count ?? 0) },
    Column("ParamKind") { object, _ in
      guard let kind = object.spec["paramKind"], kind.object != nil else { return "<unset>" }
      return (kind["apiVersion"]?.string ?? "") + "/" + (kind["kind"]?.string ?? "")
    },
    .age,
  ]
  public func specDiffers(from old: Self) -> Bool { spec != old.spec }
}

/// Puts an admission policy in force.
public struct ValidatingAdmissionPolicyBinding: Kind {
  public var spec: Value = .emptyObject
  public var rest = Fields()
  public init() {}
  public static let resource = Resource(
    "admissionregistration.k8s.io", "v1", "ValidatingAdmissionPolicyBinding",
    plural: "validatingadmissionpolicybindings", categories: ["api-extensions"], namespaced: false)
  public static let schema = Schema<ValidatingAdmissionPolicyBinding>(
    "ValidatingAdmissionPolicyBinding", Text("Puts an admission policy in force.", "使准入策略生效。")
  ) {
    $0.field("spec", \.spec, "The policy and where it holds.", "策略及其适用范围。")
  }
  public static let columns: [Column<ValidatingAdmissionPolicyBinding>] = [
    .name,
    Column("PolicyName") { object, _ in object.spec["policyName"]?.string ?? "" },
    Column("ParamRef") { object, _ in
      guard let reference = object.spec["paramRef"], reference.object != nil else {
        return "<unset>"
      }
      let namespace = reference["namespace"]?.string.map { $0 + "/" } ?? ""
      return namespace + (reference["name"]?.string ?? "*")
    },
    .age,
  ]
  public func specDiffers(from old: Self) -> Bool { spec != old.spec }
}
