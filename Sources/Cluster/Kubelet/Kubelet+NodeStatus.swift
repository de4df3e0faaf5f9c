import Resources
import Simulation
import Tree

/// What a kubelet knows of its own node, and when it next speaks of it (`pkg/kubelet/kubelet_node_status.go`).
struct NodeReports: Sendable {
  /// The node as the API server last told it; nil while there is none.
  private(set) var node: Object<Node>?
  /// The machine as it is: what the kubelet says of it whatever has been written since.
  private(set) var machine: Object<Node>?
  /// Whether the node, or what there is to say of it, has changed since the last look.
  var isStale = false
  /// When it is told of although nothing has changed.
  var due = Instant.zero
  /// When the runtime was last asked for its images.
  var imagesAt = Instant.zero
  var images: [NodeImage] = []
  var wasUnschedulable = false

  mutating func take(_ node: Object<Node>?) {
    self.node = node
    if machine == nil { machine = node }
    isStale = true
  }
}

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
    let found = nodeImages(registry)
    if found == reports.images { return }
    reports.images = found
    reports.isStale = true
  }

  func nodeImages(_ registry: ImageRegistry) -> [NodeImage] {
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
  private func status(of node: Object<Node>, _ machine: Object<Node>, _ now: Instant) -> NodeStatus
  {
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

  // MARK: Asking

  /// Asks to be told of its node, from a version of it on or with what there is.
  func watchNode(from version: String = "", _ effects: inout Effects) {
    var request = Request(.watch, Catalog.nodes)
    request.fieldSelector = "metadata.name=" + node
    request.resourceVersion = version
    request.user = user
    effects.send(request, Ticket(0))
  }

  /// Asks how its node is after a time in which it was not told.
  func askForNode(_ effects: inout Effects) {
    var request = Request(.get, Catalog.nodes, name: node)
    request.user = user
    effects.send(request, .node)
  }

  /// The answer: what differs is put right at once; a kubelet that starts registers a node that is gone.
  mutating func found(_ response: Response, _ effects: inout Effects) {
    let node = response.record as? Object<Node>
    reports.take(node)
    watchNode(from: node?.metadata.resourceVersion ?? "", &effects)
    if node != nil { return postNodeStatus(&effects) }
    guard connection.isRegistering, let machine = reports.machine else { return }
    connection.isRegistering = false
    register(machine, &effects)
  }

  private mutating func register(_ machine: Object<Node>, _ effects: inout Effects) {
    var metadata = Metadata(name: node, labels: machine.metadata.labels)
    metadata.annotations = machine.metadata.annotations
    var body = machine.body
    body.spec.unschedulable = false
    body.spec.taints.removeAll { $0.key.hasPrefix("node.kubernetes.io/") }
    body.status = status(of: machine, machine, effects.now)
    var request = Request(.create, Catalog.nodes)
    request.body = .record(Object(metadata, body))
    request.user = user
    effects.send(request, .report)
  }

  // MARK: Events

  private mutating func tellOfSchedulability(_ node: Object<Node>, _ effects: inout Effects) {
    guard node.spec.unschedulable != reports.wasUnschedulable else { return }
    reports.wasUnschedulable = node.spec.unschedulable
    tell(node.spec.unschedulable ? "NodeNotSchedulable" : "NodeSchedulable", node, &effects)
  }

  private mutating func tellOfConditions(
    _ old: [NodeCondition], _ new: [NodeCondition], _ node: Object<Node>, _ effects: inout Effects
  ) {
    for condition in new {
      guard let before = old.first(where: { $0.type == condition.type }),
        before.status != condition.status
      else { continue }
      switch condition.type {
      case "MemoryPressure": tell("NodeHasSufficientMemory", node, &effects)
      case "DiskPressure": tell("NodeHasNoDiskPressure", node, &effects)
      case "PIDPressure": tell("NodeHasSufficientPID", node, &effects)
      case "Ready": tell("NodeReady", node, &effects)
      default: break
      }
    }
  }

  /// What a kubelet's process says of its node when it begins.
  mutating func tellOfStart(_ effects: inout Effects) {
    guard let node = reports.machine else { return }
    tell("Starting", "Starting kubelet.", node, &effects)
    tell(
      "NodeAllocatableEnforced", "Updated Node Allocatable limit across pods", node, &effects)
    for reason in ["NodeHasSufficientMemory", "NodeHasNoDiskPressure", "NodeHasSufficientPID"] {
      tell(reason, node, &effects)
    }
  }

  private mutating func tell(_ reason: String, _ node: Object<Node>, _ effects: inout Effects) {
    tell(reason, "Node \(node.name) status is now: \(reason)", node, &effects)
  }

  private mutating func tell(
    _ reason: String, _ message: String, _ node: Object<Node>, _ effects: inout Effects
  ) {
    recorder.record(
      EventDraft(object: node, reason: reason, message: message, isWarning: false), &effects)
  }
}

extension NodeCondition {
  /// What a kubelet says whose machine lacks nothing.
  static let wellBeing: [NodeCondition] = [
    (
      "MemoryPressure", "False", "KubeletHasSufficientMemory",
      "kubelet has sufficient memory available"
    ),
    ("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
    ("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
    ("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
  ].map { type, status, reason, message in
    var condition = NodeCondition()
    condition.type = type
    condition.status = status
    condition.reason = reason
    condition.message = message
    return condition
  }

  fileprivate var withoutHeartbeat: NodeCondition {
    var condition = self
    condition.lastHeartbeatTime = nil
    return condition
  }
}

extension [NodeCondition] {
  /// Puts a condition in place of the one of its type; the time of its transition stays where the status does.
  mutating func note(_ condition: NodeCondition, at time: Time) {
    var condition = condition
    condition.lastHeartbeatTime = time
    condition.lastTransitionTime = time
    guard let place = firstIndex(where: { $0.type == condition.type }) else {
      return append(condition)
    }
    if self[place].status == condition.status {
      condition.lastTransitionTime = self[place].lastTransitionTime
    }
    self[place] = condition
  }
}
