import Simulation
import Tree

/// A piece of storage that somebody provides for claims.
public struct PersistentVolume: SpecStatusKind {
  public var spec = PersistentVolumeSpec()
  public var status = PersistentVolumeStatus()
  public var rest = Fields()
  public init() {}

  public static let resource = Resource(
    "", "v1", "PersistentVolume", plural: "persistentvolumes", short: ["pv"], namespaced: false,
    status: true)

  public static let schema = Schema<PersistentVolume>(
    "PersistentVolume", Text("A piece of storage that is there for claims.", "供申领使用的一块存储。")
  ) {
    $0.field("spec", \.spec, "What it is.", "卷的规格。", always: true)
    $0.field("status", \.status, "What is so.", "实际状态。", always: true)
  }

  /// Keeps a volume that a claim is bound to.
  public static let finalizer = "kubernetes.io/pv-protection"

  public static let columns: [Column<PersistentVolume>] = [
    .name,
    Column("Capacity") { volume, _ in (volume.spec.capacity["storage"] ?? .zero).text },
    Column("Access Modes") { volume, _ in AccessModes.text(volume.spec.accessModes) },
    Column("Reclaim Policy") { volume, _ in volume.spec.persistentVolumeReclaimPolicy },
    Column("Status") { volume, _ in
      volume.metadata.isBeingDeleted ? "Terminating" : volume.status.phase
    },
    Column("Claim") { volume, _ in
      volume.spec.claimRef.map { $0.namespace + "/" + $0.name } ?? ""
    },
    Column("StorageClass") { volume, _ in
      volume.metadata.annotations["volume.beta.kubernetes.io/storage-class"]
        ?? volume.spec.storageClassName
    },
    Column("VolumeAttributesClass") { volume, _ in
      volume.spec.rest["volumeAttributesClassName"]?.string ?? "<unset>"
    },
    Column("Reason") { volume, _ in volume.status.reason },
    .age,
    Column("VolumeMode", wide: true) { volume, _ in volume.spec.volumeMode ?? "<unset>" },
  ]

  public mutating func setDefaults(_ metadata: inout Metadata) {
    if spec.persistentVolumeReclaimPolicy.isEmpty { spec.persistentVolumeReclaimPolicy = "Retain" }
    if spec.volumeMode == nil { spec.volumeMode = "Filesystem" }
    if status.phase.isEmpty { status.phase = "Pending" }
    if spec.hostPath.object != nil, spec.hostPath["type"] == nil { spec.hostPath["type"] = "" }
  }

  public mutating func keepStatus(of old: PersistentVolume?) {
    if let old { return status = old.status }
    status = PersistentVolumeStatus()
    status.phase = "Pending"
  }

  public mutating func prepare(_ metadata: inout Metadata, old: Object<PersistentVolume>?) {
    if old == nil, !metadata.finalizers.contains(Self.finalizer) {
      metadata.finalizers.append(Self.finalizer)
    }
  }

  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    if spec.accessModes.isEmpty { errors.required("spec.accessModes") }
    AccessModes.validate(spec.accessModes, at: "spec.accessModes", &errors)
    if spec.capacity.isEmpty { errors.required("spec.capacity") }
    if spec.capacity.isEmpty || spec.capacity.names != ["storage"] {
      errors.unsupported("spec.capacity", spec.capacity.goText, ["storage"])
    }
    for (name, amount) in spec.capacity where amount < Quantity.zero || amount.isZero {
      errors.invalid("spec.capacity[\(name)]", string: amount.text, "must be greater than zero")
    }
    if !["Delete", "Recycle", "Retain"].contains(spec.persistentVolumeReclaimPolicy) {
      errors.unsupported(
        "spec.persistentVolumeReclaimPolicy", spec.persistentVolumeReclaimPolicy,
        ["Delete", "Recycle", "Retain"])
    }
    let sources = spec.sources
    for extra in sources.dropFirst() {
      errors.forbidden("spec." + extra, "may not specify more than 1 volume type")
    }
    if sources.isEmpty { errors.required("spec", "must specify a volume type") }
    if spec.hostPath.object != nil, (spec.hostPath["path"]?.string ?? "").isEmpty {
      errors.required("spec.hostPath.path")
    }
    if let mode = spec.volumeMode, !["Block", "Filesystem"].contains(mode) {
      errors.unsupported("spec.volumeMode", mode, ["Block", "Filesystem"])
    }
  }

  public func validateUpdate(
    from old: PersistentVolume, _ metadata: Metadata, _ errors: inout FieldErrors
  ) {
    if spec.source != old.spec.source {
      errors.forbidden(
        "spec.persistentvolumesource", "spec.persistentvolumesource is immutable after creation")
    }
    if spec.volumeMode != old.spec.volumeMode {
      errors.invalid("volumeMode", string: spec.volumeMode ?? "", "field is immutable")
    }
  }
}

extension NamedValues where Element == Quantity {
  /// The map as Go's `%v` shows it, without the quantities' inner parts.
  var goText: String { "map[" + map { $0.name + ":" + $0.value.text }.joined(separator: " ") + "]" }
}

/// What a volume is.
public struct PersistentVolumeSpec: Modeled {
  public var capacity = NamedValues<Quantity>()
  public var hostPath: Value = .null
  public var local: Value = .null
  public var accessModes: [String] = []
  public var claimRef: ObjectReference?
  public var persistentVolumeReclaimPolicy = ""
  public var storageClassName = ""
  public var volumeMode: String?
  public var nodeAffinity: VolumeNodeAffinity?
  public var rest = Fields()
  public init() {}

  private static let otherSources = [
    "gcePersistentDisk", "awsElasticBlockStore", "glusterfs", "nfs", "rbd", "iscsi", "cinder",
    "cephfs", "fc", "flocker", "flexVolume", "azureFile", "vsphereVolume", "quobyte", "azureDisk",
    "photonPersistentDisk", "portworxVolume", "scaleIO", "storageos", "csi",
  ]

  public static let schema = Schema<PersistentVolumeSpec>("PersistentVolumeSpec") {
    $0.field("capacity", \.capacity, "How much it holds.", "容量。")
    $0.field("hostPath", \.hostPath, "A folder of the node that the pod runs on.", "Pod 所在节点上的目录。")
    $0.field("local", \.local, "A disk of one node.", "某个节点上的磁盘。")
    for name in otherSources { $0.kept(name, .any) }
    $0.field("accessModes", \.accessModes, "How it can be mounted.", "挂载方式。")
    $0.field(
      "claimRef", \.claimRef, "The claim that it is bound to.", "所绑定的申领。", merging: .atomic)
    $0.field(
      "persistentVolumeReclaimPolicy", \.persistentVolumeReclaimPolicy,
      "What becomes of it when the claim is gone.", "申领删除后如何处理。",
      values: ["Retain", "Delete", "Recycle"], default: "Retain")
    $0.field("storageClassName", \.storageClassName, "The class that it belongs to.", "所属的存储类。")
    $0.kept("mountOptions", .list(.string), "Options of the mount.", "挂载选项。")
    $0.field(
      "volumeMode", \.volumeMode, "Filesystem or Block.", "Filesystem 或 Block。",
      values: ["Filesystem", "Block"], default: "Filesystem")
    $0.field("nodeAffinity", \.nodeAffinity, "The nodes that can reach it.", "能访问它的节点。")
    $0.kept(
      "volumeAttributesClassName", .string, "A class of attributes that can change.", "可更改的卷属性类。")
  }

  /// Where the storage is.
  var source: Fields {
    var fields = Fields()
    if !hostPath.isNull { fields["hostPath"] = hostPath }
    if !local.isNull { fields["local"] = local }
    for name in Self.otherSources { if let value = rest[name] { fields[name] = value } }
    return fields
  }
  var sources: [String] { source.names }
}

/// The nodes from which a volume can be reached.
public struct VolumeNodeAffinity: Modeled {
  public var required: NodeSelector?
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<VolumeNodeAffinity>("VolumeNodeAffinity") {
    $0.field("required", \.required, "Conditions on nodes.", "关于节点的条件。")
  }
}

/// What is so of a volume.
public struct PersistentVolumeStatus: Modeled {
  public var phase = ""
  public var message = ""
  public var reason = ""
  public var lastPhaseTransitionTime: Time?
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<PersistentVolumeStatus>("PersistentVolumeStatus") {
    $0.field(
      "phase", \.phase, "Pending, Available, Bound, Released or Failed.",
      "Pending、Available、Bound、Released 或 Failed。")
    $0.field("message", \.message, "Why, for people.", "供人阅读的原因。")
    $0.field("reason", \.reason, "Why, in one word.", "一个词的原因。")
    $0.field(
      "lastPhaseTransitionTime", \.lastPhaseTransitionTime, "When the phase last changed.",
      "阶段最近一次变化的时间。")
  }
}
