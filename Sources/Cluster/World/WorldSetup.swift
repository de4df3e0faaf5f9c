import Resources
import Tree

import enum Machines.FlannelBackend

/// What a world starts from: machines, ranges, images, objects, a seed and a clock.
package struct WorldSetup: Sendable {
  /// One node with what its machine has.
  package struct NodeSetup: Sendable {
    package var name: String
    package var cpu = "4"
    package var memory = "8Gi"
    package var pods = "110"
    package var storage = "100Gi"
    package var address = ""
    package var labels = StringMap()
    package var annotations = StringMap()
    package var taints: [Taint] = []
    /// Manifests of the pods that the kubelet runs of its own accord: the files of `/etc/kubernetes/manifests`.
    package var staticPods: [Value] = []
    /// Images that are there from the start; nil means the standard set.
    package var images: [String]?

    package init(_ name: String) { self.name = name }
  }

  package var name = "default"
  package var seed: UInt64 = 1
  package var nodes: [NodeSetup] = []
  package var podRange = "10.244.0.0/16"
  package var serviceRange = "10.96.0.0/12"
  /// The machine whose static pods are the control plane; the others join it when the objects are there. Empty where
  /// the control plane runs somewhere out of sight.
  package var controlPlane = ""
  /// Machines of the laboratory alone, without a cluster.
  package var laboratory: FlannelBackend?
  /// Manifests that are created before the learner comes, in order.
  package var objects: [Value] = []
  /// Seconds that the cluster has been running when the learner comes.
  package var age: Int64 = 10

  package init() {}

  /// The world of the recordings: three nodes of 4 CPU and 8 GiB.
  package static let standard: WorldSetup = .numbered(3)

  /// Nodes `node-1` to `node-N`; more than 256 take a wider range of pod addresses, which misses the Services'.
  package static func numbered(_ count: Int) -> WorldSetup {
    var setup = WorldSetup()
    setup.nodes = (1...max(1, count)).map { NodeSetup("node-\($0)") }
    if count > 256 { setup.podRange = "10.128.0.0/9" }
    return setup
  }
}
