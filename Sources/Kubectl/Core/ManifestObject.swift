import Manifest
import Resources
import Tree

/// One object of a manifest, with its kind found on the server.
package struct ManifestObject: Sendable {
  package var tree: Value
  /// The file, as the line names it; `STDIN` for standard input.
  package var source: String
  package var kind: Int
  package var resource: Resource
  /// Of the object, else of the line; empty for kinds of the whole cluster.
  package var namespace: String
  /// Where its parts stand in the file; nil for a member of a List.
  package var document: ManifestDocument?

  package var name: String { tree["metadata"]?["name"]?.string ?? "" }
}
