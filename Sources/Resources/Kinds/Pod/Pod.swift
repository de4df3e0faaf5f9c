import Simulation
import Tree

/// A group of containers that share a network and live and die together on one node.
public struct Pod: SpecStatusKind {
  public var sharedSpec = Shared(wrappedValue: PodSpec())
  public var sharedStatus = Shared(wrappedValue: PodStatus())
  public var rest = Fields()

  public init() {}

  // In place: what a property wrapper would give out is a copy.
  @inlinable public var spec: PodSpec {
    _read { yield sharedSpec.wrappedValue }
    _modify { yield &sharedSpec.wrappedValue }
  }
  @inlinable public var status: PodStatus {
    _read { yield sharedStatus.wrappedValue }
    _modify { yield &sharedStatus.wrappedValue }
  }

  public static let resource = Resource(
    "", "v1", "Pod", plural: "pods", short: ["po"], categories: ["all"], status: true)

  public static let schema = Schema<Pod>(
    "Pod",
    Text(
      "A group of containers that share a network address and live and die together on one node.",
      "一组共享网络地址、在同一节点上同生共死的容器。")
  ) {
    $0.field("spec", \.spec, "What the pod is to be.", "期望状态。", always: true)
    $0.field("status", \.status, "What is so.", "实际状态。", always: true)
  }

  public static let selectableFields = [
    "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName",
    "spec.hostNetwork", "status.phase", "status.podIP", "status.nominatedNodeName",
  ]

  public func selectableField(_ path: String) -> String? {
    switch path {
    case "spec.nodeName": spec.nodeName
    case "spec.restartPolicy": spec.restartPolicy
    case "spec.schedulerName": spec.schedulerName
    case "spec.serviceAccountName": spec.serviceAccountName
    case "spec.hostNetwork": spec.hostNetwork ? "true" : "false"
    case "status.phase": status.phase
    case "status.podIP": status.podIP
    case "status.nominatedNodeName": status.nominatedNodeName
    default: nil
    }
  }

  public mutating func keepStatus(of old: Pod?) {
    if let old { return sharedStatus = old.sharedStatus }
    let wish = sharedSpec
    sharedStatus = PodStatus.ofNew(wish.wrappedValue.qualityOfService)
    if !spec.schedulingGates.isEmpty {
      var condition = PodCondition()
      condition.type = "PodScheduled"
      condition.status = "False"
      condition.reason = "SchedulingGated"
      condition.message = "Scheduling is blocked due to non-empty scheduling gates"
      status.conditions = [condition]
    }
  }

  public mutating func keepSpec(of old: Pod) {
    sharedSpec = old.sharedSpec
    rest = old.rest
  }

  /// Ended for good, whatever the restart policy says.
  public var isTerminal: Bool { status.phase == "Succeeded" || status.phase == "Failed" }

  public mutating func setDefaults(_ metadata: inout Metadata) { spec.setDefaults() }
}

extension PodStatus {
  private static let ofBestEffort = Shared(wrappedValue: PodStatus(pending: "BestEffort"))
  private static let ofBurstable = Shared(wrappedValue: PodStatus(pending: "Burstable"))
  private static let ofGuaranteed = Shared(wrappedValue: PodStatus(pending: "Guaranteed"))

  private init(pending quality: String) {
    self.init()
    phase = "Pending"
    qosClass = quality
  }

  /// What a pod of a quality of service has before anybody has looked at it: one in memory for all of them.
  fileprivate static func ofNew(_ quality: String) -> Shared<PodStatus> {
    switch quality {
    case "BestEffort": ofBestEffort
    case "Burstable": ofBurstable
    case "Guaranteed": ofGuaranteed
    default: Shared(wrappedValue: PodStatus(pending: quality))
    }
  }
}

extension Object where K == Pod {
  /// Neither ended nor being deleted (`controller.IsPodActive`).
  public var isActive: Bool { !body.isTerminal && !metadata.isBeingDeleted }
}
