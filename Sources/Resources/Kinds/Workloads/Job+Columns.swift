import Simulation
import Tree

/// The table that `kubectl get jobs` shows, after `printJob`.
extension Job {
  public static let columns: [Column<Job>] = [
    .name,
    Column("Status") { job, _ in job.body.statusText(job.metadata) },
    Column("Completions") { job, _ in job.body.completionsText },
    Column("Duration") { job, now in job.body.durationText(now) },
    .age,
    Column("Containers", wide: true) { job, _ in job.spec.template.spec.containerNames },
    Column("Images", wide: true) { job, _ in job.spec.template.spec.imageNames },
    Column("Selector", wide: true) { job, _ in job.spec.selector.cell },
  ]

  private func statusText(_ metadata: Metadata) -> String {
    func holds(_ type: String) -> Bool { status.condition(type)?.status == "True" }
    if holds("Complete") { return "Complete" }
    if holds("Failed") { return "Failed" }
    if metadata.isBeingDeleted { return "Terminating" }
    if holds("Suspended") { return "Suspended" }
    if holds("FailureTarget") { return "FailureTarget" }
    if holds("SuccessCriteriaMet") { return "SuccessCriteriaMet" }
    return "Running"
  }

  private var completionsText: String {
    if let completions = spec.completions { return "\(status.succeeded)/\(completions)" }
    let parallelism = spec.parallelism ?? 0
    return parallelism > 1 ? "\(status.succeeded)/1 of \(parallelism)" : "\(status.succeeded)/1"
  }

  private func durationText(_ now: Instant) -> String {
    guard let start = status.startTime else { return "" }
    let end = status.completionTime?.unixSeconds ?? now.unixSeconds
    return HumanDuration.text(seconds: Int(end - start.unixSeconds))
  }
}
