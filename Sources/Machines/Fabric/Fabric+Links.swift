import HashTreeCollections
import Simulation
import Wire

/// Machines, namespaces and the links between them.
extension Fabric {
  /// A machine with a root namespace.
  @discardableResult
  package mutating func addMachine(_ name: String) -> MachineID {
    let machine = MachineID(machines.count)
    let space = addNamespace(name, on: machine)
    machines.append(Machine(id: machine, name: name, namespace: space))
    machineNames[name] = machine
    return machine
  }

  @discardableResult
  package mutating func addNamespace(_ name: String, on machine: MachineID) -> NamespaceID {
    let space = NamespaceID(slots.count)
    var slot = Slot()
    slot.live = [
      NetworkNamespace(
        space, name: name, machine: machine, random: random.derived(UInt64(space.index) << 8))
    ]
    slots.append(slot)
    hosts[name] = space
    return space
  }

  /// Gives a namespace another name, as when pods are called `NAMESPACE/POD`.
  package func namespace(named name: String) -> NamespaceID? { hosts[name] }
  package func machine(named name: String) -> MachineID? { machineNames[name] }
  package mutating func alias(_ name: String, for space: NamespaceID) { hosts[name] = space }
  package mutating func removeAlias(_ name: String) { hosts[name] = nil }
  package var namespaceCount: Int { slots.count }

  /// The namespace as it is now; a planned one is built for the look only.
  package func space(_ id: NamespaceID) -> NetworkNamespace {
    if let live = slots[id.index].live.first { return live }
    var copy = self
    copy.wake(id)
    return copy.slots[id.index].live.first
      ?? NetworkNamespace(id, name: "", machine: MachineID(0), random: Random(seed: 0))
  }

  @discardableResult
  package mutating func addDevice(_ device: Device, in here: NamespaceID) -> DeviceIndex {
    self[here].devices.append(device)
    if !device.addresses.isEmpty { self[here].indexAddresses() }
    let index = self[here].devices.count - 1
    if device.kind == .bridge {
      if device.bridge == nil { self[here].devices[index]?.bridge = Device.Bridge() }
      setLocal(device.mac, index, bridge: index, here)
    }
    return index
  }

  /// A veth pair; both ends may be in one namespace.
  package mutating func link(
    _ device: Device, in here: NamespaceID, _ peer: Device, in there: NamespaceID
  ) {
    var device = device
    var peer = peer
    let index = self[here].devices.count
    let other = self[there].devices.count + (here == there ? 1 : 0)
    device.kind = .veth(peer: InterfaceID(there, other))
    peer.kind = .veth(peer: InterfaceID(here, index))
    device.hasCarrier = peer.isUp
    peer.hasCarrier = device.isUp
    addDevice(device, in: here)
    addDevice(peer, in: there)
  }

  mutating func setLocal(
    _ mac: MACAddress, _ device: DeviceIndex, bridge: DeviceIndex, _ here: NamespaceID
  ) {
    let entry = ForwardingEntry(
      mac: mac, target: .local(device), isPermanent: true, updated: now)
    self[here].devices[bridge]?.forwarding.set(mac, entry)
  }

  package mutating func enslave(
    _ index: DeviceIndex, to bridge: DeviceIndex, _ here: NamespaceID
  ) {
    guard let device = self[here].devices[index] else { return }
    let number = portNumber(bridge, here)
    var port = Device.Port(bridge: bridge, number: number)
    port.isForwarding = device.isRunning
    self[here].devices[index]?.port = port
    self[here].devices[bridge]?.bridge?.ports.append(index)
    setLocal(device.mac, index, bridge: bridge, here)
    adjustMTU(bridge, here)
  }

  /// The first number that no port has.
  private func portNumber(_ bridge: DeviceIndex, _ here: NamespaceID) -> Int {
    let ports = self[here].devices[bridge]?.bridge?.ports ?? []
    if let last = ports.last, self[here].devices[last]?.port?.number == ports.count {
      return ports.count + 1
    }
    let numbers = ports.compactMap { self[here].devices[$0]?.port?.number }
    return (1...ports.count + 1).first { !numbers.contains($0) } ?? 1
  }

  mutating func release(_ index: DeviceIndex, _ here: NamespaceID) {
    guard let bridge = self[here].devices[index]?.port?.bridge else { return }
    self[here].devices[index]?.port = nil
    self[here].devices[bridge]?.bridge?.ports.removeAll { $0 == index }
    self[here].devices[bridge]?.forwarding.removeAll { _, entry in
      entry.target == .port(index) || entry.target == .local(index) && index != bridge
    }
    adjustMTU(bridge, here)
  }

  /// A bridge whose MTU nobody has set takes its ports' smallest (br_mtu_auto_adjust).
  mutating func adjustMTU(_ bridge: DeviceIndex, _ here: NamespaceID) {
    guard self[here].devices[bridge]?.bridge?.isMTUSet == false else { return }
    let ports = self[here].devices[bridge]?.bridge?.ports ?? []
    let smallest = ports.compactMap { self[here].devices[$0]?.mtu }.min() ?? 1500
    self[here].devices[bridge]?.mtu = smallest
  }

  mutating func setMAC(_ mac: MACAddress, _ interface: InterfaceID) {
    let here = interface.namespace
    guard let device = self[interface] else { return }
    self[here].devices[interface.device]?.mac = mac
    let bridge = device.kind == .bridge ? interface.device : device.port?.bridge
    if let bridge {
      self[here].devices[bridge]?.forwarding.removeAll { _, entry in
        entry.target == .local(interface.device)
      }
      setLocal(mac, interface.device, bridge: bridge, here)
    }
    self[here].neighbours.removeAll { key, entry in
      key.device == interface.device && entry.state != .permanent
    }
    if device.settings.arpNotify { announce(interface) }
  }

  /// Switches a device on or off: routes, neighbours, the other end's carrier and the bridge port follow.
  package mutating func setUp(_ interface: InterfaceID, _ isUp: Bool) {
    let here = interface.namespace
    guard let device = self[interface], device.isUp != isUp else { return }
    self[here].devices[interface.device]?.isUp = isUp
    if isUp {
      for address in device.addresses where !address.isSecondary && address.cidr.length < 32 {
        var route = Route(address.cidr.network, device: interface.device)
        route.origin = .kernel
        route.source = address.cidr.address
        if interface.device != 0 { self[here].addRoute(route) }
      }
    } else {
      self[here].routes.removeAll { $0.device == interface.device && $0.kind == .unicast }
      self[here].neighbours.removeAll { key, _ in key.device == interface.device }
      portStops(interface)
    }
    if case .veth(let peer) = device.kind { carrier(peer, isUp) }
    if isUp {
      if self[interface]?.isRunning == true, device.port != nil {
        schedule(.portForwards(interface), after: LinkTiming.linkwatch)
      }
      if device.settings.arpNotify { announce(interface, isSeen: false) }
    }
  }

  /// The other end of a veth pair has come or gone.
  private mutating func carrier(_ peer: InterfaceID, _ isUp: Bool) {
    guard !slots[peer.namespace.index].live.isEmpty, self[peer] != nil else { return }
    self[peer.namespace].devices[peer.device]?.hasCarrier = isUp
    guard self[peer]?.port != nil else { return }
    if isUp {
      schedule(.portForwards(peer), after: LinkTiming.linkwatch)
    } else {
      portStops(peer)
    }
  }

  private mutating func portStops(_ interface: InterfaceID) {
    let here = interface.namespace
    guard let bridge = self[interface]?.port?.bridge else { return }
    self[here].devices[interface.device]?.port?.isForwarding = false
    self[here].devices[bridge]?.forwarding.removeAll { _, entry in
      entry.target == .port(interface.device)
    }
  }

  /// Removes a device and, of a veth pair, both ends.
  package mutating func removeDevice(_ index: DeviceIndex, in here: NamespaceID) {
    guard let device = self[here].devices[index] else { return }
    if case .veth(let peer) = device.kind, !slots[peer.namespace.index].live.isEmpty,
      self[peer] != nil
    {
      forget(peer.device, peer.namespace)
    }
    forget(index, here)
  }

  private mutating func forget(_ index: DeviceIndex, _ here: NamespaceID) {
    release(index, here)
    for port in self[here].devices[index]?.bridge?.ports ?? [] {
      self[here].devices[port]?.port = nil
    }
    self[here].routes.removeAll { $0.device == index && $0.kind == .unicast }
    self[here].neighbours.removeAll { key, _ in key.device == index }
    if self[here].flannel?.device == index { self[here].flannel?.device = nil }
    self[here].devices[index] = nil
    self[here].indexAddresses()
  }

  /// Pulls or plugs the cable between a machine and the others.
  package mutating func setPlugged(_ machine: MachineID, _ isPlugged: Bool) {
    machines[machine.index].isPlugged = isPlugged
  }

  /// Puts machines behind a wall of their own: they reach each other, and nobody else does.
  package mutating func partition(_ apart: [MachineID]) {
    nextGroup += 1
    for machine in apart { machines[machine.index].group = nextGroup }
  }

  /// Takes all walls down.
  package mutating func heal() {
    for index in machines.indices where machines[index].group != 0 { machines[index].group = 0 }
  }

  /// Whether messages pass between two machines, for traffic that is not modelled as frames.
  package func reaches(_ left: MachineID, _ right: MachineID) -> Bool {
    left == right
      || machines[left.index].isPlugged && machines[right.index].isPlugged
        && machines[left.index].group == machines[right.index].group
  }

  /// Whether a wall stands between the machines at the other ends of two ports.
  func isWalled(_ port: DeviceIndex?, _ out: DeviceIndex, _ here: NamespaceID) -> Bool {
    guard nextGroup > 0, let port, case .veth(let left)? = self[InterfaceID(here, port)]?.kind,
      case .veth(let right)? = self[InterfaceID(here, out)]?.kind,
      let one = slots[left.namespace.index].live.first?.machine,
      let other = slots[right.namespace.index].live.first?.machine
    else { return false }
    return machines[one.index].group != machines[other.index].group
  }
}
