import Foundation
import Testing

@testable import Machines

@Suite(.serialized) struct BenchmarkTests {
  @Test func figures() {
    guard ProcessInfo.processInfo.environment["BENCH"] != nil else { return }
    // Processor time, so that a busy machine does not count.
    func report(_ name: String, _ work: () -> Int) {
      let start = clock()
      let count = work()
      let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
      print("\(name): \(count) in \(seconds) s, \(Int(Double(count) / seconds))/s")
    }
    report("frame-hops, vxlan, unobserved") {
      MachinesBenchmarks.datagrams(50_000, observed: false)
    }
    report("frame-hops, vxlan, recorded") { MachinesBenchmarks.datagrams(50_000, observed: true) }
    report("frame-hops, udp, unobserved") {
      MachinesBenchmarks.datagrams(50_000, .udp, observed: false)
    }
    report("frame-hops of 2000 recorded pings") { MachinesBenchmarks.pings(2000) }
    var lab = Lab(Fabric())
    report("namespaces of 5000 nodes, 30 pods each") {
      lab = Lab(MachinesBenchmarks.cluster(nodes: 5000, podsPerNode: 30))
      return lab.fabric.namespaceCount
    }
    report("pings across 5000 nodes, cold") {
      for number in 0..<20 {
        _ = lab.run(
          on: "default/p\(number)-1", ["ping", "-q", "-c", "1", "10.128.\(99 - number).2"])
      }
      return 20
    }
    report("snapshots, each with a ping after it") {
      var kept: [Lab] = []
      for _ in 0..<200 {
        kept.append(lab)
        _ = lab.run(on: "default/p3-1", ["ping", "-q", "-c", "1", "10.128.96.2"])
      }
      return kept.count
    }
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    for line in status.split(separator: "\n") where line.hasPrefix("VmRSS") { print(line) }

  }
}
