/// The controllers that run inside of kube-controller-manager.
package enum ControllerName: Int, Hashable, Sendable, CaseIterable {
  case deployment, replicaSet, replicationController, garbageCollector, namespace, serviceAccount
  case rootCAPublisher, nodeLifecycle, taintEviction, endpoints

  /// The name in `--controllers` and in logs.
  package var name: String {
    switch self {
    case .deployment: "deployment-controller"
    case .replicaSet: "replicaset-controller"
    case .replicationController: "replicationcontroller-controller"
    case .garbageCollector: "garbage-collector-controller"
    case .namespace: "namespace-controller"
    case .serviceAccount: "serviceaccount-controller"
    case .rootCAPublisher: "root-ca-certificate-publisher-controller"
    case .nodeLifecycle: "node-lifecycle-controller"
    case .taintEviction: "taint-eviction-controller"
    case .endpoints: "endpoints-controller"
    }
  }

  /// The name under which it leaves events (`reportingComponent`).
  package var eventSource: String {
    switch self {
    case .deployment: "deployment-controller"
    case .replicaSet: "replicaset-controller"
    case .replicationController: "replication-controller"
    case .nodeLifecycle: "node-controller"
    case .taintEviction: "taint-eviction-controller"
    default: name
    }
  }
}
