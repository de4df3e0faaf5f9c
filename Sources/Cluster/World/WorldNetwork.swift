import HashTreeCollections
import Machines
import Simulation
import Wire

/// The machines of a world on the byte-level network, and what is noticed of their frames.
package struct WorldNetwork: Sendable {
  package internal(set) var fabric: Fabric
  /// Whether frames are kept.
  package internal(set) var isObserved = false
  /// The frames at every interface since the observation began.
  package internal(set) var frames = PagedArray<FrameObservation>()
  /// The world's program that each program of a machine runs for.
  var owners = TreeDictionary<Int, Int>()

  /// The checks of kubelets that are under way, by their program.
  var probes = TreeDictionary<Int, FrameProbe>()

  /// The pods that each node's CNI plugin has wired.
  var wired = TreeDictionary<String, [WiredPod]>()

  /// What each node's flanneld says of its own machine.
  var machineLeases = TreeDictionary<String, MachineLease>()
  /// Watch events that wait for a flanneld which is stopped by a signal.
  var unread: [UnreadLease] = []

  init(_ fabric: Fabric) { self.fabric = fabric }

  mutating func change<Result>(_ work: (inout Fabric) -> Result) -> Result { work(&fabric) }
}

/// A pod as the network knows it.
struct WiredPod: Hashable, Sendable {
  let uid: String
  /// `NAMESPACE/NAME`.
  let name: String
  let address: String
  let usesHostNetwork: Bool
  /// The images of its servers by port.
  var servers: [Server] = []

  struct Server: Hashable, Sendable {
    let port: UInt16
    let image: String
  }
}

/// The attributes of a flannel lease, as a machine's own flanneld knows them.
struct MachineLease: Hashable, Sendable {
  let address: IPv4Address
  let vtep: MACAddress
}

/// A watch event that a flanneld has not looked at.
struct UnreadLease: Hashable, Sendable {
  let host: String
  let node: String
  let revision: Int64
}

/// What can be broken on a machine, and mended.
package enum MachineFault: Hashable, Sendable {
  case stop(String, host: String)
  case start(String, host: String)
  case crash(String, host: String)
  case hang(String, host: String)
  /// Every answer comes so many microseconds later.
  case slow(String, host: String, Int64)
  case unplug(String)
  case plug(String)
  /// These machines reach each other and nobody else.
  case partition([String])
  case heal
}
