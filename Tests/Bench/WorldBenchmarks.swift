import Cluster
import Resources

import Simulation
import Tree

/// Figures of the engine on worlds of several sizes, a line each: what `make bench` prints.
package enum WorldBenchmarks {
  /// Names a measurement: how many nodes, and how many pods of one Deployment.
  package struct Size: Sendable {
    package let nodes: Int
    package let pods: Int

    package init(nodes: Int, pods: Int) {
      self.nodes = nodes
      self.pods = pods
    }

    var name: String { "\(nodes) nodes x \(pods) pods" }
  }

  /// Starts a world, has a Deployment made and runs until the cluster has settled.
  package static func settle(_ size: Size) -> (world: World, lines: [String]) {
    let clock = ContinuousClock()
    let begin = clock.now
    var world = World(
      .numbered(size.nodes), interpreter: BenchmarkProgram())
    let made = clock.now
    let before = world.journal.count
    run("bench create \(size.pods)", &world)
    let end = clock.now
    let events = world.journal.count - before
    var lines = ["\(size.name): world made in \(text(begin.duration(to: made)))"]
    let time = made.duration(to: end)
    lines.append(
      "\(size.name): settled in \(text(time)), \(events) events, \(perSecond(events, time)) events/s, \(running(world)) running"
    )
    return (world, lines)
  }

  /// How many pods are running.
  package static func running(_ world: World) -> Int {
    world.api.store.tables[Catalog.pods].records.count { record in
      (record as? Object<Pod>)?.body.status.phase == "Running"
    }
  }

  /// Runs a line to its end and lets the cluster settle.
  private static func run(_ line: String, _ world: inout World) {
    let pid = world.start(Process(line: line, context: ProcessContext()))
    while world.process(pid)?.isRunning == true, world.step() != nil {}
    world.settle(within: .seconds(100_000))
  }

  // MARK: Single acts

  /// What one step, one step back and one `get` cost: median, 99th percentile and worst of so many.
  package static func latencies(_ world: World, _ name: String, count: Int = 200) -> [String] {
    var world = world
    let clock = ContinuousClock()
    var steps: [Duration] = []
    var backs: [Duration] = []
    var gets: [Duration] = []
    for _ in 0..<count {
      let snapshot = world
      steps.append(clock.measure { world.step() })
      backs.append(clock.measure { world = snapshot })
      world.step()
    }
    let names = podNames(world, count)
    for pod in names {
      let snapshot = world
      gets.append(
        clock.measure {
          let pid = world.start(Process(line: "bench get \(pod)", context: ProcessContext()))
          while world.process(pid)?.isRunning == true, world.step() != nil {}
        })
      _ = snapshot.now
    }
    return [
      "\(name): one step \(percentiles(steps))", "\(name): one step back \(percentiles(backs))",
      "\(name): get pod NAME \(percentiles(gets))",
    ]
  }

  private static func podNames(_ world: World, _ count: Int) -> [String] {
    let records = world.api.store.tables[Catalog.pods].records
    return records.prefix(count).map(\.name)
  }

  private static func percentiles(_ times: [Duration]) -> String {
    let sorted = times.sorted()
    guard let worst = sorted.last else { return "-" }
    let middle = sorted[sorted.count / 2]
    let late = sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
    return "median \(text(middle)), p99 \(text(late)), worst \(text(worst))"
  }

  // MARK: The scheduler alone

  /// How many pods a second the scheduler places, nothing else running.
  package static func scheduling(_ size: Size) -> [String] {
    let clock = ContinuousClock()
    let bench = SchedulerBenchmark(nodes: size.nodes, pods: size.pods)
    var placed = 0
    let time = clock.measure { placed = bench.run() }
    return [
      "\(size.name): scheduler alone \(text(time)), \(placed) placed, \(perSecond(placed, time)) pods/s"
    ]
  }

  private static func perSecond(_ count: Int, _ time: Duration) -> Int {
    let microseconds = max(1, microseconds(time))
    return Int(Int64(count) * 1_000_000 / microseconds)
  }

  private static func microseconds(_ time: Duration) -> Int64 {
    time.components.seconds * 1_000_000 + time.components.attoseconds / 1_000_000_000_000
  }

  private static func text(_ time: Duration) -> String {
    let count = microseconds(time)
    if count < 10_000 { return "\(count) us" }
    return "\(count / 1000) ms"
  }
}

/// The programs that a benchmark types: makes a Deployment, reads one pod.
struct BenchmarkProgram: Interpreter {


  func run(_ line: String, _ system: inout System) throws(Halt) -> Int32 {
    let arguments = Array(line.split(separator: " ").map(String.init).dropFirst())
    switch arguments.first {
    case "create":
      var request = Request(
        .create, Catalog.index(of: Deployment.self), namespace: "default")
      request.body = .tree(Self.deployment(replicas: Int64(arguments[1]) ?? 1))
      let response = try system.request(request)
      if let failure = response.failure { throw .failure(failure.message) }
    default:
      var request = Request(.get, Catalog.pods, namespace: "default", name: arguments[1])
      request.wantsTable = true
      let response = try system.request(request)
      if let failure = response.failure { throw .failure(failure.message) }
      system.print("\(response.code)")
    }
    return 0
  }

  static func deployment(replicas: Int64) -> Value {
    [
      "apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["name": "web"],
      "spec": [
        "replicas": .int(replicas), "selector": ["matchLabels": ["app": "web"]],
        "template": [
          "metadata": ["labels": ["app": "web"]],
          "spec": [
            "containers": [
              [
                "name": "web", "image": "nginx:1.27",
                "resources": ["requests": ["cpu": "10m", "memory": "16Mi"]],
              ]
            ]
          ],
        ],
      ],
    ]
  }
}
