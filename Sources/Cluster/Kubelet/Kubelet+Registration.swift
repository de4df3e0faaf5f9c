import Resources
import Simulation

// How a kubelet learns of its node, and makes it where there is none.
extension Kubelet {
  /// Asks to be told of its node, from a version of it on or with what there is.
  func watchNode(from version: String = "", _ effects: inout Effects) {
    watch(Catalog.nodes, "metadata.name=" + node, from: version, &effects)
  }

  /// Asks how its node is after a time in which it was not told.
  func askForNode(_ effects: inout Effects) {
    var request = Request(.get, Catalog.nodes, name: node)
    request.user = user
    effects.send(request, .node)
  }

  /// The answer: what differs is put right at once; a kubelet that starts registers a node that is gone.
  mutating func found(_ response: Response, _ effects: inout Effects) {
    let node = response.record as? Object<Node>
    reports.take(node)
    watchNode(from: node?.metadata.resourceVersion ?? "", &effects)
    let isRegistering = connection.isRegistering
    connection.isRegistering = false
    if node != nil { return postNodeStatus(&effects) }
    if isRegistering, let machine = reports.machine { register(machine, &effects) }
  }

  private mutating func register(_ machine: Object<Node>, _ effects: inout Effects) {
    var metadata = Metadata(name: node, labels: machine.metadata.labels)
    metadata.annotations = machine.metadata.annotations
    var body = machine.body
    body.spec.unschedulable = false
    body.spec.taints.removeAll { $0.key.hasPrefix("node.kubernetes.io/") }
    body.status = status(of: machine, machine, effects.now)
    var request = Request(.create, Catalog.nodes)
    request.body = .record(Object(metadata, body))
    request.user = user
    effects.send(request, .report)
  }
}
