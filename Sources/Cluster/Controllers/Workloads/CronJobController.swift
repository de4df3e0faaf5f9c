import Resources
import Simulation
import Tree

/// Makes Jobs on time and clears old ones away (`pkg/controller/cronjob`, the second).
enum CronJobController {
  static func reconcile(_ look: inout Reconciliation) {
    guard let cron = look.cache.get(CronJob.self, look.key) else { return }
    let jobs = look.cache.managed(Job.self, by: cron.uid)
    clearHistory(cron, jobs, &look)
    var status = cron.status
    noteJobs(cron, jobs, &status, &look)
    if !cron.metadata.isBeingDeleted, cron.spec.suspend != true {
      run(cron, jobs, &status, &look)
    }
    guard status != cron.status else { return }
    var body = cron.body
    body.status = status
    look.update(Object(cron.metadata, body), subresource: "status")
  }

  // MARK: What has ended

  private static func clearHistory(
    _ cron: Object<CronJob>, _ jobs: [Object<Job>], _ look: inout Reconciliation
  ) {
    for (limit, isKept) in [
      (cron.spec.successfulJobsHistoryLimit, \JobStatus.isComplete),
      (cron.spec.failedJobsHistoryLimit, \JobStatus.hasFailed),
    ] {
      guard let limit else { continue }
      let ended = jobs.filter { $0.status[keyPath: isKept] && !$0.metadata.isBeingDeleted }
        .sorted {
          ($0.status.startTime?.unixSeconds ?? 0) < ($1.status.startTime?.unixSeconds ?? 0)
        }
      for job in ended.dropLast(Int(limit)) {
        look.delete(job, kind: Catalog.jobs, propagation: .background)
        look.event(cron, "SuccessfulDelete", "Deleted job \(job.name)")
      }
    }
  }

  private static func noteJobs(
    _ cron: Object<CronJob>, _ jobs: [Object<Job>], _ status: inout CronJobStatus,
    _ look: inout Reconciliation
  ) {
    for job in jobs {
      let isListed = status.active.contains { $0.uid == job.uid }
      if job.status.isFinished {
        guard isListed else { continue }
        status.active.removeAll { $0.uid == job.uid }
        look.event(
          cron, "SawCompletedJob",
          "Saw completed job: \(job.name), condition: \(job.status.isComplete ? "Complete" : "Failed")"
        )
        if job.status.isComplete, let end = job.status.completionTime {
          status.lastSuccessfulTime = max(status.lastSuccessfulTime ?? end, end)
        }
      } else if !isListed {
        var reference = ObjectReference(job)
        reference.fieldPath = ""
        status.active.append(reference)
      }
    }
    for reference in status.active where !jobs.contains(where: { $0.uid == reference.uid }) {
      look.event(
        cron, "MissingJob", "Active job went missing: \(reference.name)")
      status.active.removeAll { $0.uid == reference.uid }
    }
  }

  // MARK: What is due

  private static func run(
    _ cron: Object<CronJob>, _ jobs: [Object<Job>], _ status: inout CronJobStatus,
    _ look: inout Reconciliation
  ) {
    guard let schedule = schedule(of: cron, &look) else { return }
    let now = look.now.unixSeconds
    if let next = schedule.next(after: now) { look.again(after: .seconds(next - now)) }
    guard let due = due(cron, schedule, now, &look) else { return }
    if let deadline = cron.spec.startingDeadlineSeconds, due + deadline < now {
      look.event(
        cron, "MissSchedule",
        "Missed scheduled time to start a job: \(Time(unixSeconds: due).tree.string ?? "")",
        isWarning: true)
      return
    }
    let job = job(of: cron, at: due)
    if status.active.contains(where: { $0.name == job.name })
      || jobs.contains(where: { $0.name == job.name })
    {
      return
    }
    let running = jobs.filter { !$0.status.isFinished }
    if cron.spec.concurrencyPolicy == "Forbid", !running.isEmpty {
      look.event(
        cron, "JobAlreadyActive",
        "Not starting job because prior execution is running and concurrency policy is Forbid")
      return
    }
    if cron.spec.concurrencyPolicy == "Replace" {
      for old in running {
        look.delete(old, kind: Catalog.jobs, propagation: .background)
        look.event(cron, "SuccessfulDelete", "Deleted job \(old.name)")
        status.active.removeAll { $0.uid == old.uid }
      }
    }
    look.create(job)
    status.lastScheduleTime = Time(unixSeconds: due)
  }

  private static func schedule(
    of cron: Object<CronJob>, _ look: inout Reconciliation
  ) -> CronSchedule? {
    do throws(CronError) {
      var schedule = try CronSchedule(parsing: cron.spec.schedule)
      if let zone = cron.spec.timeZone {
        guard let offset = TimeZoneOffsets.seconds(of: zone) else {
          look.event(
            cron, "UnknownTimeZone", "invalid timeZone: \(zone): unknown time zone \(zone)",
            isWarning: true)
          return nil
        }
        schedule.offset = offset
      }
      return schedule
    } catch {
      look.event(
        cron, "UnparseableSchedule", "unparseable schedule: \(cron.spec.schedule) : \(error)",
        isWarning: true)
      return nil
    }
  }

  /// The last time that has come since the last Job; nil when none has.
  private static func due(
    _ cron: Object<CronJob>, _ schedule: CronSchedule, _ now: Int64, _ look: inout Reconciliation
  ) -> Int64? {
    var earliest =
      cron.status.lastScheduleTime?.unixSeconds ?? cron.metadata.creationTimestamp?.unixSeconds
      ?? now
    if let deadline = cron.spec.startingDeadlineSeconds { earliest = max(earliest, now - deadline) }
    var due: Int64?
    var missed = 0
    var time = earliest
    while let next = schedule.next(after: time), next <= now {
      due = next
      time = next
      missed += 1
      if missed > 1000 { break }
    }
    if missed > 100 {
      look.event(
        cron, "TooManyMissedTimes",
        "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew",
        isWarning: true)
    }
    return due
  }

  private static func job(of cron: Object<CronJob>, at due: Int64) -> Object<Job> {
    let template = cron.spec.jobTemplate
    var metadata = Metadata(
      name: "\(cron.name)-\(due / 60)", namespace: cron.namespace,
      labels: template.metadata.labels)
    metadata.annotations = template.metadata.annotations
    metadata.annotations["batch.kubernetes.io/cronjob-scheduled-timestamp"] =
      Time(unixSeconds: due).tree.string
    metadata.ownerReferences = [cron.controllerReference]
    var job = Job()
    job.spec = template.spec
    return Object(metadata, job)
  }

  static func answered(
    _ request: Request, _ response: Response, _ key: ObjectKey, _ cache: ClusterCache
  ) -> [EventDraft] {
    guard request.kind == Catalog.jobs, request.verb == .create,
      let cron = cache.get(CronJob.self, key)
    else { return [] }
    if let failure = response.failure {
      if failure.reason == "AlreadyExists" { return [] }
      return [
        EventDraft(
          object: cron, reason: "FailedCreate",
          message: "Error creating job: \(failure.message)", isWarning: true)
      ]
    }
    return [
      EventDraft(
        object: cron, reason: "SuccessfulCreate",
        message: "Created job \(response.record?.name ?? "")", isWarning: false)
    ]
  }
}

/// Deletes Jobs that ended long enough ago (`pkg/controller/ttlafterfinished`).
enum TTLAfterFinishedController {
  static func reconcile(_ look: inout Reconciliation) {
    guard let job = look.cache.get(Job.self, look.key), !job.metadata.isBeingDeleted,
      let lifetime = job.spec.ttlSecondsAfterFinished, job.status.isFinished
    else { return }
    let end =
      job.status.completionTime ?? job.status.condition("Failed")?.lastTransitionTime
      ?? Time(look.now)
    let left = end.unixSeconds + Int64(lifetime) - look.now.unixSeconds
    if left > 0 { return look.again(after: .seconds(left)) }
    look.delete(job, kind: Catalog.jobs, propagation: .foreground)
    look.note(
      "\(job.name) ended \(lifetime) seconds ago and is deleted.",
      "\(job.name) 已结束 \(lifetime) 秒，被删除。")
  }
}
