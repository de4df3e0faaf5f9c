import Resources
import Simulation
import Tree

/// Empties a namespace that is being deleted, and then lets it go.
///
/// Creating a namespace needs no controller; ending one does (`pkg/controller/namespace`).
enum NamespaceController {
  static func reconcile(_ look: inout Reconciliation) {
    guard let namespace = look.cache.get(Namespace.self, look.key),
      namespace.metadata.isBeingDeleted, !namespace.spec.finalizers.isEmpty
    else { return }
    var isEmpty = true
    for kind in 0..<look.cache.kinds
    where kind >= Catalog.builtIn.count || Catalog.builtIn[kind].resource.isNamespaced {
      for record in look.cache.table(kind).sorted(namespace: namespace.name) {
        isEmpty = false
        if !record.metadata.isBeingDeleted {
          look.delete(record, kind: kind, propagation: .background)
        }
      }
    }
    if isEmpty {
      var body = namespace.body
      body.spec.finalizers = []
      look.update(Object(namespace.metadata, body), subresource: "finalize")
    } else {
      // Pods take their time; their deletion is not a change of the namespace, so look again.
      look.again(after: .seconds(1))
    }
  }
}
