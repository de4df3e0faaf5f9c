import Resources
import Simulation
import Testing

@testable import Cluster

@Suite("The scheduler, whatever comes")
struct PropertyTests {
  @Test("puts no more on a node than it has, and leaves no pod that fits", arguments: 1...12)
  func fits(seed: Int) {
    var random = Random(seed: UInt64(seed))
    var world = World.cluster(nodes: 1 + random.below(4), cpu: "2", seed: UInt64(seed))
    let amounts = [100, 300, 500, 700, 900, 1500]
    for index in 0..<14 { world.createPod("p\(index)", cpu: "\(amounts[random.below(6)])m") }
    var free: [String: Int64] = [:]
    for name in world.kubelets.names { free[name] = 2000 }
    var waiting: [Int64] = []
    for index in 0..<14 {
      guard let pod = world.pod("p\(index)") else { continue }
      let asked = pod.body.spec.containers[0].resources.requests["cpu"]?.milliValue ?? 0
      if pod.body.spec.nodeName.isEmpty {
        waiting.append(asked)
      } else {
        free[pod.body.spec.nodeName, default: 0] -= asked
      }
    }
    #expect(free.values.allSatisfy { $0 >= 0 })
    let most = free.values.max() ?? 0
    #expect(waiting.allSatisfy { $0 > most })
  }

  @Test("never places a gated pod")
  func gates() {
    var world = World.cluster(nodes: 2)
    world.createPod("held", spec: "\"schedulingGates\":[{\"name\":\"example.com/hold\"}]")
    world.createPod("free")
    #expect(world.pod("held")?.body.spec.nodeName == "")
    #expect(world.pod("free")?.body.spec.nodeName.isEmpty == false)
    #expect(world.events(about: "held").isEmpty)
    let condition = world.pod("held")?.body.status.condition("PodScheduled")
    #expect(condition?.reason == "SchedulingGated")
  }

  @Test("answers as a fresh look would, however long it has remembered", arguments: 1...20)
  func memory(seed: Int) {
    var random = Random(seed: UInt64(seed))
    var snapshot = NodeSnapshot()
    let pod = Sample.pod("p", cpu: "300m")
    let demand = PodDemand(pod)
    snapshot.companions.setService(ObjectKey("default", "web"), ["app": "web"])
    var remembered = Assessment(demand)
    for round in 0..<150 {
      change(&snapshot, round, &random)
      remembered.update(snapshot)
      var old = Placement(pod, Shared(wrappedValue: snapshot), Nominations(), &remembered)
      var new = Assessment(demand)
      new.update(snapshot)
      var fresh = Placement(pod, Shared(wrappedValue: snapshot), Nominations(), &new)
      let start = random.below(7)
      old.find(from: start)
      old.score()
      fresh.find(from: start)
      fresh.score()
      #expect(old.feasible == fresh.feasible)
      #expect(old.totals == fresh.totals)
      #expect(old.rejected.map(\.rejection) == fresh.rejected.map(\.rejection))
      old.giveBack(&remembered)
    }
  }

  /// Something that happens in a cluster.
  private func change(_ snapshot: inout NodeSnapshot, _ round: Int, _ random: inout Random) {
    let name = "n\(random.below(6))"
    switch random.below(8) {
    case 0:
      let zone = ["a", "b", "c"][random.below(3)]
      let labels = random.below(3) == 0 ? [] : [("topology.kubernetes.io/zone", zone)]
      snapshot.set(Sample.node(name, cpu: "\(1 + random.below(3))", labels: labels))
    case 1:
      if let node = snapshot.info(of: name)?.node { snapshot.remove(node) }
    case 2, 3:
      if let gone = snapshot.info(of: name)?.pods.first?.pod { snapshot.remove(gone.key) }
    default:
      let app = ["web", "db"][random.below(2)]
      let other = Sample.pod("o\(round)", cpu: "200m", labels: [("app", app)], on: name)
      snapshot.add(other, PodDemand(other), to: name)
    }
  }
}
