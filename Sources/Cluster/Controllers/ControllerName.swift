/// The controllers that run inside of kube-controller-manager.
package enum ControllerName: Int, Hashable, Sendable, CaseIterable {
  case deployment, replicaSet, replicationController, garbageCollector, namespace, serviceAccount
  case rootCAPublisher, nodeLifecycle, taintEviction, endpoints
  case daemonSet, statefulSet, job, jobOrphan, cronJob, timeToLive, endpointSlice, volumeBinder
  case volume, quota, disruption, autoscaler, roleAggregation, podGarbageCollector

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
    case .daemonSet: "daemonset-controller"
    case .statefulSet: "statefulset-controller"
    case .job: "job-controller"
    case .jobOrphan: "job-controller (orphans)"
    case .cronJob: "cronjob-controller"
    case .timeToLive: "ttl-after-finished-controller"
    case .endpointSlice: "endpointslice-controller"
    case .volumeBinder: "persistentvolume-binder-controller"
    case .volume: "persistentvolume-binder-controller (volumes)"
    case .quota: "resourcequota-controller"
    case .disruption: "disruption-controller"
    case .autoscaler: "horizontal-pod-autoscaler-controller"
    case .roleAggregation: "clusterrole-aggregation-controller"
    case .podGarbageCollector: "pod-garbage-collector-controller"
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
    case .volumeBinder, .volume: "persistentvolume-controller"
    case .disruption: "controllermanager"
    case .autoscaler: "horizontal-pod-autoscaler"
    default: name
    }
  }
}
