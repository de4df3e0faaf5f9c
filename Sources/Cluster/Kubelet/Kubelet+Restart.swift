import HashTreeCollections
import Resources
import Simulation
import Tree

// A kubelet that was down: the runtime's containers went on without it, and what it had in hand is lost with the process.
extension Kubelet {
  /// Begins once more: says that it is there, and looks at every pod as the runtime and the API server have it now.
  mutating func startAgain(_ effects: inout Effects) {
    reads = TreeDictionary()
    for uid in workers.values.map(\.uid).sorted(by: { $0.precedes($1) }) {
      attend(uid) { $0.takeUp(&$1, &effects) }
    }
    tellOfStart(&effects)
    // The list brings the pods of the API server; those of its own files need none.
    listPods(&effects)
    startStaticPods(&effects)
    // The lease's controller renews as soon as it runs, and then every ten seconds.
    renewLease(&effects)
    connection.isRegistering = true
    askForNode(&effects)
  }

  private mutating func takeUp(_ worker: inout PodWorker, _ effects: inout Effects) {
    worker.isSyncDue = false
    worker.deadline = nil
    worker.configuration.outstanding = 0
    if !worker.hasSandbox {
      releaseAddress(worker.address)
      worker.address = ""
    }
    for place in worker.initContainers.indices { worker.initContainers[place].takeUp() }
    for place in worker.containers.indices { worker.containers[place].takeUp() }
    for spec in worker.pod.spec.initContainers + worker.pod.spec.containers
    where worker[container: spec.name]?.isRunning == true {
      startProbesAgain(&worker, spec, &effects)
    }
    if statics[worker.uid] != nil { scheduleSync(&worker, &effects) }
  }

  /// Probes that a restart broke off go on after a random part of their period (`worker.run` in pkg/kubelet/prober), so
  /// that not all of a node's run at once.
  private mutating func startProbesAgain(
    _ worker: inout PodWorker, _ spec: Container, _ effects: inout Effects
  ) {
    if spec.readinessProbe != nil { worker[container: spec.name]?.isReady = false }
    for kind in [ProbeKind.startup, .liveness, .readiness] {
      guard let probe = probe(kind, of: spec) else { continue }
      let wait = random.below(max(1, Int(probe.periodSeconds) * 1000))
      setProbe(kind, &worker, spec, after: Milliseconds(Int64(wait)), &effects)
    }
  }

  /// The end of a container that nobody waited for: its kubelet finds it when it is back.
  mutating func miss(_ wake: Wake, _ effects: inout Effects) {
    guard case .runtime(let uid, let name, .exited(let code)) = wake else { return }
    attend(uid) { kubelet, worker in
      kubelet.end(&worker, name, code, &effects)
    }
  }
}

extension ContainerWorker {
  /// As the runtime has it when a new kubelet asks: what the old one had asked for was broken off with the connection,
  /// and how long to back off was known to its process alone.
  fileprivate mutating func takeUp() {
    hook = nil
    notBefore = nil
    backOff = 0
    imageBackOff = 0
    probes = Probes()
    switch phase {
    case .pulling, .starting: phase = .waiting
    // A server has had its SIGTERM and ends by itself; another is told to end again, with all of its grace period.
    case .stopping(let since) where !isServer: phase = .running(since: startedAt ?? since)
    default: break
    }
  }
}
