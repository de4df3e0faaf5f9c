import Resources
import Store

/// Nothing is created in a namespace that is not there or is going.
enum NamespaceLifecycle {
  static func admit(
    _ record: any Record, old: (any Record)?, _ store: Store, _ resource: Resource
  ) throws(Status) {
    guard resource.isNamespaced, old == nil else { return }
    let known = store.get(Catalog.namespaces, ObjectKey("", record.namespace))
    guard let namespace = known as? Object<Namespace> else {
      throw .notFound(Namespace.resource, record.namespace)
    }
    if namespace.body.status.phase == "Terminating" {
      var status = Status.forbidden(
        resource, record.name,
        "unable to create new content in namespace \(record.namespace) because it is being terminated"
      )
      status.causes = [
        Status.Cause(
          reason: "NamespaceTerminating",
          message: "namespace \(record.namespace) is being terminated",
          field: "metadata.namespace")
      ]
      throw status
    }
  }
}
