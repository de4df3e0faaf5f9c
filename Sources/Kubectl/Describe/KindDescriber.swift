import Cluster
import Tree

/// How objects of one kind are described.
protocol KindDescriber: Sendable {
  /// `Deployment.apps`, `Pod`.
  var kinds: [String] { get }
  /// Whether the events about the object come last.
  var showsEvents: Bool { get }
  func describe(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt)
}

extension KindDescriber {
  var showsEvents: Bool { true }
}

enum KindDescribers {
  static let all: [any KindDescriber] = [
    PodDescriber(), DeploymentDescriber(), ReplicaSetDescriber(),
    ReplicationControllerDescriber(), DaemonSetDescriber(), StatefulSetDescriber(),
    JobDescriber(), CronJobDescriber(), ServiceDescriber(), EndpointsDescriber(),
    EndpointSliceDescriber(), IngressDescriber(), IngressClassDescriber(),
    NetworkPolicyDescriber(), NodeDescriber(), NamespaceDescriber(), ConfigMapDescriber(),
    SecretDescriber(), ServiceAccountDescriber(), QuotaDescriber(), LimitRangeDescriber(),
    RoleDescriber(), RoleBindingDescriber(), VolumeDescriber(), ClaimDescriber(),
    StorageClassDescriber(), PriorityClassDescriber(), DisruptionBudgetDescriber(),
    AutoscalerDescriber(),
  ]

  static func describer(_ kind: String, group: String) -> any KindDescriber {
    let name = group.isEmpty ? kind : "\(kind).\(group)"
    return all.first { $0.kinds.contains(name) } ?? GenericDescriber()
  }
}
