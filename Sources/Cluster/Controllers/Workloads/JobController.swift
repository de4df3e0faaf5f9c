import Resources
import Simulation
import Tree

/// Runs each Job's pods until enough have ended well or too many have failed (`pkg/controller/job`).
enum JobController {
  static let finalizer = "batch.kubernetes.io/job-tracking"

  /// A Job and its pods as the cache shows them, with the status that is to be written.
  struct Scene {
    let job: Object<Job>
    let pods: [Object<Pod>]
    var status: JobStatus
    let now: Instant

    var spec: JobSpec { job.spec }
    var isSuspended: Bool { spec.suspend == true }
    var isIndexed: Bool { spec.completionMode == "Indexed" }
    var active: [Object<Pod>] { pods.filter(\.isActive) }
    /// Counted and about to be counted.
    var succeeded: Int32 {
      status.succeeded + Int32(status.uncountedTerminatedPods?.succeeded.count ?? 0)
    }
    var failed: Int32 { status.failed + Int32(status.uncountedTerminatedPods?.failed.count ?? 0) }
  }

  static func reconcile(_ look: inout Reconciliation) {
    guard let job = look.cache.get(Job.self, look.key), job.spec.rest["managedBy"] == nil else {
      return
    }
    var scene = Scene(
      job: job, pods: look.cache.managed(Pod.self, by: job.uid), status: job.status, now: look.now)
    if job.status.isFinished {
      // Pods that end late still lose their finalizer.
      JobTracking.track(&scene, &look)
      return writeStatus(scene, &look)
    }
    if scene.status.startTime == nil, !scene.isSuspended { scene.status.startTime = Time(look.now) }
    JobTracking.track(&scene, &look)
    if !job.metadata.isBeingDeleted { advance(&scene, &look) }
    countActive(&scene)
    writeStatus(scene, &look)
  }

  private static func advance(_ scene: inout Scene, _ look: inout Reconciliation) {
    if let failure = failure(of: scene) { return fail(&scene, failure, &look) }
    if isComplete(scene) { return complete(&scene, &look) }
    suspendOrResume(&scene, &look)
    if scene.isSuspended {
      for pod in scene.active { look.delete(pod, kind: Catalog.pods) }
      return
    }
    JobPods.manage(scene, &look)
    if let deadline = scene.spec.activeDeadlineSeconds, let start = scene.status.startTime {
      look.again(after: .seconds(max(0, start.unixSeconds + deadline - look.now.unixSeconds)))
    }
  }

  // MARK: The end

  private static func failure(of scene: Scene) -> (reason: String, message: String)? {
    if let condition = scene.status.condition("FailureTarget"), condition.status == "True" {
      return (condition.reason, condition.message)
    }
    let limit = scene.spec.backoffLimit ?? 6
    // With OnFailure the kubelet restarts containers in place; those restarts count as well.
    let restarts =
      scene.spec.template.spec.restartPolicy == "OnFailure"
      ? scene.active.reduce(Int32(0)) { sum, pod in
        sum + pod.status.containerStatuses.reduce(0) { $0 + $1.restartCount }
      } : 0
    if scene.failed > limit
      || (restarts > 0 && restarts >= limit && scene.failed + restarts > limit)
    {
      return ("BackoffLimitExceeded", "Job has reached the specified backoff limit")
    }
    if let deadline = scene.spec.activeDeadlineSeconds, let start = scene.status.startTime,
      !scene.isSuspended, scene.now.unixSeconds - start.unixSeconds >= deadline
    {
      return ("DeadlineExceeded", "Job was active longer than specified deadline")
    }
    return nil
  }

  private static func isComplete(_ scene: Scene) -> Bool {
    guard let completions = scene.spec.completions else {
      return scene.succeeded > 0 && scene.active.isEmpty
    }
    return scene.succeeded >= completions
  }

  private static func fail(
    _ scene: inout Scene, _ why: (reason: String, message: String), _ look: inout Reconciliation
  ) {
    let time = Time(look.now)
    scene.status.set("FailureTarget", "True", why.reason, why.message, at: time)
    let active = scene.active
    for pod in active { look.delete(pod, kind: Catalog.pods) }
    let isCounted = scene.status.uncountedTerminatedPods.map { $0.succeeded + $0.failed } ?? []
    guard active.isEmpty, isCounted.isEmpty else { return }
    scene.status.set("Failed", "True", why.reason, why.message, at: time)
    look.event(scene.job, why.reason, why.message, isWarning: true)
  }

  private static func complete(_ scene: inout Scene, _ look: inout Reconciliation) {
    let time = Time(look.now)
    let reason = "CompletionsReached"
    let message = "Reached expected number of succeeded pods"
    scene.status.set("SuccessCriteriaMet", "True", reason, message, at: time)
    for pod in scene.active { look.delete(pod, kind: Catalog.pods) }
    let isCounted = scene.status.uncountedTerminatedPods.map { $0.succeeded + $0.failed } ?? []
    guard scene.active.isEmpty, isCounted.isEmpty else { return }
    scene.status.set("Complete", "True", reason, message, at: time)
    scene.status.completionTime = time
    look.event(scene.job, "Completed", "Job completed")
  }

  private static func suspendOrResume(_ scene: inout Scene, _ look: inout Reconciliation) {
    let time = Time(look.now)
    let known = scene.status.condition("Suspended")
    if scene.isSuspended, known?.status != "True" {
      scene.status.set("Suspended", "True", "JobSuspended", "Job suspended", at: time)
      scene.status.startTime = nil
      look.event(scene.job, "Suspended", "Job suspended")
    } else if !scene.isSuspended, known?.status == "True" {
      scene.status.set("Suspended", "False", "JobResumed", "Job resumed", at: time)
      scene.status.startTime = time
      look.event(scene.job, "Resumed", "Job resumed")
    }
  }

  // MARK: Status

  private static func countActive(_ scene: inout Scene) {
    let active = scene.active
    scene.status.active = Int32(active.count)
    scene.status.ready = Int32(active.filter { $0.status.isReady }.count)
    scene.status.terminating = Int32(
      scene.pods.filter { $0.metadata.isBeingDeleted && !$0.body.isTerminal }.count)
    if scene.status.isFinished { scene.status.active = 0 }
  }

  private static func writeStatus(_ scene: Scene, _ look: inout Reconciliation) {
    guard scene.status != scene.job.status else { return }
    var body = scene.job.body
    body.status = scene.status
    look.update(Object(scene.job.metadata, body), subresource: "status")
  }

  static func answered(
    _ request: Request, _ response: Response, _ key: ObjectKey, _ cache: ClusterCache
  ) -> [EventDraft] {
    guard request.kind == Catalog.pods, let job = cache.get(Job.self, key) else { return [] }
    return ReplicaEvents.drafts(request, response, job)
  }
}

extension JobStatus {
  /// Sets a condition; the time of transition moves only when the status does.
  mutating func set(
    _ type: String, _ status: String, _ reason: String, _ message: String, at time: Time
  ) {
    var condition = JobCondition()
    condition.type = type
    condition.status = status
    condition.reason = reason
    condition.message = message
    condition.lastProbeTime = time
    condition.lastTransitionTime = time
    guard let place = conditions.firstIndex(where: { $0.type == type }) else {
      return conditions.append(condition)
    }
    if conditions[place].status != status { conditions[place] = condition }
  }
}
