import Wire

/// A packet on its way through the stack: what the kernel calls an skb.
package struct Packet: Sendable {
  /// The frame, or the bare IP packet of a TUN device.
  package var bytes: [UInt8]
  /// Where the network header begins: behind the Ethernet header, or at zero.
  package var network: Int
  /// The number of the packet that a program or the kernel first sent; encapsulation and forwarding keep it.
  package var lineage: UInt64
  var mark: UInt32 = 0
  /// The tracked connection and whether this goes in its reply direction.
  var tracked: Tracked?
  /// Where it came in, for netfilter's and the ICMP errors' sake.
  var ingress: DeviceIndex?
  /// The bridge port, while a bridged packet visits the IP hooks.
  var bridgeIngress: DeviceIndex?
  /// The source address that a translated packet keeps while the bridge sends it on.
  var bridgedSource: MACAddress?
  /// The decisions about it so far, while it waits for an address.
  var decisions: [Hop] = []
  /// Sent by this host itself.
  var isLocal = false
  /// IP hooks that the bridge has called already.
  var hasVisitedPrerouting = false

  package init(_ bytes: [UInt8], network: Int, lineage: UInt64) {
    self.bytes = bytes
    self.network = network
    self.lineage = lineage
  }

  /// The IP packet, without padding.
  var ipLength: Int { Int(bytes.number16(at: network + 2)) }
  var source: IPv4Address { bytes.address(at: network + 12) }
  var destination: IPv4Address { bytes.address(at: network + 16) }
  var timeToLive: UInt8 { bytes[network + 8] }
  var kind: UInt8 { bytes[network + 9] }
  var dontFragment: Bool { bytes[network + 6] & 0x40 != 0 }
  var isFragment: Bool { bytes.number16(at: network + 6) & 0x3FFF != 0 }
  var transport: Int { network + Int(bytes[network] & 15) * 4 }
  var isIPv4: Bool { network == 0 || bytes.number16(at: 12) == Ethernet.ipv4 }

  /// The bare IP packet.
  var datagram: [UInt8] {
    network == 0 && bytes.count == ipLength ? bytes : Array(bytes[network..<network + ipLength])
  }
}
