import Resources
import Simulation

// What keeps a pod waiting because an object that it refers to is not there.
extension Kubelet {
  /// Whether every volume can be mounted; tries again later where one cannot (`nestedpendingoperations`).
  mutating func mountVolumes(_ uid: String, _ effects: inout Effects) -> Bool {
    guard let worker = workers[uid] else { return false }
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
    workers[uid]?.configuration.failures += 1
    workers[uid]?.configuration.notBefore = effects.now + Milliseconds(wait)
    workers[uid]?.configuration.isFresh = false
    report(uid, &effects)
    scheduleSync(uid, after: Milliseconds(wait), background: wait > 500, &effects)
    return false
  }

  /// Whether the container's variables can be made; else it waits with CreateContainerConfigError.
  mutating func isConfigured(_ uid: String, _ spec: Container, _ effects: inout Effects) -> Bool {
    guard let worker = workers[uid], var container = worker[container: spec.name] else {
      return false
    }
    guard let problem = ContainerEnvironment.problem(of: spec, worker) else { return true }
    container.phase = .waiting
    container.reason = "CreateContainerConfigError"
    container.message = problem
    container.notBefore = effects.now + .seconds(10)
    workers[uid]?[container: spec.name] = container
    workers[uid]?.configuration.isFresh = false
    event(
      worker, "Failed", "Error: \(problem)", container: spec.name, isWarning: true, &effects)
    report(uid, &effects)
    scheduleSync(uid, after: .seconds(10), background: true, &effects)
    return false
  }
}
