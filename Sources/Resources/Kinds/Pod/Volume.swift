import Tree

/// A volume of a pod: a name and one source.
public struct Volume: Modeled {
  public var name = ""
  public var configMap: Value = .null
  public var secret: Value = .null
  public var persistentVolumeClaim: PersistentVolumeClaimSource?
  public var projected: Value = .null
  public var emptyDir: Value = .null
  public var hostPath: Value = .null
  public var rest = Fields()

  public init() {}

  /// The names of the fields that say where the volume comes from.
  public static let sources = [
    "hostPath", "emptyDir", "gcePersistentDisk", "awsElasticBlockStore", "gitRepo", "secret", "nfs",
    "iscsi", "glusterfs", "persistentVolumeClaim", "rbd", "flexVolume", "cinder", "cephfs",
    "flocker",
    "downwardAPI", "fc", "azureFile", "configMap", "vsphereVolume", "quobyte", "azureDisk",
    "photonPersistentDisk", "projected", "portworxVolume", "scaleIO", "storageos", "csi",
    "ephemeral",
    "image",
  ]

  public static let schema = Schema<Volume>(
    "Volume", Text("A folder that containers of the pod can share.", "Pod 中的容器可以共享的目录。")
  ) {
    $0.field(
      "name", \.name, "Name of the volume, unique in the pod.", "卷的名称，在 Pod 内唯一。",
      always: true, required: true)
    $0.field("hostPath", \.hostPath, "A folder of the node.", "节点上的目录。")
    $0.field(
      "emptyDir", \.emptyDir, "An empty folder that lives as long as the pod.", "与 Pod 同生命周期的空目录。")
    $0.field("secret", \.secret, "The keys of a Secret as files.", "将 Secret 的键作为文件。")
    $0.field("persistentVolumeClaim", \.persistentVolumeClaim, "A claim on storage.", "存储申领。")
    $0.field("configMap", \.configMap, "The keys of a ConfigMap as files.", "将 ConfigMap 的键作为文件。")
    $0.field("projected", \.projected, "Several sources in one folder.", "合并到一个目录的多个来源。")
    for name in sources
    where !["hostPath", "emptyDir", "secret", "persistentVolumeClaim", "configMap", "projected"]
      .contains(name)
    {
      $0.kept(name, .any)
    }
  }
}

/// Names the claim that a volume uses.
public struct PersistentVolumeClaimSource: Modeled {
  public var claimName = ""
  public var readOnly = false
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<PersistentVolumeClaimSource>(
    "PersistentVolumeClaimVolumeSource"
  ) {
    $0.field(
      "claimName", \.claimName, "Name of the claim in the pod's namespace.", "Pod 所在命名空间中申领的名称。",
      always: true, required: true)
    $0.field("readOnly", \.readOnly, "Whether every mount is read-only.", "所有挂载是否只读。")
  }
}
