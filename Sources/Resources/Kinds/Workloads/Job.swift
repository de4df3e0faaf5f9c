import Simulation
import Tree

/// Runs pods until a number of them has ended well.
public struct Job: SpecStatusKind {
  public var spec = JobSpec()
  public var status = JobStatus()
  public var rest = Fields()

  public init() {}

  public static let resource = Resource(
    "batch", "v1", "Job", plural: "jobs", categories: ["all"], status: true)

  public static let schema = Schema<Job>(
    "Job",
    Text("Runs pods until a number of them has ended well.", "运行 Pod，直到其中一定数量成功结束。")
  ) {
    $0.field("spec", \.spec, "What is wished for.", "期望状态。", always: true)
    $0.field("status", \.status, "What is so.", "实际状态。", always: true)
  }

  public static let selectableFields = ["status.successful"]
  public func selectableField(_ path: String) -> String? {
    path == "status.successful" ? String(status.succeeded) : nil
  }

  public static let uidLabel = "batch.kubernetes.io/controller-uid"
  public static let nameLabel = "batch.kubernetes.io/job-name"

  public mutating func setDefaults(_ metadata: inout Metadata) {
    spec.setDefaults()
    if metadata.labels.isEmpty { metadata.labels = spec.template.metadata.labels }
  }

  /// Makes the selector and the labels that it finds, from the object's own UID.
  public mutating func prepare(_ metadata: inout Metadata, old: Object<Job>?) {
    guard old == nil, spec.manualSelector != true else { return }
    var labels = spec.template.metadata.labels
    for (key, value) in [
      (Self.nameLabel, metadata.name), ("job-name", metadata.name),
      (Self.uidLabel, metadata.uid), ("controller-uid", metadata.uid),
    ] where labels[key] == nil { labels[key] = value }
    spec.template.metadata.labels = labels
    var selector = spec.selector ?? LabelSelector()
    if selector.matchLabels[Self.uidLabel] == nil {
      selector.matchLabels[Self.uidLabel] = metadata.uid
    }
    spec.selector = selector
    if metadata.labels.isEmpty { metadata.labels = labels }
  }

  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    spec.validate(at: "spec", &errors)
    guard let selector = spec.selector else { return errors.required("spec.selector") }
    selector.validate(at: "spec.selector", &errors)
    let labels = spec.template.metadata.labels
    if !(selector.requirements?.matches(labels) ?? false) {
      errors.invalid(
        "spec.template.metadata.labels", WorkloadRules.goMap(labels),
        "`selector` does not match template `labels`")
    }
  }
}

/// What is wished for of a Job.
public struct JobSpec: Modeled {
  public var parallelism: Int32?
  public var completions: Int32?
  public var activeDeadlineSeconds: Int64?
  public var backoffLimit: Int32?
  public var backoffLimitPerIndex: Int32?
  public var maxFailedIndexes: Int32?
  public var selector: LabelSelector?
  public var manualSelector: Bool?
  public var template = PodTemplate()
  public var ttlSecondsAfterFinished: Int32?
  public var completionMode: String?
  public var suspend: Bool?
  public var podReplacementPolicy: String?
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<JobSpec>("JobSpec") {
    $0.field(
      "parallelism", \.parallelism, "How many pods may run at a time.", "同时运行的 Pod 数量上限。",
      default: "1")
    $0.field(
      "completions", \.completions, "How many pods must end well.", "须成功结束的 Pod 数量。",
      default: "1")
    $0.field(
      "activeDeadlineSeconds", \.activeDeadlineSeconds,
      "Seconds after which the Job is ended and has failed.", "超过该秒数即终止并视为失败。")
    $0.kept(
      "podFailurePolicy", .any, "What kinds of failure end or do not count.", "哪些失败终止 Job，哪些不计入。")
    $0.kept("successPolicy", .any, "Which indexes suffice for success.", "哪些索引成功即算整体成功。")
    $0.field(
      "backoffLimit", \.backoffLimit, "Failed pods after which the Job has failed.",
      "失败的 Pod 超过该数量即视 Job 失败。", default: "6")
    $0.field(
      "backoffLimitPerIndex", \.backoffLimitPerIndex, "The same for every index alone.",
      "每个索引各自的失败上限。")
    $0.field(
      "maxFailedIndexes", \.maxFailedIndexes, "Failed indexes after which the Job has failed.",
      "失败的索引超过该数量即视 Job 失败。")
    $0.field(
      "selector", \.selector, "The pods that are its own; the API server makes it.",
      "属于本对象的 Pod；由 API 服务器生成。")
    $0.field(
      "manualSelector", \.manualSelector, "Whether the selector is the writer's.", "是否由用户自己给出选择算符。")
    $0.field(
      "template", \.template, "The pod that is run; restartPolicy must be Never or OnFailure.",
      "要运行的 Pod；restartPolicy 必须为 Never 或 OnFailure。", always: true, required: true)
    $0.field(
      "ttlSecondsAfterFinished", \.ttlSecondsAfterFinished,
      "Seconds after its end when the Job is deleted.", "结束多少秒之后删除该 Job。")
    $0.field(
      "completionMode", \.completionMode, "NonIndexed, or Indexed to give every pod a number.",
      "NonIndexed，或 Indexed（给每个 Pod 一个编号）。", values: ["NonIndexed", "Indexed"],
      default: "NonIndexed")
    $0.field("suspend", \.suspend, "Whether no pods run.", "是否暂停，不运行 Pod。", default: "false")
    $0.field(
      "podReplacementPolicy", \.podReplacementPolicy, "When a pod that goes is replaced.",
      "何时为离去的 Pod 创建替代者。", values: ["TerminatingOrFailed", "Failed"])
    $0.kept("managedBy", .string, "Another controller that looks after the Job.", "负责该 Job 的其他控制器。")
  }

  public mutating func setDefaults() {
    if completions == nil, parallelism == nil { completions = 1 }
    if parallelism == nil { parallelism = 1 }
    if backoffLimit == nil { backoffLimit = backoffLimitPerIndex == nil ? 6 : Int32.max }
    if completionMode == nil { completionMode = "NonIndexed" }
    if suspend == nil { suspend = false }
    if manualSelector == nil { manualSelector = false }
    if podReplacementPolicy == nil {
      podReplacementPolicy = rest["podFailurePolicy"] == nil ? "TerminatingOrFailed" : "Failed"
    }
    template.spec.setDefaults()
  }
}

/// What is so of a Job.
public struct JobStatus: Modeled {
  public var conditions: [JobCondition] = []
  public var startTime: Time?
  public var completionTime: Time?
  public var active: Int32 = 0
  public var succeeded: Int32 = 0
  public var failed: Int32 = 0
  public var terminating: Int32?
  public var completedIndexes = ""
  public var failedIndexes: String?
  public var uncountedTerminatedPods: UncountedPods?
  public var ready: Int32?
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<JobStatus>("JobStatus") {
    $0.field("conditions", \.conditions, "Observations.", "观察结果。", merging: .byKey(["type"]))
    $0.field("startTime", \.startTime, "When it began.", "开始时间。")
    $0.field("completionTime", \.completionTime, "When it ended well.", "成功完成的时间。")
    $0.field("active", \.active, "Pods that are running or waiting.", "运行中或等待中的 Pod 数量。")
    $0.field("succeeded", \.succeeded, "Pods that ended well.", "成功结束的 Pod 数量。")
    $0.field("failed", \.failed, "Pods that failed.", "失败的 Pod 数量。")
    $0.field("terminating", \.terminating, "Pods that are ending.", "正在终止的 Pod 数量。")
    $0.field("completedIndexes", \.completedIndexes, "Numbers that ended well.", "已成功的编号。")
    $0.field("failedIndexes", \.failedIndexes, "Numbers that failed.", "已失败的编号。")
    $0.field(
      "uncountedTerminatedPods", \.uncountedTerminatedPods,
      "Ended pods that are yet to be counted.",
      "已结束但尚未计入的 Pod。")
    $0.field("ready", \.ready, "Pods that are ready.", "就绪的 Pod 数量。")
  }

  public func condition(_ type: String) -> JobCondition? { conditions.first { $0.type == type } }
  public var isComplete: Bool { condition("Complete")?.status == "True" }
  public var hasFailed: Bool { condition("Failed")?.status == "True" }
  public var isFinished: Bool { isComplete || hasFailed }
}

/// Pods that have ended and are not yet part of a Job's counts.
public struct UncountedPods: Modeled {
  public var succeeded: [String] = []
  public var failed: [String] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<UncountedPods>("UncountedTerminatedPods") {
    $0.field("succeeded", \.succeeded, "UIDs of pods that ended well.", "成功结束的 Pod 的 UID。")
    $0.field("failed", \.failed, "UIDs of pods that failed.", "失败的 Pod 的 UID。")
  }
}

/// One observation about a Job.
public struct JobCondition: Modeled {
  public var type = ""
  public var status = ""
  public var lastProbeTime: Time?
  public var lastTransitionTime: Time?
  public var reason = ""
  public var message = ""
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<JobCondition>("JobCondition") {
    $0.field("type", \.type, "What is observed.", "观察的方面。", always: true)
    $0.field("status", \.status, "True, False or Unknown.", "True、False 或 Unknown。", always: true)
    $0.field("lastProbeTime", \.lastProbeTime, "When it was last looked at.", "最近一次查看的时间。")
    $0.field(
      "lastTransitionTime", \.lastTransitionTime, "When the status last changed.", "状态最近一次变化的时间。")
    $0.field("reason", \.reason, "One word why.", "一个词的原因。")
    $0.field("message", \.message, "The reason for people.", "供人阅读的原因。")
  }
}
