import Resources
import Tree

/// One object of a kustomization on its way through the transformers.
struct KustomizedObject {
  var tree: Value
  /// The name that references to it were written with.
  let originalName: String
  /// Whether its name shall end in a hash of its content.
  var wantsHash = false

  init(_ tree: Value) {
    self.tree = tree
    originalName = tree["metadata"]?["name"]?.string ?? ""
  }

  var kind: String { tree["kind"]?.string ?? "" }
  var name: String { tree["metadata"]?["name"]?.string ?? "" }
  var group: String {
    let parts = (tree["apiVersion"]?.string ?? "").split(separator: "/")
    return parts.count > 1 ? String(parts[0]) : ""
  }

  /// Its kind, of those that a cluster has from the start: kustomize asks no server.
  private var resource: Resource? {
    Catalog.resources.first { $0.kind == kind && $0.group == group }
  }

  /// Whether its kind lives in namespaces, as any does that is not known.
  var isNamespaced: Bool { resource?.isNamespaced ?? true }

  /// Where its pods are described; nil where it makes none.
  var podSpec: [String]? { resource.flatMap(PodTemplatePlace.spec) }

  /// The order in which kustomize writes objects: what others need comes first.
  static func precedes(_ left: KustomizedObject, _ right: KustomizedObject) -> Bool {
    let ranks = (rank(left.kind), rank(right.kind))
    if ranks.0 != ranks.1 { return ranks.0 < ranks.1 }
    let keys = [left, right].map { object in
      [
        object.group, object.tree["apiVersion"]?.string ?? "", object.kind,
        object.tree["metadata"]?["namespace"]?.string ?? "", object.name,
      ]
    }
    for (first, second) in zip(keys[0], keys[1]) where first != second {
      return first.precedes(second)
    }
    return false
  }

  private static func rank(_ kind: String) -> Int {
    if let place = first.firstIndex(of: kind) { return place - first.count }
    return ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"].contains(kind) ? 1 : 0
  }

  private static let first = [
    "Namespace", "ResourceQuota", "StorageClass", "CustomResourceDefinition", "ServiceAccount",
    "PodSecurityPolicy", "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "ConfigMap",
    "Secret", "Endpoints", "Service", "LimitRange", "PriorityClass", "PersistentVolume",
    "PersistentVolumeClaim", "Deployment", "StatefulSet", "CronJob", "PodDisruptionBudget",
  ]
}

extension Value {
  /// Changes what stands at a path, in which `[]` stands for every element of a list.
  ///
  /// What is not there is made where `creates`, and passed over elsewhere.
  mutating func change(
    at path: ArraySlice<String>, creates: Bool = false, _ change: (inout Value) -> Void
  ) {
    guard let step = path.first else { return change(&self) }
    if step == "[]" {
      guard var items = array else { return }
      for place in items.indices {
        items[place].change(at: path.dropFirst(), creates: creates, change)
      }
      self = .array(items)
      return
    }
    guard var member = self[step] ?? (creates ? .emptyObject : nil) else { return }
    member.change(at: path.dropFirst(), creates: creates, change)
    self[step] = member
  }
}
