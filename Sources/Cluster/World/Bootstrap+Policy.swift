import Resources
import Simulation
import Store
import Tree

/// The classes, roles and slices that a new cluster has.
extension World {
  /// Identities of these objects come from a sequence of their own, so that what follows keeps its names.
  mutating func createPolicy(seed: UInt64) {
    var random = Random(seed: seed).derived(7)
    for (name, value, description) in PriorityClass.builtIn {
      var body = PriorityClass()
      body.value = value
      body.description = description
      var metadata = Metadata(name: name)
      metadata.generation = 1
      body.setDefaults(&metadata)
      put(metadata, body, &random)
    }
    for entry in BootstrapRoles.roles {
      var role = ClusterRole()
      role.rules = entry.rules
      if let label = entry.aggregates {
        var rule = AggregationRule()
        rule.clusterRoleSelectors = [LabelSelector(matchLabels: [label: "true"])]
        role.aggregationRule = rule
      }
      put(policyMetadata(entry.name, entry.labels), role, &random)
    }
    for (role, subjects) in BootstrapRoles.bindings {
      var binding = ClusterRoleBinding()
      binding.roleRef = RoleReference("ClusterRole", role)
      binding.subjects = subjects
      put(policyMetadata(role, [:]), binding, &random)
    }
    createServerSlice(&random)
  }

  private func policyMetadata(_ name: String, _ labels: StringMap) -> Metadata {
    var metadata = Metadata(name: name)
    metadata.labels = labels.merging(["kubernetes.io/bootstrapping": "rbac-defaults"])
    metadata.annotations["rbac.authorization.kubernetes.io/autoupdate"] = "true"
    return metadata
  }

  /// The slice of the Service by which pods find the API server; the server itself looks after it.
  private mutating func createServerSlice(_ random: inout Random) {
    guard let known = api.store.get(Endpoints.self, ObjectKey("default", "kubernetes")),
      let subset = known.body.subsets.first
    else { return }
    var slice = EndpointSlice()
    slice.addressType = "IPv4"
    slice.endpoints = subset.addresses.map { address in
      var endpoint = Endpoint()
      endpoint.addresses = [address.ip]
      endpoint.conditions.ready = true
      return endpoint
    }
    slice.ports = subset.ports.map { port in
      var slicePort = SlicePort()
      slicePort.name = port.name
      slicePort.port = port.port
      slicePort.protocol = port.protocol
      return slicePort
    }
    var metadata = Metadata(
      name: "kubernetes", namespace: "default", labels: [EndpointSlice.serviceLabel: "kubernetes"])
    metadata.generation = 1
    put(metadata, slice, &random)
  }

  private mutating func put<K: Kind>(_ metadata: Metadata, _ body: K, _ random: inout Random) {
    var metadata = metadata
    metadata.uid = random.uuid()
    metadata.creationTimestamp = Time(now)
    api.store.put(Object(metadata, body), kind: Catalog.index(of: K.self), at: now, cause: nil)
  }
}
