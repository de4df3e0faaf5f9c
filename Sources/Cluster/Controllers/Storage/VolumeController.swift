import Resources
import Simulation
import Tree

/// Keeps the phase of each volume, and what becomes of it when its claim is gone.
enum VolumeController {
  static func reconcile(_ look: inout Reconciliation) {
    guard let volume = look.cache.get(PersistentVolume.self, look.key) else { return }
    if volume.metadata.isBeingDeleted { return unprotect(volume, &look) }
    guard let reference = volume.spec.claimRef, !reference.uid.isEmpty else {
      return set(volume, "Available", &look)
    }
    let key = ObjectKey(reference.namespace, reference.name)
    if let claim = look.cache.get(PersistentVolumeClaim.self, key), claim.uid == reference.uid {
      return
    }
    // The claim may not have come to the cache yet; a volume that was bound has lost it.
    guard ["Bound", "Released", "Failed"].contains(volume.status.phase) else { return }
    reclaim(volume, &look)
  }

  private static func reclaim(_ volume: Object<PersistentVolume>, _ look: inout Reconciliation) {
    if volume.status.phase == "Bound" { return set(volume, "Released", &look) }
    guard volume.status.phase == "Released",
      volume.spec.persistentVolumeReclaimPolicy == "Delete"
    else { return }
    look.delete(volume, kind: Catalog.volumes)
  }

  private static func unprotect(
    _ volume: Object<PersistentVolume>, _ look: inout Reconciliation
  ) {
    guard volume.metadata.finalizers.contains(PersistentVolume.finalizer),
      volume.status.phase != "Bound"
    else { return }
    let left = volume.metadata.finalizers.filter { $0 != PersistentVolume.finalizer }
    look.patch(
      volume, kind: Catalog.volumes, ["metadata": ["finalizers": .array(left.map(Value.string))]],
      type: .merge)
  }

  private static func set(
    _ volume: Object<PersistentVolume>, _ phase: String, _ look: inout Reconciliation
  ) {
    guard volume.status.phase != phase else { return }
    var body = volume.body
    body.status.phase = phase
    body.status.lastPhaseTransitionTime = Time(look.now)
    look.update(Object(volume.metadata, body), subresource: "status")
  }
}
