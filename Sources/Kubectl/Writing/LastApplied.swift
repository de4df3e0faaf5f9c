import Tree

/// The annotation in which `apply` keeps what was applied last.
package enum LastApplied {
  package static let annotation = "kubectl.kubernetes.io/last-applied-configuration"

  /// The configuration with itself in its annotation (`util.GetModifiedConfiguration`).
  package static func annotated(_ tree: Value) -> Value {
    var bare = tree
    var annotations = tree["metadata"]?["annotations"]?.object ?? Fields()
    annotations[annotation] = nil
    bare.set("metadata", "annotations", to: .object(annotations))
    annotations[annotation] = .string(bare.json() + "\n")
    bare.set("metadata", "annotations", to: .object(annotations))
    return bare
  }

  /// What was applied last, as text; nil where `apply` never was used.
  package static func text(of tree: Value) -> String? {
    tree["metadata"]?["annotations"]?[annotation]?.string
  }

  package static func value(of tree: Value) -> Value? {
    text(of: tree).flatMap { try? Value(json: $0) }
  }
}
