import Tree

/// The arithmetic of a Deployment's rolling update, after pkg/controller/deployment/util.
public struct RollingArithmetic: Hashable, Sendable {
  /// `spec.replicas`
  public var replicas: Int
  public var maxSurge: IntOrString
  public var maxUnavailable: IntOrString

  public init(replicas: Int, maxSurge: IntOrString, maxUnavailable: IntOrString) {
    self.replicas = replicas
    self.maxSurge = maxSurge
    self.maxUnavailable = maxUnavailable
  }

  /// Both limits in Pods: the surge rounded up, the unavailable rounded down, never both zero.
  public func resolved() throws(IntOrStringError) -> (surge: Int, unavailable: Int) {
    let surge = try maxSurge.scaled(to: replicas, roundingUp: true)
    let unavailable = try maxUnavailable.scaled(to: replicas, roundingUp: false)
    return (surge, surge == 0 && unavailable == 0 ? 1 : unavailable)
  }

  /// `MaxSurge`; 0 for limits that cannot be read.
  public var effectiveMaxSurge: Int { (try? resolved())?.surge ?? 0 }

  /// `MaxUnavailable`, never more than there are replicas.
  public var effectiveMaxUnavailable: Int {
    replicas == 0 ? 0 : min((try? resolved())?.unavailable ?? 0, replicas)
  }

  public var minAvailable: Int { replicas - effectiveMaxUnavailable }

  /// `NewRSNewReplicas`: how large the new ReplicaSet may be now.
  /// - Parameters:
  ///   - newReplicas: what the new ReplicaSet asks for.
  ///   - allReplicas: what all ReplicaSets ask for together.
  public func newReplicaSetSize(
    newReplicas: Int, allReplicas: Int
  ) throws(IntOrStringError) -> Int {
    let limit = replicas + (try maxSurge.scaled(to: replicas, roundingUp: true))
    if allReplicas >= limit { return newReplicas }
    return newReplicas + min(limit - allReplicas, replicas - newReplicas)
  }
}
