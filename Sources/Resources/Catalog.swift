/// The kinds that every cluster has, in the order of `kubectl api-resources`.
public enum Catalog {
  public static let builtIn: [any KindType] = [
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
  public static let newEvents = Resource(
    "events.k8s.io", "v1", "Event", plural: "events", short: ["ev"])

  /// Every resource that discovery lists, in order: the kinds, and the second name of events.
  public static let resources: [Resource] = {
    var list = builtIn.map(\.resource)
    let place = list.firstIndex { $0.kind == "FlowSchema" } ?? list.endIndex
    list.insert(newEvents, at: place)
    return list
  }()

  private static let indexes = Dictionary(
    uniqueKeysWithValues: builtIn.enumerated().map { ($1.resource.groupResource, $0) })

  /// Where a kind stands in `builtIn`, which is also its table's place in the store.
  public static func index(_ groupResource: String) -> Int? { indexes[groupResource] }

  private static let indexesByType = Dictionary(
    uniqueKeysWithValues: builtIn.enumerated().map { ($1.identity, $0) })

  public static func index<K: Kind>(of kind: K.Type) -> Int {
    guard let index = indexesByType[ObjectIdentifier(kind)] else {
      preconditionFailure("\(K.resource.kind) is not in the catalog")
    }
    return index
  }
}

extension Catalog {
  public static let pods = index(of: Pod.self)
  public static let nodes = index(of: Node.self)
  public static let namespaces = index(of: Namespace.self)
  public static let services = index(of: Service.self)
  public static let serviceAccounts = index(of: ServiceAccount.self)
  public static let replicaSets = index(of: ReplicaSet.self)
  public static let replicationControllers = index(of: ReplicationController.self)
  public static let deployments = index(of: Deployment.self)
  public static let daemonSets = index(of: DaemonSet.self)
  public static let statefulSets = index(of: StatefulSet.self)
  public static let jobs = index(of: Job.self)
  public static let cronJobs = index(of: CronJob.self)
  public static let controllerRevisions = index(of: ControllerRevision.self)
  public static let claims = index(of: PersistentVolumeClaim.self)
  public static let volumes = index(of: PersistentVolume.self)
  public static let storageClasses = index(of: StorageClass.self)
  public static let quotas = index(of: ResourceQuota.self)
  public static let endpointSlices = index(of: EndpointSlice.self)
  public static let disruptionBudgets = index(of: PodDisruptionBudget.self)
  public static let autoscalers = index(of: HorizontalPodAutoscaler.self)
  public static let clusterRoles = index(of: ClusterRole.self)
  public static let definitions = index(of: CustomResourceDefinition.self)
  public static let bindings = index(of: Binding.self)
  public static let events = index(of: ClusterEvent.self)
  public static let leases = index(of: Lease.self)
  public static let componentStatuses = index(of: ComponentStatus.self)
  public static let configMaps = index(of: ConfigMap.self)
}
