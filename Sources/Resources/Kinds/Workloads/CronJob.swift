import Simulation
import Tree

/// Makes a Job whenever its schedule says so.
public struct CronJob: SpecStatusKind {
  public var spec = CronJobSpec()
  public var status = CronJobStatus()
  public var rest = Fields()

  public init() {}

  public static let resource = Resource(
    "batch", "v1", "CronJob", plural: "cronjobs", short: ["cj"], categories: ["all"], status: true)

  public static let schema = Schema<CronJob>(
    "CronJob", Text("Makes a Job whenever its schedule says so.", "按时间表创建 Job。")
  ) {
    $0.field("spec", \.spec, "What is wished for.", "期望状态。", always: true)
    $0.field("status", \.status, "What is so.", "实际状态。", always: true)
  }

  public static let columns: [Column<CronJob>] = [
    .name,
    Column("Schedule") { job, _ in job.spec.schedule },
    Column("Timezone") { job, _ in job.spec.timeZone ?? "<none>" },
    Column("Suspend") { job, _ in job.spec.suspend.map { $0 ? "True" : "False" } ?? "<unset>" },
    Column("Active") { job, _ in String(job.status.active.count) },
    Column("Last Schedule") { job, now in
      job.status.lastScheduleTime.map { elapsed(since: $0, now) } ?? "<none>"
    },
    .age,
    Column("Containers", wide: true) { job, _ in
      job.spec.jobTemplate.spec.template.spec.containerNames
    },
    Column("Images", wide: true) { job, _ in job.spec.jobTemplate.spec.template.spec.imageNames },
    Column("Selector", wide: true) { job, _ in job.spec.jobTemplate.spec.selector.cell },
  ]

  public mutating func setDefaults(_ metadata: inout Metadata) {
    if spec.concurrencyPolicy.isEmpty { spec.concurrencyPolicy = "Allow" }
    if spec.suspend == nil { spec.suspend = false }
    if spec.successfulJobsHistoryLimit == nil { spec.successfulJobsHistoryLimit = 3 }
    if spec.failedJobsHistoryLimit == nil { spec.failedJobsHistoryLimit = 1 }
    spec.jobTemplate.spec.template.spec.setDefaults()
  }

  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    if spec.schedule.isEmpty {
      errors.required("spec.schedule")
    } else {
      validateSchedule(&errors)
    }
    errors.checkNotNegative(spec.startingDeadlineSeconds, "spec.startingDeadlineSeconds")
    if !["Allow", "Forbid", "Replace"].contains(spec.concurrencyPolicy) {
      errors.unsupported(
        "spec.concurrencyPolicy", spec.concurrencyPolicy, ["Allow", "Forbid", "Replace"])
    }
    spec.jobTemplate.spec.validate(at: "spec.jobTemplate.spec", &errors)
    if let selector = spec.jobTemplate.spec.selector {
      errors.invalid(
        "spec.jobTemplate.spec.selector", selector.goText, "`selector` will be auto-generated")
    }
    if spec.jobTemplate.spec.manualSelector == true {
      errors.unsupported("spec.jobTemplate.spec.manualSelector", "true", ["nil", "false"])
    }
    errors.checkNotNegative(
      spec.successfulJobsHistoryLimit.map(Int64.init), "spec.successfulJobsHistoryLimit")
    errors.checkNotNegative(
      spec.failedJobsHistoryLimit.map(Int64.init), "spec.failedJobsHistoryLimit")
    if metadata.name.utf8.count > 52 {
      errors.invalid(
        "metadata.name", string: metadata.name, "must be no more than 52 characters")
    }
  }

  private func validateSchedule(_ errors: inout FieldErrors) {
    do throws(CronError) { _ = try CronSchedule(parsing: spec.schedule) } catch {
      errors.invalid("spec.schedule", string: spec.schedule, error.description)
    }
    if spec.schedule.contains("TZ") {
      errors.invalid(
        "spec.schedule", string: spec.schedule,
        "cannot use TZ or CRON_TZ in schedule, use timeZone field instead")
    }
    guard let zone = spec.timeZone else { return }
    if zone.isEmpty {
      errors.invalid("spec.timeZone", string: zone, "timeZone must be nil or non-empty string")
    } else if zone.lowercased() == "local" {
      errors.invalid(
        "spec.timeZone", string: zone,
        "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones")
    }
  }
}

/// What is wished for of a CronJob.
public struct CronJobSpec: Modeled {
  public var schedule = ""
  public var timeZone: String?
  public var startingDeadlineSeconds: Int64?
  public var concurrencyPolicy = ""
  public var suspend: Bool?
  public var jobTemplate = JobTemplate()
  public var successfulJobsHistoryLimit: Int32?
  public var failedJobsHistoryLimit: Int32?
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<CronJobSpec>("CronJobSpec") {
    $0.field(
      "schedule", \.schedule,
      "Minute, hour, day of month, month and day of week, as cron has them.",
      "分、时、日、月、星期，写法同 cron。", always: true, required: true)
    $0.field("timeZone", \.timeZone, "Zone of the schedule's times.", "时间表所用的时区。")
    $0.field(
      "startingDeadlineSeconds", \.startingDeadlineSeconds,
      "Seconds by which a start may be late before it is left out.", "启动最多可延迟的秒数，超过则略过。")
    $0.field(
      "concurrencyPolicy", \.concurrencyPolicy, "What to do while the last Job still runs.",
      "上一个 Job 仍在运行时的处理方式。", values: ["Allow", "Forbid", "Replace"], default: "Allow")
    $0.field("suspend", \.suspend, "Whether no Jobs are made.", "是否暂停创建 Job。", default: "false")
    $0.field(
      "jobTemplate", \.jobTemplate, "The Job that is made.", "要创建的 Job。", always: true,
      required: true)
    $0.field(
      "successfulJobsHistoryLimit", \.successfulJobsHistoryLimit,
      "How many completed Jobs are kept.", "保留多少个已完成的 Job。", default: "3")
    $0.field(
      "failedJobsHistoryLimit", \.failedJobsHistoryLimit, "How many failed Jobs are kept.",
      "保留多少个失败的 Job。", default: "1")
  }
}

/// The Job that a CronJob makes.
public struct JobTemplate: Modeled {
  public var metadata = Metadata()
  public var spec = JobSpec()
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<JobTemplate>("JobTemplateSpec") {
    $0.field("metadata", \.metadata, "Labels and annotations.", "标签与注解。", always: true)
    $0.field("spec", \.spec, "What is wished for of the Job.", "Job 的期望状态。", always: true)
  }
}

/// What is so of a CronJob.
public struct CronJobStatus: Modeled {
  public var active: [ObjectReference] = []
  public var lastScheduleTime: Time?
  public var lastSuccessfulTime: Time?
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<CronJobStatus>("CronJobStatus") {
    $0.field("active", \.active, "Jobs that are running.", "正在运行的 Job。")
    $0.field("lastScheduleTime", \.lastScheduleTime, "When a Job was last due.", "最近一次到点的时间。")
    $0.field(
      "lastSuccessfulTime", \.lastSuccessfulTime, "When a Job last ended well.", "最近一次成功完成的时间。")
  }
}
