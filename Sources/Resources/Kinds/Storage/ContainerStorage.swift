import Simulation
import Tree

/// A storage driver that follows the Container Storage Interface.
package struct CSIDriver: Kind {
  package var spec: Value = .null
  package var rest = Fields()
  package init() {}

  package static let resource = Resource(
    "storage.k8s.io", "v1", "CSIDriver", plural: "csidrivers", namespaced: false)
  package static let schema = Schema<CSIDriver>(
    "CSIDriver", Text("A driver for storage and what it can do.", "存储驱动及其能力。")
  ) {
    $0.field("spec", \.spec, "What the driver can do.", "驱动的能力。", always: true)
  }
  package static let columns: [Column<CSIDriver>] = [
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
  package mutating func setDefaults(_ metadata: inout Metadata) {
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
package struct CSINode: Kind {
  package var spec: Value = .null
  package var rest = Fields()
  package init() {}

  package static let resource = Resource(
    "storage.k8s.io", "v1", "CSINode", plural: "csinodes", namespaced: false)
  package static let schema = Schema<CSINode>(
    "CSINode", Text("The storage drivers of one node.", "一个节点上的存储驱动。")
  ) {
    $0.field("spec", \.spec, "The drivers.", "驱动。", always: true)
  }
  package static let columns: [Column<CSINode>] = [
    .name, Column("Drivers") { node, _ in String(node.spec["drivers"]?.array?.count ?? 0) }, .age,
  ]
}

/// How much room a storage driver has in one place.
package struct CSIStorageCapacity: Kind {
  package var nodeTopology: LabelSelector?
  package var storageClassName = ""
  package var capacity: Quantity?
  package var maximumVolumeSize: Quantity?
  package var rest = Fields()
  package init() {}

  package static let resource = Resource(
    "storage.k8s.io", "v1", "CSIStorageCapacity", plural: "csistoragecapacities")
  package static let schema = Schema<CSIStorageCapacity>(
    "CSIStorageCapacity", Text("How much room a driver has in one place.", "存储驱动在某处的可用容量。")
  ) {
    $0.field("nodeTopology", \.nodeTopology, "The place.", "所在位置。")
    $0.field(
      "storageClassName", \.storageClassName, "The class that it is about.", "所涉及的存储类。",
      always: true, required: true)
    $0.field("capacity", \.capacity, "The room.", "可用容量。")
    $0.field("maximumVolumeSize", \.maximumVolumeSize, "The largest volume.", "单个卷的最大容量。")
  }
  package static let columns: [Column<CSIStorageCapacity>] = [
    .name, Column("StorageClassName") { object, _ in object.storageClassName },
    Column("Capacity") { object, _ in object.capacity?.text ?? "<unset>" },
  ]
}

/// The wish to attach a volume to a node, and whether it is attached.
package struct VolumeAttachment: Kind {
  package var spec: Value = .null
  package var status: Value = .null
  package var rest = Fields()
  package init() {}

  package static let resource = Resource(
    "storage.k8s.io", "v1", "VolumeAttachment", plural: "volumeattachments", namespaced: false,
    status: true)
  package static let schema = Schema<VolumeAttachment>(
    "VolumeAttachment", Text("A volume that is to be attached to a node.", "要挂接到节点的卷。")
  ) {
    $0.field("spec", \.spec, "Which volume and node.", "卷与节点。", always: true)
    $0.field("status", \.status, "Whether it is attached.", "是否已挂接。")
  }
  package static let columns: [Column<VolumeAttachment>] = [
    .name,
    Column("Attacher") { object, _ in object.spec["attacher"]?.string ?? "" },
    Column("PV") { object, _ in object.spec["source"]?["persistentVolumeName"]?.string ?? "" },
    Column("Node") { object, _ in object.spec["nodeName"]?.string ?? "" },
    Column("Attached") { object, _ in object.status["attached"]?.bool == true ? "true" : "false" },
    .age,
  ]
}
