import Resources
import Simulation

extension Kubelet {
  /// How long the runtime takes to make a pod's sandbox and network.
  private static let sandboxTime = Milliseconds(150)
  /// How long it takes to create and start a container.
  private static let startTime = Milliseconds(80)
  /// How often the kubelet asks the runtime what has changed (PLEG).
  static let relistTime = Milliseconds(500)
  /// Bytes a second that a registry gives.
  private static let pullRate: Int64 = 40_000_000

  /// Brings one pod a step closer to what is wished for.
  mutating func sync(_ worker: inout PodWorker, _ registry: ImageRegistry, _ effects: inout Effects)
  {
    if worker.pod.spec.activeDeadlineSeconds != nil { keepDeadline(&worker, &effects) }
    if worker.isStopping { return stop(&worker, registry, &effects) }
    if worker.pod.body.isTerminal { return }
    guard worker.configuration.isFresh else { return readConfiguration(&worker, &effects) }
    guard worker.hasSandbox else {
      if worker.address.isEmpty {
        guard mountVolumes(&worker, &effects) else { return }
        let given = worker.pod.spec.hostNetwork ? address : allocateAddress()
        worker.address = given
        effects.wake(
          component, .runtime(pod: worker.uid, container: "", .started), after: Self.sandboxTime)
        // The address is known to the API server only when the sandbox stands.
        report(&worker, &effects)
      }
      return
    }
    // What has ended is told before it is started again.
    if worker.has(where: { $0.phase == .ended }) {
      report(&worker, &effects)
    }
    if advanceInitContainers(&worker, registry, &effects) {
      for index in worker.containers.indices {
        // One after the other: SyncPod waits for each pull, start and hook (kuberuntime_manager.go).
        if worker.isBusy { break }
        advance(&worker, index, registry, &effects)
      }
    }
    if !worker.isBusy { report(&worker, &effects) }
  }

  /// Gives back whether all init containers are done (a sidecar is done when it has started).
  private mutating func advanceInitContainers(
    _ worker: inout PodWorker, _ registry: ImageRegistry, _ effects: inout Effects
  ) -> Bool {
    for index in worker.initContainers.indices {
      let container = worker.initContainers[index]
      let isSidecar = worker.pod.spec.initContainers[index].restartPolicy == "Always"
      if case .ended = container.phase, container.termination?.exitCode == 0, !isSidecar {
        continue
      }
      if isSidecar, container.hasStarted, container.isRunning { continue }
      advance(&worker, index, registry, isInit: true, &effects)
      return false
    }
    return true
  }

  private mutating func advance(
    _ worker: inout PodWorker, _ index: Int, _ registry: ImageRegistry, isInit: Bool = false,
    _ effects: inout Effects
  ) {
    let spot = PodWorker.Spot(isInit: isInit, index: index)
    switch worker[spot].phase {
    case .pulling, .starting, .running, .stopping: return
    case .ended:
      let spec = worker.spec(of: spot)
      guard shouldRestart(worker.pod, spec, worker[spot], isInit: isInit) else { return }
      if let instant = worker[spot].notBefore, instant > effects.now {
        return crashLoop(&worker, spec, spot, instant, &effects)
      }
      worker[spot].beginAnew()
    case .waiting: break
    }
    let spec = worker.spec(of: spot)
    if worker[spot].isHeldBack(at: effects.now) {
      if worker[spot].reason == "ErrImagePull" { backOffPull(&worker, spec, &effects) }
      return
    }
    worker[spot].phase = .waiting
    pullOrStart(&worker, spec, registry, &effects)
  }

  private func shouldRestart(
    _ pod: Object<Pod>, _ spec: Container, _ container: ContainerWorker, isInit: Bool
  ) -> Bool {
    let policy = spec.restartPolicy ?? pod.spec.restartPolicy
    let hasFailed = container.termination?.exitCode != 0
    if isInit, spec.restartPolicy == nil { return hasFailed && policy != "Never" }
    switch policy {
    case "Always": return true
    case "OnFailure": return hasFailed
    default: return false
    }
  }

  private mutating func crashLoop(
    _ worker: inout PodWorker, _ spec: Container, _ spot: PodWorker.Spot, _ until: Instant,
    _ effects: inout Effects
  ) {
    guard worker[spot].reason != "CrashLoopBackOff" else { return }
    worker[spot].reason = "CrashLoopBackOff"
    let pod = "\(worker.pod.name)_\(worker.pod.namespace)(\(worker.uid))"
    worker[spot].message =
      "back-off \(durationText(worker[spot].backOff)) restarting failed container=\(spec.name) pod=\(pod)"
    event(
      worker, "BackOff",
      "Back-off restarting failed container \(spec.name) in pod \(pod)",
      container: spec.name, isWarning: true, &effects)
    scheduleSync(&worker, after: until - effects.now + Milliseconds(1), background: true, &effects)
  }

  // MARK: Images

  private mutating func pullOrStart(
    _ worker: inout PodWorker, _ spec: Container, _ registry: ImageRegistry,
    _ effects: inout Effects
  ) {
    let texts = worker.texts(of: spec)
    let needsPull = spec.imagePullPolicy == "Always" || !images.contains(texts.normalizedImage)
    if !needsPull {
      event(worker, "Pulled", texts.present, container: spec.name, &effects)
      return begin(&worker, spec, &effects)
    }
    if spec.imagePullPolicy == "Never" {
      worker[container: spec.name]?.reason = "ErrImageNeverPull"
      worker[container: spec.name]?.message =
        "Container image \(quoted(spec.image)) is not present with pull policy of Never"
      return
    }
    event(worker, "Pulling", "Pulling image \(quoted(spec.image))", container: spec.name, &effects)
    let size = registry.find(spec.image)?.size
    // A registry that has not got the image says so after a second.
    let isCached = hasImage(spec.image)
    let time = size.map { isCached ? 300 : 400 + $0 * 1000 / Self.pullRate } ?? 1000
    worker[container: spec.name]?.phase = .pulling(since: effects.now)
    effects.wake(
      component, .runtime(pod: worker.uid, container: spec.name, .pulled), after: Milliseconds(time)
    )
  }

  mutating func pulled(
    _ worker: inout PodWorker, _ spec: Container, _ registry: ImageRegistry,
    _ effects: inout Effects
  ) {
    guard case .pulling(let since)? = worker[container: spec.name]?.phase else { return }
    guard let image = registry.find(spec.image) else {
      return failPull(&worker, spec, registry, &effects)
    }
    images.insert(ImageName(spec.image).normalized)
    let time = pullTimeText(effects.now - since)
    event(
      worker, "Pulled",
      "Successfully pulled image \(quoted(spec.image)) in \(time) (\(time) including waiting). Image size: \(image.size) bytes.",
      container: spec.name, &effects)
    begin(&worker, spec, &effects)
  }

  private mutating func failPull(
    _ worker: inout PodWorker, _ spec: Container, _ registry: ImageRegistry,
    _ effects: inout Effects
  ) {
    guard var container = worker[container: spec.name] else { return }
    let reference = ImageName(spec.image).normalized
    let problem =
      registry.hasRepository(spec.image)
      ? "rpc error: code = NotFound desc = failed to pull and unpack image \(quoted(reference)): failed to resolve reference \(quoted(reference)): \(reference): not found"
      : "failed to pull and unpack image \(quoted(reference)): failed to resolve reference \(quoted(reference)): pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed"
    container.phase = .waiting
    container.reason = "ErrImagePull"
    container.message = problem
    container.imageBackOff = min(300, max(10, container.imageBackOff * 2))
    container.notBefore = effects.now + .seconds(container.imageBackOff)
    worker[container: spec.name] = container
    event(
      worker, "Failed", "Failed to pull image \(quoted(spec.image)): \(problem)",
      container: spec.name, isWarning: true, &effects)
    event(worker, "Failed", "Error: ErrImagePull", container: spec.name, isWarning: true, &effects)
    report(&worker, &effects)
    scheduleSync(&worker, after: Milliseconds(900), &effects)
  }

  private mutating func backOffPull(
    _ worker: inout PodWorker, _ spec: Container, _ effects: inout Effects
  ) {
    guard var container = worker[container: spec.name] else { return }
    container.reason = "ImagePullBackOff"
    container.message =
      "Back-off pulling image \(quoted(spec.image)): ErrImagePull: \(container.message)"
    worker[container: spec.name] = container
    event(
      worker, "BackOff", "Back-off pulling image \(quoted(spec.image))", container: spec.name,
      &effects)
    event(
      worker, "Failed", "Error: ImagePullBackOff", container: spec.name, isWarning: true, &effects)
    let wait = (container.notBefore ?? effects.now) - effects.now
    scheduleSync(&worker, after: wait + Milliseconds(1), background: true, &effects)
  }

  private mutating func begin(
    _ worker: inout PodWorker, _ spec: Container, _ effects: inout Effects
  ) {
    guard isConfigured(&worker, spec, &effects) else { return }
    if let spot = worker.spot(of: spec.name) {
      worker[spot].phase = .starting
      worker[spot].imageBackOff = 0
      worker[spot].notBefore = nil
    }
    effects.wake(
      component, .runtime(pod: worker.uid, container: spec.name, .started), after: Self.startTime)
  }
}

/// Seconds as Go prints a duration: `10s`, `1m20s`, `5m0s`.
private func durationText(_ seconds: Int64) -> String {
  seconds < 60 ? "\(seconds)s" : "\(seconds / 60)m\(seconds % 60)s"
}

/// A pull's time as the kubelet prints it: `412ms`, `2.223s`.
private func pullTimeText(_ time: Milliseconds) -> String {
  guard time.count >= 1000 else { return "\(time.count)ms" }
  let fraction = time.count % 1000
  var digits = String(fraction + 1000).dropFirst()
  while digits.last == "0" { digits.removeLast() }
  return "\(time.count / 1000)" + (digits.isEmpty ? "" : "." + digits) + "s"
}
