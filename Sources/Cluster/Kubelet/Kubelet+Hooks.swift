import Resources
import Simulation
import Tree

/// What `lifecycle.postStart` and `preStop` ask for (`pkg/kubelet/lifecycle/handlers.go`).
enum LifecycleHook {
  case exec([String])
  case get(Probe)
  case sleep(Int64)

  init?(_ handler: Value) {
    if let command = handler["exec"]?["command"]?.array {
      self = .exec(command.compactMap(\.string))
    } else if let seconds = handler["sleep"]?["seconds"]?.int {
      self = .sleep(seconds)
    } else if let get = handler["httpGet"], let probe = try? Probe(tree: ["httpGet": get]) {
      self = .get(probe)
    } else {
      return nil
    }
  }
}

extension Kubelet {
  /// The least that a container gets between SIGTERM and SIGKILL after its hook.
  private static let leastGrace: Int64 = 2

  /// Begins a hook; false where the container has none.
  mutating func runHook(
    _ kind: HookKind, _ worker: inout PodWorker, _ spec: Container, _ registry: ImageRegistry,
    _ effects: inout Effects
  ) -> Bool {
    guard let handler = spec.rest["lifecycle"]?[kind.rawValue], let hook = LifecycleHook(handler)
    else { return false }
    worker[container: spec.name]?.hook = kind
    let place = ProcessContext.Place.container(node: node, pod: worker.uid, name: spec.name)
    switch hook {
    case .exec(let command):
      var context = ProcessContext()
      context.place = place
      let line = command.map(shellQuoted).joined(separator: " ")
      effects.spawn(Process(line: line, context: context, role: .hook(kind)))
    case .sleep(let seconds):
      end(kind, 0, worker.uid, spec, after: .seconds(seconds), &effects)
    case .get(let probe):
      let failure = failure(
        of: probe, spec, at: worker.address,
        isServer: worker[container: spec.name]?.isServer ?? false, registry)
      // Any answer will do.
      let isAnswered = failure?.hasPrefix("HTTP probe failed") ?? true
      end(kind, isAnswered ? 0 : 1, worker.uid, spec, after: Milliseconds(5), &effects)
    }
    return true
  }

  private func end(
    _ kind: HookKind, _ status: Int32?, _ uid: String, _ spec: Container,
    after time: Milliseconds, _ effects: inout Effects
  ) {
    effects.wake(
      component, .runtime(pod: uid, container: spec.name, .hooked(kind, status)), after: time)
  }

  /// Takes in the end of a hook.
  mutating func hooked(
    _ worker: inout PodWorker, _ spec: Container, _ kind: HookKind, _ status: Int32?,
    _ registry: ImageRegistry, _ effects: inout Effects
  ) {
    guard let container = worker[container: spec.name], container.hook == kind
    else { return }
    worker[container: spec.name]?.hook = nil
    switch (kind, container.phase) {
    case (.postStart, .running):
      if status == 0 {
        startProbes(&worker, spec, &effects)
        return sync(&worker, registry, &effects)
      }
      // What the hook said may hold secrets, and is kept out of the events.
      event(
        worker, "FailedPostStartHook", "PostStartHook failed", container: spec.name,
        isWarning: true, &effects)
      event(worker, "Killing", "FailedPostStartHook", container: spec.name, &effects)
      worker[container: spec.name]?.phase = .stopping(since: effects.now)
      let grace = worker.pod.spec.terminationGracePeriodSeconds ?? 30
      endContainer(&worker, spec.name, grace, registry, &effects)
    case (.preStop, .stopping(let since)):
      if let status, status != 0 {
        event(
          worker, "FailedPreStopHook", "PreStopHook failed", container: spec.name,
          isWarning: true, &effects)
      }
      let taken = (effects.now - since).count / 1000
      terminate(worker, spec.name, max(Self.leastGrace, container.grace - taken), &effects)
    default: break
    }
  }

  /// Ends a container that is to stop: its hook first, which counts towards the grace period.
  mutating func endContainer(
    _ worker: inout PodWorker, _ name: String, _ grace: Int64, _ registry: ImageRegistry,
    _ effects: inout Effects
  ) {
    worker[container: name]?.grace = grace
    if grace > 0, let spec = worker.pod.spec.container(name),
      runHook(.preStop, &worker, spec, registry, &effects)
    {
      return end(.preStop, nil, worker.uid, spec, after: .seconds(grace), &effects)
    }
    terminate(worker, name, grace, &effects)
  }
}
