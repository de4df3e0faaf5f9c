import Simulation
import Tree

/// An old or new template of a DaemonSet or StatefulSet, kept for going back.
public struct ControllerRevision: Kind {
  public var data: Value = .null
  public var revision: Int64 = 0
  public var rest = Fields()
  public init() {}

  public static let resource = Resource(
    "apps", "v1", "ControllerRevision", plural: "controllerrevisions")

  public static let schema = Schema<ControllerRevision>(
    "ControllerRevision",
    Text(
      "A template that a DaemonSet or StatefulSet has had, kept for going back.",
      "DaemonSet 或 StatefulSet 用过的模板，为回滚而保留。")
  ) {
    $0.field("data", \.data, "The template, as a patch.", "以补丁形式保存的模板。")
    $0.field("revision", \.revision, "Its number.", "修订号。", always: true, required: true)
  }

  public static let columns: [Column<ControllerRevision>] = [
    .name,
    Column("Controller") { revision, _ in
      guard let owner = revision.metadata.controller else { return "<none>" }
      let group = owner.apiVersion.split(separator: "/").dropLast().first.map { "." + $0 } ?? ""
      return owner.kind.lowercased() + group + "/" + owner.name
    },
    Column("Revision") { revision, _ in String(revision.revision) },
    .age,
  ]

  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    if data.isNull { errors.required("data", "data is mandatory") }
    errors.checkNotNegative(revision, "revision")
  }

  public func validateUpdate(
    from old: ControllerRevision, _ metadata: Metadata, _ errors: inout FieldErrors
  ) {
    if data != old.data { errors.invalid("data", "runtime.RawExtension{}", "field is immutable") }
  }
}

/// A pod template that stands alone; nothing in a cluster acts on it.
public struct StoredPodTemplate: Kind {
  public var template = PodTemplate()
  public var rest = Fields()
  public init() {}

  public static let resource = Resource("", "v1", "PodTemplate", plural: "podtemplates")

  public static let schema = Schema<StoredPodTemplate>(
    "PodTemplate",
    Text("A pod template that stands alone; nothing acts on it.", "单独保存的 Pod 模板；没有组件会处理它。")
  ) {
    $0.field(
      "template", \.template, "The pod that copies would be made of.", "副本所依据的 Pod 模板。",
      always: true)
  }

  public static let columns: [Column<StoredPodTemplate>] = [
    .name,
    Column("Containers") { object, _ in object.template.spec.containerNames },
    Column("Images") { object, _ in object.template.spec.imageNames },
    Column("Pod Labels") { object, _ in object.template.metadata.labels.selectorText },
  ]

  public mutating func setDefaults(_ metadata: inout Metadata) { template.spec.setDefaults() }
  public func specDiffers(from old: StoredPodTemplate) -> Bool { template != old.template }

  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    WorkloadRules.validate(template, &errors, requireAlways: false, at: "template")
  }
}
