import Resources
import Simulation
import Tree

extension Kubelet {
  /// `nodeStatusReportFrequency`.
  static let reportTime = Milliseconds.seconds(300)
  /// How often the image manager asks the runtime for its images.
  private static let imageTime = Milliseconds.seconds(30)
  /// `nodeStatusMaxImages`.
  private static let mostImages = 50

  /// Every ten seconds: tells of the node where it is not as the API server has it, else every five minutes.
  mutating func syncNodeStatus(_ registry: ImageRegistry, _ effects: inout Effects) {
    if effects.now - reports.imagesAt >= Self.imageTime { listImages(registry, effects.now) }
    guard reports.isStale || effects.now >= reports.due else { return }
    postNodeStatus(background: true, &effects)
  }

  /// What the runtime has, the largest first.
  mutating func listImages(_ registry: ImageRegistry, _ now: Instant) {
    reports.imagesAt = now
    if images.count == reports.imageCount { return }
    reports.imageCount = images.count
    reports.images = nodeImages(registry)
    reports.isStale = true
  }

  private func nodeImages(_ registry: ImageRegistry) -> [NodeImage] {
    let found = images.compactMap { name in
      registry.find(name).map { image in
        var item = NodeImage()
        let repository = ImageName(name).repository
        item.names = [repository + "@sha256:" + Self.digest(name), name]
        item.sizeBytes = image.size
        return item
      }
    }
    let sorted = found.sorted { left, right in
      left.sizeBytes == right.sizeBytes
        ? (left.names.last ?? "").precedes(right.names.last ?? "")
        : left.sizeBytes > right.sizeBytes
    }
    return Array(sorted.prefix(Self.mostImages))
  }

  /// Writes what differs from what the API server has, and the time of the look.
  mutating func postNodeStatus(background: Bool = false, _ effects: inout Effects) {
    let isDue = effects.now >= reports.due
    reports.isStale = false
    guard let node = reports.node, let machine = reports.machine else { return }
    let old = node.status
    var new = status(of: node, machine, effects.now)
    let conditions = new.conditions
    tellOfConditions(old.conditions, conditions, node, &effects)
    tellOfSchedulability(node, &effects)
    if !isDue, old.conditions.map(\.withoutHeartbeat) == conditions.map(\.withoutHeartbeat) {
      new.conditions = old.conditions
      if new == old { return }
    }
    var patch: Value = ["conditions": .array(conditions.map(\.tree))]
    for (field, value) in new.tree.object ?? Fields() where field != "conditions" {
      if old.tree[field] != value { patch[field] = value }
    }
    var request = Request(.patch, Catalog.nodes, name: self.node)
    request.subresource = "status"
    request.manager = "kubelet"
    request.user = user
    request.body = .tree(["status": patch])
    effects.send(request, .report, background: background)
    reports.due = effects.now + Self.reportTime + (isDue ? .zero : spread(effects.now))
  }

  /// What it says of the node: the machine's own, extended resources as somebody has written them, its images.
  func status(of node: Object<Node>, _ machine: Object<Node>, _ now: Instant) -> NodeStatus {
    var status = node.status
    let own = machine.status
    status.addresses = own.addresses
    status.daemonEndpoints = own.daemonEndpoints
    status.nodeInfo = own.nodeInfo
    status.images = reports.images
    for (name, amount) in own.capacity {
      status.capacity[name] = amount
      status.allocatable[name] = own.allocatable[name]
    }
    for (name, amount) in status.capacity where own.capacity[name] == nil {
      status.allocatable[name] = amount
    }
    for condition in NodeCondition.wellBeing {
      status.conditions.note(condition, at: Time(now))
    }
    return status
  }

  /// After a change the next report comes up to half of its time earlier or later, so that nodes that changed at once do
  /// not report at once (`calculateDelay`); each by its name.
  func spread(_ now: Instant) -> Milliseconds {
    var hash = TextHash()
    hash.mix(node)
    hash.mix(UInt64(bitPattern: now.microseconds))
    let range = Self.reportTime.count
    return Milliseconds(Int64(UInt(bitPattern: hash.value) % UInt(range)) - range / 2)
  }
}
