import Resources
import Simulation
import Tree

extension Kubelet {
  func probe(_ kind: ProbeKind, of spec: Container) -> Probe? {
    switch kind {
    case .startup: spec.startupProbe
    case .liveness: spec.livenessProbe
    case .readiness: spec.readinessProbe
    }
  }

  /// Sets the first check of each probe; until a probe has answered once, the pod is not settled.
  func startProbes(_ worker: inout PodWorker, _ spec: Container, _ effects: inout Effects) {
    for kind in [ProbeKind.startup, .liveness, .readiness] {
      guard let probe = probe(kind, of: spec) else { continue }
      let delay = Milliseconds.seconds(Int64(probe.initialDelaySeconds)) + Milliseconds(200)
      setProbe(kind, &worker, spec, after: delay, &effects)
    }
  }

  func setProbe(
    _ kind: ProbeKind, _ worker: inout PodWorker, _ spec: Container, after delay: Milliseconds,
    background: Bool = false, _ effects: inout Effects
  ) {
    worker[container: spec.name]?.probes[kind].due = effects.now + delay
    effects.wake(
      component, .runtime(pod: worker.uid, container: spec.name, .probe(kind)), after: delay,
      background: background)
  }

  /// One check, and the next one's date.
  mutating func probe(
    _ worker: inout PodWorker, _ spec: Container, _ kind: ProbeKind, _ registry: ImageRegistry,
    _ effects: inout Effects
  ) {
    guard let container = worker[container: spec.name], container.isRunning,
      container.probes[kind].due == effects.now, let probe = probe(kind, of: spec)
    else { return }
    let isHeldBack = kind != .startup && spec.startupProbe != nil && !container.hasStarted
    if !isHeldBack, !(kind == .startup && container.hasStarted) {
      if let command = probe.exec?.command {
        // The next check is set when this one has ended.
        return runProbe(command, worker.uid, spec, kind, &effects)
      }
      let address = worker.address
      let failure = failure(
        of: probe, spec, at: address, isServer: container.isServer, registry)
      if conclude(&worker, spec, kind, probe, failure, registry, &effects) { return }
    }
    scheduleNext(&worker, spec, kind, probe, isHeldBack: isHeldBack, &effects)
  }

  private func scheduleNext(
    _ worker: inout PodWorker, _ spec: Container, _ kind: ProbeKind, _ probe: Probe,
    isHeldBack: Bool, _ effects: inout Effects
  ) {
    let hasStarted = worker[container: spec.name]?.hasStarted ?? false
    let isAwaited = isHeldBack || (kind == .startup && !hasStarted)
    setProbe(
      kind, &worker, spec, after: .seconds(Int64(probe.periodSeconds)), background: !isAwaited,
      &effects)
  }

  /// Runs a command inside of the container; `probed` takes its end.
  private func runProbe(
    _ command: [String], _ uid: String, _ spec: Container, _ kind: ProbeKind,
    _ effects: inout Effects
  ) {
    var context = ProcessContext()
    context.place = .container(node: node, pod: uid, name: spec.name)
    effects.spawn(
      Process(
        line: command.map(shellQuoted).joined(separator: " "), context: context, role: .probe(kind))
    )
  }

  mutating func probed(
    _ worker: inout PodWorker, _ spec: Container, _ kind: ProbeKind, _ status: Int32,
    _ output: String,
    _ registry: ImageRegistry, _ effects: inout Effects
  ) {
    guard let container = worker[container: spec.name], container.isRunning,
      container.probes[kind].due <= effects.now, let probe = probe(kind, of: spec)
    else { return }
    let text = String(output.prefix(1024))
    if conclude(&worker, spec, kind, probe, status == 0 ? nil : text, registry, &effects) { return }
    scheduleNext(&worker, spec, kind, probe, isHeldBack: false, &effects)
  }

  /// Counts a check; gives back whether the container is being killed for it.
  private mutating func conclude(
    _ worker: inout PodWorker, _ spec: Container, _ kind: ProbeKind, _ probe: Probe,
    _ failure: String?,
    _ registry: ImageRegistry, _ effects: inout Effects
  ) -> Bool {
    guard var container = worker[container: spec.name] else { return false }
    container.probes[kind].hasAnswered = true
    if let failure {
      container.probes[kind].failures += 1
      container.probes[kind].successes = 0
      let message = failure.last == "\n" ? String(failure.dropLast()) : failure
      event(
        worker, "Unhealthy", "\(kind.title) probe failed: \(message)", container: spec.name,
        isWarning: true, &effects)
    } else {
      container.probes[kind].successes += 1
      container.probes[kind].failures = 0
    }
    judge(kind, probe, &container)
    worker[container: spec.name] = container
    let hasFailed = container.probes[kind].failures >= probe.failureThreshold
    if hasFailed, kind != .readiness {
      kill(&worker, spec, kind == .startup ? "startup" : "liveness", registry, &effects)
      return true
    }
    report(&worker, &effects)
    return false
  }

  private func judge(_ kind: ProbeKind, _ probe: Probe, _ container: inout ContainerWorker) {
    let isGood = container.probes[kind].successes >= probe.successThreshold
    let isBad = container.probes[kind].failures >= probe.failureThreshold
    switch kind {
    case .startup: if isGood { container.hasStarted = true }
    case .readiness:
      if isGood { container.isReady = true }
      if isBad { container.isReady = false }
    case .liveness: break
    }
    if kind == .startup, container.hasStarted { container.isReady = true }
  }

  /// What a check found wrong; nil when all is well.
  func failure(
    of probe: Probe, _ spec: Container, at address: String, isServer: Bool,
    _ registry: ImageRegistry
  ) -> String? {
    let image = registry.find(spec.image)
    if let get = probe.httpGet {
      guard isServer, let pages = number(get.port, spec).flatMap({ image?.pages(on: $0) }) else {
        let port = number(get.port, spec) ?? 0
        let place = (get.host.isEmpty ? address : get.host) + ":\(port)"
        let scheme = get.scheme == "HTTPS" ? "https" : "http"
        return
          "Get \"\(scheme)://\(place)\(get.path)\": dial tcp \(place): connect: connection refused"
      }
      let isKnown = pages[get.path] != nil
      return isKnown ? nil : "HTTP probe failed with statuscode: 404"
    }
    if let socket = probe.tcpSocket {
      return isServer && number(socket.port, spec).flatMap({ image?.pages(on: $0) }) != nil
        ? nil
        : "dial tcp \(address):\(number(socket.port, spec) ?? 0): connect: connection refused"
    }
    return nil
  }

  func number(_ port: IntOrString, _ spec: Container) -> Int32? {
    switch port {
    case .int(let number): Int32(number)
    case .string(let name): spec.ports.first { $0.name == name }?.containerPort
    }
  }
}

extension ProbeKind {
  fileprivate var title: String {
    switch self {
    case .startup: "Startup"
    case .liveness: "Liveness"
    case .readiness: "Readiness"
    }
  }
}
