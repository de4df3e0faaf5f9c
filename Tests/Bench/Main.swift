import Console
import Glibc

/// Prints the figures of the engine: `world-bench [settle|schedule|latency|all] [nodes pods]`.
@main
struct Bench {
  static func main() {
    setvbuf(stdout, nil, _IOLBF, 0)
    let arguments = CommandLine.arguments.dropFirst()
    let mode = arguments.first ?? "all"
    let numbers = arguments.compactMap { Int($0) }
    let given = numbers.count == 2 ? WorldBenchmarks.Size(nodes: numbers[0], pods: numbers[1]) : nil
    switch mode {
    case "settle": settle(given ?? .init(nodes: 100, pods: 1000), latencies: false)
    case "latency": settle(given ?? .init(nodes: 100, pods: 1000), latencies: true)
    case "schedule":
      show(WorldBenchmarks.scheduling(given ?? .init(nodes: 5000, pods: 10_000)))
    default:
      show(WorldBenchmarks.scheduling(.init(nodes: 5000, pods: 10_000)))
      settle(.init(nodes: 3, pods: 30), latencies: true)
      settle(.init(nodes: 100, pods: 1000), latencies: true)
      settle(.init(nodes: 5000, pods: 150_000), latencies: true)
    }
  }

  static func settle(_ size: WorldBenchmarks.Size, latencies: Bool) {
    let result = WorldBenchmarks.settle(size)
    show(result.lines)
    show(["peak memory \(peakMegabytes()) MiB"])
    if latencies { show(WorldBenchmarks.latencies(result.world, "\(size.nodes) x \(size.pods)")) }
  }

  static func show(_ lines: [String]) {
    for line in lines { print(line) }
  }

  static func peakMegabytes() -> Int {
    var usage = rusage()
    getrusage(RUSAGE_SELF, &usage)
    return usage.ru_maxrss / 1024
  }
}
