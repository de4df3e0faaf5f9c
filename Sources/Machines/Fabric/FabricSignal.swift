import Wire

/// What happens to a fabric: a frame arrives, a timer runs out, a process goes on.
package enum FabricSignal: Sendable {
  /// A frame reaches an interface from its other end.
  indirect case frame(InterfaceID, Packet)
  case neighbour(InterfaceID, IPv4Address, generation: UInt32)
  case portForwards(InterfaceID)
  case reassembly(NamespaceID, UInt64)
  case tcp(NamespaceID, SocketID, TCPTimer, generation: UInt32)
  /// A process that has an answer runs on.
  case run(ProcessID)
  /// A wait with a time limit is over.
  case timeout(Waiter, generation: UInt64)
  /// The process at a TUN device reads a packet.
  case tunRead(InterfaceID)
  /// A process reads what came for its datagram socket.
  case relayRead(NamespaceID, SocketID)
  /// A service answers what a connection or a datagram asked.
  case serve(NamespaceID, SocketID)
  case restart(MachineID, unit: String)
  /// flanneld of the host-gw backend looks whether its routes are there.
  case checkRoutes(MachineID)

  /// The namespace that it happens in; nil where it is another's business to know.
  var namespace: NamespaceID? {
    switch self {
    case .frame(let interface, _), .neighbour(let interface, _, _), .portForwards(let interface),
      .tunRead(let interface):
      interface.namespace
    case .reassembly(let here, _), .tcp(let here, _, _, _), .relayRead(let here, _),
      .serve(let here, _):
      here
    case .run, .timeout, .restart, .checkRoutes: nil
    }
  }

  /// Whether it only waits out a time: such signals do not keep a world from being settled.
  package var isDeadline: Bool {
    switch self {
    case .neighbour, .reassembly, .timeout, .restart, .checkRoutes: true
    case .tcp(_, _, let timer, _): timer != .delayedAcknowledgement
    default: false
    }
  }
}

/// What a handled signal leads to.
package struct FabricOutput: Sendable {
  /// Signals to be handled so many microseconds later.
  package var scheduled: [(signal: FabricSignal, after: Int64)] = []
  /// Frames that crossed an interface, when somebody looks.
  package var frames: [FrameObservation] = []
  /// Packets that ended nowhere, when somebody looks.
  package var drops: [DropObservation] = []
  /// Answers to calls that were begun from outside.
  package var answers: [(token: UInt64, answer: HostAnswer)] = []
  /// Processes that ended.
  package var exits: [ProcessID] = []
  package var observesFrames: Bool

  package init(observesFrames: Bool = false) { self.observesFrames = observesFrames }
}
