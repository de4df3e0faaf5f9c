import Simulation
import Wire

/// What a socket takes in.
package struct Datagram: Hashable, Sendable {
  package let source: IPv4Address
  package let sourcePort: UInt16
  package let destination: IPv4Address
  package let timeToLive: UInt8
  package let typeOfService: UInt8
  /// The payload; for an ICMP socket the message with its header.
  package let bytes: [UInt8]
  package let at: Instant
  var lineage: UInt64 = 0
}

/// An ICMP error about something that the socket sent.
package struct ICMPNotice: Hashable, Sendable {
  package let from: IPv4Address
  package let type: UInt8
  package let code: UInt8
  package let mtu: Int
  package let quoted: Quoted
  package let at: Instant
}

/// A frame that a packet socket saw.
package struct SeenFrame: Hashable, Sendable {
  package let interface: String
  package let isOutgoing: Bool
  package let link: Link
  package let bytes: [UInt8]
  package let at: Instant
}

package enum Delivery: Hashable, Sendable {
  case datagram(Datagram)
  case notice(ICMPNotice)
  case frame(SeenFrame)
}

/// A socket of any kind.
package struct Socket: Sendable {
  package enum Kind: Hashable, Sendable {
    case icmp, udp, tcp, listener
    /// Sees every frame of a device, or of all (AF_PACKET).
    case packet
  }

  package var kind: Kind
  package var local = IPv4Address.any
  package var localPort: UInt16 = 0
  package var remote: IPv4Address?
  package var remotePort: UInt16 = 0
  package var owner: ProcessID?
  package var ownerName = ""
  package var options = SocketOptions()
  /// A packet socket that has made its device promiscuous.
  var isPromiscuous = false
  /// The device of a packet socket.
  package var device: DeviceIndex?
  var queue: [Delivery] = []
  var error: Errno?
  var waiter: Waiter?
  /// The waiter only asks whether there is something.
  var isSelected = false
  package var tcp: TCPConnection?
  var backlog: [SocketID] = []
  /// What answers here without a process of its own.
  package var service: Service?
  /// The TUN device that flanneld carries packets from and to.
  var relay: InterfaceID?
  var isScheduled = false
  /// Closed by its program; what is left is the protocol's business.
  var isOrphan = false

  init(_ kind: Kind) { self.kind = kind }
}

/// What a program may set on a socket.
package struct SocketOptions: Hashable, Sendable {
  package var timeToLive: UInt8?
  package var typeOfService: UInt8 = 0
  package var discovery = PathDiscovery.want
  /// Errors come as notices (IP_RECVERR).
  package var reportsErrors = false
  package var mark: UInt32 = 0
  /// Each packet tells that the next hop is known to work (MSG_CONFIRM).
  package var confirms = false
  /// SO_BINDTODEVICE.
  package var device: String?
  package init() {}
}

/// A server that needs no process: what it answers to a datagram or to the first bytes of a connection.
package struct Service: Sendable {
  package let name: String
  package let delayMicroseconds: Int64
  /// Nil leaves the asker without an answer; the second result closes the connection behind it.
  package let answer: @Sendable (Request) -> (bytes: [UInt8], closes: Bool)?

  package struct Request: Sendable {
    package let host: String
    package let peer: IPv4Address
    package let peerPort: UInt16
    package let local: IPv4Address
    package let localPort: UInt16
    package let bytes: [UInt8]
  }

  package init(
    _ name: String, delayMicroseconds: Int64 = 80,
    answer: @escaping @Sendable (Request) -> (bytes: [UInt8], closes: Bool)?
  ) {
    self.name = name
    self.delayMicroseconds = delayMicroseconds
    self.answer = answer
  }
}
