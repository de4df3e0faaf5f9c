import Resources
import Simulation
import Tree

/// What a DaemonSet's pods look like and where they go.
enum DaemonPods {
  /// Whether a pod shall run on a node, and whether one that is there may stay (`NodeShouldRunDaemonPod`).
  static func verdict(_ set: Object<DaemonSet>, _ node: Object<Node>) -> (run: Bool, stay: Bool) {
    let spec = set.spec.template.spec
    if !spec.nodeName.isEmpty, spec.nodeName != node.name { return (false, false) }
    guard NodeFit.fits(spec, node) else { return (false, false) }
    let tolerations = tolerations(of: spec)
    let taints = node.spec.taints + (node.spec.unschedulable ? [unschedulable] : [])
    let unborne = taints.filter { taint in
      taint.effect != "PreferNoSchedule" && !tolerations.contains { $0.tolerates(taint) }
    }
    if unborne.isEmpty { return (true, true) }
    return (false, !unborne.contains { $0.effect == "NoExecute" })
  }

  private static let unschedulable = Taint(
    key: "node.kubernetes.io/unschedulable", effect: "NoSchedule")

  /// What every daemon pod bears besides what its template says.
  static func tolerations(of spec: PodSpec) -> [Toleration] {
    var all = spec.tolerations
    var taints = [
      ("not-ready", "NoExecute"), ("unreachable", "NoExecute"), ("disk-pressure", "NoSchedule"),
      ("memory-pressure", "NoSchedule"), ("pid-pressure", "NoSchedule"),
      ("unschedulable", "NoSchedule"),
    ]
    if spec.hostNetwork { taints.append(("network-unavailable", "NoSchedule")) }
    for (key, effect) in taints {
      let toleration = Toleration(
        key: "node.kubernetes.io/" + key, operator: "Exists", effect: effect)
      if !all.contains(where: { $0.key == toleration.key && $0.effect == effect }) {
        all.append(toleration)
      }
    }
    return all
  }

  static func pod(of set: Object<DaemonSet>, on node: String, hash: String) -> Object<Pod> {
    let template = set.spec.template
    var metadata = Metadata(
      name: "", namespace: set.namespace, labels: template.metadata.labels)
    metadata.generateName = set.name + "-"
    metadata.annotations = template.metadata.annotations
    metadata.labels[Revisions.label] = hash
    metadata.labels["pod-template-generation"] =
      set.metadata.annotations[DaemonSet.templateGeneration] ?? "1"
    metadata.ownerReferences = [set.controllerReference]
    var pod = Pod()
    pod.spec = template.spec
    pod.spec.tolerations = tolerations(of: template.spec)
    pod.spec.affinity = affinity(template.spec.affinity, node)
    return Object(metadata, pod)
  }

  /// The template's affinity with the node's name in place of the nodes that it named.
  private static func affinity(_ affinity: Affinity?, _ node: String) -> Affinity {
    var requirement = NodeSelectorRequirement()
    requirement.key = "metadata.name"
    requirement.operator = "In"
    requirement.values = [node]
    var result = affinity ?? Affinity()
    var nodes = result.nodeAffinity ?? Resources.NodeAffinity()
    var required = nodes.required ?? NodeSelector()
    if required.nodeSelectorTerms.isEmpty { required.nodeSelectorTerms = [NodeSelectorTerm()] }
    for index in required.nodeSelectorTerms.indices {
      required.nodeSelectorTerms[index].matchFields = [requirement]
      required.nodeSelectorTerms[index].matchExpressions = []
    }
    required.nodeSelectorTerms = [required.nodeSelectorTerms[0]]
    nodes.required = required
    result.nodeAffinity = nodes
    return result
  }

  /// A number or a percentage of nodes, rounded up.
  static func count(_ value: IntOrString?, of total: Int32) -> Int32 {
    switch value {
    case .int(let number)?: return Int32(clamping: number)
    case .string(let text)?:
      let percent = Int32(text.dropLast()) ?? 0
      return (percent * total + 99) / 100
    case nil: return 1
    }
  }
}
