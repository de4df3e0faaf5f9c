import Resources
import Tree

/// What the scheduler needs to know of a pod besides its name: the same value for all pods of one template.
///
/// After `framework.PodInfo` and `resource.PodRequests` of k8s.io/component-helpers.
package final class PodDemand: Sendable {
  package let content: Content

  init(_ content: Content) { self.content = content }

  convenience init(_ pod: Object<Pod>) { self.init(Content(pod.metadata, pod.body.spec)) }
}

extension PodDemand {
  /// The content by which two demands are told apart.
  package struct Content: Hashable, Sendable {
    package let namespace: String
    let labels: StringMap
    /// The workload that made the pod, by which it is spread when it says nothing itself.
    let ownerKind: String
    let ownerName: String
    package let priority: Int32
    let neverPreempts: Bool
    package let requests: Amounts
    /// What is counted for scoring: at least 100m and 200 MiB for a container that asks for nothing.
    let scoredCPU: Int64
    let scoredMemory: Int64
    let tolerations: [Toleration]
    let nodeNeeds: NodeNeeds
    let preferredNodes: [NodePreference]
    let hostPorts: [HostPort]
    let images: [String]
    let claims: [String]
    let requiredAffinity: [AffinityTerm]
    let requiredAntiAffinity: [AffinityTerm]
    let preferredAffinity: [AffinityTerm]
    let preferredAntiAffinity: [AffinityTerm]
    let hasSpreadRules: Bool
    let requiredSpread: [SpreadRule]
    let preferredSpread: [SpreadRule]

    var hasAffinity: Bool {
      !requiredAffinity.isEmpty || !requiredAntiAffinity.isEmpty || !preferredAffinity.isEmpty
        || !preferredAntiAffinity.isEmpty
    }
  }
}

extension PodDemand.Content {
  init(_ metadata: Metadata, _ spec: PodSpec) {
    namespace = metadata.namespace
    labels = metadata.labels
    let owner = metadata.controller
    ownerKind = owner?.kind ?? ""
    ownerName = owner?.name ?? ""
    priority = spec.priority ?? 0
    neverPreempts = spec.preemptionPolicy == "Never"
    requests = Amounts(PodRequests.sum(spec))
    let scored = PodRequests.sum(spec, defaults: PodRequests.scoringDefaults)
    scoredCPU = scored["cpu"]?.milliValue ?? 0
    scoredMemory = scored["memory"]?.value ?? 0
    tolerations = spec.tolerations
    nodeNeeds = NodeNeeds(spec)
    let preferred = spec.affinity?.nodeAffinity?.preferred ?? []
    preferredNodes = preferred.compactMap(NodePreference.init)
    hostPorts = HostPort.all(of: spec)
    images = (spec.initContainers + spec.containers).map { ImageLocality.normalized($0.image) }
    claims = VolumeBinding.claims(of: spec, pod: metadata.name)
    let near = spec.affinity?.podAffinity
    let away = spec.affinity?.podAntiAffinity
    requiredAffinity = (near?.required ?? []).map { AffinityTerm($0, of: metadata) }
    requiredAntiAffinity = (away?.required ?? []).map { AffinityTerm($0, of: metadata) }
    preferredAffinity = (near?.preferred ?? []).map {
      AffinityTerm($0.podAffinityTerm, weight: Int64($0.weight), of: metadata)
    }
    preferredAntiAffinity = (away?.preferred ?? []).map {
      AffinityTerm($0.podAffinityTerm, weight: Int64($0.weight), of: metadata)
    }
    let constraints = spec.topologySpreadConstraints
    hasSpreadRules = !constraints.isEmpty
    requiredSpread = constraints.filter { $0.whenUnsatisfiable == "DoNotSchedule" }
      .map { SpreadRule($0, of: metadata) }
    preferredSpread = constraints.filter { $0.whenUnsatisfiable == "ScheduleAnyway" }
      .map { SpreadRule($0, of: metadata) }
  }
}

/// Sums of what containers ask for, after `PodRequests` (k8s.io/component-helpers/resource/helpers.go).
enum PodRequests {
  /// `DefaultMilliCPURequest` and `DefaultMemoryRequest` of pkg/scheduler/util/pod_resources.go.
  static let scoringDefaults: NamedValues<Quantity> = {
    var defaults = NamedValues<Quantity>()
    defaults["cpu"] = Quantity(milli: 100)
    defaults["memory"] = Quantity(200 << 20, .binarySI)
    return defaults
  }()

  /// Containers and sidecars together, or what the greediest init container needs beside the sidecars before it.
  static func sum(
    _ spec: PodSpec, defaults: NamedValues<Quantity> = NamedValues()
  ) -> NamedValues<Quantity> {
    var sum = NamedValues<Quantity>()
    for container in spec.containers { add(asked(container, defaults), to: &sum) }
    var sidecars = NamedValues<Quantity>()
    var greediest = NamedValues<Quantity>()
    for container in spec.initContainers {
      var needed = asked(container, defaults)
      if container.restartPolicy == "Always" {
        add(needed, to: &sum)
        add(needed, to: &sidecars)
        needed = sidecars
      } else {
        add(sidecars, to: &needed)
      }
      raise(&greediest, to: needed)
    }
    raise(&sum, to: greediest)
    if case .object(let overhead)? = spec.rest["overhead"] {
      for (name, amount) in overhead {
        guard let quantity = try? Quantity(tree: amount) else { continue }
        sum[name] = (sum[name] ?? .zero) + quantity
      }
    }
    return sum
  }

  private static func asked(
    _ container: Container, _ defaults: NamedValues<Quantity>
  ) -> NamedValues<Quantity> {
    var asked = container.resources.requests
    for (name, amount) in defaults where asked[name] == nil { asked[name] = amount }
    return asked
  }

  private static func add(_ more: NamedValues<Quantity>, to sum: inout NamedValues<Quantity>) {
    for (name, amount) in more { sum[name] = sum[name].map { $0 + amount } ?? amount }
  }

  private static func raise(_ sum: inout NamedValues<Quantity>, to other: NamedValues<Quantity>) {
    for (name, amount) in other {
      if let known = sum[name], Quantity.compare(known, amount) >= 0 { continue }
      sum[name] = amount
    }
  }
}
