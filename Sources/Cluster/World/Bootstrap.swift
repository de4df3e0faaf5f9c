import HashTreeCollections
import Resources
import Simulation
import Store
import Tree

import enum Machines.Netlab

extension World {
  /// A new world, run until nothing more is due.
  package init(
    _ setup: WorldSetup, interpreter: any Interpreter, registry: ImageRegistry = ImageRegistry()
  ) {
    api = APIServer(seed: setup.seed, serviceRange: setup.serviceRange)
    controllers = ControllerManager(kinds: api.types.count)
    scheduler = Scheduler(seed: setup.seed)
    kubelets = Kubelets()
    self.interpreter = interpreter
    self.registry = registry.running(interpreter)
    setNetwork(seed: setup.seed, podRange: setup.podRange)
    if let laboratory = setup.laboratory {
      // Machines alone: nothing of a cluster runs, so nothing listens at the API server's port.
      network = WorldNetwork(Netlab.fabric(laboratory, seed: setup.seed))
      faults.set(.apiServer, down: true)
      return
    }
    createNamespaces()
    createServices(setup)
    createPolicy(seed: setup.seed)
    let first = setup.nodes.indices.filter {
      setup.controlPlane.isEmpty || setup.nodes[$0].name == setup.controlPlane
    }
    for index in first { createNode(setup, index) }
    schedule(.wake(.controllerManager, .start), cause: nil)
    schedule(.wake(.scheduler, .start), cause: nil)
    for index in first { schedule(.wake(.kubelet(setup.nodes[index].name), .start), cause: nil) }
    beginControlPlane(setup)
    settle()
    for object in setup.objects { create(object) }
    settle()
    for index in setup.nodes.indices where !first.contains(index) {
      join { world in world.createNode(setup, index) }
      schedule(.wake(.kubelet(setup.nodes[index].name), .start), cause: nil)
    }
    settle()
    run(until: Instant(microseconds: setup.age * 1_000_000))
  }

  private mutating func put<K: Kind>(_ metadata: Metadata, _ body: K) {
    var metadata = metadata
    metadata.uid = api.random.uuid()
    metadata.creationTimestamp = Time(now)
    api.store.put(Object(metadata, body), kind: Catalog.index(of: K.self), at: now, cause: nil)
  }

  private mutating func createNamespaces() {
    for name in ["default", "kube-node-lease", "kube-public", "kube-system"] {
      var metadata = Metadata(name: name)
      var namespace = Namespace()
      namespace.setDefaults(&metadata)
      namespace.keepStatus(of: nil)
      put(metadata, namespace)
    }
  }

  /// The Service by which pods find the API server, and its one endpoint.
  private mutating func createServices(_ setup: WorldSetup) {
    var service = Service()
    var port = ServicePort()
    port.name = "https"
    port.port = 443
    port.targetPort = .int(6443)
    port.protocol = "TCP"
    service.spec.ports = [port]
    service.spec.clusterIP = "10.96.0.1"
    let labels: StringMap = ["component": "apiserver", "provider": "kubernetes"]
    var metadata = Metadata(name: "kubernetes", namespace: "default", labels: labels)
    service.setDefaults(&metadata)
    guard let allocated = try? api.services.allocate(for: Object(metadata, service), old: nil),
      let made = allocated as? Object<Service>
    else { preconditionFailure("the first Service has no address") }
    put(metadata, made.body)
    var endpoints = Endpoints()
    var subset = EndpointSubset()
    var address = EndpointAddress()
    let machine = setup.nodes.first { $0.name == setup.controlPlane }
    address.ip = machine.map { $0.address.isEmpty ? "192.168.49.2" : $0.address } ?? "192.168.49.2"
    subset.addresses = [address]
    var endpointPort = EndpointPort()
    endpointPort.name = "https"
    endpointPort.port = 6443
    endpointPort.protocol = "TCP"
    subset.ports = [endpointPort]
    endpoints.subsets = [subset]
    put(
      Metadata(
        name: "kubernetes", namespace: "default",
        labels: ["endpointslice.kubernetes.io/skip-mirror": "true"]), endpoints)
  }

  private mutating func createNode(_ setup: WorldSetup, _ index: Int) {
    let machine = setup.nodes[index]
    let base = IPv4Text.number(String(setup.podRange.split(separator: "/").first ?? "")) ?? 0
    let network = base + UInt32(index) << 8
    let address =
      machine.address.isEmpty
      ? IPv4Text.text(0x7F00_0100 + UInt32(index + 1)) : machine.address
    var kubelet = Kubelet(
      node: machine.name, address: address, podNetwork: network,
      images: machine.images ?? ImageRegistry.preloaded,
      random: api.random.derived(UInt64(index) + 100))
    if index > 0, setup.nodes[index - 1].images == machine.images,
      let alike = kubelets[setup.nodes[index - 1].name]
    {
      kubelet.reports = alike.reports.ofImages
    } else {
      kubelet.listImages(registry, now)
    }
    var node = node(machine, network: network, address: address)
    node.status.images = kubelet.reports.images
    put(metadata(of: machine), node)
    var lease = Lease()
    lease.spec.holderIdentity = machine.name
    lease.spec.leaseDurationSeconds = 40
    lease.spec.renewTime = MicroTime(now)
    put(Metadata(name: machine.name, namespace: "kube-node-lease"), lease)
    for manifest in machine.staticPods { give(manifest, to: &kubelet) }
    kubelets.add(kubelet)
  }

  private func metadata(of machine: WorldSetup.NodeSetup) -> Metadata {
    var metadata = Metadata(
      name: machine.name,
      labels: [
        "beta.kubernetes.io/arch": "amd64", "beta.kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64", "kubernetes.io/hostname": machine.name,
        "kubernetes.io/os": "linux",
      ])
    metadata.labels = metadata.labels.merging(machine.labels)
    let annotations: StringMap = [
      "node.alpha.kubernetes.io/ttl": "0",
      "volumes.kubernetes.io/controller-managed-attach-detach": "true",
    ]
    metadata.annotations = annotations.merging(machine.annotations)
    return metadata
  }

  private func node(
    _ machine: WorldSetup.NodeSetup, network: UInt32, address: String
  ) -> Node {
    var node = Node()
    node.spec.podCIDR = IPv4Text.text(network) + "/24"
    node.spec.podCIDRs = [node.spec.podCIDR]
    node.spec.taints = machine.taints
    let amounts = [
      ("cpu", machine.cpu), ("ephemeral-storage", machine.storage), ("hugepages-2Mi", "0"),
      ("memory", machine.memory), ("pods", machine.pods),
    ]
    for (name, amount) in amounts {
      node.status.capacity[name] = (try? Quantity(parsing: amount)) ?? .zero
    }
    node.status.allocatable = node.status.capacity
    node.status.addresses = [
      NodeAddress("InternalIP", address), NodeAddress("Hostname", machine.name),
    ]
    node.status.daemonEndpoints = ["kubeletEndpoint": ["Port": 10250]]
    for condition in NodeCondition.wellBeing {
      node.status.conditions.note(condition, at: Time(now))
    }
    node.status.nodeInfo = nodeInfo(of: machine)
    return node
  }

  private func nodeInfo(of machine: WorldSetup.NodeSetup) -> NodeInfo {
    var identity = Random(seed: machine.name.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
    var info = NodeInfo()
    info.machineID =
      hexadecimal(identity.next(), digits: 16) + hexadecimal(identity.next(), digits: 16)
    info.systemUUID = identity.uuid()
    info.bootID = identity.uuid()
    info.kernelVersion = "6.1.0-32-amd64"
    info.osImage = "Debian GNU/Linux 12 (bookworm)"
    info.containerRuntimeVersion = "containerd://1.7.24"
    info.kubeletVersion = "v1.32.13"
    info.kubeProxyVersion = "v1.32.13"
    info.operatingSystem = "linux"
    info.architecture = "amd64"
    return info
  }

  /// Creates an object of the world's file by the same path as any other request.
  private mutating func create(_ tree: Value) {
    guard let apiVersion = tree["apiVersion"]?.string, let kind = tree["kind"]?.string,
      let place = api.types.firstIndex(where: {
        $0.resource.apiVersion == apiVersion && $0.resource.kind == kind
      })
    else { return }
    let isNamespaced = api.types[place].resource.isNamespaced
    let namespace = isNamespaced ? tree["metadata"]?["namespace"]?.string ?? "default" : ""
    var request = Request(.create, place, namespace: namespace)
    request.body = .tree(tree)
    schedule(.request(request, Ticket(0)), cause: nil)
    settle()
  }
}
