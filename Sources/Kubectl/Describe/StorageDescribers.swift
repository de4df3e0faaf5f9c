import Cluster
import Tree

/// PersistentVolumes.
struct VolumeDescriber: KindDescriber {
  let kinds = ["PersistentVolume"]

  func describe(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    page.field("Name", tree.name)
    page.labelsAndAnnotations(tree)
    page.field("Finalizers", "[\(tree.texts("metadata", "finalizers").joined(separator: " "))]")
    page.field("StorageClass", tree.text("spec", "storageClassName"))
    page.phase(tree)
    let claim = tree.at("spec", "claimRef")
    page.field("Claim", claim.map { "\($0.text("namespace"))/\($0.text("name"))" } ?? "")
    page.field("Reclaim Policy", tree.text("spec", "persistentVolumeReclaimPolicy"))
    page.field("Access Modes", AccessModes.text(tree.texts("spec", "accessModes")))
    page.optional("VolumeMode", tree.text("spec", "volumeMode"))
    page.field("Capacity", tree.text("spec", "capacity", "storage"))
    nodeAffinity(tree.at("spec", "nodeAffinity", "required"), &page)
    page.field("Message", tree.text("status", "message"))
    page.line("Source:")
    page.source(tree.at("spec") ?? .emptyObject)
  }

  private func nodeAffinity(_ required: Value?, _ page: inout Description) {
    guard let required else { return page.field("Node Affinity", "<none>") }
    page.field("Node Affinity", "")
    let terms = required.items("nodeSelectorTerms")
    page.field("Required Terms", terms.isEmpty ? "<none>" : "", level: 1)
    for (place, term) in terms.enumerated() {
      let requirements = term.items("matchExpressions").map { requirement in
        let values = requirement.texts("values")
        return "\(requirement.text("key")) \(requirement.text("operator").lowercased())"
          + (values.isEmpty ? "" : " [\(values.joined(separator: ", "))]")
      }
      page.lines("Term \(place)", requirements, level: 2)
    }
  }
}

/// PersistentVolumeClaims.
struct ClaimDescriber: KindDescriber {
  let kinds = ["PersistentVolumeClaim"]

  func describe(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    page.nameAndNamespace(tree)
    page.field("StorageClass", tree.text("spec", "storageClassName"))
    page.phase(tree)
    let volume = tree.text("spec", "volumeName")
    page.field("Volume", volume)
    page.labelsAndAnnotations(tree)
    page.field("Finalizers", "[\(tree.texts("metadata", "finalizers").joined(separator: " "))]")
    page.field("Capacity", volume.isEmpty ? "" : tree.text("status", "capacity", "storage"))
    page.field(
      "Access Modes",
      volume.isEmpty ? "" : AccessModes.text(tree.texts("status", "accessModes")))
    page.optional("VolumeMode", tree.text("spec", "volumeMode"))
    if let source = tree.at("spec", "dataSource") {
      page.line("DataSource:")
      page.optional("APIGroup", source.text("apiGroup"), level: 1)
      page.field("Kind", source.text("kind"), level: 1)
      page.field("Name", source.text("name"), level: 1)
    }
    let pods = try kubectl.objects("pods", namespace: tree.text("metadata", "namespace"))
    let users = pods.filter { pod in
      pod.items("spec", "volumes").contains {
        $0.text("persistentVolumeClaim", "claimName") == tree.name
      }
    }
    page.lines("Used By", users.map(\.name).sortedByBytes())
    conditions(tree, &page)
  }

  private func conditions(_ tree: Value, _ page: inout Description) {
    let conditions = tree.items("status", "conditions")
    if conditions.isEmpty { return }
    page.line("Conditions:")
    page.line("Type\tStatus\tLastProbeTime\tLastTransitionTime\tReason\tMessage", level: 1)
    page.line(
      "----\t------\t-----------------\t------------------\t------\t-------", level: 1)
    for condition in conditions {
      let cells = [
        condition.text("type"), condition.text("status"),
        Age.date(condition.text("lastProbeTime")),
        Age.date(condition.text("lastTransitionTime")), condition.text("reason"),
      ]
      page.line(cells.map { $0 + " \t" }.joined() + condition.text("message"), level: 1)
    }
  }
}

/// Access modes in short: `RWO,ROX`.
enum AccessModes {
  static func text(_ modes: [String]) -> String {
    [
      ("ReadWriteOnce", "RWO"), ("ReadOnlyMany", "ROX"), ("ReadWriteMany", "RWX"),
      ("ReadWriteOncePod", "RWOP"),
    ].filter { modes.contains($0.0) }.map(\.1).joined(separator: ",")
  }
}

struct StorageClassDescriber: KindDescriber {
  let kinds = ["StorageClass.storage.k8s.io"]

  func describe(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    page.field("Name", tree.name)
    let annotations = tree.members("metadata", "annotations")
    let isDefault = annotations["storageclass.kubernetes.io/is-default-class"]?.string == "true"
    page.field("IsDefaultClass", isDefault ? "Yes" : "No")
    page.field("Annotations", annotations.labelText)
    page.field("Provisioner", tree.text("provisioner"))
    page.field("Parameters", tree.members("parameters").labelText)
    let expands = tree.at("allowVolumeExpansion")?.bool
    page.field("AllowVolumeExpansion", expands.map { $0 ? "True" : "False" } ?? "<unset>")
    let options = tree.texts("mountOptions")
    page.line(options.isEmpty ? "MountOptions:\t<none>" : "MountOptions:")
    for option in options { page.line(option, level: 1) }
    page.optional("ReclaimPolicy", tree.text("reclaimPolicy"))
    page.optional("VolumeBindingMode", tree.text("volumeBindingMode"))
  }
}

struct PriorityClassDescriber: KindDescriber {
  let kinds = ["PriorityClass.scheduling.k8s.io"]

  func describe(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    page.field("Name", tree.name)
    page.field("Value", String(tree.int("value")))
    page.field("GlobalDefault", String(tree.bool("globalDefault")))
    page.field("PreemptionPolicy", tree.text("preemptionPolicy"))
    page.field("Description", tree.text("description"))
    page.field("Annotations", tree.members("metadata", "annotations").labelText)
  }
}
