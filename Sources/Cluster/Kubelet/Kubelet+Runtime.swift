import Resources
import Simulation

extension Kubelet {
  /// Takes in what the container runtime has finished.
  mutating func runtime(
    _ worker: inout PodWorker, _ name: String, _ step: RuntimeStep, _ registry: ImageRegistry,
    _ effects: inout Effects
  ) {
    if name.isEmpty {
      worker.hasSandbox = true
      return sync(&worker, registry, &effects)
    }
    guard let spot = worker.spot(of: name) else { return }
    let spec = worker.spec(of: spot)
    switch step {
    case .pulled: pulled(&worker, spec, registry, &effects)
    case .started: started(&worker, spec, registry, &effects)
    case .exited(let code): exited(&worker, spec, code, &effects)
    case .killed:
      if case .stopping? = worker[container: name]?.phase { exited(&worker, spec, 137, &effects) }
    case .probed(let kind, let status, let text):
      probed(&worker, spec, kind, status, text, registry, &effects)
    case .probe(let kind): probe(&worker, spec, kind, registry, &effects)
    case .hooked(let kind, let status): hooked(&worker, spec, kind, status, registry, &effects)
    }
  }

  private mutating func started(
    _ worker: inout PodWorker, _ spec: Container, _ registry: ImageRegistry,
    _ effects: inout Effects
  ) {
    guard let spot = worker.spot(of: spec.name), worker[spot].phase == .starting else { return }
    let texts = worker.texts(of: spec)
    event(worker, "Created", texts.created, container: spec.name, &effects)
    let image = registry.find(texts.imageName)
    let command = (spec.command.isEmpty ? image?.command ?? [] : spec.command)
    let line =
      spec.command.isEmpty && !spec.args.isEmpty
      ? image.map { entry($0, spec.args) } ?? spec.args : command + spec.args
    worker[spot].containerID = "containerd://" + random.hexadecimal(words: 4)
    worker[spot].image = texts.normalizedImage
    worker[spot].imageID = texts.imageID
    worker[spot].isServer = Self.serves(line, image)
    guard let program = line.first, registry.canStart(program, in: spec.image) else {
      return failStart(&worker, spec, spot, line, &effects)
    }
    worker[spot].run(spec, since: effects.now)
    event(worker, "Started", texts.started, container: spec.name, &effects)
    let place = ProcessContext.Place.container(node: node, pod: worker.uid, name: spec.name)
    effects.change(.renew(place))
    if worker[spot].isServer {
      if let text = image?.greeting, !text.isEmpty { effects.change(.log(place, text)) }
    } else {
      run(line, worker.uid, spec, &effects)
    }
    // Until the hook has ended, the container is not told of as running.
    if runHook(.postStart, &worker, spec, registry, &effects) { return }
    startProbes(&worker, spec, &effects)
    sync(&worker, registry, &effects)
  }

  /// The program of the image with other arguments.
  private func entry(_ image: Image, _ arguments: [String]) -> [String] {
    image.isServer ? image.command : arguments
  }

  private static func serves(_ line: [String], _ image: Image?) -> Bool {
    guard let image, image.isServer, let program = line.first else { return false }
    return program == image.command.first
  }

  private mutating func failStart(
    _ worker: inout PodWorker, _ spec: Container, _ spot: PodWorker.Spot, _ line: [String],
    _ effects: inout Effects
  ) {
    let program = line.first ?? ""
    let problem =
      "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: \(quoted(program)): executable file not found in $PATH: unknown"
    var end = ContainerTerminated()
    end.exitCode = 128
    end.reason = "StartError"
    end.message = problem
    end.startedAt = Time(unixSeconds: 0)
    end.finishedAt = Time(effects.now)
    end.containerID = worker[spot].containerID
    worker[spot].phase = .ended
    worker[spot].termination = end
    let container = worker[spot]
    worker[spot].notBefore =
      container.restarts > 0 ? effects.now + .seconds(max(10, container.backOff)) : nil
    event(
      worker, "Failed", "Error: \(problem)", container: spec.name, isWarning: true, &effects)
    scheduleSync(&worker, after: Self.relistTime, &effects)
  }

  private func run(_ line: [String], _ uid: String, _ spec: Container, _ effects: inout Effects) {
    var context = ProcessContext()
    context.place = .container(node: node, pod: uid, name: spec.name)
    context.isInteractive = spec.rest["stdin"]?.bool == true
    context.isTerminal = spec.rest["tty"]?.bool == true
    effects.spawn(
      Process(
        line: line.map(shellQuoted).joined(separator: " "), context: context, role: .container))
  }

  mutating func exited(
    _ worker: inout PodWorker, _ spec: Container, _ code: Int32, _ effects: inout Effects
  ) {
    guard end(&worker, spec.name, code, &effects) else { return }
    scheduleSync(&worker, after: worker.isStopping ? Milliseconds(50) : Self.relistTime, &effects)
  }

  /// What the runtime does where a container's program has ended; false where it has none that runs.
  @discardableResult
  func end(
    _ worker: inout PodWorker, _ name: String, _ code: Int32, _ effects: inout Effects
  ) -> Bool {
    guard var container = worker[container: name], container.isAlive else { return false }
    var end = ContainerTerminated()
    end.exitCode = code
    end.reason = code == 0 ? "Completed" : "Error"
    end.startedAt = container.startedAt.map { Time($0) }
    end.finishedAt = Time(effects.now)
    end.containerID = container.containerID
    let ran = effects.now - (container.startedAt ?? effects.now)
    // Ten minutes without a crash and the count starts anew.
    if ran > .seconds(600) { container.backOff = 0 }
    container.phase = .ended
    container.termination = end
    container.isReady = false
    container.hasStarted = false
    container.hook = nil
    container.notBefore =
      container.backOff > 0 ? effects.now + .seconds(container.backOff) : nil
    worker[container: name] = container
    if !worker.configuration.items.isEmpty { worker.configuration.isFresh = false }
    effects.change(.end(.container(node: node, pod: worker.uid, name: name)))
    return true
  }

  // MARK: Stopping

  /// Ends a pod: first politely, then by force when its grace period is over.
  mutating func stop(_ worker: inout PodWorker, _ registry: ImageRegistry, _ effects: inout Effects)
  {
    if worker.isQuiet {
      if worker.isGone {
        forget(&worker, &effects)
      } else {
        report(&worker, &effects)
        if worker.pod.metadata.isBeingDeleted { confirmDeletion(worker, &effects) }
      }
      return
    }
    let grace =
      worker.pod.metadata.deletionGracePeriodSeconds
      ?? worker.pod.spec.terminationGracePeriodSeconds ?? 30
    var ending: [String] = []
    for var container in worker.containers + worker.initContainers {
      switch container.phase {
      case .running:
        event(
          worker, "Killing", "Stopping container \(container.name)", container: container.name,
          &effects)
        container.phase = .stopping(since: effects.now)
        worker[container: container.name] = container
        ending.append(container.name)
      case .starting:
        container.phase = .ended
        worker[container: container.name] = container
      default: break
      }
    }
    for name in ending { endContainer(&worker, name, grace, registry, &effects) }
    report(&worker, &effects)
    if worker.isQuiet { scheduleSync(&worker, &effects) }
  }

  /// A server ends at SIGTERM; a shell or a sleep as process 1 ignores it and is killed after the grace period.
  func terminate(
    _ worker: PodWorker, _ name: String, _ grace: Int64, _ effects: inout Effects
  ) {
    let isServer = worker[container: name]?.isServer ?? false
    effects.stopContainer(node: node, pod: worker.uid, name: name)
    if isServer {
      effects.wake(
        component, .runtime(pod: worker.uid, container: name, .exited(0)), after: Milliseconds(100))
    } else {
      effects.wake(
        component, .runtime(pod: worker.uid, container: name, .killed),
        after: .seconds(max(0, grace)))
    }
  }

  /// Restarts a container that failed its liveness or startup probe.
  mutating func kill(
    _ worker: inout PodWorker, _ spec: Container, _ why: String, _ registry: ImageRegistry,
    _ effects: inout Effects
  ) {
    event(
      worker, "Killing", "Container \(spec.name) failed \(why) probe, will be restarted",
      container: spec.name, &effects)
    worker[container: spec.name]?.phase = .stopping(since: effects.now)
    let grace = worker.pod.spec.terminationGracePeriodSeconds ?? 30
    endContainer(&worker, spec.name, grace, registry, &effects)
  }
}

/// A word as a shell reads it back whole.
package func shellQuoted(_ word: String) -> String {
  let plain = word.utf8.allSatisfy { byte in
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
      || "-_./:=,+@%".utf8.contains(byte)
  }
  if plain, !word.isEmpty { return word }
  return "'" + word.replacing("'", with: "'\\''") + "'"
}
