import Resources

/// Keeps pods apart that want the same port of the node (pkg/scheduler/framework/plugins/nodeports).
enum NodePorts {
  static let name = "NodePorts"

  static func filter(_ demand: PodDemand.Content, _ info: NodeRecord) -> Rejection? {
    for port in demand.hostPorts where info.hostPorts.contains(where: { $0.conflicts(with: port) })
    {
      return Rejection(
        name, .unschedulable, "node(s) didn't have free ports for the requested pod ports")
    }
    return nil
  }
}

/// A port of the node that leads to a container (`framework.HostPortInfo`).
package struct HostPort: Hashable, Sendable {
  let address: String
  let `protocol`: String
  let port: Int32

  init?(_ port: ContainerPort) {
    if port.hostPort <= 0 { return nil }
    address = port.hostIP.isEmpty ? "0.0.0.0" : port.hostIP
    self.protocol = port.protocol.isEmpty ? "TCP" : port.protocol
    self.port = port.hostPort
  }

  /// The host ports of containers and sidecars.
  static func all(of spec: PodSpec) -> [HostPort] {
    let sidecars = spec.initContainers.filter { $0.restartPolicy == "Always" }
    return (spec.containers + sidecars).flatMap { $0.ports.compactMap(HostPort.init) }
  }

  func conflicts(with other: HostPort) -> Bool {
    port == other.port && self.protocol == other.protocol
      && (address == other.address || address == "0.0.0.0" || other.address == "0.0.0.0")
  }
}
