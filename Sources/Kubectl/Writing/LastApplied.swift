import Resources
import Tree

/// The annotation in which `apply` keeps what was applied last.
package enum LastApplied {
  package static let annotation = "kubectl.kubernetes.io/last-applied-configuration"

  /// The configuration without what was applied before it.
  package static func bare(_ tree: Value) -> Value {
    var bare = tree
    var annotations = tree["metadata"]?["annotations"]?.object ?? Fields()
    annotations[annotation] = nil
    bare.set("metadata", "annotations", to: .object(annotations))
    return bare
  }

  /// The configuration with itself in its annotation (`util.GetModifiedConfiguration`).
  package static func annotated(_ tree: Value) -> Value {
    var bare = bare(tree)
    bare.set("metadata", "annotations", annotation, to: .string(bare.json() + "\n"))
    return bare
  }

  /// The same for an object that flags have made, in the order of Go's own structs.
  package static func saved(_ tree: Value, _ kind: (any KindType)?) -> Value {
    var result = tree
    let text = DeclaredOrder.json(tree, kind)
    result.set("metadata", "annotations", annotation, to: .string(text + "\n"))
    return result
  }

  /// What was applied last, as text; nil where `apply` never was used.
  package static func text(of tree: Value) -> String? {
    tree["metadata"]?["annotations"]?[annotation]?.string
  }

  package static func value(of tree: Value) -> Value? {
    text(of: tree).flatMap { try? Value(json: $0) }
  }
}
