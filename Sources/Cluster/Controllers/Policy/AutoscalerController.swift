import Resources
import Simulation
import Tree

/// Looks at each autoscaler every 15 seconds; without a metrics server it can only keep to the bounds (`pkg/controller/podautoscaler`).
enum AutoscalerController {
  static func reconcile(_ look: inout Reconciliation) {
    guard let scaler = look.cache.get(HorizontalPodAutoscaler.self, look.key) else { return }
    look.again(after: .seconds(15))
    let now = Time(look.now)
    var status = scaler.status
    status.observedGeneration = scaler.metadata.generation == 0 ? nil : scaler.metadata.generation
    guard let target = target(of: scaler, look.cache) else {
      let reference = scaler.spec.scaleTargetRef
      let message = "\(resourceName(reference)) \(quoted(reference.name)) not found"
      look.event(scaler, "FailedGetScale", message, isWarning: true)
      status.set(
        "AbleToScale", "False", "FailedGetScale",
        "the HPA controller was unable to get the target's current scale: " + message, at: now)
      return write(scaler, status, &look)
    }
    status.set(
      "AbleToScale", "True", "SucceededGetScale",
      "the HPA controller was able to get the target's current scale", at: now)
    let current = target.replicas
    status.currentReplicas = current
    decide(scaler, target, &status, &look)
    write(scaler, status, &look)
  }

  private static func decide(
    _ scaler: Object<HorizontalPodAutoscaler>, _ target: Target, _ status: inout AutoscalerStatus,
    _ look: inout Reconciliation
  ) {
    let least = scaler.spec.minReplicas ?? 1
    let now = Time(look.now)
    if target.replicas == 0, least != 0 {
      status.desiredReplicas = 0
      return status.set(
        "ScalingActive", "False", "ScalingDisabled",
        "scaling is disabled since the replica count of the target is zero", at: now)
    }
    if target.replicas > scaler.spec.maxReplicas {
      return rescale(
        scaler, target, to: scaler.spec.maxReplicas,
        "Current number of replicas above Spec.MaxReplicas", &status, &look)
    }
    if target.replicas < least {
      return rescale(
        scaler, target, to: least, "Current number of replicas below Spec.MinReplicas", &status,
        &look)
    }
    let resource = metricName(scaler)
    let cause =
      "failed to get \(resource) utilization: unable to get metrics for resource \(resource): unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)"
    look.event(scaler, "FailedGetResourceMetric", cause, isWarning: true)
    look.event(
      scaler, "FailedComputeMetricsReplicas",
      "invalid metrics (\(scaler.spec.metrics.count) invalid out of \(scaler.spec.metrics.count)), first error is: failed to get \(resource) resource metric value: \(cause)",
      isWarning: true)
    status.set(
      "ScalingActive", "False", "FailedGetResourceMetric",
      "the HPA was unable to compute the replica count: \(cause)", at: now)
  }

  private static func metricName(_ scaler: Object<HorizontalPodAutoscaler>) -> String {
    scaler.spec.metrics.first?.resource["name"]?.string ?? "cpu"
  }

  private static func rescale(
    _ scaler: Object<HorizontalPodAutoscaler>, _ target: Target, to size: Int32,
    _ reason: String, _ status: inout AutoscalerStatus, _ look: inout Reconciliation
  ) {
    look.patch(
      target.record, kind: target.kind, ["spec": ["replicas": .int(Int64(size))]], type: .merge)
    look.event(scaler, "SuccessfulRescale", "New size: \(size); reason: \(reason)")
    look.note(
      "\(scaler.name) sets \(target.record.name) from \(target.replicas) to \(size).",
      "\(scaler.name) 将 \(target.record.name) 从 \(target.replicas) 个副本调整为 \(size) 个。")
    status.desiredReplicas = size
    status.lastScaleTime = Time(look.now)
    status.set(
      "AbleToScale", "True", "SucceededRescale",
      "the HPA controller was able to update the target scale to \(size)", at: Time(look.now))
  }

  // MARK: The target

  private struct Target {
    let record: any Record
    let kind: Int
    let replicas: Int32
  }

  private static func target(
    of scaler: Object<HorizontalPodAutoscaler>, _ cache: ClusterCache
  ) -> Target? {
    let key = ObjectKey(scaler.namespace, scaler.spec.scaleTargetRef.name)
    switch scaler.spec.scaleTargetRef.kind {
    case "Deployment":
      return cache.get(Deployment.self, key).map {
        Target(record: $0, kind: Catalog.deployments, replicas: $0.spec.replicas ?? 1)
      }
    case "ReplicaSet":
      return cache.get(ReplicaSet.self, key).map {
        Target(record: $0, kind: Catalog.replicaSets, replicas: $0.spec.replicas ?? 1)
      }
    case "StatefulSet":
      return cache.get(StatefulSet.self, key).map {
        Target(record: $0, kind: Catalog.statefulSets, replicas: $0.spec.replicas ?? 1)
      }
    case "ReplicationController":
      return cache.get(ReplicationController.self, key).map {
        Target(record: $0, kind: Catalog.replicationControllers, replicas: $0.spec.replicas ?? 1)
      }
    default: return nil
    }
  }

  private static func resourceName(_ reference: ScaleTarget) -> String {
    let group = reference.apiVersion.split(separator: "/").dropLast().first.map { "." + $0 } ?? ""
    return reference.kind.lowercased() + "s" + group
  }

  private static func write(
    _ scaler: Object<HorizontalPodAutoscaler>, _ status: AutoscalerStatus,
    _ look: inout Reconciliation
  ) {
    guard status != scaler.status else { return }
    var body = scaler.body
    body.status = status
    look.update(Object(scaler.metadata, body), subresource: "status")
  }
}

extension AutoscalerStatus {
  /// Sets a condition; the time of transition moves only when the status does.
  fileprivate mutating func set(
    _ type: String, _ status: String, _ reason: String, _ message: String, at time: Time
  ) {
    var condition = AutoscalerCondition()
    condition.type = type
    condition.status = status
    condition.reason = reason
    condition.message = message
    condition.lastTransitionTime = time
    guard let place = conditions.firstIndex(where: { $0.type == type }) else {
      return conditions.append(condition)
    }
    if conditions[place].status == status {
      condition.lastTransitionTime = conditions[place].lastTransitionTime
    }
    conditions[place] = condition
  }
}
