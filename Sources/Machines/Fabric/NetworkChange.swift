import Wire

/// A change that a program makes to its namespace, as over netlink or /proc/sys.
package enum NetworkChange: Sendable {
  package enum Mode: Hashable, Sendable { case add, replace, change, append, prepend }

  case addDevice(Device)
  case addVeth(Device, peer: Device, namespace: String?)
  case deleteDevice(String)
  case setUp(String, Bool)
  case setMTU(String, Int)
  case setMAC(String, MACAddress)
  case setMaster(String, String?)
  case rename(String, String)
  case setPromiscuous(String, Bool)
  case setPort(String, hairpin: Bool?, learning: Bool?, flood: Bool?)
  case addAddress(CIDR, String, Route.Scope)
  case deleteAddress(CIDR, String)
  case flushAddresses(String)
  case addRoute(Route, Mode)
  /// Removes the first route that matches what is given.
  case deleteRoute(CIDR, via: IPv4Address?, device: String?, metric: UInt32?)
  case flushRoutes(device: String?)
  case setNeighbour(IPv4Address, String, MACAddress?, Neighbour.State, Mode)
  case deleteNeighbour(IPv4Address, String)
  case flushNeighbours(String?)
  case setForwarding(MACAddress, String, ForwardingEntry.Target, isPermanent: Bool, Mode)
  case deleteForwarding(MACAddress, String, isMaster: Bool)
  case setting(String, String)
  case setNetfilter(Netfilter?)
  case flushPathMTUs
}
