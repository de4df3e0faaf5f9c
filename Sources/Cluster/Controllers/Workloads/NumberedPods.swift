import Resources
import Simulation
import Tree

/// What a StatefulSet's pods and claims look like.
enum NumberedPods {
  static func pod(
    of set: Object<StatefulSet>, _ ordinal: Int32, _ template: PodTemplate, revision: String
  ) -> Object<Pod> {
    let name = "\(set.name)-\(ordinal)"
    var metadata = Metadata(
      name: name, namespace: set.namespace, labels: template.metadata.labels)
    metadata.generateName = set.name + "-"
    metadata.annotations = template.metadata.annotations
    metadata.labels[Revisions.label] = revision
    metadata.labels["statefulset.kubernetes.io/pod-name"] = name
    metadata.labels["apps.kubernetes.io/pod-index"] = String(ordinal)
    metadata.ownerReferences = [set.controllerReference]
    var pod = Pod()
    pod.spec = template.spec
    pod.spec.rest["hostname"] = .string(name)
    if !set.spec.serviceName.isEmpty { pod.spec.rest["subdomain"] = .string(set.spec.serviceName) }
    for claim in set.spec.volumeClaimTemplates {
      var source = PersistentVolumeClaimSource()
      source.claimName = claimName(claim, set, ordinal)
      var volume = Volume()
      volume.name = claim.metadata.name
      volume.persistentVolumeClaim = source
      pod.spec.volumes.removeAll { $0.name == volume.name }
      pod.spec.volumes.append(volume)
    }
    return Object(metadata, pod)
  }

  static func claims(
    of set: Object<StatefulSet>, _ ordinal: Int32
  ) -> [Object<PersistentVolumeClaim>] {
    set.spec.volumeClaimTemplates.map { template in
      var metadata = Metadata(
        name: claimName(template, set, ordinal), namespace: set.namespace,
        labels: template.metadata.labels.merging(set.spec.selector?.matchLabels ?? [:]))
      metadata.annotations = template.metadata.annotations
      var claim = PersistentVolumeClaim()
      claim.spec = template.spec
      return Object(metadata, claim)
    }
  }

  private static func claimName(
    _ claim: ClaimTemplate, _ set: Object<StatefulSet>, _ ordinal: Int32
  ) -> String {
    "\(claim.metadata.name)-\(set.name)-\(ordinal)"
  }

  /// `store-0` of the claim `data-store-0`.
  static func podName(ofClaim claim: String, _ set: String) -> String {
    let ordinal = claim.split(separator: "-").last.map(String.init) ?? ""
    return set + "-" + ordinal
  }
}
