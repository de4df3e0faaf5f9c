import Simulation
import Wire

/// A network namespace: devices, tables, sockets.
package struct NetworkNamespace: Sendable {
  package let id: NamespaceID
  package var name: String
  package var machine: MachineID
  package internal(set) var devices: ContiguousArray<Device?> = []
  /// The addresses of all devices, for quick looks; made anew when one changes.
  private(set) var own: [OwnAddress] = []
  /// The main table, in the order of lookup.
  package internal(set) var routes: [Route] = []
  package internal(set) var neighbours = Table<Neighbour.Key, Neighbour>()
  package internal(set) var sockets = Table<SocketID, Socket>()
  package internal(set) var pathMTUs: [PathMTU] = []
  var reassembly: [Reassembly] = []
  var icmpBudgets: [ICMPBudget] = []
  package internal(set) var netfilter: Netfilter?
  package internal(set) var flannel: FlannelView?
  package var isForwarding = false
  package var timeToLive: UInt8 = 64
  /// `net.bridge.bridge-nf-call-iptables`.
  package var bridgeCallsNetfilter = true
  /// Files that this namespace's programs see instead of the machine's, such as a pod's /etc/resolv.conf.
  package var files: [(path: String, text: String)] = []
  package var settings: [(name: String, value: String)] = []
  var nextSocket = 1
  /// How many packet sockets look on.
  var taps = 0
  var nextIdentification: UInt16
  var ruleTicks: UInt32 = 0
  var random: Random

  init(_ id: NamespaceID, name: String, machine: MachineID, random: Random) {
    self.id = id
    self.name = name
    self.machine = machine
    self.random = random
    nextIdentification = UInt16(truncatingIfNeeded: self.random.next())
    var loopback = Device("lo", .loopback, mac: .zero, mtu: 65_536)
    loopback.isUp = true
    loopback.addresses = [Device.Address(cidr: CIDR(.loopback, 8), scope: .host)]
    devices = [loopback]
    indexAddresses()
  }

  struct OwnAddress: Hashable, Sendable {
    let address: IPv4Address
    /// The directed broadcast of its network, where there is one.
    let broadcast: IPv4Address?
    let device: DeviceIndex
  }

  mutating func indexAddresses() {
    own = devices.enumerated().flatMap { index, device in
      (device?.addresses ?? []).map { address in
        OwnAddress(
          address: address.cidr.address,
          broadcast: address.cidr.length < 31 ? address.cidr.broadcast : nil, device: index)
      }
    }
  }

  /// A learned smaller MTU towards a destination (fib_nh_exception).
  package struct PathMTU: Hashable, Sendable {
    package let destination: IPv4Address
    package var mtu: Int
    package var expires: Instant
  }

  package func device(named name: String) -> DeviceIndex? {
    devices.firstIndex { $0?.name == name }
  }
  package func deviceName(_ index: DeviceIndex) -> String {
    devices.indices.contains(index) ? devices[index]?.name ?? "?" : "?"
  }

  /// The device whose address this is; 127.0.0.0/8 belongs to the loopback device.
  func localDevice(_ address: IPv4Address) -> DeviceIndex? {
    for entry in own where entry.address == address { return entry.device }
    return address.isLoopback ? 0 : nil
  }

  /// Whether it is a directed broadcast of one of the networks here, and on which device.
  func broadcastDevice(_ address: IPv4Address) -> DeviceIndex? {
    for entry in own where entry.broadcast == address { return entry.device }
    return nil
  }

  /// As `inet_select_addr`: the device's first address, else one of any other device.
  func address(of device: DeviceIndex, towards destination: IPv4Address? = nil) -> IPv4Address? {
    if let own = devices[device] {
      if let destination, let near = own.addresses.first(where: { $0.cidr.contains(destination) }) {
        return near.cidr.address
      }
      if let first = own.addresses.first(where: { $0.scope != .host || device == 0 }) {
        return first.cidr.address
      }
    }
    for other in devices {
      if let first = other?.addresses.first(where: { $0.scope == .universe }) {
        return first.cidr.address
      }
    }
    return nil
  }

  mutating func identification() -> UInt16 {
    nextIdentification &+= 1
    return nextIdentification
  }

  mutating func addRoute(_ route: Route) {
    let place = routes.firstIndex { Route.precedes(route, $0) } ?? routes.count
    routes.insert(route, at: place)
  }
}
