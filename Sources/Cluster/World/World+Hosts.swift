import Resources
import Store

extension World {
  /// What `on` can mean by a name; more than one when it has to be spelt out.
  package func hosts(named name: String) -> [String] {
    if name.hasPrefix("node/") {
      let node = String(name.dropFirst(5))
      return isMachine(node) ? [name] : []
    }
    if name.contains("/") {
      let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { return [] }
      return pod(ObjectKey(parts[0], parts[1])) == nil ? [] : [name]
    }
    var found = isMachine(name) ? ["node/" + name] : []
    for namespace in api.store.tables[Catalog.namespaces].sorted().map(\.name)
    where pod(ObjectKey(namespace, name)) != nil {
      found.append(namespace + "/" + name)
    }
    return found
  }

  private func isMachine(_ name: String) -> Bool {
    kubelets[name] != nil || network?.fabric.namespace(named: name) != nil && !name.contains("/")
  }

  /// Whether there is a machine of this name with a cable to pull.
  package func hasMachine(_ name: String) -> Bool {
    network?.fabric.machine(named: name) != nil || kubelets[name] != nil
  }

  /// Whether a machine runs, or is to run, a program of this name.
  package func hasUnit(_ name: String, on host: String) -> Bool {
    guard let fabric = network?.fabric, let machine = fabric.machine(named: host) else {
      // What runs on every node, before anybody has looked.
      return network == nil && kubelets[host] != nil && name == "flanneld"
    }
    return fabric.machines[machine.index].units.contains { $0.name == name }
      || fabric.process(named: name, on: machine) != nil
  }

  /// Whether one of the cluster's own containers on a node runs a program of this name: its kubelet supervises it.
  package func hasSystemContainer(running name: String, on host: String) -> Bool {
    systemContainer(running: name, on: host) != nil
  }

  /// Whether a machine's program waits for what will not come, or has gone on for a quarter of a minute without an end in sight.
  package func isEndless(tool number: Int) -> Bool {
    guard let process = network?.fabric.processes[number] else { return false }
    if process.name == "ping" || process.name == "arping" {
      let isBounded = process.arguments.contains { $0.hasPrefix("-c") || $0.hasPrefix("-w") }
      return !isBounded && now.microseconds - process.started.microseconds > 15_000_000
    }
    // One that counts frames may have a few of those that come by themselves.
    if process.name == "tcpdump", process.arguments.contains("-c") {
      return now.microseconds - process.started.microseconds > 15_000_000
    }
    return isSettled && network?.fabric.waitsForever(process.id) ?? false
  }

  /// Machines alone, without a cluster.
  package var isLaboratory: Bool { network != nil && kubelets.names.isEmpty }

  /// A Service by `NAME`, `svc/NAME` or `NAMESPACE/NAME`: its cluster address and first port.
  package func serviceAddress(_ text: String) -> (address: String, port: Int32)? {
    var name = text
    for prefix in ["svc/", "service/"] where name.hasPrefix(prefix) {
      name = String(name.dropFirst(prefix.count))
    }
    let parts = name.split(separator: "/").map(String.init)
    guard let last = parts.last, parts.count <= 2 else { return nil }
    let key = ObjectKey(parts.count == 2 ? parts[0] : "default", last)
    guard let service = api.store.get(Service.self, key), service.spec.clusterIP.contains(".")
    else {
      return nil
    }
    return (service.spec.clusterIP, service.spec.ports.first?.port ?? 80)
  }

  func pod(_ key: ObjectKey) -> Object<Pod>? {
    api.store.get(Catalog.pods, key) as? Object<Pod>
  }
}
