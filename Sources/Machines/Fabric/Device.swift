import Wire

/// A network device as `ip link` shows it.
package struct Device: Sendable {
  package enum Kind: Hashable, Sendable {
    case loopback
    case veth(peer: InterfaceID)
    case bridge
    case vxlan
    case tun
    case dummy
  }
  package struct Address: Hashable, Sendable {
    package var cidr: CIDR
    package var scope: Route.Scope
    package var isSecondary = false
    package var hasBroadcast = false
  }
  /// What a bridge knows of a port.
  package struct Port: Hashable, Sendable {
    package var bridge: DeviceIndex
    package var number: Int
    package var isForwarding = true
    package var hairpin = false
    package var learning = true
    package var flood = true
  }
  package struct Bridge: Sendable {
    package var ports: [DeviceIndex] = []
    package var ageingSeconds: Int64 = 300
    package var isMTUSet = false
    package var createdCentiseconds: Int64 = 0
  }
  package struct VXLANTunnel: Hashable, Sendable {
    package var identifier: UInt32
    package var local: IPv4Address
    package var underlay: DeviceIndex
    package var port = VXLAN.linuxPort
    package var learning = false
  }
  package struct Tun: Sendable {
    package var process: ProcessID?
    var queue: [Packet] = []
    var isScheduled = false
    static let longestQueue = 500
  }
  package struct Statistics: Hashable, Sendable {
    package var receivedBytes: UInt64 = 0
    package var receivedPackets: UInt64 = 0
    package var receivedDropped: UInt64 = 0
    package var receivedOtherHost: UInt64 = 0
    package var sentBytes: UInt64 = 0
    package var sentPackets: UInt64 = 0
    package var sentDropped: UInt64 = 0
    package var multicast: UInt64 = 0
  }
  /// `net.ipv4.conf.DEVICE`, where it differs from the defaults.
  package struct Settings: Hashable, Sendable {
    package var reversePathFilter = 0
    package var acceptLocal = false
    package var arpNotify = false
    package var arpAccept = false
    package var proxyARP = false
    package var routeLocalnet = false
  }

  package var name: String
  package var kind: Kind
  package var mac: MACAddress
  package var mtu: Int
  package var isUp = false { didSet { if isUp { hasBeenUp = true } } }
  /// A device that has been up once keeps its queueing discipline.
  package private(set) var hasBeenUp = false
  package var hasCarrier = true
  package var addresses: [Address] = []
  package var port: Port?
  package var bridge: Bridge?
  package var tunnel: VXLANTunnel?
  package var tun: Tun?
  package var settings = Settings()
  package var statistics = Statistics()
  package var promiscuity = 0
  package var noQueueLength = 1000
  /// A bridge's or a VXLAN device's forwarding database.
  package var forwarding = Table<MACAddress, ForwardingEntry>()

  package init(_ name: String, _ kind: Kind, mac: MACAddress, mtu: Int) {
    self.name = name
    self.kind = kind
    self.mac = mac
    self.mtu = mtu
  }

  package var isRunning: Bool { isUp && hasCarrier }
  /// Whether frames on it begin with an Ethernet header and next hops have to be asked for.
  package var isEthernet: Bool { kind != .tun }
  package var link: Link { isEthernet ? .ethernet : .raw }
  package var primaryAddress: IPv4Address? { addresses.first?.cidr.address }
}
