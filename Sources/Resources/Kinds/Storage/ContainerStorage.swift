import Simulation
import Tree

/// A storage driver that follows the Container Storage Interface.
public struct CSIDriver: Kind {
  public var spec: Value = .null
  public var rest = Fields()
  public init() {}

  public static let resource = Resource(
    "storage.k8s.io", "v1", "CSIDriver", plural: "csidrivers", namespaced: false)
  public static let schema = Schema<CSIDriver>(
    "CSIDriver", Text("A driver for storage and what it can do.", "存储驱动及其能力。")
  ) {
    $0.field("spec", \.spec, "What the driver can do.", "驱动的能力。", always: true)
  }
  public static let columns: [Column<CSIDriver>] = [
    .name,
    Column("AttachRequired") { driver, _ in driver.body.flag("attachRequired", true) },
    Column("PodInfoOnMount") { driver, _ in driver.body.flag("podInfoOnMount", false) },
    Column("StorageCapacity") { driver, _ in driver.body.flag("storageCapacity", false) },
    Column("TokenRequests") { driver, _ in
      let audiences = driver.spec["tokenRequests"]?.array?.compactMap { $0["audience"]?.string }
      return audiences.map { $0.joined(separator: ",") } ?? "<unset>"
    },
    Column("RequiresRepublish") { driver, _ in driver.body.flag("requiresRepublish", false) },
    Column("Modes") { driver, _ in
      let modes = driver.spec["volumeLifecycleModes"]?.array?.compactMap(\.string) ?? []
      return modes.joined(separator: ",").orNone
    },
    .age,
  ]
  private func flag(_ name: String, _ fallback: Bool) -> String {
    spec[name]?.bool ?? fallback ? "true" : "false"
  }
  public mutating func setDefaults(_ metadata: inout Metadata) {
    if spec.isNull { spec = .emptyObject }
    let defaults: [(String, Value)] = [
      ("attachRequired", true), ("podInfoOnMount", false), ("storageCapacity", false),
      ("fsGroupPolicy", "ReadWriteOnceWithFSType"), ("volumeLifecycleModes", ["Persistent"]),
      ("requiresRepublish", false), ("seLinuxMount", false),
    ]
    for (name, value) in defaults where spec[name] == nil { spec[name] = value }
  }
}

/// The storage drivers that are installed on one node.
public struct CSINode: Kind {
  public var spec: Value = .null
  public var rest = Fields()
  public init() {}

  public static let resource = Resource(
    "storage.k8s.io", "v1", "CSINode", plural: "csinodes", namespaced: false)
  public static let schema = Schema<CSINode>(
    "CSINode", Text("The storage drivers of one node.", "一个节点上的存储驱动。")
  ) {
    $0.field("spec", \.spec, "The drivers.", "驱动。", always: true)
  }
  public static let columns: [Column<CSINode>] = [
    .name, Column("Drivers") { node, _ in String(node.spec["drivers"]?.array?.count ?? 0) }, .age,
  ]
}

/// How much room a storage driver has in one place.
public struct CSIStorageCapacity: Kind {
  public var nodeTopology: LabelSelector?
  public var storageClassName = ""
  public var capacity: Quantity?
  public var maximumVolumeSize: Quantity?
  public var rest = Fields()
  public init() {}

  public static let resource = Resource(
    "storage.k8s.io", "v1", "CSIStorageCapacity", plural: "csistoragecapacities")
  public static let schema = Schema<CSIStorageCapacity>(
    "CSIStorageCapacity", Text("How much room a driver has in one place.", "存储驱动在某处的可用容量。")
  ) {
    $0.field("nodeTopology", \.nodeTopology, "The place.", "所在位置。")
    $0.field(
      "storageClassName", \.storageClassName, "The class that it is about.", "所涉及的存储类。",
      always: true, required: true)
    $0.field("capacity", \.capacity, "The room.", "可用容量。")
    $0.field("maximumVolumeSize", \.maximumVolumeSize, "The largest volume.", "单个卷的最大容量。")
  }
  public static let columns: [Column<CSIStorageCapacity>] = [
    .name, Column("StorageClassName") { object, _ in object.storageClassName },
    Column("Capacity") { object, _ in object.capacity?.text ?? "<unset>" },
  ]
}

/// The wish to attach a volume to a node, and whether it is attached.
public struct VolumeAttachment: Kind {
  public var spec: Value = .null
  public var status: Value = .null
  public var rest = Fields()
  public init() {}

  public static let resource = Resource(
    "storage.k8s.io", "v1", "VolumeAttachment", plural: "volumeattachments", namespaced: false,
    status: true)
  public static let schema = Schema<VolumeAttachment>(
    "VolumeAttachment", Text("A volume that is to be attached to a node.", "要挂接到节点的卷。")
  ) {
    $0.field("spec", \.spec, "Which volume and node.", "卷与节点。", always: true)
    $0.field("status", \.status, "Whether it is attached.", "是否已挂接。")
  }
  public static let columns: [Column<VolumeAttachment>] = [
    .name,
    Column("Attacher") { object, _ in object.spec["attacher"]?.string ?? "" },
    Column("PV") { object, _ in object.spec["source"]?["persistentVolumeName"]?.string ?? "" },
    Column("Node") { object, _ in object.spec["nodeName"]?.string ?? "" },
    Column("Attached") { object, _ in object.status["attached"]?.bool == true ? "true" : "false" },
    .age,
  ]
}
