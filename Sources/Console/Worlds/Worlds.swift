import Cluster
import Resources
import Tree

import enum Machines.FlannelBackend

/// The worlds that can be asked for by name.
package enum Worlds {
  package struct BuiltIn: Sendable {
    package let name: String
    package let summary: Text
    let make: @Sendable () -> WorldSetup
    package var setup: WorldSetup { make() }

    init(name: String, summary: Text, setup: @autoclosure @escaping @Sendable () -> WorldSetup) {
      self.name = name
      self.summary = summary
      make = setup
    }
  }

  package static let all: [BuiltIn] = [
    BuiltIn(
      name: "default",
      summary: Text("three nodes of 4 CPU and 8 GiB, empty", "三个 4 CPU、8 GiB 的节点，没有工作负载"),
      setup: .standard),
    BuiltIn(
      name: "single", summary: Text("one node", "一个节点"), setup: .numbered(1)),
    BuiltIn(
      name: "kubeadm",
      summary: Text(
        "a control plane of static pods, two nodes, flannel as a DaemonSet",
        "控制平面为静态 Pod，另有两个节点，flannel 为 DaemonSet"),
      setup: KubeadmWorld.setup()),
    BuiltIn(
      name: "netlab-udp",
      summary: Text(
        "two machines, four pods, flannel's udp backend", "两台机器、四个 Pod，flannel 的 udp 后端"),
      setup: .laboratory(.udp)),
    BuiltIn(
      name: "netlab-vxlan",
      summary: Text("the same with flannel's vxlan backend", "同上，flannel 的 vxlan 后端"),
      setup: .laboratory(.vxlan)),
    BuiltIn(
      name: "netlab-host-gw",
      summary: Text("the same with flannel's host-gw backend", "同上，flannel 的 host-gw 后端"),
      setup: .laboratory(.hostGateway)),
  ]

  package static func named(_ name: String) -> WorldSetup? { all.first { $0.name == name }?.setup }
}

extension WorldSetup {
  /// The laboratory whose frames a real kernel has recorded: machines alone, without a cluster.
  static func laboratory(_ backend: FlannelBackend) -> WorldSetup {
    var setup = WorldSetup()
    setup.name = "netlab-" + backend.rawValue
    setup.laboratory = backend
    setup.age = 0
    return setup
  }

  /// The world as a file: what `worlds NAME` prints, to copy and edit.
  package var tree: Value {
    var tree: Value = ["format": 1, "name": .string(name), "seed": .int(Int64(seed))]
    if let laboratory {
      tree["network"] = ["laboratory": .string(laboratory.rawValue)]
      return tree
    }
    var cluster: Value = ["podCIDR": .string(podRange), "serviceCIDR": .string(serviceRange)]
    if !controlPlane.isEmpty { cluster["controlPlane"] = .string(controlPlane) }
    tree["cluster"] = cluster
    tree["clock"] = ["age": .int(age)]
    tree["machines"] = .array(
      nodes.map { node in
        var machine: Value = [
          "name": .string(node.name), "cpu": .string(node.cpu), "memory": .string(node.memory),
          "pods": .string(node.pods), "storage": .string(node.storage),
        ]
        if !node.address.isEmpty { machine["address"] = .string(node.address) }
        if !node.labels.isEmpty { machine["labels"] = node.labels.tree }
        if !node.annotations.isEmpty { machine["annotations"] = node.annotations.tree }
        if !node.staticPods.isEmpty { machine["staticPods"] = .array(node.staticPods) }
        if !node.taints.isEmpty { machine["taints"] = .array(node.taints.map(\.tree)) }
        if let images = node.images { machine["images"] = .array(images.map(Value.string)) }
        return machine
      })
    if !objects.isEmpty { tree["objects"] = .array(objects) }
    return tree
  }
}
