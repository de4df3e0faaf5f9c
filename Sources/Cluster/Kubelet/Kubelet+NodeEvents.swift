import Resources

// What a kubelet leaves about its node.
extension Kubelet {
  mutating func tellOfSchedulability(_ node: Object<Node>, _ effects: inout Effects) {
    guard node.spec.unschedulable != reports.wasUnschedulable else { return }
    reports.wasUnschedulable = node.spec.unschedulable
    tell(node.spec.unschedulable ? "NodeNotSchedulable" : "NodeSchedulable", node, &effects)
  }

  mutating func tellOfConditions(
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
