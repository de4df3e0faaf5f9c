import Simulation
import Wire

package enum TCPTimer: Hashable, Sendable {
  case retransmit, delayedAcknowledgement, timeWait
}

/// A TCP connection (RFC 9293): handshake, ordered bytes, retransmission, close and reset.
package struct TCPConnection: Sendable {
  package enum State: String, Hashable, Sendable {
    case synSent = "SYN-SENT"
    case synReceived = "SYN-RECV"
    case established = "ESTAB"
    case finWait1 = "FIN-WAIT-1"
    case finWait2 = "FIN-WAIT-2"
    case closeWait = "CLOSE-WAIT"
    case closing = "CLOSING"
    case lastAck = "LAST-ACK"
    case timeWait = "TIME-WAIT"
    case closed = "CLOSED"
  }

  package var state: State
  var initialSend: UInt32
  /// The oldest byte that is not acknowledged, and the next to send.
  var unacknowledged: UInt32
  var sendNext: UInt32
  var receiveNext: UInt32 = 0
  /// Bytes from `unacknowledged` on, sent or not.
  var outgoing: [UInt8] = []
  var incoming: [UInt8] = []
  var early: [(sequence: UInt32, bytes: [UInt8], isLast: Bool)] = []
  var isFinQueued = false
  var isFinSent = false
  var isFinReceived = false
  var segmentSize = 536
  var peerWindow: Int = 65_535
  var peerScale: UInt8 = 0
  var usesTimestamps = true
  var echoTime: UInt32 = 0
  var retries = 0
  var generation: UInt32 = 0
  var acknowledgementGeneration: UInt32 = 0
  var owesAcknowledgement = false
  /// How many segments are still acknowledged at once (tcp_enter_quickack_mode).
  var quickAcknowledgements = 8
  var listener: SocketID?
  var connectLimit: Int64?

  init(_ state: State, initialSend: UInt32) {
    self.state = state
    self.initialSend = initialSend
    unacknowledged = initialSend
    sendNext = initialSend &+ 1
  }

  /// Queue lengths as `ss` shows them.
  package var receiveQueue: Int { incoming.count }
  package var sendQueue: Int { outgoing.count }

  static let firstRetransmission: Int64 = 1_024_000
  static let laterRetransmission: Int64 = 204_000
  static let delayedAcknowledgement: Int64 = 40_000
  static let timeWait: Int64 = 60_000_000
  /// net.ipv4.tcp_syn_retries, and how many of them wait no longer than the first (tcp_syn_linear_timeouts).
  static let connectRetries = 6
  static let linearRetries = 4
}
