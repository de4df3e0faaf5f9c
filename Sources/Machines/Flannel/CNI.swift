import Simulation
import Wire

/// A pod's namespace that nobody has touched: what it takes to build it.
struct PodPlan: Sendable {
  let name: String
  let machine: MachineID
  let peer: InterfaceID
  let address: CIDR
  let gateway: IPv4Address
  let network: CIDR
  let mac: MACAddress
  let mtu: Int
  /// What the pod's programs serve.
  var services: [PodService] = []
}

/// A server of a pod, which needs no process of its own.
package struct PodService: Sendable {
  package let port: UInt16
  package let service: Service

  package init(_ port: UInt16, _ service: Service) {
    self.port = port
    self.service = service
  }
}

/// What the CNI plugins of a node are configured with, and the addresses that host-local has given away.
package struct PodNetwork: Sendable {
  package var subnet: CIDR
  package var network: CIDR
  package var bridge: String
  package var mtu: Int
  package var hairpin: Bool
  var last: UInt32 = 1
  var used: [UInt32] = []

  package init(subnet: CIDR, network: CIDR, bridge: String, mtu: Int, hairpin: Bool) {
    self.subnet = subnet
    self.network = network
    self.bridge = bridge
    self.mtu = mtu
    self.hairpin = hairpin
  }

  /// The next free address after the last one given (host-local's round robin); .1 is the gateway.
  mutating func take() -> IPv4Address? {
    let size = UInt32(1) << UInt32(32 - subnet.length)
    var offset = last
    for _ in 0..<size {
      offset = offset + 1 >= size - 1 ? 2 : offset + 1
      if offset >= 2, !used.contains(offset) {
        last = offset
        used.append(offset)
        return subnet.host(offset)
      }
    }
    return nil
  }
}

/// What ADD gave a pod.
package struct PodInterface: Hashable, Sendable {
  package let namespace: NamespaceID
  package let address: IPv4Address
  package let mac: MACAddress
  package let hostDevice: String
}

extension Fabric {
  /// Makes a node's bridge, as the first ADD does.
  package mutating func installPodNetwork(
    _ network: PodNetwork, on machine: MachineID, bridgeMAC: MACAddress
  ) {
    let here = machines[machine.index].namespace
    podNetworks[machine.index] = network
    var bridge = Device(network.bridge, .bridge, mac: bridgeMAC, mtu: network.mtu)
    bridge.bridge = Device.Bridge(isMTUSet: true)
    let index = addDevice(bridge, in: here)
    _ = addAddress(
      CIDR(network.subnet.host(1), network.subnet.length), to: index, scope: .universe, here)
    setUp(InterfaceID(here, index), true)
  }

  /// CNI ADD: a veth pair, its host end on the bridge, an address of host-local, the routes of flannel's plugin.
  ///
  /// The pod's namespace is only planned; it comes to life with the first frame or command in it.
  package mutating func addPod(
    _ name: String, on machine: MachineID, hostDevice: String? = nil, hostMAC: MACAddress? = nil,
    address given: IPv4Address? = nil
  ) -> PodInterface? {
    let here = machines[machine.index].namespace
    guard var network = podNetworks[machine.index], let address = given ?? network.take(),
      let bridge = self[here].device(named: network.bridge)
    else { return nil }
    podNetworks[machine.index] = network
    var draw = random.derived(UInt64(slots.count) << 8 | 1)
    let mac = MACAddress(0x0A58_0000_0000 | UInt64(address.bits))
    let space = NamespaceID(slots.count)
    let device = hostDevice ?? "veth" + hexadecimal(draw.next(), digits: 8)
    let own = hostMAC ?? MACAddress(draw.next() & 0xFCFF_FFFF_FFFF | 0x0200_0000_0000)
    var end = Device(
      device, .veth(peer: InterfaceID(space, 1)), mac: own, mtu: network.mtu)
    end.isUp = true
    let index = addDevice(end, in: here)
    enslave(index, to: bridge, here)
    self[here].devices[index]?.port?.hairpin = network.hairpin
    var slot = Slot()
    slot.plan = PodPlan(
      name: name, machine: machine, peer: InterfaceID(here, index),
      address: CIDR(address, network.subnet.length), gateway: network.subnet.host(1),
      network: network.network, mac: mac, mtu: network.mtu)
    slots.append(slot)
    hosts[name] = space
    return PodInterface(namespace: space, address: address, mac: mac, hostDevice: device)
  }

  /// CNI DEL: the veth pair goes, the address is free again.
  package mutating func removePod(_ name: String) {
    guard let space = hosts[name] else { return }
    if let plan = slots[space.index].plan {
      removeDevice(plan.peer.device, in: plan.peer.namespace)
      release(plan.address.address, on: plan.machine)
    } else if let index = self[space].device(named: "eth0") {
      let machine = self[space].machine
      for address in self[space].devices[index]?.addresses ?? [] {
        release(address.cidr.address, on: machine)
      }
      removeDevice(index, in: space)
    }
    hosts[name] = nil
    for process in processes.values.filter({ $0.namespace == space }).map(\.id).sorted() {
      kill(process)
    }
    slots[space.index] = Slot()
  }

  private mutating func release(_ address: IPv4Address, on machine: MachineID) {
    guard let subnet = podNetworks[machine.index]?.subnet else { return }
    podNetworks[machine.index]?.used.removeAll { subnet.host($0) == address }
  }

  /// Builds a planned namespace.
  package mutating func wake(_ space: NamespaceID) {
    guard slots[space.index].live.isEmpty, let plan = slots[space.index].plan else { return }
    slots[space.index].plan = nil
    var built = NetworkNamespace(
      space, name: plan.name, machine: plan.machine,
      random: random.derived(UInt64(space.index) << 8 | 2))
    var device = Device("eth0", .veth(peer: plan.peer), mac: plan.mac, mtu: plan.mtu)
    device.isUp = true
    device.settings.arpNotify = true
    device.addresses = [Device.Address(cidr: plan.address, scope: .universe)]
    built.devices.append(device)
    var connected = Route(plan.address.network, device: 1)
    connected.origin = .kernel
    connected.source = plan.address.address
    built.addRoute(connected)
    built.addRoute(Route(.everything, via: plan.gateway, device: 1))
    built.addRoute(Route(plan.network, via: plan.gateway, device: 1))
    built.indexAddresses()
    slots[space.index].live = [built]
    for server in plan.services {
      serve(server.service, on: server.port, kind: .listener, in: space)
    }
  }

  /// What a pod's programs serve from now on; a namespace that sleeps sleeps on.
  package mutating func setServices(_ services: [PodService], of name: String) {
    guard let space = hosts[name] else { return }
    guard let live = slots[space.index].live.first else {
      slots[space.index].plan?.services = services
      return
    }
    let before = live.sockets.elements.filter { $0.kind == .listener && $0.service != nil }
      .map(\.localPort)
    for port in before where !services.contains(where: { $0.port == port }) {
      stopServing(port, in: space)
    }
    for server in services where !before.contains(server.port) {
      serve(server.service, on: server.port, kind: .listener, in: space)
    }
  }

  /// An ARP question for somebody else leaves a sleeping namespace as it is.
  func wantsToWake(_ packet: Packet, _ space: NamespaceID) -> Bool {
    guard let plan = slots[space.index].plan else { return false }
    guard !outbox.observesFrames, packet.bytes.count >= 42,
      packet.bytes.number16(at: 12) == Ethernet.arp, packet.bytes.mac(at: 0).isBroadcast
    else { return true }
    return packet.bytes.address(at: 38) == plan.address.address
  }
}
