import Resources
import Simulation

// What keeps a pod waiting because an object that it refers to is not there.
extension Kubelet {
  /// Whether every volume can be mounted; tries again later where one cannot (`nestedpendingoperations`).
  mutating func mountVolumes(_ worker: inout PodWorker, _ effects: inout Effects) -> Bool {
    if let instant = worker.configuration.notBefore, instant > effects.now { return false }
    var canMount = true
    for volume in worker.pod.spec.volumes {
      guard let problem = VolumeContents.problem(of: volume, worker.configuration) else { continue }
      event(
        worker, "FailedMount",
        "MountVolume.SetUp failed for volume \(quoted(volume.name)) : \(problem)",
        isWarning: true, &effects)
      canMount = false
    }
    if canMount { return true }
    // Half a second, doubled each time, at most two minutes and two seconds.
    let wait: Int64 = min(122_000, 500 << min(8, worker.configuration.failures))
    worker.configuration.failures += 1
    worker.configuration.notBefore = effects.now + Milliseconds(wait)
    worker.configuration.isFresh = false
    report(&worker, &effects)
    scheduleSync(&worker, after: Milliseconds(wait), background: wait > 500, &effects)
    return false
  }

  /// Whether the container's variables can be made and it runs as who it may; else it waits with CreateContainerConfigError.
  mutating func isConfigured(_ worker: inout PodWorker, _ spec: Container, _ effects: inout Effects)
    -> Bool
  {
    guard let spot = worker.spot(of: spec.name) else { return false }
    let problem =
      ContainerEnvironment.problem(of: spec, worker)
      ?? ContainerIdentity.problem(of: spec, worker.pod)
    guard let problem else { return true }
    worker[spot].phase = .waiting
    worker[spot].reason = "CreateContainerConfigError"
    worker[spot].message = problem
    worker[spot].notBefore = effects.now + .seconds(10)
    worker.configuration.isFresh = false
    event(
      worker, "Failed", "Error: \(problem)", container: spec.name, isWarning: true, &effects)
    report(&worker, &effects)
    scheduleSync(&worker, after: .seconds(10), background: true, &effects)
    return false
  }
}
