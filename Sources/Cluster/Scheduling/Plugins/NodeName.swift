import Resources

/// Has a pod only on the node that it names (pkg/scheduler/framework/plugins/nodename).
enum NodeName {
  static let name = "NodeName"

  static func filter(_ pod: Object<Pod>, _ info: NodeRecord) -> Rejection? {
    let wanted = pod.body.spec.nodeName
    if wanted.isEmpty || wanted == info.node.name { return nil }
    return Rejection(name, .unresolvable, "node(s) didn't match the requested node name")
  }
}
