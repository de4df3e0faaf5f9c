import Simulation
import Wire

/// How a node's part of the flannel network is set up.
package struct FlannelNode: Sendable {
  package var backend: FlannelBackend
  package var network: CIDR
  package var subnet: CIDR
  package var underlay: String
  package var vtep: MACAddress
  /// What a supervisor does when flanneld ends.
  package var restart: Unit.Restart
  /// Whether missing routes come back by themselves (host-gw looks every ten seconds).
  package var repairsRoutes = false

  package init(
    _ backend: FlannelBackend, network: CIDR, subnet: CIDR, underlay: String = "eth0",
    vtep: MACAddress, restart: Unit.Restart = .never
  ) {
    self.backend = backend
    self.network = network
    self.subnet = subnet
    self.underlay = underlay
    self.vtep = vtep
    self.restart = restart
  }
}

extension Fabric {
  /// What flanneld does when it starts on a node: the device, its address, the view of the leases.
  ///
  /// `subnet` is the node's podCIDR. A `seen` of nil reads all leases that there are.
  package mutating func installFlannel(_ node: FlannelNode, on machine: MachineID) {
    let here = machines[machine.index].namespace
    guard let underlay = self[here].device(named: node.underlay) else { return }
    let mtu = (self[here].devices[underlay]?.mtu ?? 1500) - node.backend.overhead
    let publicAddress = self[here].devices[underlay]?.primaryAddress ?? .any
    var view = FlannelView(
      backend: node.backend, network: node.network, subnet: node.subnet,
      publicAddress: publicAddress, underlay: underlay)
    view.seen = leases.revision
    self[here].flannel = view
    if node.backend == .vxlan {
      var device = Device("flannel.1", .vxlan, mac: node.vtep, mtu: mtu)
      device.tunnel = Device.VXLANTunnel(
        identifier: FlannelBackend.vni, local: publicAddress, underlay: underlay)
      let index = addDevice(device, in: here)
      self[here].flannel?.device = index
      _ = addAddress(CIDR(node.subnet.network.address, 32), to: index, scope: .universe, here)
      setUp(InterfaceID(here, index), true)
    }
    if node.repairsRoutes, node.backend == .hostGateway {
      schedule(.checkRoutes(machine), after: FlannelBackend.routeCheck)
    }
    addUnit(
      Unit(
        name: "flanneld", restart: node.restart, work: node.backend == .udp ? .flanneld : .idle),
      on: machine)
  }

  /// Puts back the routes that somebody has deleted (routeCheck of flannel's backend/route_network.go).
  mutating func checkRoutes(on machine: MachineID) {
    let here = machines[machine.index].namespace
    guard self[here].flannel?.backend == .hostGateway else { return }
    let unit = machines[machine.index].units.first { $0.name == "flanneld" }
    if let id = unit?.process, processes[id.number]?.isHung == false {
      self[here].flannel?.hiddenRoutes = []
    }
    schedule(.checkRoutes(machine), after: FlannelBackend.routeCheck)
  }

  /// The udp backend opens its TUN device and its socket.
  mutating func flanneldStarts(_ process: ProcessID, on machine: MachineID) {
    let here = machines[machine.index].namespace
    guard let view = self[here].flannel, view.backend == .udp, view.device == nil else { return }
    let mtu = (self[here].devices[view.underlay]?.mtu ?? 1500) - view.backend.overhead
    var device = Device("flannel0", .tun, mac: .zero, mtu: mtu)
    device.tun = Device.Tun(process: process)
    device.noQueueLength = 500
    let index = addDevice(device, in: here)
    self[here].flannel?.device = index
    _ = addAddress(CIDR(view.subnet.network.address, 32), to: index, scope: .universe, here)
    setUp(InterfaceID(here, index), true)
    var route = Route(view.network, device: index)
    route.scope = .universe
    self[here].addRoute(route)
    var socket = Socket(.udp)
    socket.local = view.publicAddress
    socket.localPort = FlannelBackend.udpPort
    socket.owner = process
    socket.ownerName = "flanneld"
    socket.relay = InterfaceID(here, index)
    _ = open(socket, here)
    let latest = leases.revision
    self[here].flannel?.seen = latest
  }

  /// A TUN device lives as long as the process that holds it open.
  mutating func flanneldEnds(_ process: ProcessID, on machine: MachineID) {
    let here = machines[machine.index].namespace
    for index in self[here].devices.indices where self[here].devices[index]?.tun?.process == process
    {
      removeDevice(index, in: here)
      if self[here].flannel?.device == index { self[here].flannel?.device = nil }
    }
  }
}
