import Resources
import Store
import Tree

/// Gives claims and Ingresses the class that is marked as the default.
enum DefaultClasses {
  /// The newest default class of storage (`DefaultStorageClass`).
  static func admit(_ claim: inout PersistentVolumeClaim, _ metadata: Metadata, _ store: Store) {
    guard claim.spec.storageClassName == nil,
      metadata.annotations["volume.beta.kubernetes.io/storage-class"] == nil
    else { return }
    let defaults = store.tables[Catalog.storageClasses].sorted()
      .filter { StorageClass.isDefault($0.metadata) }
    claim.spec.storageClassName = newest(defaults)?.name
  }

  /// The default class of Ingresses (`DefaultIngressClass`).
  static func admit(
    _ ingress: inout Ingress, _ metadata: Metadata, _ store: Store
  ) throws(Status) {
    guard ingress.spec.ingressClassName == nil,
      metadata.annotations["kubernetes.io/ingress.class"] == nil
    else { return }
    let defaults = store.tables[Catalog.index(of: IngressClass.self)].sorted()
      .filter { $0.metadata.annotations[IngressClass.defaultAnnotation] == "true" }
    ingress.spec.ingressClassName = newest(defaults)?.name
  }

  private static func newest(_ records: [any Record]) -> (any Record)? {
    var best: (any Record)?
    for record in records {
      let time = record.metadata.creationTimestamp?.unixSeconds ?? 0
      if let known = best?.metadata.creationTimestamp?.unixSeconds, time <= known { continue }
      best = record
    }
    return best
  }
}
