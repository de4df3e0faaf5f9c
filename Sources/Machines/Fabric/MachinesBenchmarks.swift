import Simulation
import Wire

/// Work to be timed by whoever has a clock: each runs and says how much it did.
package enum MachinesBenchmarks {
  /// Pings across two nodes; the number of frames that crossed an interface.
  package static func pings(_ count: Int, _ backend: FlannelBackend = .vxlan, recording: Bool)
    -> Int
  {
    var lab = Lab(Netlab.fabric(backend))
    _ = lab.run(on: "pod1", ["ping", "-c", "1", "10.244.2.3"])
    lab.isRecording = true
    var hops = 0
    for _ in 0..<count {
      _ = lab.run(on: "pod1", ["ping", "-q", "-c", "1", "10.244.2.3"])
      hops += lab.frames.count
      lab.frames = []
    }
    _ = recording
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

/// Mutated input for everything that reads frames.
package enum MachinesFuzz {
  /// Real frames of every kind, as seeds for mutation.
  package static func seeds() -> [(bytes: [UInt8], link: Link)] {
    var seeds: [(bytes: [UInt8], link: Link)] = []
    for backend in [FlannelBackend.udp, .vxlan, .hostGateway] {
      var lab = Lab(Netlab.fabric(backend))
      lab.isRecording = true
      _ = lab.run(on: "pod1", ["ping", "-c", "1", "-s", "1600", "10.244.2.3"])
      _ = lab.run(on: "pod1", ["traceroute", "-n", "-q", "1", "-w", "1", "10.244.2.3"])
      _ = lab.run(on: "pod1", ["curl", "-s", "http://10.244.2.3:8080/"])
      seeds += lab.frames.map { ($0.bytes, $0.link) }
    }
    return seeds
  }

  /// A frame with some bytes changed, cut or added.
  static func mutate(_ bytes: [UInt8], _ random: inout Random) -> [UInt8] {
    var bytes = bytes
    for _ in 0...random.below(4) {
      guard !bytes.isEmpty else { break }
      let place = random.below(min(bytes.count, 120))
      switch random.below(6) {
      case 0: bytes[place] = UInt8(random.below(256))
      case 1: bytes[place] ^= 1 << UInt8(random.below(8))
      case 2: bytes[place] = [0, 1, 15, 64, 69, 127, 128, 255][random.below(8)]
      case 3: bytes.removeLast(random.below(bytes.count + 1))
      case 4: bytes.remove(at: place)
      default: bytes.insert(UInt8(random.below(256)), at: place)
      }
    }
    return bytes
  }

  /// Takes mutated frames apart and prints them; how many were read to the end.
  package static func dissectors(runs: Int, seed: UInt64) -> Int {
    let seeds = seeds()
    var random = Random(seed: seed)
    var printer = Tcpdump()
    var good = 0
    for run in 0..<runs {
      let chosen = seeds[random.below(seeds.count)]
      let bytes = mutate(chosen.bytes, &random)
      let dissection = Dissection(bytes, link: chosen.link)
      if dissection.problem == nil { good += 1 }
      for layer in dissection.layers {
        precondition(layer.range.upperBound <= bytes.count)
        for field in layer.fields { precondition(field.range.upperBound <= bytes.count) }
      }
      if run % 1024 == 0 { printer = Tcpdump() }
      _ = printer.line(bytes, link: chosen.link)
    }
    return good
  }

  /// Lets mutated frames arrive at every interface of a laboratory.
  package static func stack(runs: Int, seed: UInt64) -> Int {
    let seeds = seeds()
    var random = Random(seed: seed)
    var handled = 0
    var lab = Lab(Netlab.fabric(.vxlan))
    for run in 0..<runs {
      if run % 5000 == 0 {
        lab = Lab(Netlab.fabric([.udp, .vxlan, .hostGateway][run / 5000 % 3]))
      }
      let chosen = seeds[random.below(seeds.count)]
      let bytes = mutate(chosen.bytes, &random)
      let space = NamespaceID(random.below(lab.fabric.namespaceCount))
      let devices = lab.fabric.space(space).devices
      let index = random.below(devices.count)
      let network = devices[index]?.isEthernet == false ? 0 : 14
      lab.perform { fabric in
        fabric.wake(space)
        fabric.arrive(
          Packet(bytes, network: network, lineage: 0), at: InterfaceID(space, index))
      }
      lab.settle()
      handled += 1
    }
    return handled
  }
}
