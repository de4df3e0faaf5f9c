import ArgumentParser
import Cluster
import Console
import Foundation
import Machines
import Terminal

/// `kubestep bench`: what `make bench` prints, a figure a line.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Print figures of the engine.", shouldDisplay: false)

  @Flag(help: "Leave out the world of 5,000 nodes.") var small = false

  mutating func run() throws {
    lesson()
    network()
    show(WorldBenchmarks.scheduling(.init(nodes: 5_000, pods: 10_000)))
    settle(.init(nodes: 100, pods: 1_000))
    if !small { settle(.init(nodes: 5_000, pods: 150_000)) }
  }

  private func settle(_ size: WorldBenchmarks.Size) {
    Room.prepare(forNodes: size.nodes)
    let result = WorldBenchmarks.settle(size)
    show(result.lines)
    show(["peak memory so far \(Self.peakMebibytes) MiB"])
    show(WorldBenchmarks.latencies(result.world, "\(size.nodes) x \(size.pods)"))
  }

  private func show(_ lines: [String]) {
    for line in lines { Output.write(line + "\n") }
  }

  private static var peakMebibytes: Int {
    var usage = rusage()
    getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss / 1024
  }

  /// Pings and datagrams from pod to pod across two nodes of the vxlan laboratory, on one core.
  private func network() {
    let clock = ContinuousClock()
    var hops = 0
    let recorded = clock.measure { hops = MachinesBenchmarks.pings(2_000) }
    Output.write(
      "ping across two nodes, every frame recorded: \(Self.microseconds(recorded) / 2_000) us, \(hops / 2_000) frames\n"
    )
    let plain = clock.measure { hops = MachinesBenchmarks.datagrams(50_000, observed: false) }
    let rate = Int64(hops) * 1_000_000 / max(1, Self.microseconds(plain))
    Output.write("frame-hops from node to node: \(rate) a second\n")
  }

  private static func microseconds(_ time: Duration) -> Int64 {
    time.components.seconds * 1_000_000 + time.components.attoseconds / 1_000_000_000_000
  }

  /// One step and one back in a world of the size of a lesson's.
  private func lesson() {
    let clock = ContinuousClock()
    var console = Console(.standard)
    _ = console.run("kubectl create deployment web --image=nginx:1.25 --replicas=3") { _ in
      (nil, "")
    }
    console.timeline.go(toEvent: console.timeline.start)
    var forward: [Duration] = []
    while console.timeline.isInPast {
      let begun = clock.now
      console.timeline.step(keeping: true)
      forward.append(clock.now - begun)
    }
    var backward: [Duration] = []
    while console.world.journal.count > console.timeline.start {
      let begun = clock.now
      console.timeline.go(toEvent: console.world.journal.count - 1)
      backward.append(clock.now - begun)
    }
    report("step in a lesson's world", forward)
    report("back in a lesson's world", backward)
  }

  private func report(_ name: String, _ times: [Duration]) {
    guard !times.isEmpty else { return }
    let sorted = times.sorted()
    func microseconds(_ share: Int) -> Int64 {
      let duration = sorted[min(sorted.count - 1, sorted.count * share / 100)]
      return duration.components.attoseconds / 1_000_000_000_000 + duration.components.seconds
        * 1_000_000
    }
    Output.write(
      "\(name): median \(microseconds(50)) us, 99th percentile \(microseconds(99)) us (\(times.count))\n"
    )
  }
}
