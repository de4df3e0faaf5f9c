import HashTreeCollections
import Simulation
import Wire

/// All machines, namespaces and links between them, and everything that runs there: a value that handles one signal at a time.
///
/// It owns no clock: whoever embeds it keeps a queue, and schedules what `FabricOutput` asks for.
package struct Fabric: Sendable {
  /// A namespace that is in use, or the plan of one that nobody has touched yet.
  struct Slot: Sendable {
    var live: ContiguousArray<NetworkNamespace> = []
    var plan: PodPlan?
  }

  var slots = PagedArray<Slot>()
  package internal(set) var machines = PagedArray<Machine>()
  package internal(set) var processes = TreeDictionary<Int, HostProcess>()
  package internal(set) var leases = LeaseHistory()
  var podNetworks = TreeDictionary<Int, PodNetwork>()
  var hosts = TreeDictionary<String, NamespaceID>()
  var machineNames = TreeDictionary<String, MachineID>()
  /// Waits with a time limit: who waits, and the number that a timeout must show to count.
  var waits = TreeDictionary<Waiter, UInt64>()
  var outsideWaits = TreeDictionary<Waiter, NamespaceID>()
  var nextWait: UInt64 = 1
  var nextProcess = 100
  var nextGroup = 0
  var nextLineage: UInt64 = 1
  /// How many frames have crossed an interface so far.
  package internal(set) var frameCount = 0
  /// How many packet sockets look on anywhere.
  var tapCount = 0
  /// Whether somebody looks at frames with a program of a machine.
  package var hasTaps: Bool { tapCount > 0 }
  /// A fingerprint of what programs have changed: devices, addresses, tables, settings, rules.
  package internal(set) var changeDigest: UInt64 = 0
  var random: Random
  let seed: UInt64

  // While a signal is being handled: what it leads to, and how far the work has got.
  var now = Instant.zero
  var elapsed: Int64 = 0
  var outbox = FabricOutput()
  var trail: [Hop] = []

  package init(seed: UInt64 = 1) {
    self.seed = seed
    random = Random(seed: seed)
  }

  subscript(namespace: NamespaceID) -> NetworkNamespace {
    _read { yield slots[namespace.index].live[0] }
    _modify { yield &slots[namespace.index].live[0] }
  }

  subscript(interface: InterfaceID) -> Device? {
    _read {
      let live = slots[interface.namespace.index].live
      if !live.isEmpty, live[0].devices.indices.contains(interface.device) {
        yield live[0].devices[interface.device]
      } else {
        yield nil
      }
    }
    _modify { yield &slots[interface.namespace.index].live[0].devices[interface.device] }
  }

  /// Handles one signal; what follows from it is put into `out`.
  package mutating func handle(
    _ signal: FabricSignal, at now: Instant, out: inout FabricOutput
  ) {
    within(now, &out) { fabric in fabric.dispatch(signal) }
  }

  /// Runs work that may send frames or wake processes, and collects what follows.
  package mutating func within<Result>(
    _ now: Instant, _ out: inout FabricOutput, _ work: (inout Fabric) -> Result
  ) -> Result {
    self.now = now
    elapsed = 0
    swap(&outbox, &out)
    let result = work(&self)
    swap(&outbox, &out)
    return result
  }

  private mutating func dispatch(_ signal: FabricSignal) {
    // Timers outlive the namespace that set them.
    if let here = signal.namespace, slots[here.index].live.isEmpty, slots[here.index].plan == nil {
      return
    }
    switch signal {
    case .frame(let interface, let packet): arrive(packet, at: interface)
    case .neighbour(let interface, let address, let generation):
      neighbourTimer(interface, address, generation)
    case .portForwards(let interface): portForwards(interface)
    case .reassembly(let namespace, let number): reassemblyTimer(namespace, number)
    case .tcp(let namespace, let socket, let timer, let generation):
      tcpTimer(namespace, socket, timer, generation)
    case .run(let process): run(process)
    case .timeout(let waiter, let generation): timeout(waiter, generation)
    case .tunRead(let interface): tunRead(interface)
    case .relayRead(let namespace, let socket): relayRead(namespace, socket)
    case .serve(let namespace, let socket): serve(namespace, socket)
    case .restart(let machine, let unit): restart(unit, on: machine)
    case .checkRoutes(let machine): checkRoutes(on: machine)
    }
  }

  mutating func schedule(_ signal: FabricSignal, after microseconds: Int64) {
    outbox.scheduled.append((signal, elapsed + microseconds))
  }

  mutating func newLineage() -> UInt64 {
    nextLineage += 1
    return nextLineage - 1
  }

  /// The moment within the signal that the work has reached.
  var moment: Instant { now.after(microseconds: elapsed) }
}

extension Fabric {
  /// Notes a decision about the packet in hand, when somebody looks.
  mutating func note(_ hop: Hop) {
    if outbox.observesFrames { trail.append(hop) }
  }

  mutating func drop(_ packet: Packet, _ namespace: NamespaceID, _ reason: String) {
    guard outbox.observesFrames else { return }
    outbox.drops.append(
      DropObservation(
        at: moment, namespace: namespace, lineage: packet.lineage, reason: reason))
    trail = []
  }

  /// A frame crosses an interface.
  mutating func observe(
    _ packet: Packet, at interface: InterfaceID, _ direction: FrameObservation.Direction
  ) {
    elapsed += 1
    frameCount += 1
    if self[interface.namespace].taps > 0 { tap(packet, at: interface, direction) }
    guard outbox.observesFrames else { return }
    guard let name = self[interface]?.name, let link = self[interface]?.link else { return }
    let host = self[interface.namespace].name
    outbox.frames.append(
      FrameObservation(
        at: moment, interface: interface, host: host, device: name, direction: direction,
        link: link, bytes: packet.bytes, lineage: packet.lineage, hops: trail))
    trail = []
  }

  /// Packet sockets get what crosses their device (tcpdump, arping).
  private mutating func tap(
    _ packet: Packet, at interface: InterfaceID, _ direction: FrameObservation.Direction
  ) {
    let here = interface.namespace
    guard let device = self[interface] else { return }
    let seen = SeenFrame(
      interface: device.name, isOutgoing: direction == .outgoing, link: device.link,
      bytes: packet.bytes, at: moment)
    for position in 0..<self[here].sockets.count {
      let socket = self[here].sockets[position]
      guard socket.kind == .packet, socket.device.map({ $0 == interface.device }) ?? true else {
        continue
      }
      give(.frame(seen), to: self[here].sockets.key(at: position), here)
    }
  }
}
