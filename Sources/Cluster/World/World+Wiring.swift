import Machines
import Resources
import Simulation
import Store
import Wire

// A cluster's machines and their links, built on the first look: a world that nobody looks into has none.
extension World {
  /// Builds what the nodes and pods stand for; from then on it follows them.
  package mutating func materialiseNetwork() {
    guard network == nil, !kubelets.names.isEmpty else { return }
    var out = FabricOutput()
    var fabric = Fabric(seed: networkSeed)
    let names = kubelets.names
    let machines = names.map { kubelets[$0] }.compactMap { $0 }
    let range = CIDR(parsing: podRange) ?? CIDR(IPv4Address(10, 244, 0, 0), 16)
    let areAgentsPods = controlPlane != nil
    fabric.within(now, &out) { $0.build(machines, range, supervised: !areAgentsPods) }
    network = WorldNetwork(fabric)
    noteMachineLeases()
    recordAllLeases()
    if let plane = controlPlane {
      for name in names where !plane.flannels.contains(name) { stopFlanneld(on: name) }
    }
    for (signal, delay) in out.scheduled {
      schedule(
        .fabric(signal), afterMicroseconds: delay, cause: nil, background: signal.isDeadline)
    }
    for name in names { wirePods(of: .kubelet(name), cause: nil) }
  }

  /// Brings the network to what a node's kubelet has: the CNI plugin's ADD and DEL, and what its containers serve.
  mutating func wirePods(of component: Component, cause: EventID?) {
    guard network != nil, case .kubelet(let node) = component, let kubelet = kubelets[node] else {
      return
    }
    let wanted = wiredPods(of: kubelet)
    let before = network?.wired[node] ?? []
    guard wanted != before else { return }
    network?.wired[node] = wanted
    let registry = registry
    change(cause: cause) { fabric, now, out in
      fabric.within(now, &out) { fabric in
        fabric.wire(wanted, over: before, on: node) { server in
          Self.service(server, registry)
        }
      }
    }
  }

  private func wiredPods(of kubelet: Kubelet) -> [WiredPod] {
    var pods: [WiredPod] = []
    for worker in kubelet.workers.values {
      let uid = worker.pod.uid
      let isOver = worker.pod.body.isTerminal || worker.isStopping && worker.isQuiet
      guard worker.hasSandbox, !worker.address.isEmpty, !isOver else { continue }
      var pod = WiredPod(
        uid: uid, name: worker.pod.namespace + "/" + worker.pod.name, address: worker.address,
        usesHostNetwork: worker.pod.spec.hostNetwork)
      for (place, container) in worker.containers.enumerated() where container.isRunning {
        guard worker.pod.spec.containers.indices.contains(place) else { continue }
        let spec = worker.pod.spec.containers[place]
        guard container.isServer, let ports = registry.find(spec.image)?.ports else { continue }
        for port in ports where port > 0 {
          pod.servers.append(
            WiredPod.Server(port: UInt16(truncatingIfNeeded: port), image: spec.image))
        }
      }
      pods.append(pod)
    }
    // A dictionary's order is no order.
    return pods.sorted { $0.uid.precedes($1.uid) }
  }

  /// A server as its image makes it: pages over HTTP, or a bare open port.
  private static func service(_ server: WiredPod.Server, _ registry: ImageRegistry) -> PodService {
    let image = registry.find(server.image)
    let program = image?.command.first ?? "server"
    let name = program.split(separator: "/").last.map(String.init) ?? program
    guard let pages = image?.pages(on: Int32(server.port)), !pages.isEmpty else {
      return PodService(server.port, Machines.Service(name) { _ in nil })
    }
    return PodService(
      server.port,
      Machines.Service(name) { request in
        let words =
          String(decoding: request.bytes, as: UTF8.self)
          .split(separator: "\r\n").first?.split(separator: " ") ?? []
        guard words.count >= 2, words[0] == "GET" || words[0] == "HEAD" else {
          return (HTTPText.answer(400, "Bad Request", server: name, "400 Bad Request\n"), true)
        }
        let path = String(words[1].prefix { $0 != "?" })
        guard let page = pages[path] ?? (path == "/index.html" ? pages["/"] : nil) else {
          return (HTTPText.answer(404, "Not Found", server: name, HTTPText.notFound), true)
        }
        return (HTTPText.answer(200, "OK", server: name, page, isHead: words[0] == "HEAD"), true)
      })
  }
}

/// Answers of the servers that images hold.
enum HTTPText {
  static let notFound = """
    <html>
    <head><title>404 Not Found</title></head>
    <body>
    <center><h1>404 Not Found</h1></center>
    </body>
    </html>

    """

  static func answer(
    _ status: Int, _ reason: String, server: String, _ body: String, isHead: Bool = false
  ) -> [UInt8] {
    let head =
      "HTTP/1.1 \(status) \(reason)\r\nServer: \(server)\r\nContent-Type: text/html\r\n"
      + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n"
    return Array((head + (isHead ? "" : body)).utf8)
  }
}

extension Fabric {
  /// A LAN of machines; each node with flannel's vxlan backend over its podCIDR and the bridge cni0.
  fileprivate mutating func build(_ kubelets: [Kubelet], _ range: CIDR, supervised: Bool) {
    // The nodes' own addresses are loopback ones in the recordings: the machines have a LAN of their own.
    let isSmall = kubelets.count <= 200
    let router =
      isSmall ? CIDR(IPv4Address(192, 168, 56, 1), 24) : CIDR(IPv4Address(172, 30, 0, 1), 16)
    let lan = addUnderlay(router)
    for (index, kubelet) in kubelets.enumerated() {
      let given = IPv4Address(parsing: kubelet.address).flatMap { router.contains($0) ? $0 : nil }
      let own = given ?? router.network.host(UInt32(isSmall ? 11 + index : 257 + index))
      let node = addNode(kubelet.node, address: CIDR(own, router.length), on: lan)
      let subnet = CIDR(IPv4Address(kubelet.podNetwork), 24)
      let gateway = UInt64(subnet.host(1).bits)
      installPodNetwork(
        PodNetwork(
          subnet: subnet, network: range, bridge: "cni0",
          mtu: 1500 - FlannelBackend.vxlan.overhead, hairpin: true),
        on: node, bridgeMAC: MACAddress(0x0A58_0000_0000 | gateway))
    }
    for (index, kubelet) in kubelets.enumerated() {
      guard let node = machine(named: kubelet.node) else { continue }
      installFlannel(
        FlannelNode(
          .vxlan, network: range, subnet: CIDR(IPv4Address(kubelet.podNetwork), 24),
          vtep: Self.vtep(index),
          restart: supervised ? .always(afterMicroseconds: 2_000_000) : .never), on: node)
    }
  }

  static func vtep(_ index: Int) -> MACAddress {
    MACAddress(0x0EF1_A000_0000 | UInt64(index + 1))
  }

  fileprivate mutating func wire(
    _ wanted: [WiredPod], over before: [WiredPod], on node: String,
    _ service: (WiredPod.Server) -> PodService
  ) {
    guard let machine = machine(named: node) else { return }
    for pod in before where !wanted.contains(where: { $0.uid == pod.uid }) {
      pod.usesHostNetwork ? removeAlias(pod.name) : removePod(pod.name)
    }
    for pod in wanted {
      let old = before.first { $0.uid == pod.uid }
      if old == nil {
        if pod.usesHostNetwork {
          alias(pod.name, for: machines[machine.index].namespace)
          continue
        }
        guard addPod(pod.name, on: machine, address: IPv4Address(parsing: pod.address)) != nil
        else {
          continue
        }
      }
      if old?.servers != pod.servers, !pod.usesHostNetwork {
        setServices(pod.servers.map(service), of: pod.name)
      }
    }
    let own = wanted.filter(\.usesHostNetwork).flatMap(\.servers)
    if own != before.filter(\.usesHostNetwork).flatMap(\.servers) {
      setServices(own.map(service), of: node)
    }
  }
}
