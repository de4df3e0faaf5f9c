import Wire

/// How devices are printed by `ip link`, `ip addr` and `bridge link`.
struct LinkText {
  let view: HostView
  let index: DeviceIndex
  let device: Device

  init?(_ view: HostView, _ index: DeviceIndex) {
    guard view.space.devices.indices.contains(index), let device = view.space.devices[index] else {
      return nil
    }
    self.view = view
    self.index = index
    self.device = device
  }

  /// The name with the other end of its link.
  var name: String {
    if let tunnelled = device.tunnel, view.space.devices.indices.contains(tunnelled.underlay) {
      return device.name
    }
    guard let peer = view.peers[index] else { return device.name }
    if peer.name.isEmpty { return "\(device.name)@\(view.space.deviceName(peer.index - 1))" }
    return "\(device.name)@if\(peer.index)"
  }

  var hasCarrier: Bool {
    guard device.isUp else { return false }
    if device.kind == .bridge {
      let ports = device.bridge?.ports ?? []
      return ports.isEmpty || ports.contains { view.space.devices[$0]?.isRunning == true }
    }
    return device.hasCarrier
  }

  var flags: String {
    var words: [String] = []
    if device.isUp, !hasCarrier { words.append("NO-CARRIER") }
    switch device.kind {
    case .loopback: words.append("LOOPBACK")
    case .tun: words += ["POINTOPOINT", "MULTICAST", "NOARP"]
    case .dummy: words += ["BROADCAST", "NOARP"]
    default: words += ["BROADCAST", "MULTICAST"]
    }
    if device.promiscuity > 0 { words.append("PROMISC") }
    if device.isUp { words.append("UP") }
    if device.isUp, hasCarrier { words.append("LOWER_UP") }
    return "<\(words.joined(separator: ","))>"
  }

  var state: String {
    guard device.isUp else { return "DOWN" }
    switch device.kind {
    case .loopback, .tun, .vxlan, .dummy: return "UNKNOWN"
    case .bridge:
      return device.bridge?.ports.isEmpty ?? true ? "UNKNOWN" : hasCarrier ? "UP" : "DOWN"
    case .veth: return hasCarrier ? "UP" : "LOWERLAYERDOWN"
    }
  }

  var discipline: String {
    guard device.isUp || device.hasBeenUp else { return "noop" }
    return device.kind == .tun ? "pfifo_fast" : "noqueue"
  }

  /// The first line; `ip link` also names the mode.
  func head(withMode: Bool) -> String {
    var text = "\(index + 1): \(name): \(flags) mtu \(device.mtu) qdisc \(discipline) "
    if let port = device.port { text += "master \(view.space.deviceName(port.bridge)) " }
    text += "state \(state) "
    if withMode { text += "mode DEFAULT " }
    return text + "group default qlen \(device.noQueueLength)"
  }

  var hardware: String {
    switch device.kind {
    case .loopback: return "    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00"
    case .tun: return "    link/none "
    default:
      var text = "    link/ether \(device.mac) brd ff:ff:ff:ff:ff:ff"
      if let peer = view.peers[index], !peer.name.isEmpty {
        text += peer.name.contains("/") ? " link-netnsid 0" : " link-netns \(peer.name)"
      }
      return text
    }
  }

  /// What `-d` adds.
  var details: String {
    let limits = device.kind == .loopback ? "minmtu 0 maxmtu 0" : "minmtu 68 maxmtu 65535"
    let promiscuity = device.promiscuity + (device.port == nil ? 0 : 1)
    var text = " promiscuity \(promiscuity)  allmulti \(device.port == nil ? 0 : 1) \(limits) "
    switch device.kind {
    case .veth: text += "\n    veth "
    case .bridge: text += "\n    bridge " + bridgeDetails
    case .vxlan: text += "\n    vxlan " + tunnelDetails
    case .tun: text += "\n    tun type tun pi off vnet_hdr off persist off "
    default: break
    }
    if let port = device.port { text += "\n    bridge_slave " + portDetails(port) }
    let queues =
      device.kind == .loopback
        || device.kind != .veth(peer: InterfaceID(NamespaceID(0), 0)) && !isVeth ? 1 : 2
    return text
      + "addrgenmode eui64 numtxqueues \(queues) numrxqueues \(queues) gso_max_size 65536 "
      + "gso_max_segs 65535 tso_max_size \(device.kind == .tun ? 65_536 : 524_280) "
      + "tso_max_segs 65535 gro_max_size 65536 "
  }

  private var isVeth: Bool { if case .veth = device.kind { true } else { false } }

  private var bridgeIdentifier: String {
    "8000."
      + (0..<6).map { String(device.mac.bits >> UInt64(40 - $0 * 8) & 255, radix: 16) }
      .joined(separator: ":")
  }

  private var bridgeDetails: String {
    let nf = view.space.bridgeCallsNetfilter ? 0 : 0
    return "forward_delay 1500 hello_time 200 max_age 2000 ageing_time "
      + "\((device.bridge?.ageingSeconds ?? 300) * 100) stp_state 0 priority 32768 "
      + "vlan_filtering 0 bridge_id \(bridgeIdentifier) designated_root \(bridgeIdentifier) "
      + "root_port 0 root_path_cost 0 topology_change 0 topology_change_detected 0 "
      + "hello_timer    0.00 tcn_timer    0.00 topology_change_timer    0.00 gc_timer  299.00 "
      + "group_fwd_mask 0 group_address 01:80:c2:00:00:00 mcast_snooping 1 no_linklocal_learn 0 "
      + "mcast_vlan_snooping 0 mcast_router 1 mcast_query_use_ifaddr 0 mcast_querier 0 "
      + "mcast_hash_elasticity 16 mcast_hash_max 4096 mcast_last_member_count 2 "
      + "mcast_startup_query_count 2 mcast_last_member_interval 100 "
      + "mcast_membership_interval 26000 mcast_querier_interval 25500 mcast_query_interval 12500 "
      + "mcast_query_response_interval 1000 mcast_startup_query_interval 3124 "
      + "mcast_stats_enabled 0 mcast_igmp_version 2 mcast_mld_version 1 nf_call_iptables \(nf) "
      + "nf_call_ip6tables 0 nf_call_arptables 0 "
  }

  private var tunnelDetails: String {
    guard let tunnel = device.tunnel else { return "" }
    return "id \(tunnel.identifier) local \(tunnel.local) "
      + "dev \(view.space.deviceName(tunnel.underlay)) srcport 0 0 dstport \(tunnel.port) "
      + "\(tunnel.learning ? "" : "nolearning ")ttl auto ageing 300 udpcsum "
      + "noudp6zerocsumtx noudp6zerocsumrx "
  }

  private func portDetails(_ port: Device.Port) -> String {
    func onOff(_ flag: Bool) -> String { flag ? "on" : "off" }
    let number = 0x8000 + port.number
    let bridge = LinkText(view, port.bridge)?.bridgeIdentifier ?? ""
    return "state \(port.isForwarding ? "forwarding" : "disabled") priority 32 cost 2 "
      + "hairpin \(onOff(port.hairpin)) guard off root_block off fastleave off "
      + "learning \(onOff(port.learning)) flood \(onOff(port.flood)) "
      + "port_id 0x\(String(number, radix: 16)) port_no 0x\(String(port.number, radix: 16)) "
      + "designated_port \(number) designated_cost 0 designated_bridge \(bridge) "
      + "designated_root \(bridge) hold_timer    0.00 message_age_timer    0.00 "
      + "forward_delay_timer    0.00 topology_change_ack 0 config_pending 0 proxy_arp off "
      + "proxy_arp_wifi off mcast_router 1 mcast_fast_leave off mcast_flood on bcast_flood on "
      + "mcast_to_unicast off neigh_suppress off group_fwd_mask 0 group_fwd_mask_str 0x0 "
      + "vlan_tunnel off isolated off locked off "
  }

  /// What `-s` adds.
  var statistics: String {
    func row(_ numbers: [UInt64]) -> String {
      let widths = [10, 7, 6, 7, 7, 7]
      return "    "
        + zip(numbers, widths).map { leftPadded(String($0), $1) }.joined(separator: " ") + " "
    }
    let counts = device.statistics
    return """
          RX:  bytes packets errors dropped  missed   mcast           
      \(row([counts.receivedBytes, counts.receivedPackets, 0, counts.receivedDropped, 0, counts.multicast]))
          TX:  bytes packets errors dropped carrier collsns           
      \(row([counts.sentBytes, counts.sentPackets, 0, counts.sentDropped, 0, 0]))
      """
  }

  /// `-br` of `ip link`.
  var brief: String { padded(name, 16) + " " + padded(state, 14) + " " }
}
