import Resources
import Simulation
import Store

/// What defaults and admission have made of specs of pods: the next pod of a template is given the same without being
/// looked at again, as long as nothing has changed that they look at.
struct AdmissionMemory: Sendable {
  private struct Entry: Sendable {
    let given: Shared<PodSpec>
    let namespace: String
    let owner: String
    /// The newest write of a kind that admission asks for.
    let revision: Int64
    let admitted: Shared<PodSpec>
  }

  private static let limit = 8
  private static let kinds = [
    Catalog.serviceAccounts, Catalog.index(of: LimitRange.self),
    Catalog.index(of: PriorityClass.self),
  ]

  private var entries: [Entry] = []

  private static func revision(_ store: Store) -> Int64 {
    kinds.reduce(0) { max($0, store.latestRevision(of: $1)) }
  }

  /// The spec that such a pod was given the last time; nil where it is to be worked out.
  func admitted(_ pod: Object<Pod>, _ store: Store) -> Shared<PodSpec>? {
    guard pod.metadata.annotations.isEmpty, let owner = pod.metadata.controllerUID,
      let place = entries.firstIndex(where: {
        $0.given.isIdentical(to: pod.body.sharedSpec) && $0.owner == owner
          && $0.namespace == pod.namespace
      }), entries[place].revision == Self.revision(store)
    else { return nil }
    return entries[place].admitted
  }

  mutating func remember(_ given: Object<Pod>, _ admitted: Object<Pod>, _ store: Store) {
    guard given.metadata.annotations.isEmpty, admitted.metadata.isIdentical(to: given.metadata),
      let owner = given.metadata.controllerUID
    else { return }
    entries.removeAll { $0.given.isIdentical(to: given.body.sharedSpec) }
    if entries.count == Self.limit { entries.removeFirst() }
    entries.append(
      Entry(
        given: given.body.sharedSpec, namespace: given.namespace, owner: owner,
        revision: Self.revision(store), admitted: admitted.body.sharedSpec))
  }
}

extension APIServer {
  /// A new object with defaults and with what admission adds.
  mutating func admitted(
    _ record: any Record, _ request: Request, _ moment: Moment
  ) throws(Status) -> any Record {
    let type = types[request.kind]
    guard let pod = record as? Object<Pod> else {
      return try admitMutating(type.withDefaults(record), old: nil, request, moment)
    }
    if let spec = admissions.admitted(pod, store) {
      try NamespaceLifecycle.admit(pod, old: nil, store, type.resource)
      var body = pod.body
      body.sharedSpec = sharedSpecs.shared(spec)
      return Object(pod.metadata, body)
    }
    let changed = try admitMutating(type.withDefaults(pod), old: nil, request, moment)
    guard let changed = changed as? Object<Pod> else { return changed }
    let sharing = sharingSpec(changed)
    admissions.remember(pod, sharing, store)
    return sharing
  }

  /// The pod with the spec of one before it, if that is equal.
  private mutating func sharingSpec(_ pod: Object<Pod>) -> Object<Pod> {
    let shared = sharedSpecs.shared(pod.body.sharedSpec)
    if shared.isIdentical(to: pod.body.sharedSpec) { return pod }
    var body = pod.body
    body.sharedSpec = shared
    return Object(pod.metadata, body)
  }
}
