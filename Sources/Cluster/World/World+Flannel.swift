import Machines
import Resources
import Simulation
import Store
import Tree
import Wire

/// The annotations by which flanneld tells the others of its machine (flannel's pkg/subnet/kube/annotations.go).
package enum FlannelAnnotation {
  package static let backendData = "flannel.alpha.coreos.com/backend-data"
  package static let backendType = "flannel.alpha.coreos.com/backend-type"
  package static let isManaged = "flannel.alpha.coreos.com/kube-subnet-manager"
  package static let publicAddress = "flannel.alpha.coreos.com/public-ip"
}

// flanneld's view of the nodes: a list when it starts, then a watch. No packet asks anybody.
extension World {
  /// What each machine is, for nodes whose annotations leave it out.
  mutating func noteMachineLeases() {
    for (index, name) in kubelets.names.enumerated() {
      guard let fabric = network?.fabric, let machine = fabric.machine(named: name),
        let address = fabric.address(of: "eth0", on: machine)
      else { continue }
      network?.machineLeases[name] = MachineLease(address: address, vtep: Fabric.vtep(index))
    }
  }

  /// The first list of every flanneld, when the network comes into being; each watches from there on.
  mutating func recordAllLeases() {
    let revision = Int(api.store.revision)
    let nodes = api.store.tables[Catalog.nodes].sorted().compactMap { $0 as? Object<Node> }
    let leases = nodes.compactMap { node in lease(of: node).map { (subnet(of: node), $0) } }
    network?.change { fabric in
      for case (let subnet?, let lease) in leases {
        fabric.announceLease(subnet, node: lease.address, vtep: lease.vtep, at: revision)
      }
    }
    for name in kubelets.names {
      if let machine = network?.fabric.machine(named: name) {
        network?.change { $0.flanneldSees(revision, on: machine) }
      }
      _ = api.watches.open(Catalog.nodes, .flanneld(name), Selection())
    }
  }

  /// What commits since `place` mean for the leases; each flanneld learns it when its watch tells it.
  mutating func recordLeases(since place: Int) {
    for index in place..<api.store.history.endIndex {
      let change = api.store.history[index]
      guard change.kind == Catalog.nodes else { continue }
      let revision = Int(change.revision)
      if change.new == nil, let old = change.old as? Object<Node> {
        guard isManaged(old), let subnet = subnet(of: old) else { continue }
        network?.change { $0.withdrawLease(subnet, at: revision) }
        continue
      }
      guard let node = change.new as? Object<Node>, let subnet = subnet(of: node),
        let lease = lease(of: node)
      else { continue }
      let now = network?.fabric.leases.current(subnet)
      if let now, now.node == lease.address, now.vtep == lease.vtep { continue }
      network?.change {
        $0.announceLease(subnet, node: lease.address, vtep: lease.vtep, at: revision)
      }
    }
  }

  private func subnet(of node: Object<Node>) -> CIDR? {
    node.spec.podCIDR.isEmpty ? nil : CIDR(parsing: node.spec.podCIDR)
  }

  private func isManaged(_ node: Object<Node>) -> Bool {
    let mark = node.metadata.annotations[FlannelAnnotation.isManaged]
    return mark == "true" || mark == nil && network?.machineLeases[node.name] != nil
  }

  /// A node as a lease (nodeToLease); nil where flanneld would pass over it.
  private func lease(of node: Object<Node>) -> MachineLease? {
    guard isManaged(node) else { return nil }
    let annotations = node.metadata.annotations
    let own = network?.machineLeases[node.name]
    if let type = annotations[FlannelAnnotation.backendType], type != "vxlan" { return nil }
    var address = own?.address
    if let text = annotations[FlannelAnnotation.publicAddress] {
      guard let given = IPv4Address(parsing: text) else { return nil }
      address = given
    }
    var vtep = own?.vtep
    if let text = annotations[FlannelAnnotation.backendData] {
      guard let data = try? Value(json: text), let mac = data["VtepMAC"]?.string,
        let given = MACAddress(parsing: mac)
      else { return nil }
      vtep = given
    }
    guard let address, let vtep else { return nil }
    return MachineLease(address: address, vtep: vtep)
  }

  // MARK: One flanneld

  /// Its watch tells of a node.
  mutating func flanneldReceives(_ notice: WatchNotice, on host: String, cause: EventID) {
    guard let fabric = network?.fabric, let machine = fabric.machine(named: host),
      let process = fabric.flanneldProcess(on: machine)
    else { return }
    let delay = fabric.processes[process.number]?.delay ?? 0
    if delay > 0 {
      let wake = Wake.leases(of: notice.record.name, revision: notice.revision)
      schedule(.wake(.flanneld(host), wake), afterMicroseconds: delay, cause: cause)
      return
    }
    take(notice.record as? Object<Node>, notice.record.name, notice.revision, on: host)
  }

  private mutating func take(
    _ node: Object<Node>?, _ name: String, _ revision: Int64, on host: String
  ) {
    guard let machine = network?.fabric.machine(named: host) else { return }
    guard network?.fabric.isFlanneldAwake(on: machine) == true else {
      network?.unread.append(UnreadLease(host: host, node: name, revision: revision))
      return
    }
    let node = node ?? api.store.get(Node.self, ObjectKey("", name))
    guard let subnet = node.flatMap({ subnet(of: $0) }) else {
      network?.change { $0.flanneldSees(Int(revision), on: machine) }
      return
    }
    network?.change { $0.flanneldTakes(subnet, at: Int(revision), on: machine) }
  }

  mutating func flanneldWakes(_ wake: Wake, on host: String, cause: EventID) {
    switch wake {
    case .start: askForNodes(host, cause: cause)
    case .leases(let name, let revision): take(nil, name, revision, on: host)
    default: break
    }
  }

  /// A reflector lists, then watches from the list's revision.
  private mutating func askForNodes(_ host: String, cause: EventID?) {
    guard let machine = network?.fabric.machine(named: host),
      network?.fabric.flanneldProcess(on: machine) != nil
    else { return }
    api.watches.closeAll(of: .flanneld(host))
    var request = Request(.list, Catalog.nodes)
    request.client = .flanneld(host)
    request.user = .component("flannel")
    schedule(.request(request, Ticket(0)), afterMicroseconds: Self.messageDelay, cause: cause)
  }

  mutating func flanneldReceives(_ response: Response, on host: String, cause: EventID) {
    guard let machine = network?.fabric.machine(named: host),
      network?.fabric.flanneldProcess(on: machine) != nil
    else { return }
    switch response.body {
    case .list(let list):
      let revision = Int64(list.resourceVersion) ?? api.store.revision
      network?.change { $0.flanneldLists(Int(revision), on: machine) }
      var request = Request(.watch, Catalog.nodes)
      request.resourceVersion = list.resourceVersion
      request.client = .flanneld(host)
      request.user = .component("flannel")
      schedule(.request(request, Ticket(0)), afterMicroseconds: Self.messageDelay, cause: cause)
    case .failure:
      // client-go's reflector tries again after a second or so.
      schedule(
        .wake(.flanneld(host), .start), afterMicroseconds: 1_000_000, cause: cause,
        background: true)
    default: break
    }
  }

  // MARK: Its life

  func vtepText(_ place: Int) -> String { Fabric.vtep(place).description }

  mutating func startFlanneld(on host: String, cause: EventID?) {
    change(cause: cause) { fabric, now, out in
      guard let machine = fabric.machine(named: host) else { return }
      fabric.within(now, &out) { $0.startUnit("flanneld", on: machine) }
    }
    if let machine = network?.fabric.machine(named: host) {
      flanneldStarts(on: machine, cause: cause)
    }
  }

  mutating func stopFlanneld(on host: String) {
    change(cause: nil) { fabric, now, out in
      guard let machine = fabric.machine(named: host) else { return }
      fabric.within(now, &out) { $0.stopUnit("flanneld", on: machine) }
    }
    flanneldFollows(.stop("flanneld", host: host))
  }

  mutating func flanneldStarts(on machine: MachineID, cause: EventID?) {
    guard !isLaboratory, let name = network?.fabric.machines[machine.index].name else { return }
    schedule(.wake(.flanneld(name), .start), cause: cause)
  }

  /// A fault of flanneld's process: without one there is no watch, and one that goes on reads what came meanwhile.
  mutating func flanneldFollows(_ fault: MachineFault) {
    if isLaboratory { return }
    switch fault {
    case .stop("flanneld", let host), .crash("flanneld", let host):
      api.watches.closeAll(of: .flanneld(host))
      network?.unread.removeAll { $0.host == host }
    case .start("flanneld", let host):
      let waiting = network?.unread.filter { $0.host == host } ?? []
      network?.unread.removeAll { $0.host == host }
      for item in waiting { take(nil, item.node, item.revision, on: host) }
      guard !api.watches.hasWatch(.flanneld(host), Catalog.nodes),
        let machine = network?.fabric.machine(named: host)
      else { return }
      flanneldStarts(on: machine, cause: nil)
    default: break
    }
  }
}
