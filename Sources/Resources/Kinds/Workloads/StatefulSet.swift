import Simulation
import Tree

/// Keeps pods with lasting names and storage: db-0, db-1, and so on.
public struct StatefulSet: SpecStatusKind {
  public var spec = StatefulSetSpec()
  public var status = StatefulSetStatus()
  public var rest = Fields()

  public init() {}

  public static let resource = Resource(
    "apps", "v1", "StatefulSet", plural: "statefulsets", short: ["sts"], categories: ["all"],
    status: true, scale: true)

  public static let schema = Schema<StatefulSet>(
    "StatefulSet",
    Text(
      "Keeps numbered pods, each with a lasting name and storage of its own.",
      "维持一组编号的 Pod，每个都有固定的名称和自己的存储。")
  ) {
    $0.field("spec", \.spec, "What is wished for.", "期望状态。", always: true)
    $0.field("status", \.status, "What is so.", "实际状态。", always: true)
  }

  public static let columns: [Column<StatefulSet>] = [
    .name,
    Column("Ready") { set, _ in "\(set.status.readyReplicas)/\(set.spec.replicas ?? 0)" },
    .age,
    Column("Containers", wide: true) { set, _ in set.spec.template.spec.containerNames },
    Column("Images", wide: true) { set, _ in set.spec.template.spec.imageNames },
  ]

  public mutating func setDefaults(_ metadata: inout Metadata) {
    if spec.podManagementPolicy.isEmpty { spec.podManagementPolicy = "OrderedReady" }
    if spec.updateStrategy.type.isEmpty { spec.updateStrategy.type = "RollingUpdate" }
    if spec.updateStrategy.type == "RollingUpdate" {
      var rolling = spec.updateStrategy.rollingUpdate ?? StatefulSetRollingUpdate()
      if rolling.partition == nil { rolling.partition = 0 }
      spec.updateStrategy.rollingUpdate = rolling
    }
    var retention = spec.persistentVolumeClaimRetentionPolicy ?? ClaimRetentionPolicy()
    if retention.whenDeleted.isEmpty { retention.whenDeleted = "Retain" }
    if retention.whenScaled.isEmpty { retention.whenScaled = "Retain" }
    spec.persistentVolumeClaimRetentionPolicy = retention
    if spec.replicas == nil { spec.replicas = 1 }
    if spec.revisionHistoryLimit == nil { spec.revisionHistoryLimit = 10 }
    spec.template.spec.setDefaults()
    for index in spec.volumeClaimTemplates.indices {
      spec.volumeClaimTemplates[index].setDefaults()
    }
  }
}

/// What is wished for of a StatefulSet.
public struct StatefulSetSpec: Modeled {
  public var replicas: Int32?
  public var selector: LabelSelector?
  public var template = PodTemplate()
  public var volumeClaimTemplates: [ClaimTemplate] = []
  public var serviceName = ""
  public var podManagementPolicy = ""
  public var updateStrategy = StatefulSetUpdateStrategy()
  public var revisionHistoryLimit: Int32?
  public var minReadySeconds: Int32 = 0
  public var persistentVolumeClaimRetentionPolicy: ClaimRetentionPolicy?
  public var ordinals: StatefulSetOrdinals?
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<StatefulSetSpec>("StatefulSetSpec") {
    $0.field("replicas", \.replicas, "How many pods there shall be.", "期望的 Pod 数量。", default: "1")
    $0.field(
      "selector", \.selector, "The pods that are its own; it must match the template's labels.",
      "属于本对象的 Pod；必须与模板的标签匹配。", always: true, required: true)
    $0.field(
      "template", \.template, "The pod that copies are made of.", "副本所依据的 Pod 模板。", always: true,
      required: true)
    $0.field(
      "volumeClaimTemplates", \.volumeClaimTemplates,
      "Claims of which every pod gets its own; they outlive the pod.",
      "每个 Pod 各得一份的存储申领；在 Pod 消失后仍保留。")
    $0.field(
      "serviceName", \.serviceName, "The headless Service that gives the pods their DNS names.",
      "为 Pod 提供 DNS 名称的无头 Service。", always: true)
    $0.field(
      "podManagementPolicy", \.podManagementPolicy,
      "OrderedReady makes one pod after the other, Parallel all at once.",
      "OrderedReady 逐个创建 Pod，Parallel 同时创建。", values: ["OrderedReady", "Parallel"],
      default: "OrderedReady")
    $0.field(
      "updateStrategy", \.updateStrategy, "How pods of an old template give way.", "旧模板的 Pod 如何让位。",
      always: true)
    $0.field(
      "revisionHistoryLimit", \.revisionHistoryLimit,
      "How many old revisions are kept for going back.", "为回滚保留多少个旧修订版本。", default: "10")
    $0.field(
      "minReadySeconds", \.minReadySeconds,
      "Seconds that a pod must be ready before it counts as available.",
      "Pod 就绪多少秒之后才算可用。")
    $0.field(
      "persistentVolumeClaimRetentionPolicy", \.persistentVolumeClaimRetentionPolicy,
      "What becomes of the claims when the set is deleted or scaled down.",
      "删除或缩容时如何处理存储申领。")
    $0.field("ordinals", \.ordinals, "Where the numbers start.", "编号从何处开始。")
  }
}

/// A claim that a StatefulSet makes for each of its pods.
public struct ClaimTemplate: Modeled {
  public var apiVersion = ""
  public var kind = ""
  public var metadata = Metadata()
  public var spec = PersistentVolumeClaimSpec()
  public var status = PersistentVolumeClaimStatus()
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<ClaimTemplate>("PersistentVolumeClaim") {
    $0.field("apiVersion", \.apiVersion, "Version of the claim's schema.", "申领的 API 版本。")
    $0.field("kind", \.kind, "PersistentVolumeClaim.", "PersistentVolumeClaim。")
    $0.field("metadata", \.metadata, "Name, labels and annotations.", "名称、标签与注解。", always: true)
    $0.field("spec", \.spec, "The storage that is asked for.", "所申领的存储。", always: true)
    $0.field("status", \.status, "Not used in a template.", "模板中不使用。", always: true)
  }

  mutating func setDefaults() {
    apiVersion = "v1"
    kind = "PersistentVolumeClaim"
    spec.setDefaults()
    if status.phase.isEmpty { status.phase = "Pending" }
  }
}

/// How pods of an old template give way to new ones.
public struct StatefulSetUpdateStrategy: Modeled {
  public var type = ""
  public var rollingUpdate: StatefulSetRollingUpdate?
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<StatefulSetUpdateStrategy>("StatefulSetUpdateStrategy") {
    $0.field(
      "type", \.type, "RollingUpdate, or OnDelete to wait until somebody deletes a pod.",
      "RollingUpdate，或 OnDelete（等有人删除 Pod 才更新）。", values: ["RollingUpdate", "OnDelete"],
      default: "RollingUpdate")
    $0.field(
      "rollingUpdate", \.rollingUpdate, "Which pods are updated.", "更新哪些 Pod。")
  }
}

/// Which pods of a StatefulSet an update reaches.
public struct StatefulSetRollingUpdate: Modeled {
  public var partition: Int32?
  public var maxUnavailable: IntOrString?
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<StatefulSetRollingUpdate>("RollingUpdateStatefulSetStrategy") {
    $0.field(
      "partition", \.partition, "Pods with a smaller number keep the old template.",
      "编号小于该值的 Pod 保留旧模板。", default: "0")
    $0.field(
      "maxUnavailable", \.maxUnavailable, "How many may be missing at a time.", "同时允许缺少多少个。")
  }
}

/// What becomes of a StatefulSet's claims.
public struct ClaimRetentionPolicy: Modeled {
  public var whenDeleted = ""
  public var whenScaled = ""
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<ClaimRetentionPolicy>(
    "StatefulSetPersistentVolumeClaimRetentionPolicy"
  ) {
    $0.field(
      "whenDeleted", \.whenDeleted, "Retain or Delete, when the set is deleted.",
      "删除 StatefulSet 时保留（Retain）还是删除（Delete）。", values: ["Retain", "Delete"], default: "Retain")
    $0.field(
      "whenScaled", \.whenScaled, "Retain or Delete, when the set is scaled down.",
      "缩容时保留（Retain）还是删除（Delete）。", values: ["Retain", "Delete"], default: "Retain")
  }
}

/// Where a StatefulSet's numbers start.
public struct StatefulSetOrdinals: Modeled {
  public var start: Int32 = 0
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<StatefulSetOrdinals>("StatefulSetOrdinals") {
    $0.field("start", \.start, "The first number.", "第一个编号。", always: true, default: "0")
  }
}

/// What is so of a StatefulSet.
public struct StatefulSetStatus: Modeled {
  public var observedGeneration: Int64 = 0
  public var replicas: Int32 = 0
  public var readyReplicas: Int32 = 0
  public var currentReplicas: Int32 = 0
  public var updatedReplicas: Int32 = 0
  public var currentRevision = ""
  public var updateRevision = ""
  public var collisionCount: Int32?
  public var conditions: [WorkloadCondition] = []
  public var availableReplicas: Int32 = 0
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<StatefulSetStatus>("StatefulSetStatus") {
    $0.field(
      "observedGeneration", \.observedGeneration, "The generation that the controller has seen.",
      "控制器已看到的代次。")
    $0.field("replicas", \.replicas, "Pods that exist.", "现有的 Pod 数量。", always: true)
    $0.field("readyReplicas", \.readyReplicas, "Pods that are ready.", "就绪的 Pod 数量。")
    $0.field(
      "currentReplicas", \.currentReplicas, "Pods of the current revision.", "属于当前修订版本的 Pod 数量。")
    $0.field(
      "updatedReplicas", \.updatedReplicas, "Pods of the newest template.", "属于最新模板的 Pod 数量。")
    $0.field(
      "currentRevision", \.currentRevision, "The revision before the update.", "更新之前的修订版本。")
    $0.field("updateRevision", \.updateRevision, "The newest revision.", "最新的修订版本。")
    $0.field(
      "collisionCount", \.collisionCount, "How often the name of a revision was taken.",
      "修订版本名称冲突的次数。")
    $0.field("conditions", \.conditions, "Observations.", "观察结果。", merging: .byKey(["type"]))
    $0.field(
      "availableReplicas", \.availableReplicas, "Pods that are available.", "可用的 Pod 数量。",
      always: true)
  }
}
