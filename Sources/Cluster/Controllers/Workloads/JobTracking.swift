import Resources
import Simulation
import Tree

/// Counts each ended pod once, by way of a finalizer that it keeps until it is counted (KEP-2307).
enum JobTracking {
  /// Takes ended pods in, frees those that are written down, and counts those that are free.
  static func track(_ scene: inout JobController.Scene, _ look: inout Reconciliation) {
    var uncounted = scene.status.uncountedTerminatedPods ?? UncountedPods()
    let written = scene.job.status.uncountedTerminatedPods ?? UncountedPods()
    for pod in scene.pods where pod.metadata.finalizers.contains(JobController.finalizer) {
      let isWritten = written.succeeded.contains(pod.uid) || written.failed.contains(pod.uid)
      if isWritten {
        free(pod, &look)
      } else if pod.status.phase == "Succeeded" {
        uncounted.succeeded.append(pod.uid)
      } else if pod.status.phase == "Failed" || isLost(pod) {
        uncounted.failed.append(pod.uid)
      }
    }
    let waiting = scene.pods.filter { $0.metadata.finalizers.contains(JobController.finalizer) }
      .map(\.uid)
    let good = written.succeeded.filter { !waiting.contains($0) }
    let bad = written.failed.filter { !waiting.contains($0) }
    scene.status.succeeded += Int32(good.count)
    scene.status.failed += Int32(bad.count)
    uncounted.succeeded.removeAll { good.contains($0) }
    uncounted.failed.removeAll { bad.contains($0) }
    scene.status.uncountedTerminatedPods = uncounted
    if scene.isIndexed { noteIndexes(&scene) }
  }

  /// A pod that was deleted before it ended counts as failed.
  private static func isLost(_ pod: Object<Pod>) -> Bool {
    pod.metadata.isBeingDeleted && (pod.spec.nodeName.isEmpty || pod.body.isTerminal)
  }

  private static func free(_ pod: Object<Pod>, _ look: inout Reconciliation) {
    look.patch(
      pod, kind: Catalog.pods,
      [
        "metadata": [
          "finalizers": .array(
            pod.metadata.finalizers.filter { $0 != JobController.finalizer }.map(Value.string))
        ]
      ], type: .merge)
  }

  /// The numbers that have ended well, as `0-2,5`.
  private static func noteIndexes(_ scene: inout JobController.Scene) {
    var done = IndexRanges.parse(scene.status.completedIndexes)
    for pod in scene.pods where pod.status.phase == "Succeeded" {
      if let index = JobPods.index(of: pod), !done.contains(index) { done.append(index) }
    }
    scene.status.completedIndexes = IndexRanges.text(done.sorted())
  }

  /// Frees a pod whose Job is gone, so that it can go too.
  static func freeOrphan(_ look: inout Reconciliation) {
    guard let pod = look.cache.get(Pod.self, look.key),
      pod.metadata.finalizers.contains(JobController.finalizer)
    else { return }
    if let owner = pod.metadata.controller, owner.kind == "Job",
      let job = look.cache.get(Job.self, ObjectKey(pod.namespace, owner.name)),
      job.uid == owner.uid, !job.metadata.isBeingDeleted
    {
      return
    }
    free(pod, &look)
  }
}

/// Numbers as text, with runs drawn together: `0-2,5`.
enum IndexRanges {
  static func parse(_ text: String) -> [Int32] {
    text.split(separator: ",").flatMap { part -> [Int32] in
      let ends = part.split(separator: "-").compactMap { Int32($0) }
      guard let low = ends.first, let high = ends.last, low <= high else { return [] }
      return Array(low...high)
    }
  }

  static func text(_ numbers: [Int32]) -> String {
    var parts: [(low: Int32, high: Int32)] = []
    for number in numbers {
      if let last = parts.last, last.high + 1 == number {
        parts[parts.count - 1].high = number
      } else {
        parts.append((number, number))
      }
    }
    return parts.map { part in
      switch part.high - part.low {
      case 0: "\(part.low)"
      case 1: "\(part.low),\(part.high)"
      default: "\(part.low)-\(part.high)"
      }
    }.joined(separator: ",")
  }
}
