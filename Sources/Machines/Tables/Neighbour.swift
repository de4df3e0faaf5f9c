import Simulation
import Wire

/// A neighbour cache entry (net/core/neighbour.c).
package struct Neighbour: Sendable {
  package enum State: String, Hashable, Sendable {
    case incomplete = "INCOMPLETE"
    case reachable = "REACHABLE"
    case stale = "STALE"
    case delay = "DELAY"
    case probe = "PROBE"
    case failed = "FAILED"
    case permanent = "PERMANENT"
    case noarp = "NOARP"
  }
  package struct Key: Hashable, Sendable {
    package let device: DeviceIndex
    package let address: IPv4Address
  }

  package let address: IPv4Address
  package let device: DeviceIndex
  package var mac: MACAddress?
  package var state: State
  package var updated = Instant.zero
  package var confirmed = Instant.zero
  package var used = Instant.zero
  var probes = 0
  /// Counts changes of the timer, so that an old timer's signal is known.
  var generation: UInt32 = 0
  /// Packets that wait for the answer.
  var waiting: [Packet] = []

  package init(_ address: IPv4Address, device: DeviceIndex, mac: MACAddress?, state: State) {
    self.address = address
    self.device = device
    self.mac = mac
    self.state = state
  }

  var isConnected: Bool { [.reachable, .permanent, .noarp].contains(state) }
  var isUsable: Bool { mac != nil && state != .incomplete && state != .failed }
}

/// How long the kernel waits (net.ipv4.neigh defaults), in microseconds.
enum NeighbourTiming {
  static let retransmit: Int64 = 1_020_000
  static let delayFirstProbe: Int64 = 5_030_000
  static let baseReachable = 30_000_000
  static let broadcastProbes = 3
  static let unicastProbes = 3
  static let longestQueue = 101
  static let lockTime: Int64 = 1_000_000
}
