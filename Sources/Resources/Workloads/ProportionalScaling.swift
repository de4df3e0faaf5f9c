/// How a Deployment that is scaled in the middle of a rollout shares the change among its ReplicaSets,
/// after pkg/controller/deployment/util.
public struct ProportionalScaling: Hashable, Sendable {
  /// `spec.replicas` of the Deployment.
  public var deploymentReplicas: Int
  public var maxSurge: Int
  /// `status.replicas` of the Deployment, for ReplicaSets without the annotation.
  public var statusReplicas: Int

  public init(deploymentReplicas: Int, maxSurge: Int, statusReplicas: Int) {
    self.deploymentReplicas = deploymentReplicas
    self.maxSurge = maxSurge
    self.statusReplicas = statusReplicas
  }

  /// `GetReplicaSetProportion`: the change for one ReplicaSet.
  /// - Parameters:
  ///   - size: `spec.replicas` of the ReplicaSet.
  ///   - annotation: its `deployment.kubernetes.io/max-replicas`.
  ///   - toAdd: the change to be shared, negative when scaling down.
  ///   - added: what other ReplicaSets have got already.
  public func share(
    ofSize size: Int, maxReplicasAnnotation annotation: String?, toAdd: Int, added: Int
  ) -> Int {
    if size == 0 || toAdd == 0 || toAdd == added { return 0 }
    let fraction = fraction(ofSize: size, annotation: annotation)
    return toAdd > 0 ? min(fraction, toAdd - added) : max(fraction, toAdd - added)
  }

  private func fraction(ofSize size: Int, annotation: String?) -> Int {
    if deploymentReplicas == 0 { return -size }
    let before = annotation.flatMap { Int32($0) }.map { Int($0) } ?? statusReplicas
    let product = size * (deploymentReplicas + maxSurge)
    // Go converts the infinite quotient to the least 32-bit number.
    if before == 0 { return Int(Int32(truncatingIfNeeded: Int(Int32.min) - size)) }
    return rounded(product, dividedBy: before) - size
  }

  /// The nearest whole number, halves away from zero.
  private func rounded(_ number: Int, dividedBy divisor: Int) -> Int {
    let size = (2 * abs(number) + abs(divisor)) / (2 * abs(divisor))
    return (number < 0) == (divisor < 0) ? size : -size
  }
}
