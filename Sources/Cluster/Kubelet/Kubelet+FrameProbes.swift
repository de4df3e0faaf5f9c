import Resources
import Simulation

/// A check over the network, as frames are to carry it.
struct NetworkCheck: Hashable, Sendable {
  let address: String
  let port: Int32
  /// Nil for one that only connects.
  let path: String?
  let seconds: Int32
}

extension Kubelet {
  /// What a probe that is due now would ask over the network; nil where it asks nothing, or something else.
  func networkCheck(
    _ uid: String, _ name: String, _ kind: ProbeKind, at now: Instant
  ) -> NetworkCheck? {
    guard let worker = workers[uid], let container = worker[container: name], container.isRunning,
      container.probes[kind].due == now,
      let spec = worker.pod.spec.containers.first(where: { $0.name == name }),
      let probe = self.probe(kind, of: spec)
    else { return nil }
    if kind != .startup, spec.startupProbe != nil, !container.hasStarted { return nil }
    if kind == .startup, container.hasStarted { return nil }
    let seconds = max(1, probe.timeoutSeconds)
    if let get = probe.httpGet, get.scheme != "HTTPS", let port = number(get.port, spec) {
      let host = get.host.isEmpty ? worker.address : get.host
      return NetworkCheck(address: host, port: port, path: get.path, seconds: seconds)
    }
    if let port = probe.tcpSocket.flatMap({ number($0.port, spec) }) {
      return NetworkCheck(address: worker.address, port: port, path: nil, seconds: seconds)
    }
    return nil
  }
}
