import Resources
import Simulation
import Tree

/// The templates that a DaemonSet or StatefulSet has had, as ControllerRevisions (`pkg/controller/history`).
enum Revisions {
  static let label = "controller-revision-hash"

  /// What a revision holds: a patch that puts the template back.
  static func data(_ template: PodTemplate) -> Value {
    var tree = template.tree
    tree["$patch"] = "replace"
    return ["spec": ["template": tree]]
  }

  static func template(of revision: ControllerRevision) -> PodTemplate? {
    guard var tree = revision.data["spec"]?["template"] else { return nil }
    tree["$patch"] = nil
    return try? PodTemplate(tree: tree)
  }

  /// All revisions of an owner, oldest first.
  static func all(of owner: any Record, _ cache: ClusterCache) -> [Object<ControllerRevision>] {
    cache.managed(ControllerRevision.self, by: owner.uid).sorted { left, right in
      left.body.revision == right.body.revision
        ? left.name.precedes(right.name) : left.body.revision < right.body.revision
    }
  }

  /// The revision of the current template; nil while it is being written.
  static func current(
    _ owner: any Record, _ template: PodTemplate, collisions: Int32?,
    _ all: [Object<ControllerRevision>], _ look: inout Reconciliation
  ) -> Object<ControllerRevision>? {
    let data = data(template)
    let next = (all.last?.body.revision ?? 0) + 1
    if let known = all.last(where: { $0.body.data == data }) {
      if known.body.revision == next - 1 { return known }
      // Going back makes the old revision the newest.
      var body = known.body
      body.revision = next
      look.update(Object(known.metadata, body))
      return nil
    }
    let hash = TemplateHash.text(template, collisions: collisions)
    var revision = ControllerRevision()
    revision.data = data
    revision.revision = next
    var metadata = Metadata(
      name: owner.name + "-" + hash, namespace: owner.namespace,
      labels: template.metadata.labels)
    metadata.labels[label] = hash
    metadata.ownerReferences = [owner.controllerReference]
    metadata.annotations = owner.metadata.annotations
    metadata.annotations["kubectl.kubernetes.io/last-applied-configuration"] = nil
    look.create(Object(metadata, revision))
    return nil
  }

  /// Deletes the oldest revisions that no pod is of, beyond the limit.
  static func prune(
    _ all: [Object<ControllerRevision>], limit: Int32, inUse: (Object<ControllerRevision>) -> Bool,
    _ look: inout Reconciliation
  ) {
    let unused = all.filter { !inUse($0) }
    for revision in unused.dropLast(Int(max(0, limit))) {
      look.delete(revision, kind: Catalog.controllerRevisions)
    }
  }
}
