import Simulation
import Tree

/// A kind of storage and the program that makes volumes of it.
public struct StorageClass: Kind {
  public var provisioner = ""
  public var parameters = StringMap()
  public var reclaimPolicy: String?
  public var mountOptions: [String] = []
  public var allowVolumeExpansion: Bool?
  public var volumeBindingMode: String?
  public var allowedTopologies: Value = .null
  public var rest = Fields()
  public init() {}

  public static let resource = Resource(
    "storage.k8s.io", "v1", "StorageClass", plural: "storageclasses", short: ["sc"],
    namespaced: false)

  public static let schema = Schema<StorageClass>(
    "StorageClass",
    Text("A kind of storage and the program that makes volumes of it.", "一类存储，以及为其创建卷的程序。")
  ) {
    $0.field(
      "provisioner", \.provisioner, "The program that makes volumes.", "创建卷的程序。", always: true,
      required: true)
    $0.field("parameters", \.parameters, "Settings for the provisioner.", "传给该程序的参数。")
    $0.field(
      "reclaimPolicy", \.reclaimPolicy, "What becomes of a volume when its claim is gone.",
      "申领删除后如何处理卷。", values: ["Delete", "Retain", "Recycle"], default: "Delete")
    $0.field("mountOptions", \.mountOptions, "Options of the mount.", "挂载选项。")
    $0.field(
      "allowVolumeExpansion", \.allowVolumeExpansion, "Whether claims may grow.", "申领是否可以扩容。")
    $0.field(
      "volumeBindingMode", \.volumeBindingMode,
      "Immediate, or WaitForFirstConsumer to wait for a pod that uses the claim.",
      "Immediate，或 WaitForFirstConsumer（等到有 Pod 使用申领）。",
      values: ["Immediate", "WaitForFirstConsumer"], default: "Immediate")
    $0.field("allowedTopologies", \.allowedTopologies, "Where volumes may be.", "卷可以位于何处。")
  }

  public static let defaultAnnotation = "storageclass.kubernetes.io/is-default-class"

  public static func isDefault(_ metadata: Metadata) -> Bool {
    metadata.annotations[defaultAnnotation] == "true"
      || metadata.annotations["storageclass.beta.kubernetes.io/is-default-class"] == "true"
  }

  public static let columns: [Column<StorageClass>] = [
    Column("Name") { object, _ in
      object.metadata.name + (isDefault(object.metadata) ? " (default)" : "")
    },
    Column("Provisioner") { object, _ in object.provisioner },
    Column("ReclaimPolicy") { object, _ in object.reclaimPolicy ?? "Delete" },
    Column("VolumeBindingMode") { object, _ in object.volumeBindingMode ?? "<unset>" },
    Column("AllowVolumeExpansion") { object, _ in
      object.allowVolumeExpansion == true ? "true" : "false"
    },
    .age,
  ]

  public mutating func setDefaults(_ metadata: inout Metadata) {
    if reclaimPolicy == nil { reclaimPolicy = "Delete" }
    if volumeBindingMode == nil { volumeBindingMode = "Immediate" }
  }

  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    if provisioner.isEmpty {
      errors.required("provisioner")
    } else {
      for problem in NameRules.qualifiedName(provisioner.lowercased()) {
        errors.invalid("provisioner", string: provisioner, problem)
      }
    }
    if let policy = reclaimPolicy, !["Delete", "Retain"].contains(policy) {
      errors.unsupported("reclaimPolicy", policy, ["Delete", "Retain"])
    }
    if let mode = volumeBindingMode, !["Immediate", "WaitForFirstConsumer"].contains(mode) {
      errors.unsupported("volumeBindingMode", mode, ["Immediate", "WaitForFirstConsumer"])
    }
  }

  public func validateUpdate(
    from old: StorageClass, _ metadata: Metadata, _ errors: inout FieldErrors
  ) {
    if parameters != old.parameters {
      errors.forbidden("parameters", "updates to parameters are forbidden.")
    }
    if provisioner != old.provisioner {
      errors.forbidden("provisioner", "updates to provisioner are forbidden.")
    }
    if reclaimPolicy != old.reclaimPolicy {
      errors.forbidden("reclaimPolicy", "updates to reclaimPolicy are forbidden.")
    }
    if volumeBindingMode != old.volumeBindingMode {
      errors.invalid("volumeBindingMode", string: volumeBindingMode ?? "", "field is immutable")
    }
  }
}
