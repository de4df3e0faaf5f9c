import Simulation
import Wire

/// VXLAN devices (drivers/net/vxlan).
extension Fabric {
  /// Wraps a frame for the remote end that the device's forwarding database names (vxlan_xmit).
  mutating func encapsulate(_ packet: Packet, _ interface: InterfaceID) {
    let here = interface.namespace
    guard let tunnel = self[interface]?.tunnel else { return }
    let target = packet.bytes.mac(at: 0)
    let remote: IPv4Address
    if case .remote(let address)? = self[interface]?.forwarding[key: target]?.target {
      remote = address
    } else if let leased = leasedForwarding(target, interface) {
      remote = leased
    } else if case .remote(let address)? = self[interface]?.forwarding[key: .zero]?.target {
      remote = address
    } else {
      return dropSending(packet, interface, "\(target) is in no fdb entry")
    }
    note(.encapsulated(target, remote: remote))
    count(interface, sent: packet.bytes.count)
    guard case .success(let decision) = lookup(remote, in: here) else {
      return dropSending(packet, interface, "no route to \(remote)")
    }
    let mtu = mtu(decision, to: remote, learned: true, here)
    if packet.ipFrameLength > mtu - VXLAN.overhead, packet.isIPv4 {
      learnMTU(mtu - VXLAN.overhead, to: packet.destination, here)
    }
    let inner = packet.bytes
    var payload: [UInt8] = []
    payload.reserveCapacity(inner.count + 16)
    payload.append16(flowPort(packet, here))
    payload.append16(tunnel.port)
    payload.append16(UInt16(truncatingIfNeeded: inner.count + 16))
    payload.append16(0)
    VXLAN.Header(identifier: tunnel.identifier).emit(into: &payload)
    payload.append(contentsOf: inner)
    let source = tunnel.local == .any ? sourceAddress(decision, here) ?? .any : tunnel.local
    UDP.rechecksum(&payload, 0..<payload.count, from: source, to: remote)
    var options = SendOptions()
    options.discovery = .never
    options.source = source
    options.lineage = packet.lineage
    options.mark = packet.mark
    send(payload, kind: IPv4.udp, to: remote, options, here)
  }

  /// The outer source port: a hash of the inner flow (udp_flow_src_port), so that a flow keeps to its path.
  private func flowPort(_ packet: Packet, _ here: NamespaceID) -> UInt16 {
    guard packet.isIPv4, packet.bytes.count >= packet.network + 20 else { return 32_768 }
    let ends = [packet.source.bits, packet.destination.bits].sorted()
    var ports: UInt32 = 0
    let at = packet.transport
    if [IPv4.udp, IPv4.tcp].contains(packet.kind), !packet.isFragment,
      packet.bytes.count >= at + 4
    {
      let pair = [packet.bytes.number16(at: at), packet.bytes.number16(at: at + 2)].sorted()
      ports = UInt32(pair[0]) << 16 | UInt32(pair[1])
    }
    let direction: UInt64 = packet.kind == IPv4.tcp ? UInt64(packet.source.bits) : 0
    var mixer = Random(
      seed: seed ^ UInt64(ends[0]) << 32 ^ UInt64(ends[1]) ^ UInt64(ports) << 13
        ^ UInt64(packet.kind) ^ direction << 7)
    return UInt16(32_768 + mixer.below(28_232))
  }

  func tunnelDevice(port: UInt16, _ here: NamespaceID) -> DeviceIndex? {
    self[here].devices.firstIndex { $0?.tunnel?.port == port && $0?.isUp == true }
  }

  /// Unwraps a frame and lets it come out of the device (vxlan_rcv).
  mutating func decapsulate(
    _ packet: Packet, _ view: UDP.View, _ outer: IPv4.View, on tunnel: DeviceIndex,
    _ here: NamespaceID
  ) {
    guard let header = try? VXLAN.View(packet.bytes, view.payload), header.payload.count >= 14
    else {
      return drop(packet, here, "a malformed VXLAN packet")
    }
    let device = self[here].devices.firstIndex {
      $0?.tunnel?.identifier == header.identifier && $0?.tunnel?.port == view.destinationPort
    }
    guard let device, self[here].devices[device]?.isUp == true else {
      return drop(packet, here, "no VXLAN device for VNI \(header.identifier)")
    }
    let interface = InterfaceID(here, device)
    var inner = Packet(Array(packet.bytes[header.payload]), network: 14, lineage: packet.lineage)
    inner.mark = packet.mark
    let source = inner.bytes.mac(at: 6)
    guard source != self[interface]?.mac else {
      return drop(packet, here, "a frame of this host's own")
    }
    if self[interface]?.tunnel?.learning == true, !source.isMulticast {
      let entry = ForwardingEntry(
        mac: source, target: .remote(outer.source), isPermanent: false, updated: now)
      self[here].devices[device]?.forwarding.set(source, entry)
    }
    note(.decapsulated(by: self[here].deviceName(device)))
    receive(inner, at: interface)
  }
}

extension Packet {
  /// The IP length behind an Ethernet header.
  fileprivate var ipFrameLength: Int { bytes.count - network }
}
