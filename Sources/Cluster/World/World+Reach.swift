import Machines
import Resources
import Simulation

extension Status {
  /// What a client says when no packet comes back from the API server's machine.
  static func unreachable(_ address: String) -> Status {
    Status(
      0, unreachableReason,
      "Unable to connect to the server: dial tcp \(address):6443: connect: no route to host")
  }
  static let unreachableReason = "Unreachable"
}

// Messages between machines pass where frames would: cables and walls hold for both.
extension World {
  /// Three ARP requests stay unanswered before a connection attempt gives up.
  private static let arpTime: Int64 = 3_060_000
  /// The workstation in the list of those who are cut off.
  private static let workstation = ""

  /// Whether a client and the API server cannot talk to each other.
  func isCutOff(_ component: Component) -> Bool {
    if faults.cutOff.isEmpty { return false }
    switch component {
    case .apiServer, .controllerManager, .scheduler: return false
    case .kubelet(let node), .flanneld(let node): return faults.cutOff.contains(node)
    case .process(let pid):
      switch processes[pid].context.place {
      case .workstation: return faults.cutOff.contains(Self.workstation)
      case .host(let name): return faults.cutOff.contains(name)
      case .container(let node, _, _): return faults.cutOff.contains(node)
      }
    }
  }

  /// A request that never arrives: its sender notices after a while.
  mutating func lose(_ request: Request, _ ticket: Ticket, cause: EventID) {
    let failure = Response(.failure(.unreachable(controlPlaneAddress)))
    let isProgram = request.client.isProgramOfCluster
    schedule(
      .response(failure, request.client, ticket), afterMicroseconds: Self.arpTime, cause: cause,
      background: isProgram)
  }

  /// An answer on its way to somebody who is cut off by now.
  func lost(_ response: Response) -> Response {
    response.failure?.reason == Status.unreachableReason
      ? response : Response(.failure(.unreachable(controlPlaneAddress)))
  }

  /// The node that the API server runs on; nil where it runs out of sight.
  package var controlPlaneNode: String? { controlPlane?.node }

  private var controlPlaneAddress: String {
    controlPlane.flatMap { kubelets[$0.node]?.address } ?? "127.0.0.1"
  }

  /// Why the API server cannot reach a node's kubelet, as `logs` and `exec` need; nil where it can.
  package func kubeletProblem(of node: String) -> String? {
    let place = "\(kubelets[node]?.address ?? node):10250"
    if faults.cutOff.contains(node) { return "dial tcp \(place): connect: no route to host" }
    if faults.isDown(.kubelet(node)) { return "dial tcp \(place): connect: connection refused" }
    return nil
  }

  /// Finds out anew who is cut off, after a cable or a wall has changed; connections that break are watches that end.
  mutating func updateReach() {
    guard let fabric = network?.fabric else { return }
    let outside = fabric.machine(named: Self.outsideName)
    let server = controlPlane.flatMap { fabric.machine(named: $0.node) } ?? outside
    guard let server, let outside else { return }
    var cut: [String] = []
    if !fabric.reaches(outside, server) { cut.append(Self.workstation) }
    for name in kubelets.names {
      if let machine = fabric.machine(named: name), !fabric.reaches(machine, server) {
        cut.append(name)
      }
    }
    let before = faults.cutOff
    faults.cutOff = cut
    for name in cut where !before.contains(name) && !name.isEmpty {
      api.watches.closeAll(of: .kubelet(name))
      api.watches.closeAll(of: .flanneld(name))
    }
    for name in before where !cut.contains(name) && !name.isEmpty {
      // The kubelet notices with its next sign of life.
      schedule(
        .wake(.flanneld(name), .start), afterMicroseconds: 1_000_000, cause: nil, background: true)
    }
  }

  /// The machine that stands for the LAN, and for all that is beyond it.
  package static let outsideName = "lan"
}
