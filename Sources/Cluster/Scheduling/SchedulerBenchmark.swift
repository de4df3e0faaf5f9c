import Resources
import Simulation
import Tree

/// The scheduler without the rest of the cluster: watches tell it of nodes and pods, and its bindings are taken as done.
package struct SchedulerBenchmark: Sendable {
  private let nodes: [Object<Node>]
  private let pods: [Object<Pod>]

  package init(nodes: Int, pods: Int) {
    self.nodes = (0..<nodes).map { index in
      var node = Node()
      for (name, amount) in [("cpu", "4"), ("memory", "8Gi"), ("pods", "110")] {
        node.status.allocatable[name] = (try? Quantity(parsing: amount)) ?? .zero
      }
      let name = "node-\(index)"
      return Object(Metadata(name: name, labels: ["kubernetes.io/hostname": name]), node)
    }
    var container = Container()
    container.name = "web"
    container.image = "nginx"
    container.resources.requests["cpu"] = Quantity(milli: 10)
    container.resources.requests["memory"] = Quantity(16 << 20, .binarySI)
    let containers = [container]
    self.pods = (0..<pods).map { index in
      var pod = Pod()
      pod.spec.containers = containers
      pod.spec.schedulerName = Scheduler.name
      var metadata = Metadata(name: "web-\(index)", namespace: "default", labels: ["app": "web"])
      metadata.uid = "uid-\(index)"
      return Object(metadata, pod)
    }
  }

  /// Gives back how many pods got a node.
  package func run() -> Int {
    var scheduler = Scheduler(seed: 1)
    var number: UInt64 = 0
    func effects() -> Effects {
      number += 1
      return Effects(now: Instant(microseconds: Int64(number) * 100), event: EventID(number))
    }
    var ignored = effects()
    let kinds = (Catalog.nodes, Catalog.pods)
    for node in nodes { scheduler.receive(Self.notice(node, kinds.0), &ignored) }
    for pod in pods { scheduler.receive(Self.notice(pod, kinds.1), &ignored) }
    var placed = 0
    for _ in pods.indices {
      var effects = effects()
      scheduler.wake(.schedule, &effects)
      placed += effects.sends.indices.count { place in
        if case .request(let request, _) = effects.sends[place].body {
          request.subresource == "binding"
        } else {
          false
        }
      }
    }
    return placed
  }

  private static func notice(_ record: any Record, _ kind: Int) -> WatchNotice {
    WatchNotice(watch: WatchID(0), kind: kind, type: .added, record: record, revision: 1)
  }
}
