import Simulation
import Wire

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
