import Tree

/// How Deployments are merged, as a table beside the schema, so that the tables need nothing else.
package struct DeploymentShape: MergeShape {
  private let kind: String

  package init() { kind = "Deployment" }
  private init(_ kind: String) { self.kind = kind }

  package var typeName: String { kind }

  package func field(_ name: String) -> MergeField? {
    switch (kind, name) {
    case ("Deployment", "metadata"), ("PodTemplateSpec", "metadata"): plain("ObjectMeta")
    case ("Deployment", "spec"): plain("DeploymentSpec")
    case ("DeploymentSpec", "strategy"):
      MergeField(shape: DeploymentShape("DeploymentStrategy"), retainsKeys: true)
    case ("DeploymentSpec", "template"): plain("PodTemplateSpec")
    case ("PodTemplateSpec", "spec"): plain("PodSpec")
    case ("ObjectMeta", "finalizers"): MergeField(strategy: .merge)
    case ("ObjectMeta", "ownerReferences"): list("OwnerReference", "uid")
    case ("PodSpec", "containers"), ("PodSpec", "initContainers"): list("Container", "name")
    case ("PodSpec", "volumes"): list("Volume", "name", retainsKeys: true)
    case ("PodSpec", "imagePullSecrets"): list("LocalObjectReference", "name")
    case ("PodSpec", "hostAliases"): list("HostAlias", "ip")
    case ("PodSpec", "topologySpreadConstraints"):
      list("TopologySpreadConstraint", "topologyKey")
    case ("Container", "env"): list("EnvVar", "name")
    case ("Container", "ports"): list("ContainerPort", "containerPort")
    case ("Container", "volumeMounts"): list("VolumeMount", "mountPath")
    case ("Container", "volumeDevices"): list("VolumeDevice", "devicePath")
    default: MergeField(shape: MapShape())
    }
  }

  private func plain(_ kind: String) -> MergeField { MergeField(shape: DeploymentShape(kind)) }

  private func list(_ kind: String, _ mergeKey: String, retainsKeys: Bool = false) -> MergeField {
    MergeField(
      shape: DeploymentShape(kind), strategy: .merge, retainsKeys: retainsKeys,
      mergeKey: mergeKey)
  }
}
