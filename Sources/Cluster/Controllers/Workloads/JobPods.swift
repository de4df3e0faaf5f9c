import Resources
import Simulation
import Tree

/// How many pods a Job runs, and what they look like.
enum JobPods {
  static let indexAnnotation = "batch.kubernetes.io/job-completion-index"

  static func index(of pod: Object<Pod>) -> Int32? {
    pod.metadata.annotations[indexAnnotation].flatMap { Int32($0) }
  }

  static func manage(_ scene: JobController.Scene, _ look: inout Reconciliation) {
    let active = Int32(scene.active.count)
    let wanted = wanted(scene)
    if active > wanted {
      // The youngest pods that are not ready go first.
      let victims = scene.active.sorted {
        ($0.status.isReady ? 1 : 0, $1.metadata.creationTimestamp?.unixSeconds ?? 0)
          < ($1.status.isReady ? 1 : 0, $0.metadata.creationTimestamp?.unixSeconds ?? 0)
      }
      for pod in victims.prefix(Int(active - wanted)) { look.delete(pod, kind: Catalog.pods) }
      return
    }
    let ending = scene.pods.filter { $0.metadata.isBeingDeleted && !$0.body.isTerminal }
    let held = scene.spec.podReplacementPolicy == "Failed" ? Int32(ending.count) : 0
    let missing = min(500, wanted - active - held)
    guard missing > 0 else { return }
    let delay = backOff(scene)
    if delay > 0 { return look.again(after: .seconds(delay)) }
    if scene.isIndexed {
      for index in freeIndexes(scene, missing) { look.create(pod(of: scene.job, index: index)) }
    } else {
      for _ in 0..<missing { look.create(pod(of: scene.job, index: nil)) }
    }
    look.note(
      "\(scene.job.name) has \(active) of \(wanted) active pods and creates \(missing).",
      "\(scene.job.name) 有 \(active)/\(wanted) 个活动的 Pod，再创建 \(missing) 个。")
  }

  private static func wanted(_ scene: JobController.Scene) -> Int32 {
    let parallelism = scene.spec.parallelism ?? 1
    guard let completions = scene.spec.completions else {
      // A work queue: once one pod has ended well, no more are made.
      return scene.succeeded > 0 ? Int32(scene.active.count) : parallelism
    }
    return max(0, min(parallelism, completions - scene.succeeded))
  }

  /// Seconds until the next pod after failures: 10, doubled each time, at most ten minutes.
  private static func backOff(_ scene: JobController.Scene) -> Int64 {
    let ends = scene.pods.compactMap { pod -> (hasFailed: Bool, at: Int64)? in
      guard pod.body.isTerminal else { return nil }
      let finished = pod.status.containerStatuses.compactMap {
        $0.state.terminated?.finishedAt?.unixSeconds
      }.max()
      return (pod.status.phase == "Failed", finished ?? scene.now.unixSeconds)
    }.sorted { $0.at < $1.at }
    let failures = ends.reversed().prefix { $0.hasFailed }
    guard let last = failures.first else { return 0 }
    let delay = min(600, Int64(10) << Int64(min(failures.count - 1, 6)))
    return max(0, last.at + delay - scene.now.unixSeconds)
  }

  private static func freeIndexes(_ scene: JobController.Scene, _ count: Int32) -> [Int32] {
    let done = IndexRanges.parse(scene.status.completedIndexes)
    let taken = scene.active.compactMap(index)
    let all = 0..<(scene.spec.completions ?? 0)
    return Array(
      all.lazy.filter { !done.contains($0) && !taken.contains($0) }.prefix(Int(count)))
  }

  private static func pod(of job: Object<Job>, index: Int32?) -> Object<Pod> {
    let template = job.spec.template
    var metadata = Metadata(
      name: "", namespace: job.namespace, labels: template.metadata.labels)
    metadata.generateName = job.name + "-" + (index.map { "\($0)-" } ?? "")
    metadata.annotations = template.metadata.annotations
    metadata.finalizers = [JobController.finalizer]
    metadata.ownerReferences = [job.controllerReference]
    var pod = Pod()
    pod.spec = template.spec
    if let index {
      metadata.annotations[indexAnnotation] = String(index)
      metadata.labels[indexAnnotation] = String(index)
      if pod.spec.rest["hostname"] == nil {
        pod.spec.rest["hostname"] = .string("\(job.name)-\(index)")
      }
      for place in pod.spec.containers.indices { addIndex(&pod.spec.containers[place]) }
      for place in pod.spec.initContainers.indices { addIndex(&pod.spec.initContainers[place]) }
    }
    return Object(metadata, pod)
  }

  private static func addIndex(_ container: inout Container) {
    guard !container.env.contains(where: { $0.name == "JOB_COMPLETION_INDEX" }) else { return }
    var variable = EnvVar()
    variable.name = "JOB_COMPLETION_INDEX"
    variable.valueFrom = [
      "fieldRef": [
        "apiVersion": "v1", "fieldPath": .string("metadata.labels['\(indexAnnotation)']"),
      ]
    ]
    container.env.append(variable)
  }
}
