import Machines
import Resources
import Simulation

/// A kubelet's check that is under way as frames.
struct FrameProbe: Hashable, Sendable {
  let node: String
  let pod: String
  let container: String
  let kind: ProbeKind
}

// Probes are messages, and become frames while somebody looks or has changed what frames go by.
extension World {
  /// Sends a due probe as frames; false where it stays a message.
  mutating func startFrameProbe(_ wake: Wake, on node: String, cause: EventID) -> Bool {
    guard case .runtime(let pod, let container, .probe(let kind)) = wake, let network,
      let space = network.fabric.namespace(named: node),
      let kubelet = kubelets[node], let check = kubelet.networkCheck(pod, container, kind, at: now)
    else { return false }
    guard network.isObserved || network.fabric.changeDigest != 0 || network.fabric.hasTaps else {
      return false
    }
    var words = ["kubelet", check.address, "\(check.port)", "\(Int64(check.seconds) * 1_000_000)"]
    if let path = check.path { words.append(path) }
    let id = change(cause: nil) { fabric, now, out in
      fabric.within(now, &out) { $0.start(KubeletProbe.tool, arguments: words, in: space) }
    }
    guard let number = id?.number else { return false }
    self.network?.probes[number] = FrameProbe(
      node: node, pod: pod, container: container, kind: kind)
    finishFrameProbe(number, cause: cause)
    return true
  }

  /// A check has ended: its kubelet takes in what came of it.
  mutating func finishFrameProbe(_ number: Int, cause: EventID?) {
    guard let probe = network?.probes[number], let process = network?.fabric.processes[number],
      let status = process.exitStatus
    else { return }
    network?.probes[number] = nil
    network?.fabric.reap(process.id)
    let step = RuntimeStep.probed(probe.kind, status, process.output.everything)
    schedule(
      .wake(.kubelet(probe.node), .runtime(pod: probe.pod, container: probe.container, step)),
      cause: cause)
  }
}
