import Wire

/// The laboratory of two nodes and four pods whose frames a real kernel has recorded, with the same addresses.
package enum Netlab {
  package static func fabric(_ backend: FlannelBackend, seed: UInt64 = 1) -> Fabric {
    var fabric = Fabric(seed: seed)
    var out = FabricOutput()
    fabric.within(.zero, &out) { $0.buildNetlab(backend) }
    return fabric
  }

  /// What the recorded pods serve: a small HTTP server and an echo.
  static let web = Service("web") { request in
    let text =
      request.bytes.starts(with: Array("GET /".utf8))
      ? "HTTP/1.0 200 OK\r\n\r\nhi"
      : "\(request.host) saw \(request.peer):\(request.peerPort)"
    return (Array(text.utf8), true)
  }
  static let echo = Service("echo") { request in
    (Array("reply to ".utf8) + request.bytes, false)
  }
}

extension Fabric {
  fileprivate mutating func buildNetlab(_ backend: FlannelBackend) {
    let network = CIDR(IPv4Address(10, 244, 0, 0), 16)
    let ground = addMachine("sw")
    let lan = machines[ground.index].namespace
    var bridge = Device("sw0", .bridge, mac: MACAddress(0x5254_0012_3501), mtu: 1500)
    bridge.isUp = true
    bridge.bridge = Device.Bridge(isMTUSet: true)
    let sw0 = addDevice(bridge, in: lan)
    _ = addAddress(CIDR(IPv4Address(192, 168, 56, 1), 24), to: sw0, scope: .universe, lan)
    self[lan].isForwarding = true
    for number in UInt8(1)...2 {
      let node = addMachine("node\(number)")
      let here = machines[node.index].namespace
      self[here].isForwarding = true
      var eth0 = Device(
        "eth0", .dummy, mac: MACAddress(0x0800_2700_0000 | UInt64(10 + number)), mtu: 1500)
      var port = Device(
        "p\(number)", .dummy, mac: MACAddress(0x0200_0000_FF00 | UInt64(number)), mtu: 1500)
      eth0.isUp = true
      port.isUp = true
      link(eth0, in: here, port, in: lan)
      enslave(self[lan].devices.count - 1, to: sw0, lan)
      _ = addAddress(
        CIDR(IPv4Address(192, 168, 56, 10 + number), 24), to: 1, scope: .universe, here)
      self[here].addRoute(Route(.everything, via: IPv4Address(192, 168, 56, 1), device: 1))
      let subnet = CIDR(IPv4Address(10, 244, number, 0), 24)
      let pods = PodNetwork(
        subnet: subnet, network: network, bridge: "cbr0", mtu: 1500 - backend.overhead,
        hairpin: false)
      installPodNetwork(
        pods, on: node, bridgeMAC: MACAddress(0x0A58_0AF4_0001 | UInt64(number) << 8))
      for place in 0..<2 {
        let name = "pod\(Int(number) * 2 - 1 + place)"
        guard
          let pod = addPod(
            name, on: node, hostDevice: "veth\(place)",
            hostMAC: MACAddress(0x0200_0000_00A0 | UInt64(number) << 8 | UInt64(place)))
        else { continue }
        serve(Netlab.web, on: 8080, kind: .listener, in: pod.namespace)
        serve(Netlab.echo, on: 5000, kind: .udp, in: pod.namespace)
      }
      announceLease(
        subnet, node: IPv4Address(192, 168, 56, 10 + number),
        vtep: MACAddress(0x0EF1_A000_0000 | UInt64(number)))
    }
    for number in UInt8(1)...2 {
      guard let node = machine(named: "node\(number)") else { continue }
      installFlannel(
        FlannelNode(
          backend, network: network, subnet: CIDR(IPv4Address(10, 244, number, 0), 24),
          vtep: MACAddress(0x0EF1_A000_0000 | UInt64(number))), on: node)
    }
  }
}
