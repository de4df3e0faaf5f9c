import Simulation
import Wire

/// What a program asks of its host: the log of a process is made of these and their answers.
package enum HostCall: Sendable {
  case now
  /// The namespace as it is, with the entries that flannel's leases stand for.
  case space
  case change(NetworkChange)
  case socket(Socket.Kind, SocketOptions)
  case bind(SocketID, IPv4Address, UInt16)
  case connect(SocketID, IPv4Address, UInt16, timeout: Int64?)
  case listen(SocketID)
  case accept(SocketID, timeout: Int64?)
  case send(SocketID, [UInt8])
  case sendTo(SocketID, IPv4Address, UInt16, [UInt8])
  /// A whole frame, or an ICMP message with its header.
  case sendFrame(SocketID, [UInt8])
  case receive(SocketID, timeout: Int64?)
  /// Which of several sockets has something first, as select(2).
  case select([SocketID], timeout: Int64?)
  case setOptions(SocketID, SocketOptions)
  case shutdown(SocketID)
  case close(SocketID)
  case localAddress(SocketID)
  case attach(SocketID, device: String?, isPromiscuous: Bool)
  case sleep(Int64)
  case random(Int)
  case read(path: String)
  case write(path: String, String)
  case processes
  /// What the routing tables say about a destination.
  case lookup(IPv4Address)
}

/// A routing decision as `ip route get` shows it.
package struct RouteAnswer: Hashable, Sendable {
  package let decision: RouteDecision
  package let source: IPv4Address?
  /// A learned MTU and for how long it holds.
  package let learned: LearnedMTU?

  package struct LearnedMTU: Hashable, Sendable {
    package let mtu: Int
    package let seconds: Int64
  }
}

package enum HostAnswer: Sendable {
  case done
  case number(Int64)
  case instant(Instant)
  case space(HostView)
  case socket(SocketID)
  case delivery(Delivery)
  case bytes([UInt8])
  case address(IPv4Address, UInt16)
  case text(String)
  case list([String])
  case route(Result<RouteAnswer, Errno>)
  case timeout
  /// What went wrong, and a number that goes with it (an MTU).
  case failure(Errno, Int)
}

/// A namespace as programs read it.
package struct HostView: Sendable {
  package let space: NetworkNamespace
  package let routes: [Route]
  package let neighbours: [Neighbour]
  /// Each with the device whose database it is in.
  package let forwarding: [(device: DeviceIndex, entry: ForwardingEntry)]
  package let host: String
  package let machine: String
  package let now: Instant
  /// Names of the namespaces at the other ends of veth pairs.
  package let peers: [DeviceIndex: (name: String, index: Int)]
}

/// What stops a program.
package enum Interruption: Error {
  case suspended
  case exited(Int32)
}
