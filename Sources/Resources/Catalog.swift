/// The kinds that every cluster has, in the order of `kubectl api-resources`.
package enum Catalog {
  package static let builtIn: [any KindType] = [
    Typed<Binding>(), Typed<ComponentStatus>(), Typed<ConfigMap>(), Typed<Endpoints>(),
    Typed<ClusterEvent>(), Typed<LimitRange>(), Typed<Namespace>(), Typed<Node>(),
    Typed<PersistentVolumeClaim>(), Typed<PersistentVolume>(), Typed<Pod>(),
    Typed<StoredPodTemplate>(), Typed<ReplicationController>(), Typed<ResourceQuota>(),
    Typed<Secret>(), Typed<ServiceAccount>(), Typed<Service>(),
    Typed<MutatingWebhookConfiguration>(), Typed<ValidatingAdmissionPolicy>(),
    Typed<ValidatingAdmissionPolicyBinding>(), Typed<ValidatingWebhookConfiguration>(),
    Typed<CustomResourceDefinition>(), Typed<APIService>(), Typed<ControllerRevision>(),
    Typed<DaemonSet>(), Typed<Deployment>(), Typed<ReplicaSet>(), Typed<StatefulSet>(),
    Typed<SelfSubjectReview>(), Typed<TokenReview>(), Typed<LocalSubjectAccessReview>(),
    Typed<SelfSubjectAccessReview>(), Typed<SelfSubjectRulesReview>(),
    Typed<SubjectAccessReview>(), Typed<HorizontalPodAutoscaler>(), Typed<CronJob>(),
    Typed<Job>(), Typed<CertificateSigningRequest>(), Typed<Lease>(), Typed<EndpointSlice>(),
    Typed<FlowSchema>(), Typed<PriorityLevelConfiguration>(), Typed<IngressClass>(),
    Typed<Ingress>(), Typed<NetworkPolicy>(), Typed<RuntimeClass>(),
    Typed<PodDisruptionBudget>(), Typed<ClusterRoleBinding>(), Typed<ClusterRole>(),
    Typed<RoleBinding>(), Typed<Role>(), Typed<PriorityClass>(), Typed<CSIDriver>(),
    Typed<CSINode>(), Typed<CSIStorageCapacity>(), Typed<StorageClass>(),
    Typed<VolumeAttachment>(),
  ]

  /// Events in the newer group: another name for the same objects, which are stored as the core group's.
  package static let newEvents = Resource(
    "events.k8s.io", "v1", "Event", plural: "events", short: ["ev"])

  /// Every resource that discovery lists, in order: the kinds, and the second name of events.
  package static let resources: [Resource] = {
    var list = builtIn.map(\.resource)
    let place = list.firstIndex { $0.kind == "FlowSchema" } ?? list.endIndex
    list.insert(newEvents, at: place)
    return list
  }()

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
  package static let daemonSets = index(of: DaemonSet.self)
  package static let statefulSets = index(of: StatefulSet.self)
  package static let jobs = index(of: Job.self)
  package static let cronJobs = index(of: CronJob.self)
  package static let controllerRevisions = index(of: ControllerRevision.self)
  package static let claims = index(of: PersistentVolumeClaim.self)
  package static let volumes = index(of: PersistentVolume.self)
  package static let storageClasses = index(of: StorageClass.self)
  package static let quotas = index(of: ResourceQuota.self)
  package static let endpointSlices = index(of: EndpointSlice.self)
  package static let disruptionBudgets = index(of: PodDisruptionBudget.self)
  package static let autoscalers = index(of: HorizontalPodAutoscaler.self)
  package static let clusterRoles = index(of: ClusterRole.self)
  package static let definitions = index(of: CustomResourceDefinition.self)
  package static let bindings = index(of: Binding.self)
  package static let events = index(of: ClusterEvent.self)
  package static let leases = index(of: Lease.self)
  package static let configMaps = index(of: ConfigMap.self)
}
