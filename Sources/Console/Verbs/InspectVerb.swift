import Cluster
import Resources
import Simulation
import Tree

/// `inspect THING`: the inside of a component, or an object's history.
struct InspectVerb: ConsoleVerb {
  let names = ["inspect"]
  let summary = Text("the inside of a component, the store or an object", "组件、存储或对象的内部")
  let usage = Text(
    "inspect etcd|queue|kube-scheduler|kube-controller-manager|flanneld@NODE|NODE|OBJECT\nShows the store, what is due, a component's queues, flanneld's table, a kubelet's pods, or an object's versions.",
    "inspect etcd|queue|kube-scheduler|kube-controller-manager|flanneld@NODE|NODE|OBJECT\n显示存储、待处理事件、组件的队列、flanneld 的表、kubelet 的 Pod 或对象的历史版本。"
  )

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    if let object = console.object(in: arguments), arguments.count == 2, object.rest.isEmpty {
      return run([object.name], &console)
    }
    guard let thing = arguments.first, arguments.count == 1 else {
      return console.misused(self, Text("inspect takes one thing.", "inspect 接受一个事物。"))
    }
    switch thing {
    case "etcd", "store": return Outcome(out: console.storeText())
    case "queue": return Outcome(out: console.queueText())
    case "kube-controller-manager", "controllers": return Outcome(out: console.controllersText())
    case "kube-scheduler", "scheduler": return Outcome(out: console.schedulerText())
    default: break
    }
    if thing.hasPrefix("flanneld@") { return console.flanneldText(String(thing.dropFirst(9))) }
    let node =
      thing.hasPrefix("kubelet@")
      ? String(thing.dropFirst(8)) : thing.hasPrefix("node/") ? String(thing.dropFirst(5)) : thing
    if let kubelet = console.world.kubelets[node] {
      return Outcome(out: console.kubeletText(kubelet))
    }
    if let object = console.object(thing) {
      let text = console.versionsText(object.kind, object.key)
      return text.isEmpty
        ? console.neverSet(object.kind, object.key, thing, nil) : Outcome(out: text)
    }
    return console.misused(self, Text("There is no \(thing) here.", "这里没有 \(thing)。"))
  }
}

extension Console {
  func storeText() -> String {
    let store = world.api.store
    var text = Text(
      "revision \(store.revision), \(store.history.count) writes kept\n",
      "修订版本 \(store.revision)，保留 \(store.history.count) 次写入\n")[language]
    for (kind, table) in store.tables.enumerated() where table.count > 0 {
      text += "  \(world.api.type(kind).resource.groupResource): \(table.count)\n"
    }
    return text
  }

  func queueText() -> String {
    let due = world.queue.upcoming(limit: 20)
    guard !due.isEmpty else { return Text("nothing is due\n", "没有待处理的事件\n")[language] }
    return due.map { event in
      let entry = JournalEntry(
        id: event.id, at: event.at, cause: event.cause, signal: event.signal, revisions: 0..<0,
        notes: [])
      let mark = event.signal.isBackground ? "·" : "*"
      return "\(mark) \(clock(event.at))  \(Narrator.sentence(entry, world, language))\n"
    }.joined()
  }

  func controllersText() -> String {
    ControllerName.allCases.map { name in
      let keys = world.controllers.queues[name.rawValue].keys
      let list = keys.prefix(5).map(\.text).joined(separator: " ")
      let waiting = Text("\(keys.count) waiting", "等待 \(keys.count) 项")[language]
      return "\(name.name): \(waiting)" + (list.isEmpty ? "" : "  " + list) + "\n"
    }.joined()
  }

  func schedulerText() -> String {
    let waiting = world.scheduler.queue.count
    let pods = waiting == 1 ? "1 pod waits" : "\(waiting) pods wait"
    var text = Text("\(pods) for a node\n", "\(waiting) 个 Pod 在等待节点\n")[language]
    for record in world.scheduler.snapshot.nodes {
      let cpu =
        Quantity(milli: record.requested.cpu).text + "/"
        + Quantity(milli: record.allocatable.cpu).text
      let memory =
        Quantity(record.requested.memory, .binarySI).text + "/"
        + Quantity(record.allocatable.memory, .binarySI).text
      text +=
        "  \(record.node.name): pods \(record.pods.count)/\(record.allowedPods), cpu \(cpu), memory \(memory)\n"
    }
    return text
  }

  func kubeletText(_ kubelet: Kubelet) -> String {
    var text = Text(
      "kubelet@\(kubelet.node), address \(kubelet.address)\n",
      "kubelet@\(kubelet.node)，地址 \(kubelet.address)\n")[language]
    let pods = world.api.store.tables[Catalog.pods].sorted().filter {
      ($0 as? Object<Pod>)?.spec.nodeName == kubelet.node
    }
    for pod in pods {
      guard let worker = kubelet.worker(pod.uid) else { continue }
      text += "  \(pod.key.text)  \(worker.address)\n"
      for container in worker.initContainers + worker.containers {
        text +=
          "    \(container.name): \(container.phase.brief) \(container.reason)".trimmedEnd + "\n"
      }
    }
    return text
  }

  func versionsText(_ kind: Int, _ key: ObjectKey) -> String {
    let history = world.api.store.history
    var text = ""
    for change in history where change.kind == kind && change.key == key {
      let what =
        change.old == nil
        ? Text("created", "创建") : change.new == nil ? Text("deleted", "删除") : Text("changed", "更改")
      text +=
        Text("revision \(change.revision)", "修订版本 \(change.revision)")[language]
        + "  \(clock(change.at))  \(what[language])\n"
      if let old = change.old, let new = change.new {
        for line in TreeDifference.lines(old.tree, new.tree).prefix(8) { text += "    \(line)\n" }
      }
    }
    return text
  }
}

extension ContainerWorker.Phase {
  var brief: String {
    switch self {
    case .waiting: "waiting"
    case .pulling: "pulling"
    case .starting: "starting"
    case .running: "running"
    case .stopping: "stopping"
    case .ended: "ended"
    }
  }
}

extension String {
  var trimmedEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
