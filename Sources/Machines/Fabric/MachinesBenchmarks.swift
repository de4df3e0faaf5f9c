import Simulation
import Wire

/// Work to be timed by whoever has a clock: each runs and says how much it did.
package enum MachinesBenchmarks {
  /// Pings across two nodes, every frame recorded; the number of frames that crossed an interface.
  package static func pings(_ count: Int, _ backend: FlannelBackend = .vxlan) -> Int {
    var lab = Lab(Netlab.fabric(backend))
    _ = lab.run(on: "pod1", ["ping", "-c", "1", "10.244.2.3"])
    lab.isRecording = true
    var hops = 0
    for _ in 0..<count {
      _ = lab.run(on: "pod1", ["ping", "-q", "-c", "1", "10.244.2.3"])
      hops += lab.frames.count
      lab.frames = []
    }
    return hops
  }

  /// Datagrams across two nodes without a program at the sending end; frames that crossed an interface.
  package static func datagrams(_ count: Int, _ backend: FlannelBackend = .vxlan, observed: Bool)
    -> Int
  {
    var lab = Lab(Netlab.fabric(backend))
    _ = lab.run(on: "pod1", ["ping", "-c", "1", "10.244.2.3"])
    guard let pod = lab.fabric.namespace(named: "pod1") else { return 0 }
    let target = IPv4Address(10, 244, 2, 3)
    let payload = [UInt8](repeating: 7, count: 64)
    lab.isRecording = observed
    let before = lab.fabric.frameCount
    var sent = 0
    while sent < count {
      lab.perform { fabric in
        for _ in 0..<min(32, count - sent) {
          fabric.sendDatagram(
            payload, from: 40_000, to: target, 5000, SendOptions(), pod, describe: "")
        }
      }
      sent += min(32, count - sent)
      lab.settle()
      lab.frames = []
    }
    return lab.fabric.frameCount - before
  }

  /// A cluster of many nodes, each with pods that nobody has touched; the number of namespaces.
  package static func cluster(nodes: Int, podsPerNode: Int) -> Fabric {
    var fabric = Fabric(seed: 7)
    var out = FabricOutput()
    fabric.within(.zero, &out) { fabric in
      let network = CIDR(IPv4Address(10, 128, 0, 0), 9)
      let lan = fabric.addUnderlay(CIDR(IPv4Address(172, 16, 0, 1), 12))
      for number in 0..<nodes {
        let subnet = CIDR(IPv4Address(network.address.bits + UInt32(number) << 8), 24)
        let address = IPv4Address(IPv4Address(172, 16, 1, 0).bits + UInt32(number))
        let node = fabric.addNode("node\(number)", address: CIDR(address, 12), on: lan)
        fabric.installPodNetwork(
          PodNetwork(subnet: subnet, network: network, bridge: "cni0", mtu: 1450, hairpin: true),
          on: node, bridgeMAC: MACAddress(0x0A58_0000_0000 | UInt64(subnet.host(1).bits)))
        let vtep = MACAddress(0x0EF1_0000_0000 | UInt64(number))
        fabric.announceLease(subnet, node: address, vtep: vtep)
        fabric.installFlannel(
          FlannelNode(.vxlan, network: network, subnet: subnet, vtep: vtep), on: node)
        for pod in 0..<podsPerNode { _ = fabric.addPod("default/p\(number)-\(pod)", on: node) }
      }
      for number in 0..<nodes { fabric.flanneldSees(on: MachineID(number + 1)) }
    }
    return fabric
  }
}
