import Resources
import Simulation
import Tree

/// What the API server finds when it asks the other parts of the control plane how they are: no stored objects, but the
/// answers of their health checks at the time (pkg/registry/core/componentstatus).
struct ControlPlaneHealth: Sendable {
  /// Who listens at the port of its health check, in the order in which they are asked.
  private static let parts: [(name: String, component: Component, port: Int)] = [
    ("scheduler", .scheduler, 10259), ("controller-manager", .controllerManager, 10257),
  ]
  private var silent: [Component] = []

  mutating func set(_ component: Component, listens: Bool) {
    silent.removeAll { $0 == component }
    if !listens { silent.append(component) }
  }

  /// The store is part of the API server here, so it is well whenever there is an answer.
  var records: [any Record] {
    Self.parts.map { part in
      silent.contains(part.component) ? record(part.name, refusedAt: part.port) : record(part.name)
    } + [record("etcd-0")]
  }

  private func record(_ name: String, refusedAt port: Int? = nil) -> any Record {
    var status = ComponentStatus()
    let message = port.map { port in
      let address = "127.0.0.1:\(port)"
      return "Get \"https://\(address)/healthz\": dial tcp \(address): connect: connection refused"
    }
    status.conditions = [
      [
        "type": "Healthy", "status": .string(message == nil ? "True" : "False"),
        "message": .string(message ?? "ok"),
      ]
    ]
    return Object(Metadata(name: name), status)
  }
}
