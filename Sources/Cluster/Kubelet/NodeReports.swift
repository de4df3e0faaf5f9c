import Resources
import Simulation

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
  /// How many the runtime had then: it never loses any.
  var imageCount = 0
  var wasUnschedulable = false

  /// The same images, which a machine that is set up alike has.
  var ofImages: NodeReports {
    var other = NodeReports()
    (other.images, other.imageCount, other.imagesAt) = (images, imageCount, imagesAt)
    return other
  }

  mutating func take(_ node: Object<Node>?) {
    self.node = node
    if machine == nil { machine = node }
    isStale = true
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

  var withoutHeartbeat: NodeCondition {
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
