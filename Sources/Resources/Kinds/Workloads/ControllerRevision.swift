import Simulation
import Tree

/// An old or new template of a DaemonSet or StatefulSet, kept for going back.
package struct ControllerRevision: Kind {
  package var data: Value = .null
  package var revision: Int64 = 0
  package var rest = Fields()
  package init() {}

  package static let resource = Resource(
    "apps", "v1", "ControllerRevision", plural: "controllerrevisions")

  package static let schema = Schema<ControllerRevision>(
    "ControllerRevision",
    Text(
      "A template that a DaemonSet or StatefulSet has had, kept for going back.",
      "DaemonSet 或 StatefulSet 用过的模板，为回滚而保留。")
  ) {
    $0.field("data", \.data, "The template, as a patch.", "以补丁形式保存的模板。")
    $0.field("revision", \.revision, "Its number.", "修订号。", always: true, required: true)
  }

  package static let columns: [Column<ControllerRevision>] = [
    .name,
    Column("Controller") { revision, _ in
      guard let owner = revision.metadata.controller else { return "<none>" }
      let group = owner.apiVersion.split(separator: "/").dropLast().first.map { "." + $0 } ?? ""
      return owner.kind.lowercased() + group + "/" + owner.name
    },
    Column("Revision") { revision, _ in String(revision.revision) },
    .age,
  ]

  package func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    if data.isNull { errors.required("data", "data is mandatory") }
    errors.checkNotNegative(revision, "revision")
  }

  package func validateUpdate(
    from old: ControllerRevision, _ metadata: Metadata, _ errors: inout FieldErrors
  ) {
    if data != old.data { errors.invalid("data", "runtime.RawExtension{}", "field is immutable") }
  }
}

/// A pod template that stands alone; nothing in a cluster acts on it.
package struct StoredPodTemplate: Kind {
  package var template = PodTemplate()
  package var rest = Fields()
  package init() {}

  package static let resource = Resource("", "v1", "PodTemplate", plural: "podtemplates")

  package static let schema = Schema<StoredPodTemplate>(
    "PodTemplate",
    Text("A pod template that stands alone; nothing acts on it.", "单独保存的 Pod 模板；没有组件会处理它。")
  ) {
    $0.field(
      "template", \.template, "The pod that copies would be made of.", "副本所依据的 Pod 模板。",
      always: true)
  }

  package static let columns: [Column<StoredPodTemplate>] = [
    .name,
    Column("Containers") { object, _ in object.template.spec.containerNames },
    Column("Images") { object, _ in object.template.spec.imageNames },
    Column("Pod Labels") { object, _ in object.template.metadata.labels.selectorText },
  ]

  package mutating func setDefaults(_ metadata: inout Metadata) { template.spec.setDefaults() }
  package func specDiffers(from old: StoredPodTemplate) -> Bool { template != old.template }

  package func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    WorkloadRules.validate(template, &errors, requireAlways: false, at: "template")
  }
}
