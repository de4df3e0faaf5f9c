import Simulation
import Wire

/// An entry of a bridge's or a VXLAN device's forwarding database.
package struct ForwardingEntry: Hashable, Sendable {
  package enum Target: Hashable, Sendable {
    /// The bridge itself, or a port's own address.
    case local(DeviceIndex)
    case port(DeviceIndex)
    /// A VXLAN device's remote end.
    case remote(IPv4Address)
  }
  package let mac: MACAddress
  package var target: Target
  package var isPermanent: Bool
  package var updated: Instant
}
