import Resources
import Tree

/// Whom a container's programs run as, and what they may write, by its security context and its pod's
/// (`pkg/securitycontext`); every image of the model has root as its user.
package struct ContainerIdentity: Sendable {
  package let user: Int64
  package let group: Int64
  /// All of its groups, in order.
  package let groups: [Int64]
  /// Whether nothing but what is mounted can be written.
  let hasReadOnlyRoot: Bool
  /// Whether it must not run as root; and whether the context itself says as whom it runs.
  private let (mustNotBeRoot, hasUser): (Bool, Bool)

  init(_ spec: Container, _ pod: PodSpec) {
    let (own, common) = (spec.rest["securityContext"], pod.securityContext)
    func number(_ name: String) -> Int64? { own?[name]?.int ?? common[name]?.int }
    user = number("runAsUser") ?? 0
    hasUser = number("runAsUser") != nil
    group = number("runAsGroup") ?? 0
    var all = common["supplementalGroups"]?.array?.compactMap(\.int) ?? []
    if let group = common["fsGroup"]?.int { all.append(group) }
    all.append(group)
    groups = all.sorted().reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    hasReadOnlyRoot = own?["readOnlyRootFilesystem"]?.bool ?? false
    mustNotBeRoot = own?["runAsNonRoot"]?.bool ?? common["runAsNonRoot"]?.bool ?? false
  }

  /// Why the kubelet does not start a container that must not run as root (`verifyRunAsNonRoot`).
  static func problem(of spec: Container, _ pod: Object<Pod>) -> String? {
    let identity = ContainerIdentity(spec, pod.spec)
    guard identity.mustNotBeRoot, identity.user == 0 else { return nil }
    let place =
      "(pod: \(quoted("\(pod.name)_\(pod.namespace)(\(pod.uid))")), container: \(spec.name))"
    return identity.hasUser
      ? "container's runAsUser breaks non-root policy \(place)"
      : "container has runAsNonRoot and image will run as root \(place)"
  }
}

extension System {
  /// Whom the program runs as, where it runs in a container.
  package var identity: ContainerIdentity? {
    world.container(at: context.place).map { ContainerIdentity($0.spec, $0.pod.spec) }
  }
}
