import Simulation
import Wire

/// Changes of devices.
extension Fabric {
  mutating func applyLink(_ change: NetworkChange, _ here: NamespaceID) -> Errno? {
    switch change {
    case .addDevice(let device):
      guard self[here].device(named: device.name) == nil else { return .exists }
      _ = addDevice(device, in: here)
    case .addVeth(let device, let peer, let name):
      let there = name.flatMap { hosts[$0] } ?? here
      if name != nil, hosts[name ?? ""] == nil { return .invalid }
      wake(there)
      guard self[here].device(named: device.name) == nil,
        self[there].device(named: peer.name) == nil, here != there || device.name != peer.name
      else { return .exists }
      link(device, in: here, peer, in: there)
    case .deleteDevice(let name):
      guard let index = self[here].device(named: name) else { return .noDevice }
      guard index != 0 else { return .notSupported }
      removeDevice(index, in: here)
    case .setUp(let name, let isUp):
      guard let index = self[here].device(named: name) else { return .noDevice }
      setUp(InterfaceID(here, index), isUp)
    case .setMTU(let name, let mtu):
      guard let index = self[here].device(named: name) else { return .noDevice }
      guard (68...65_535).contains(mtu) || index == 0 else { return .invalid }
      self[here].devices[index]?.mtu = mtu
      if self[here].devices[index]?.kind == .bridge {
        self[here].devices[index]?.bridge?.isMTUSet = true
      }
      if let bridge = self[here].devices[index]?.port?.bridge { adjustMTU(bridge, here) }
    case .setMAC(let name, let mac):
      guard let index = self[here].device(named: name) else { return .noDevice }
      setMAC(mac, InterfaceID(here, index))
    case .setMaster(let name, let master):
      guard let index = self[here].device(named: name) else { return .noDevice }
      release(index, here)
      guard let master else { return nil }
      guard let bridge = self[here].device(named: master),
        self[here].devices[bridge]?.kind == .bridge
      else { return .notSupported }
      enslave(index, to: bridge, here)
    case .rename(let name, let new):
      guard let index = self[here].device(named: name) else { return .noDevice }
      guard self[here].device(named: new) == nil else { return .exists }
      self[here].devices[index]?.name = new
    case .setPromiscuous(let name, let isOn):
      guard let index = self[here].device(named: name) else { return .noDevice }
      self[here].devices[index]?.promiscuity += isOn ? 1 : -1
      if let now = self[here].devices[index]?.promiscuity, now < 0 {
        self[here].devices[index]?.promiscuity = 0
      }
    case .setPort(let name, let hairpin, let learning, let flood):
      guard let index = self[here].device(named: name) else { return .noDevice }
      guard self[here].devices[index]?.port != nil else { return .invalid }
      if let hairpin { self[here].devices[index]?.port?.hairpin = hairpin }
      if let learning { self[here].devices[index]?.port?.learning = learning }
      if let flood { self[here].devices[index]?.port?.flood = flood }
    default: break
    }
    return nil
  }
}
