import Simulation
import Tree

/// A request for storage: it is bound to one volume, which pods then use by the claim's name.
public struct PersistentVolumeClaim: SpecStatusKind {
  public var spec = PersistentVolumeClaimSpec()
  public var status = PersistentVolumeClaimStatus()
  public var rest = Fields()
  public init() {}

  public static let resource = Resource(
    "", "v1", "PersistentVolumeClaim", plural: "persistentvolumeclaims", short: ["pvc"],
    status: true)

  public static let schema = Schema<PersistentVolumeClaim>(
    "PersistentVolumeClaim",
    Text(
      "A request for storage; it is bound to one volume, and pods use it by its name.",
      "对存储的申领；与一个卷绑定，Pod 按其名称使用。")
  ) {
    $0.field("spec", \.spec, "What is wished for.", "期望状态。", always: true)
    $0.field("status", \.status, "What is so.", "实际状态。", always: true)
  }

  /// Keeps a claim that a pod still uses.
  public static let finalizer = "kubernetes.io/pvc-protection"

  public static let columns: [Column<PersistentVolumeClaim>] = [
    .name,
    Column("Status") { claim, _ in
      claim.metadata.isBeingDeleted ? "Terminating" : claim.status.phase
    },
    Column("Volume") { claim, _ in claim.spec.volumeName },
    Column("Capacity") { claim, _ in
      claim.spec.volumeName.isEmpty ? "" : (claim.status.capacity["storage"] ?? .zero).text
    },
    Column("Access Modes") { claim, _ in
      claim.spec.volumeName.isEmpty ? "" : AccessModes.text(claim.status.accessModes)
    },
    Column("StorageClass") { claim, _ in claim.body.className(claim.metadata) },
    Column("VolumeAttributesClass") { claim, _ in
      claim.spec.rest["volumeAttributesClassName"]?.string ?? "<unset>"
    },
    .age,
    Column("VolumeMode", wide: true) { claim, _ in claim.spec.volumeMode ?? "<unset>" },
  ]

  private func className(_ metadata: Metadata) -> String {
    metadata.annotations["volume.beta.kubernetes.io/storage-class"] ?? spec.storageClassName ?? ""
  }

  public mutating func setDefaults(_ metadata: inout Metadata) {
    spec.setDefaults()
    if status.phase.isEmpty { status.phase = "Pending" }
  }

  public mutating func keepStatus(of old: PersistentVolumeClaim?) {
    if let old { return status = old.status }
    status = PersistentVolumeClaimStatus()
    status.phase = "Pending"
  }

  public mutating func prepare(
    _ metadata: inout Metadata, old: Object<PersistentVolumeClaim>?
  ) {
    if old == nil, !metadata.finalizers.contains(Self.finalizer) {
      metadata.finalizers.append(Self.finalizer)
    }
  }

  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    spec.validate(at: "spec", &errors)
  }

  public func validateUpdate(
    from old: PersistentVolumeClaim, _ metadata: Metadata, _ errors: inout FieldErrors
  ) {
    var allowed = spec
    allowed.resources.requests = old.spec.resources.requests
    if old.spec.volumeName.isEmpty, old.status.phase == "Pending" {
      // Binding fills in the volume.
      allowed.volumeName = old.spec.volumeName
    }
    if old.spec.storageClassName == nil { allowed.storageClassName = nil }
    if old.status.phase == "Bound" {
      allowed.rest["volumeAttributesClassName"] = old.spec.rest["volumeAttributesClassName"]
    }
    if allowed != old.spec {
      errors.forbidden(
        "spec",
        "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n"
          + GoDifference.text("core.PersistentVolumeClaimSpec", old.spec, allowed))
    }
    if let new = spec.resources.requests["storage"],
      let before = old.spec.resources.requests["storage"],
      new < before
    {
      if let capacity = old.status.capacity["storage"], !(new < capacity) { return }
      errors.forbidden(
        "spec.resources.requests.storage", "field can not be less than status.capacity")
    }
  }
}

/// How a volume may be mounted, in the short words of tables.
public enum AccessModes {
  public static let all = [
    "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod",
  ]

  /// `RWO,ROX,RWX,RWOP`, in this order.
  public static func text(_ modes: [String]) -> String {
    [
      ("ReadWriteOnce", "RWO"), ("ReadOnlyMany", "ROX"), ("ReadWriteMany", "RWX"),
      ("ReadWriteOncePod", "RWOP"),
    ].filter { modes.contains($0.0) }.map(\.1).joined(separator: ",")
  }

  static func validate(_ modes: [String], at path: String, _ errors: inout FieldErrors) {
    for mode in modes where !all.contains(mode) { errors.unsupported(path, mode, all) }
    if modes.contains("ReadWriteOncePod"), modes.count > 1 {
      errors.forbidden(path, "may not use ReadWriteOncePod with other access modes")
    }
  }
}

/// What is wished for of a claim.
public struct PersistentVolumeClaimSpec: Modeled {
  public var accessModes: [String] = []
  public var selector: LabelSelector?
  public var resources = ResourceRequirements()
  public var volumeName = ""
  public var storageClassName: String?
  public var volumeMode: String?
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<PersistentVolumeClaimSpec>("PersistentVolumeClaimSpec") {
    $0.field("accessModes", \.accessModes, "How it is to be mounted.", "挂载方式。")
    $0.field("selector", \.selector, "The volumes that will do.", "可以接受的卷。")
    $0.field("resources", \.resources, "How much is asked for.", "申领的大小。", always: true)
    $0.field("volumeName", \.volumeName, "The volume that it is bound to.", "所绑定的卷。")
    $0.field(
      "storageClassName", \.storageClassName,
      "The class of storage; an empty name asks for a volume without one.",
      "存储类；空名称表示要没有存储类的卷。")
    $0.field(
      "volumeMode", \.volumeMode, "Filesystem or Block.", "Filesystem 或 Block。",
      values: ["Filesystem", "Block"], default: "Filesystem")
    $0.kept("dataSource", .any, "A snapshot or claim to start from.", "作为起点的快照或申领。")
    $0.kept("dataSourceRef", .any, "An object to start from.", "作为起点的对象。")
    $0.kept(
      "volumeAttributesClassName", .string, "A class of attributes that can change.", "可更改的卷属性类。")
  }

  mutating func setDefaults() { if volumeMode == nil { volumeMode = "Filesystem" } }

  func validate(at path: String, _ errors: inout FieldErrors) {
    if accessModes.isEmpty {
      errors.required(path + ".accessModes", "at least 1 access mode is required")
    }
    selector?.validate(at: path + ".selector", &errors)
    AccessModes.validate(accessModes, at: path + ".accessModes", &errors)
    if let storage = resources.requests["storage"] {
      if storage < Quantity.zero || storage.isZero {
        errors.invalid(
          path + ".resources[storage]", string: storage.text, "must be greater than zero")
      }
    } else {
      errors.required(path + ".resources[storage]")
    }
    if let storageClassName, !storageClassName.isEmpty {
      for problem in NameRules.dns1123Subdomain(storageClassName) {
        errors.invalid(path + ".storageClassName", string: storageClassName, problem)
      }
    }
    if let volumeMode, !["Block", "Filesystem"].contains(volumeMode) {
      errors.unsupported(path + ".volumeMode", volumeMode, ["Block", "Filesystem"])
    }
  }
}

/// What is so of a claim.
public struct PersistentVolumeClaimStatus: Modeled {
  public var phase = ""
  public var accessModes: [String] = []
  public var capacity = NamedValues<Quantity>()
  public var conditions: [WorkloadCondition] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<PersistentVolumeClaimStatus>("PersistentVolumeClaimStatus") {
    $0.field("phase", \.phase, "Pending, Bound or Lost.", "Pending、Bound 或 Lost。")
    $0.field("accessModes", \.accessModes, "How the volume can be mounted.", "卷的挂载方式。")
    $0.field("capacity", \.capacity, "Size of the volume.", "卷的大小。")
    $0.field("conditions", \.conditions, "Observations.", "观察结果。", merging: .byKey(["type"]))
    $0.kept("allocatedResources", .map(.quantity))
    $0.kept("allocatedResourceStatuses", .map(.string))
    $0.kept("currentVolumeAttributesClassName", .string)
    $0.kept("modifyVolumeStatus", .any)
  }
}
