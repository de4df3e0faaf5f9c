import Simulation
import Wire

/// The hooks of the IPv4 stack.
enum NetfilterHook: String, Sendable {
  case prerouting = "PREROUTING"
  case input = "INPUT"
  case forward = "FORWARD"
  case output = "OUTPUT"
  case postrouting = "POSTROUTING"
}

/// A packet's place in a tracked connection.
struct Tracked: Hashable, Sendable {
  var connection: Int
  var isReply: Bool
}

/// The rules and connections of a namespace.
package struct Netfilter: Sendable {
}

extension Fabric {
  mutating func prerouting(_ packet: Packet, _ interface: InterfaceID) -> Packet? { packet }
  mutating func hook(
    _ hook: NetfilterHook, _ packet: Packet, _ here: NamespaceID, in ingress: DeviceIndex?,
    out: DeviceIndex?
  ) -> Packet? { packet }
  mutating func bridgePrerouting(
    _ packet: Packet, _ interface: InterfaceID, bridge: DeviceIndex
  ) -> Packet? { packet }
  mutating func bridgePostrouting(
    _ packet: Packet, from port: DeviceIndex?, to out: DeviceIndex, bridge: DeviceIndex,
    _ here: NamespaceID
  ) -> Packet? { packet }
}
