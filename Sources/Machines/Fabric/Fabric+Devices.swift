import Simulation
import Wire

/// How long a frame takes, in microseconds.
enum LinkTiming {
  static let veth: Int64 = 4
  static let underlay: Int64 = 30
  static let loopback: Int64 = 3
  static let wakeup: Int64 = 15
  static let relay: Int64 = 60
  static let linkwatch: Int64 = 800
}

extension Fabric {
  /// A frame reaches an interface from the other end of its link.
  mutating func arrive(_ packet: Packet, at interface: InterfaceID) {
    if slots[interface.namespace.index].live.isEmpty {
      guard wantsToWake(packet, interface.namespace) else { return }
      wake(interface.namespace)
    }
    trail = []
    var packet = packet
    packet.tracked = nil
    packet.mark = 0
    packet.isLocal = false
    packet.hasVisitedPrerouting = false
    if outbox.observesFrames, case .veth(let peer)? = self[interface]?.kind,
      let end = self[peer]?.name
    {
      note(.wire(from: self[peer.namespace].name, end))
    }
    receive(packet, at: interface)
  }

  /// A device takes a frame in (netif_receive_skb).
  mutating func receive(_ packet: Packet, at interface: InterfaceID) {
    guard self[interface]?.isUp == true else {
      return drop(packet, interface.namespace, "the interface is down")
    }
    observe(packet, at: interface, .incoming)
    count(interface, received: packet.bytes.count)
    var packet = packet
    packet.ingress = interface.device
    if self[interface]?.port != nil {
      bridgeInput(packet, interface)
    } else {
      input(packet, interface)
    }
  }

  /// The network layer takes a frame that came in by a device (ip_rcv, arp_rcv).
  mutating func input(_ packet: Packet, _ interface: InterfaceID) {
    guard let own = self[interface]?.mac, let isEthernet = self[interface]?.isEthernet else {
      return
    }
    if isEthernet {
      guard packet.bytes.count >= 14 else {
        return drop(packet, interface.namespace, "shorter than an Ethernet header")
      }
      let target = packet.bytes.mac(at: 0)
      let isForUs = target == own || target.isMulticast || packet.bridgeIngress != nil
      if !isForUs {
        self[interface]?.statistics.receivedOtherHost += 1
        return drop(packet, interface.namespace, "\(target) is another host's address")
      }
      switch packet.bytes.number16(at: 12) {
      case Ethernet.arp: return arpInput(packet, interface)
      case Ethernet.ipv4: break
      default: return drop(packet, interface.namespace, "no such protocol here")
      }
    }
    ipInput(packet, interface)
  }

  /// A device sends a frame (dev_queue_xmit).
  mutating func transmit(_ packet: Packet, on interface: InterfaceID, isSeen: Bool = true) {
    guard let kind = self[interface]?.kind else { return }
    guard self[interface]?.isUp == true else {
      return drop(packet, interface.namespace, "the interface is down")
    }
    if isSeen { observe(packet, at: interface, .outgoing) }
    switch kind {
    case .loopback:
      count(interface, sent: packet.bytes.count)
      var packet = packet
      packet.isLocal = false
      schedule(.frame(interface, packet), after: LinkTiming.loopback)
    case .dummy:
      count(interface, sent: packet.bytes.count)
      drop(packet, interface.namespace, "a dummy device sends nowhere")
    case .veth(let peer): transmitVeth(packet, interface, to: peer)
    case .bridge:
      count(interface, sent: packet.bytes.count)
      bridgeTransmit(packet, interface)
    case .vxlan: encapsulate(packet, interface)
    case .tun: tunTransmit(packet, interface)
    }
  }

  /// veth_xmit: a frame above the other end's MTU is dropped there (is_skb_forwardable).
  private mutating func transmitVeth(
    _ packet: Packet, _ interface: InterfaceID, to peer: InterfaceID
  ) {
    guard self[interface]?.hasCarrier == true else {
      return dropSending(packet, interface, "the link is down")
    }
    var delay = LinkTiming.veth
    if slots[peer.namespace.index].live.isEmpty {
      guard packet.bytes.count <= (slots[peer.namespace.index].plan?.mtu ?? 1500) + 18 else {
        return dropSending(packet, interface, "longer than the other end's MTU")
      }
    } else {
      guard self[peer]?.isUp == true, let mtu = self[peer]?.mtu else {
        return dropSending(packet, interface, "the other end is down")
      }
      guard packet.bytes.count <= mtu + 18 else {
        return dropSending(packet, interface, "longer than the other end's MTU \(mtu)")
      }
      let ground = self[interface.namespace].machine
      let other = self[peer.namespace].machine
      if other != ground {
        guard machines[ground.index].isPlugged, machines[other.index].isPlugged else {
          return dropSending(packet, interface, "the cable is unplugged")
        }
        delay = LinkTiming.underlay
      }
    }
    count(interface, sent: packet.bytes.count)
    schedule(.frame(peer, packet), after: delay)
  }

  mutating func dropSending(
    _ packet: Packet, _ interface: InterfaceID, _ reason: String
  ) {
    self[interface]?.statistics.sentDropped += 1
    drop(packet, interface.namespace, reason)
  }

  mutating func count(_ interface: InterfaceID, received bytes: Int) {
    self[interface]?.statistics.receivedPackets += 1
    self[interface]?.statistics.receivedBytes += UInt64(bytes)
  }

  mutating func count(_ interface: InterfaceID, sent bytes: Int) {
    self[interface]?.statistics.sentPackets += 1
    self[interface]?.statistics.sentBytes += UInt64(bytes)
  }
}
