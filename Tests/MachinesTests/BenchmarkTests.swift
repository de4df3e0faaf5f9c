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
    report("frame-hops of 2000 recorded pings") { MachinesBenchmarks.pings(2000, recording: true) }
    report("namespaces of 5000 nodes, 30 pods each") {
      MachinesBenchmarks.cluster(nodes: 5000, podsPerNode: 30).namespaceCount
    }
  }
}
