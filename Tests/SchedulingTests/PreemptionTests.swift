import Cluster
import Simulation
import Testing

@Suite("Preemption")
struct PreemptionTests {
  @Test("has less important pods go")
  func victims() {
    var world = World.cluster(nodes: 1, cpu: "2")
    world.createPod("low", cpu: "1500m")
    world.createPod("high", cpu: "1", priority: 1000)
    world.run(until: world.now + .seconds(60))
    world.settle()
    #expect(world.pod("low") == nil)
    #expect(world.pod("high")?.body.spec.nodeName == "node-1")
    let uid = world.pod("high")?.uid ?? ""
    #expect(
      world.events(about: "low").contains("Preempted Preempted by pod \(uid) on node node-1"))
    #expect(
      world.events(about: "high").first
        == "FailedScheduling 0/1 nodes are available: 1 Insufficient cpu.")
  }

  @Test("says why it cannot help")
  func hopeless() {
    var world = World.cluster(nodes: 3)
    world.createPod("big", cpu: "64")
    #expect(
      world.events(about: "big") == [
        "FailedScheduling 0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod."
      ])
    world.createPod("picky", spec: "\"nodeSelector\":{\"disk\":\"ssd\"}")
    #expect(
      world.events(about: "picky") == [
        "FailedScheduling 0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling."
      ])
  }

  @Test("leaves others alone when the pod may not preempt")
  func never() {
    var world = World.cluster(nodes: 1, cpu: "2")
    world.createPod("low", cpu: "1500m")
    world.createPod("meek", cpu: "1", priority: 1000, spec: "\"preemptionPolicy\":\"Never\"")
    #expect(world.pod("low") != nil)
    #expect(
      world.events(about: "meek").first
        == "FailedScheduling 0/1 nodes are available: 1 Insufficient cpu. preemption: not eligible due to preemptionPolicy=Never."
    )
  }
}
