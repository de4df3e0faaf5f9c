import Resources
import Simulation
import Store
import Tree

/// A control plane whose programs are containers of one node's static pods, and agents that are containers too.
struct ControlPlane: Sendable {
  struct Part: Sendable {
    let pod: String
    let container: String
    let component: Component
    var isUp = true
  }

  let node: String
  var parts: [Part] = []
  /// The nodes whose kube-flannel container runs.
  var flannels: [String] = []
}

extension World {
  private static let components: [(container: String, component: Component)] = [
    ("etcd", .apiServer), ("kube-apiserver", .apiServer),
    ("kube-controller-manager", .controllerManager), ("kube-scheduler", .scheduler),
  ]

  mutating func beginControlPlane(_ setup: WorldSetup) {
    guard !setup.controlPlane.isEmpty, let kubelet = kubelets[setup.controlPlane] else { return }
    var plane = ControlPlane(node: setup.controlPlane)
    let pods = kubelet.statics.values.map(\.pod).sorted { $0.name.precedes($1.name) }
    for (name, component) in Self.components {
      guard let pod = pods.first(where: { $0.spec.containers.contains { $0.name == name } })
      else { continue }
      plane.parts.append(ControlPlane.Part(pod: pod.uid, container: name, component: component))
    }
    controlPlane = plane
  }

  /// Gives a kubelet a static pod, as a file of its manifests folder does.
  func give(_ manifest: Value, to kubelet: inout Kubelet) {
    guard case let type = api.types[Catalog.pods], let record = try? type.decode(manifest),
      let prepared = type.preparedForCreate(type.withDefaults(record)) as? Object<Pod>
    else { return }
    var metadata = prepared.metadata
    metadata.name += "-" + kubelet.node
    if metadata.namespace.isEmpty { metadata.namespace = "default" }
    var digest = Random(seed: manifest.json().utf8.reduce(11) { $0 &* 31 &+ UInt64($1) })
    metadata.uid =
      hexadecimal(digest.next(), digits: 16) + hexadecimal(digest.next(), digits: 16)
    metadata.annotations[StaticPod.hash] = metadata.uid
    metadata.annotations["kubernetes.io/config.seen"] = Time(now).tree.string ?? ""
    metadata.annotations["kubernetes.io/config.source"] = "file"
    var owner = OwnerReference()
    owner.apiVersion = "v1"
    owner.kind = "Node"
    owner.name = kubelet.node
    owner.controller = true
    owner.uid = api.store.get(Node.self, ObjectKey("", kubelet.node))?.uid ?? ""
    metadata.ownerReferences = [owner]
    var body = prepared.body
    body.spec.setPodDefaults()
    body.spec.nodeName = kubelet.node
    body.spec.tolerations.append(Toleration(key: "", operator: "Exists", effect: "NoExecute"))
    var scheduled = PodCondition(type: "PodScheduled", status: "True")
    scheduled.lastTransitionTime = Time(now)
    body.status.conditions = [scheduled]
    kubelet.add(static: Object(metadata, body))
  }

  /// Brings something into a cluster that runs already: everybody who watches is told.
  mutating func join(_ work: (inout World) -> Void) {
    let place = api.store.history.endIndex
    work(&self)
    announce(since: place, cause: EventID(0), background: false)
  }

  // MARK: Containers and what they are

  /// What follows from what a component has just done.
  mutating func follow(_ component: Component, cause: EventID?) {
    guard case .kubelet(let node) = component else { return }
    if controlPlane != nil {
      if node == controlPlane?.node { followParts(cause: cause) }
      followFlannel(on: node, cause: cause)
    }
    wirePods(of: component, cause: cause)
  }

  /// A program of the control plane is up while its container runs.
  private mutating func followParts(cause: EventID?) {
    guard let plane = controlPlane, let kubelet = kubelets[plane.node] else { return }
    for place in plane.parts.indices {
      let part = plane.parts[place]
      guard let container = kubelet.workers[part.pod]?[container: part.container],
        container.startedAt != nil, container.isRunning != part.isUp
      else { continue }
      controlPlane?.parts[place].isUp = container.isRunning
      let all = controlPlane?.parts.filter { $0.component == part.component } ?? []
      set(part.component, down: !all.allSatisfy(\.isUp))
    }
  }

  /// flanneld runs while its container does; a start writes the node's annotations and lists the others.
  private mutating func followFlannel(on node: String, cause: EventID?) {
    let isUp = flannelContainer(on: node) != nil
    guard isUp != controlPlane?.flannels.contains(node) else { return }
    if isUp {
      controlPlane?.flannels.append(node)
      announceFlannel(on: node, cause: cause)
    } else {
      controlPlane?.flannels.removeAll { $0 == node }
    }
    guard network != nil else { return }
    if isUp { startFlanneld(on: node, cause: cause) } else { stopFlanneld(on: node) }
  }

  private func flannelContainer(on node: String) -> (pod: String, container: String)? {
    systemContainer(running: "flanneld", on: node)
  }

  /// The running container of the cluster's own namespaces whose program has a name.
  func systemContainer(
    running program: String, on node: String
  ) -> (pod: String, container: String)? {
    guard controlPlane != nil, let kubelet = kubelets[node] else { return nil }
    let workers = kubelet.workers.values.filter {
      ["kube-system", "kube-flannel"].contains($0.pod.namespace)
    }
    var found: [(pod: String, container: String)] = []
    for worker in workers {
      for (place, container) in worker.containers.enumerated() where container.isRunning {
        let spec = worker.pod.spec.containers[place]
        let line = spec.command.first ?? registry.find(spec.image)?.command.first ?? ""
        let name = line.split(separator: "/").last.map(String.init) ?? line
        if name == program || spec.name == program {
          found.append((worker.pod.uid, container.name))
        }
      }
    }
    return found.min { $0.pod.precedes($1.pod) }
  }

  /// SIGKILL to a container's program: its kubelet sees the end.
  mutating func killContainer(running program: String, on node: String) -> Bool {
    guard let found = systemContainer(running: program, on: node) else { return false }
    schedule(
      .wake(
        .kubelet(node), .runtime(pod: found.pod, container: found.container, .exited(137))),
      cause: nil)
    return true
  }

  /// What flanneld writes on its own Node when it starts (AcquireLease, setNodeNetworkUnavailableFalse).
  private mutating func announceFlannel(on node: String, cause: EventID?) {
    guard let place = kubelets.names.firstIndex(of: node), let address = kubelets[node]?.address
    else { return }
    let data: Value = ["VNI": 1, "VtepMAC": .string(vtepText(place))]
    let annotations: Value = .object([
      FlannelAnnotation.backendData: .string(data.json()),
      FlannelAnnotation.backendType: "vxlan", FlannelAnnotation.isManaged: "true",
      FlannelAnnotation.publicAddress: .string(address),
    ])
    let time = Time(now).tree
    let condition: Value = [
      "type": "NetworkUnavailable", "status": "False", "reason": "FlannelIsUp",
      "message": "Flannel is running on this node", "lastHeartbeatTime": time,
      "lastTransitionTime": time,
    ]
    var request = Request(.patch, Catalog.nodes, name: node)
    request.subresource = "status"
    request.manager = "flanneld"
    request.client = .flanneld(node)
    request.user = .component("flannel")
    request.body = .tree([
      "metadata": ["annotations": annotations], "status": ["conditions": [condition]],
    ])
    schedule(.request(request, Ticket(0)), afterMicroseconds: Self.messageDelay, cause: cause)
  }
}
