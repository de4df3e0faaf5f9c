import Cluster
import Glibc

/// Prints the figures of the engine: `world-bench [settle|schedule|latency|all] [nodes pods]`.
@main
struct Bench {
  static func main() {

    let arguments = CommandLine.arguments.dropFirst()
    let mode = arguments.first ?? "all"
    let numbers = arguments.compactMap { Int($0) }
    let given = numbers.count == 2 ? WorldBenchmarks.Size(nodes: numbers[0], pods: numbers[1]) : nil
    switch mode {
    case "settle": settle(given ?? .init(nodes: 100, pods: 1000), latencies: false)
    case "kinds": kinds(numbers[0], numbers[1])
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
    fflush(nil)
  }

  static func peakMegabytes() -> Int {
    var usage = rusage()
    getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss / 1024
  }
}

import Resources
import Simulation

extension Bench {
  static func name(_ signal: Signal) -> String {
    switch signal.body {
    case .request(let request, _):
      return "request \(request.verb) \(Catalog.builtIn[request.kind].resource.plural)/\(request.subresource) from \(kind(request.client))"
    case .response(_, let component, _): return "response to \(kind(component))"
    case .watchEvent(let notice, let component):
      return "watch \(Catalog.builtIn[notice.kind].resource.plural) \(notice.type) to \(kind(component))"
    case .wake(let component, let wake):
      switch wake {
      case .runtime(_, let container, let step): return "wake \(kind(component)) runtime \(container.isEmpty ? "sandbox" : "\(step)")"
      case .sync: return "wake kubelet sync"
      case .enqueue(let name, _): return "wake enqueue \(name)"
      default: return "wake \(kind(component)) \(wake)"
      }
    case .resume: return "resume"
    default: return "other"
    }
  }

  static func kind(_ component: Component) -> String {
    switch component {
    case .kubelet: "kubelet"
    case .process: "process"
    default: component.name
    }
  }

  static func kinds(_ nodes: Int, _ pods: Int) {
    let clock = ContinuousClock()
    var world = World(.numbered(nodes), interpreter: BenchmarkProgram())
    world.start(Process(line: "bench create \(pods)", context: ProcessContext()))
    var counts: [String: (Int, Duration)] = [:]
    while !world.isSettled {
      let begun = clock.now
      guard let entry = world.step() else { break }
      let took = clock.now - begun
      let key = name(entry.signal)
      var old = counts[key] ?? (0, .zero)
      old.0 += 1
      old.1 += took
      counts[key] = old
    }
    let total = counts.values.reduce(Duration.zero) { $0 + $1.1 }
    print("total \(total)")
    for (key, value) in counts.sorted(by: { $0.value.1 > $1.value.1 }).prefix(60) {
      let us = value.1.components.seconds * 1_000_000 + value.1.components.attoseconds / 1_000_000_000_000
      print("\(us / 1000) ms  \(value.0) x \(us * 1000 / Int64(max(1, value.0))) ns  \(key)")
    }
    fflush(nil)
  }
}
