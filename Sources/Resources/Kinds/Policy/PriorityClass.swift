import Simulation
import Tree

/// A name for a priority: pods of a higher one may push others off a node.
public struct PriorityClass: Kind {
  public var value: Int32 = 0
  public var globalDefault = false
  public var description = ""
  public var preemptionPolicy: String?
  public var rest = Fields()
  public init() {}

  public static let resource = Resource(
    "scheduling.k8s.io", "v1", "PriorityClass", plural: "priorityclasses", short: ["pc"],
    namespaced: false)

  public static let schema = Schema<PriorityClass>(
    "PriorityClass",
    Text(
      "A name for a priority: pods of a higher one may push others off a node.",
      "优先级的名称：优先级高的 Pod 可以把其他 Pod 挤出节点。")
  ) {
    $0.field(
      "value", \.value, "The priority; higher goes first.", "优先级数值；越大越优先。", always: true,
      required: true)
    $0.field(
      "globalDefault", \.globalDefault, "Whether pods without a class get this one.",
      "未指定优先级类的 Pod 是否使用本类。")
    $0.field("description", \.description, "When to use it.", "适用场合说明。")
    $0.field(
      "preemptionPolicy", \.preemptionPolicy, "Whether pods of the class push others off.",
      "该类 Pod 是否抢占其他 Pod。", values: ["Never", "PreemptLowerPriority"],
      default: "PreemptLowerPriority")
  }

  public static let columns: [Column<PriorityClass>] = [
    .name,
    Column("Value") { object, _ in String(object.value) },
    Column("Global-Default") { object, _ in object.globalDefault ? "true" : "false" },
    .age,
    Column("PreemptionPolicy") { object, _ in object.preemptionPolicy ?? "" },
  ]

  /// The classes that every cluster has.
  public static let builtIn: [(name: String, value: Int32, description: String)] = [
    (
      "system-cluster-critical", 2_000_000_000,
      "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary."
    ),
    (
      "system-node-critical", 2_000_001_000,
      "Used for system critical pods that must not be moved from their current node."
    ),
  ]

  public mutating func setDefaults(_ metadata: inout Metadata) {
    if preemptionPolicy == nil { preemptionPolicy = "PreemptLowerPriority" }
  }

  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    let isBuiltIn = Self.builtIn.contains { $0.name == metadata.name && $0.value == value }
    if metadata.name.hasPrefix("system-") {
      if !isBuiltIn {
        errors.forbidden(
          "metadata.name",
          "priority class names with 'system-' prefix are reserved for system use only. error: \(metadata.name) is not a known system priority class"
        )
      }
    } else if value > 1_000_000_000 {
      errors.forbidden(
        "value",
        "maximum allowed value of a user defined priority is 1000000000")
    }
    if let policy = preemptionPolicy, !["Never", "PreemptLowerPriority"].contains(policy) {
      errors.unsupported("preemptionPolicy", policy, ["PreemptLowerPriority", "Never"])
    }
  }

  public func validateUpdate(
    from old: PriorityClass, _ metadata: Metadata, _ errors: inout FieldErrors
  ) {
    if value != old.value {
      errors.forbidden("value", "may not be changed in an update.")
    }
    if preemptionPolicy != old.preemptionPolicy {
      errors.invalid(
        "preemptionPolicy", string: preemptionPolicy ?? "", "field is immutable")
    }
  }
}
