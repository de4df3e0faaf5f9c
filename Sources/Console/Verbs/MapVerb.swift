import Cluster
import Resources
import Simulation

/// `map [NAMESPACE]`: who owns whom, who selects whom, what runs where.
struct MapVerb: ConsoleVerb {
  let names = ["map"]
  let summary = Text("who owns whom, who selects whom, what runs where", "谁拥有谁、谁选择谁、什么在哪里运行")
  let usage = Text(
    "map [NAMESPACE]\nDraws owners, selectors and nodes of a namespace.",
    "map [NAMESPACE]\n画出命名空间中的属主、选择算符与节点。")

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    let namespace = arguments.first ?? "default"
    guard arguments.count <= 1,
      console.world.api.store.get(Namespace.self, ObjectKey("", namespace)) != nil
    else {
      return console.misused(
        self, Text("There is no namespace \(namespace).", "没有命名空间 \(namespace)。"))
    }
    return Outcome(
      out: ClusterMap(
        console.world, namespace, console.language, isAccessible: console.isAccessible
      ).text)
  }
}

/// A picture of one namespace in text: trees of owners, Services with what they select.
package struct ClusterMap {
  private let world: World
  private let namespace: String
  private let language: Language
  private let isAccessible: Bool

  package init(_ world: World, _ namespace: String, _ language: Language, isAccessible: Bool) {
    self.world = world
    self.namespace = namespace
    self.language = language
    self.isAccessible = isAccessible
  }

  private func objects<K: Kind>(_ kind: K.Type) -> [Object<K>] {
    world.api.store.tables[Catalog.index(of: kind)].sorted(namespace: namespace)
      .compactMap { $0 as? Object<K> }
  }

  package var text: String {
    let all: [any Record] =
      objects(Deployment.self) + objects(ReplicaSet.self)
      + objects(ReplicationController.self) + objects(Pod.self)
    let roots = all.filter { $0.metadata.controller == nil }
    var text = ""
    for root in roots { text += tree(root, all, prefix: "", isLast: true, isRoot: true) }
    for service in objects(Service.self) where !service.spec.selector.isEmpty {
      let pods = objects(Pod.self).filter { pod in
        service.spec.selector.allSatisfy { pod.metadata.labels[$0.key] == $0.value }
      }.map(\.name)
      let list = pods.isEmpty ? Text("no pod", "没有 Pod")[language] : pods.joined(separator: ", ")
      text += "Service \(service.name)  \(service.spec.selector.selectorText)  \(arrow) \(list)\n"
    }
    return text.isEmpty
      ? Text("Nothing runs in \(namespace).\n", "\(namespace) 中没有运行任何东西。\n")[language] : text
  }

  private var arrow: String { isAccessible ? Text("selects", "选择")[language] : "→" }

  private func tree(
    _ record: any Record, _ all: [any Record], prefix: String, isLast: Bool, isRoot: Bool
  ) -> String {
    let children = all.filter { $0.metadata.controller?.uid == record.uid }
    let branch = isRoot ? "" : isAccessible ? "" : isLast ? "└─ " : "├─ "
    var text = prefix + branch + describe(record) + "\n"
    let next = isRoot ? "" : isAccessible ? prefix + "  " : prefix + (isLast ? "   " : "│  ")
    for (index, child) in children.enumerated() {
      text += tree(
        child, all, prefix: isRoot && isAccessible ? "  " : next,
        isLast: index == children.count - 1, isRoot: false)
    }
    return text
  }

  private func describe(_ record: any Record) -> String {
    let name = "\(record.resource.kind) \(record.name)"
    switch record {
    case let pod as Object<Pod>:
      let node = pod.spec.nodeName.isEmpty ? Text("no node", "未调度")[language] : pod.spec.nodeName
      let labels = pod.metadata.labels.filter { $0.key != "pod-template-hash" }
        .map { $0.key + "=" + $0.value }.joined(separator: ",")
      return [name, pod.body.summary(pod.metadata).reason, "@" + node, labels].filter {
        !$0.isEmpty
      }
      .joined(separator: "  ")
    case let set as Object<Deployment>:
      return
        "\(name)  \(set.status.readyReplicas)/\(set.spec.replicas ?? 0)  \(set.spec.selector?.text ?? "")"
    case let set as Object<ReplicaSet>:
      return
        "\(name)  \(set.status.readyReplicas)/\(set.spec.replicas ?? 0)  \(set.spec.selector?.text ?? "")"
    case let set as Object<ReplicationController>:
      return
        "\(name)  \(set.status.readyReplicas)/\(set.spec.replicas ?? 0)  \(set.spec.selector.selectorText)"
    default: return name
    }
  }
}
