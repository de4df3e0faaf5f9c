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
  mutating func sync(_ uid: String, _ registry: ImageRegistry, _ effects: inout Effects) {
    guard let worker = workers[uid] else { return }
    if worker.isStopping { return stop(uid, registry, &effects) }
    if worker.pod.body.isTerminal { return }
    guard worker.configuration.isFresh else { return readConfiguration(uid, &effects) }
    guard worker.hasSandbox else {
      if worker.address.isEmpty {
        guard mountVolumes(uid, &effects) else { return }
        let given = worker.pod.spec.hostNetwork ? address : allocateAddress()
        workers[uid]?.address = given
        effects.wake(
          component, .runtime(pod: uid, container: "", .started), after: Self.sandboxTime)
        // The address is known to the API server only when the sandbox stands.
        report(uid, &effects)
      }
      return
    }
    // What has ended is told before it is started again.
    if worker.has(where: { $0.phase == .ended }) {
      report(uid, &effects)
    }
    if advanceInitContainers(uid, registry, &effects) {
      for index in worker.containers.indices { advance(uid, index, registry, &effects) }
    }
    if workers[uid]?.isBusy == false { report(uid, &effects) }
  }

  /// Gives back whether all init containers are done (a sidecar is done when it has started).
  private mutating func advanceInitContainers(
    _ uid: String, _ registry: ImageRegistry, _ effects: inout Effects
  ) -> Bool {
    guard let worker = workers[uid] else { return false }
    for (index, container) in worker.initContainers.enumerated() {
      let isSidecar = worker.pod.spec.initContainers[index].restartPolicy == "Always"
      if case .ended = container.phase, container.termination?.exitCode == 0, !isSidecar {
        continue
      }
      if isSidecar, container.hasStarted, container.isRunning { continue }
      advance(uid, index, registry, isInit: true, &effects)
      return false
    }
    return true
  }

  private mutating func advance(
    _ uid: String, _ index: Int, _ registry: ImageRegistry, isInit: Bool = false,
    _ effects: inout Effects
  ) {
    guard var worker = workers[uid] else { return }
    let spec = isInit ? worker.pod.spec.initContainers[index] : worker.pod.spec.containers[index]
    var container = isInit ? worker.initContainers[index] : worker.containers[index]
    switch container.phase {
    case .pulling, .starting, .running, .stopping: return
    case .ended:
      guard shouldRestart(worker.pod, spec, container, isInit: isInit) else { return }
      if let instant = container.notBefore, instant > effects.now {
        return crashLoop(uid, spec, container, instant, &effects)
      }
      let hasCrashedBefore = container.restarts > 0 || container.backOff > 0
      container.backOff = hasCrashedBefore ? min(300, max(10, container.backOff * 2)) : 10
      container.lastTermination = container.termination
      container.termination = nil
      container.restarts += 1
    case .waiting: break
    }
    if let instant = container.notBefore, instant > effects.now,
      container.reason == "CreateContainerConfigError" || container.reason.hasPrefix("Image")
        || container.reason == "ErrImagePull"
    {
      if container.reason == "ErrImagePull" { backOffPull(uid, spec, &effects) }
      return
    }
    container.phase = .waiting
    workers[uid]?[container: spec.name] = container
    worker = workers[uid] ?? worker
    pullOrStart(uid, spec, registry, &effects)
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
    _ uid: String, _ spec: Container, _ container: ContainerWorker, _ until: Instant,
    _ effects: inout Effects
  ) {
    guard container.reason != "CrashLoopBackOff", let worker = workers[uid] else { return }
    var container = container
    container.reason = "CrashLoopBackOff"
    let name = worker.pod.name
    container.message =
      "back-off \(durationText(container.backOff)) restarting failed container=\(spec.name) pod=\(name)_\(worker.pod.namespace)(\(uid))"
    workers[uid]?[container: spec.name] = container
    event(
      worker, "BackOff",
      "Back-off restarting failed container \(spec.name) in pod \(name)_\(worker.pod.namespace)(\(uid))",
      container: spec.name, isWarning: true, &effects)
    scheduleSync(uid, after: until - effects.now + Milliseconds(1), background: true, &effects)
  }

  // MARK: Images

  private mutating func pullOrStart(
    _ uid: String, _ spec: Container, _ registry: ImageRegistry, _ effects: inout Effects
  ) {
    guard let worker = workers[uid] else { return }
    let texts = worker.texts(of: spec)
    let needsPull = spec.imagePullPolicy == "Always" || !images.contains(texts.normalizedImage)
    if !needsPull {
      event(worker, "Pulled", texts.present, container: spec.name, &effects)
      return begin(uid, spec, &effects)
    }
    if spec.imagePullPolicy == "Never" {
      workers[uid]?[container: spec.name]?.reason = "ErrImageNeverPull"
      workers[uid]?[container: spec.name]?.message =
        "Container image \(quoted(spec.image)) is not present with pull policy of Never"
      return
    }
    event(worker, "Pulling", "Pulling image \(quoted(spec.image))", container: spec.name, &effects)
    let size = registry.find(spec.image)?.size
    // A registry that has not got the image says so after a second.
    let isCached = hasImage(spec.image)
    let time = size.map { isCached ? 300 : 400 + $0 * 1000 / Self.pullRate } ?? 1000
    workers[uid]?[container: spec.name]?.phase = .pulling(since: effects.now)
    effects.wake(
      component, .runtime(pod: uid, container: spec.name, .pulled), after: Milliseconds(time))
  }

  mutating func pulled(
    _ uid: String, _ spec: Container, _ registry: ImageRegistry, _ effects: inout Effects
  ) {
    guard let worker = workers[uid], let container = worker[container: spec.name],
      case .pulling(let since) = container.phase
    else { return }
    guard let image = registry.find(spec.image) else {
      return failPull(uid, spec, registry, &effects)
    }
    images.insert(ImageName(spec.image).normalized)
    let time = pullTimeText(effects.now - since)
    event(
      worker, "Pulled",
      "Successfully pulled image \(quoted(spec.image)) in \(time) (\(time) including waiting). Image size: \(image.size) bytes.",
      container: spec.name, &effects)
    begin(uid, spec, &effects)
  }

  private mutating func failPull(
    _ uid: String, _ spec: Container, _ registry: ImageRegistry, _ effects: inout Effects
  ) {
    guard let worker = workers[uid], var container = worker[container: spec.name] else { return }
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
    workers[uid]?[container: spec.name] = container
    event(
      worker, "Failed", "Failed to pull image \(quoted(spec.image)): \(problem)",
      container: spec.name, isWarning: true, &effects)
    event(worker, "Failed", "Error: ErrImagePull", container: spec.name, isWarning: true, &effects)
    report(uid, &effects)
    scheduleSync(uid, after: Milliseconds(900), &effects)
  }

  private mutating func backOffPull(_ uid: String, _ spec: Container, _ effects: inout Effects) {
    guard let worker = workers[uid], var container = worker[container: spec.name] else { return }
    container.reason = "ImagePullBackOff"
    container.message =
      "Back-off pulling image \(quoted(spec.image)): ErrImagePull: \(container.message)"
    workers[uid]?[container: spec.name] = container
    event(
      worker, "BackOff", "Back-off pulling image \(quoted(spec.image))", container: spec.name,
      &effects)
    event(
      worker, "Failed", "Error: ImagePullBackOff", container: spec.name, isWarning: true, &effects)
    let wait = (container.notBefore ?? effects.now) - effects.now
    scheduleSync(uid, after: wait + Milliseconds(1), background: true, &effects)
  }

  private mutating func begin(_ uid: String, _ spec: Container, _ effects: inout Effects) {
    guard isConfigured(uid, spec, &effects) else { return }
    if var container = workers[uid]?[container: spec.name] {
      container.phase = .starting
      container.imageBackOff = 0
      container.notBefore = nil
      workers[uid]?[container: spec.name] = container
    }
    effects.wake(
      component, .runtime(pod: uid, container: spec.name, .started), after: Self.startTime)
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
