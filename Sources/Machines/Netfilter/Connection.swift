import HashTreeCollections
import Simulation
import Wire

/// The two ends of a flow; ICMP has its identifier for ports, and the type of a query.
package struct FlowTuple: Hashable, Sendable {
  package var kind: UInt8
  package var source: IPv4Address
  package var sourcePort: UInt16
  package var destination: IPv4Address
  package var destinationPort: UInt16
  package var icmpType: UInt8 = 0

  var inverted: FlowTuple {
    var other = self
    (other.source, other.destination) = (destination, source)
    (other.sourcePort, other.destinationPort) = (destinationPort, sourcePort)
    if kind == IPv4.icmp { other.icmpType = icmpType == 8 ? 0 : icmpType == 0 ? 8 : icmpType }
    return other
  }
}

/// A tracked connection (nf_conntrack).
package struct Connection: Sendable {
  package enum Phase: String, Hashable, Sendable {
    case none = "NONE"
    case synSent = "SYN_SENT"
    case synReceived = "SYN_RECV"
    case established = "ESTABLISHED"
    case finWait = "FIN_WAIT"
    case closeWait = "CLOSE_WAIT"
    case lastAck = "LAST_ACK"
    case timeWait = "TIME_WAIT"
    case close = "CLOSE"

    /// net.netfilter.nf_conntrack_tcp_timeout_*, in seconds.
    var timeout: Int64 {
      switch self {
      case .none: 600
      case .synSent: 120
      case .synReceived: 60
      case .established: 432_000
      case .finWait: 120
      case .closeWait: 60
      case .lastAck: 30
      case .timeWait: 120
      case .close: 10
      }
    }
  }

  package let id: Int
  package var original: FlowTuple
  package var reply: FlowTuple
  package var phase = Phase.none
  package var isReplied = false
  package var isAssured = false
  package var isConfirmed = false
  package var mark: UInt32 = 0
  package var expires: Instant
  var created: Instant
  var hasDestinationNAT = false
  var hasSourceNAT = false
  var isDestinationDone = false
  var isSourceDone = false
}

/// All connections of a namespace, found by either direction's tuple.
package struct ConnectionTable: Sendable {
  private var entries = TreeDictionary<Int, Connection>()
  private var index = TreeDictionary<FlowTuple, Int>()
  private var next = 1
  /// Those whose first packet is still on its way through the host.
  private var fresh: [Int] = []

  package init() {}

  package var count: Int { entries.values.filter(\.isConfirmed).count }

  subscript(id: Int) -> Connection? {
    get { entries[id] }
    set { entries[id] = newValue }
  }

  /// The connection of a tuple, unless its time is over, and whether the tuple is that of the replies.
  mutating func find(_ tuple: FlowTuple, _ now: Instant) -> (id: Int, isReply: Bool)? {
    guard let id = index[tuple], let entry = entries[id] else { return nil }
    guard entry.expires > now else {
      remove(id)
      return nil
    }
    return (id, entry.original != tuple)
  }

  func isTaken(_ tuple: FlowTuple) -> Bool { index[tuple] != nil }

  mutating func add(_ tuple: FlowTuple, _ now: Instant) -> Int {
    for id in fresh where entries[id]?.isConfirmed == false && entries[id]?.created != now {
      entries[id] = nil
    }
    fresh.removeAll { entries[$0] == nil || entries[$0]?.isConfirmed == true }
    let id = next
    next += 1
    entries[id] = Connection(
      id: id, original: tuple, reply: tuple.inverted, expires: now.after(microseconds: 30_000_000),
      created: now)
    fresh.append(id)
    return id
  }

  /// The first packet has left the host or reached a socket: the connection is in the table (nf_conntrack_confirm).
  mutating func confirm(_ id: Int) {
    guard let entry = entries[id], !entry.isConfirmed else { return }
    entries[id]?.isConfirmed = true
    index[entry.original] = id
    index[entry.reply] = id
    fresh.removeAll { $0 == id }
  }

  mutating func remove(_ id: Int) {
    guard let entry = entries.removeValue(forKey: id) else { return }
    if index[entry.original] == id { index[entry.original] = nil }
    if index[entry.reply] == id { index[entry.reply] = nil }
  }

  package mutating func removeAll() {
    entries = [:]
    index = [:]
    fresh = []
  }

  /// In the order of creation.
  package func all(at now: Instant) -> [Connection] {
    entries.values.filter { $0.isConfirmed && $0.expires > now }.sorted { $0.id < $1.id }
  }
}
