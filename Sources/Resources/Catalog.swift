/// The kinds that every cluster has, in the order of `kubectl api-resources`.
package enum Catalog {
  package static let builtIn: [any KindType] = [
    Typed<ConfigMap>(), Typed<Endpoints>(), Typed<ClusterEvent>(), Typed<Namespace>(),
    Typed<Node>(),
    Typed<Pod>(), Typed<ReplicationController>(), Typed<Secret>(), Typed<ServiceAccount>(),
    Typed<Service>(), Typed<Deployment>(), Typed<ReplicaSet>(), Typed<Lease>(),
  ]

  private static let indexes = Dictionary(
    uniqueKeysWithValues: builtIn.enumerated().map { ($1.resource.groupResource, $0) })

  /// Where a kind stands in `builtIn`, which is also its table's place in the store.
  package static func index(_ groupResource: String) -> Int? { indexes[groupResource] }

  package static func index<K: Kind>(of kind: K.Type) -> Int {
    guard let index = indexes[K.resource.groupResource] else {
      preconditionFailure("\(K.resource.kind) is not in the catalog")
    }
    return index
  }
}

extension Catalog {
  package static let pods = index(of: Pod.self)
  package static let nodes = index(of: Node.self)
  package static let namespaces = index(of: Namespace.self)
  package static let services = index(of: Service.self)
  package static let serviceAccounts = index(of: ServiceAccount.self)
  package static let replicaSets = index(of: ReplicaSet.self)
  package static let replicationControllers = index(of: ReplicationController.self)
  package static let deployments = index(of: Deployment.self)
  package static let events = index(of: ClusterEvent.self)
  package static let leases = index(of: Lease.self)
  package static let configMaps = index(of: ConfigMap.self)
}
