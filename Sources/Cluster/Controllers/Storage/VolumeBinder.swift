import HashTreeCollections
import Resources
import Simulation
import Tree

/// Brings claims and volumes together (`pkg/controller/volume/persistentvolume`).
///
/// Each look takes one step of four: the volume names the claim, the volume is bound, the claim names the volume,
/// the claim is bound.
package struct VolumeBinder: Sendable {
  /// Claims without a volume, in order of appearance: a new volume may suit one of them.
  private var waiting: [ObjectKey] = []
  /// By claim: the pods that use it and have not ended.
  private var users = TreeDictionary<ObjectKey, [ObjectKey]>()

  static let bound = "pv.kubernetes.io/bind-completed"
  static let boundByController = "pv.kubernetes.io/bound-by-controller"
  static let selectedNode = "volume.kubernetes.io/selected-node"

  package init() {}

  // MARK: What comes in

  mutating func observe(_ claim: Object<PersistentVolumeClaim>?, at key: ObjectKey) {
    let waits = claim.map { $0.spec.volumeName.isEmpty && !$0.metadata.isBeingDeleted } ?? false
    let isListed = waiting.contains(key)
    if waits, !isListed { waiting.append(key) }
    if !waits, isListed { waiting.removeAll { $0 == key } }
  }

  /// The claims that a volume's change may matter to.
  func claims(for volume: Object<PersistentVolume>) -> [ObjectKey] {
    if let reference = volume.spec.claimRef {
      return [ObjectKey(reference.namespace, reference.name)]
    }
    return waiting
  }

  /// The claims that a pod uses, when it began or ceased to.
  mutating func observe(_ old: Object<Pod>?, _ new: Object<Pod>?) -> [ObjectKey] {
    guard let pod = new ?? old else { return [] }
    let claims = pod.spec.volumes.compactMap { $0.persistentVolumeClaim?.claimName }
    guard !claims.isEmpty else { return [] }
    let uses = new.map { !$0.body.isTerminal } ?? false
    var changed: [ObjectKey] = []
    for name in claims {
      let key = ObjectKey(pod.namespace, name)
      let isListed = users[key]?.contains(pod.key) ?? false
      if uses, !isListed { users[key, default: []].append(pod.key) }
      if !uses, isListed { users[key]?.removeAll { $0 == pod.key } }
      if uses != isListed { changed.append(key) }
    }
    return changed
  }

  func isUsed(_ claim: ObjectKey) -> Bool { !(users[claim]?.isEmpty ?? true) }
  var waitingClaims: [ObjectKey] { waiting }

  // MARK: Claims

  func reconcile(_ look: inout Reconciliation) {
    guard let claim = look.cache.get(PersistentVolumeClaim.self, look.key) else { return }
    if claim.metadata.isBeingDeleted { return unprotect(claim, &look) }
    guard claim.spec.volumeName.isEmpty else { return keep(claim, &look) }
    if let volume = match(claim, look.cache) { return bind(claim, volume, &look) }
    wait(claim, &look)
  }

  /// A claim that is being deleted goes when no pod uses it.
  private func unprotect(_ claim: Object<PersistentVolumeClaim>, _ look: inout Reconciliation) {
    guard claim.metadata.finalizers.contains(PersistentVolumeClaim.finalizer), !isUsed(claim.key)
    else { return }
    let left = claim.metadata.finalizers.filter { $0 != PersistentVolumeClaim.finalizer }
    look.patch(
      claim, kind: Catalog.claims, ["metadata": ["finalizers": .array(left.map(Value.string))]],
      type: .merge)
  }

  /// A claim with a volume: bound, or lost when the volume is gone.
  private func keep(_ claim: Object<PersistentVolumeClaim>, _ look: inout Reconciliation) {
    let key = ObjectKey("", claim.spec.volumeName)
    guard let volume = look.cache.get(PersistentVolume.self, key) else {
      guard claim.metadata.annotations[Self.bound] != nil, claim.status.phase != "Lost" else {
        return
      }
      var body = claim.body
      body.status.phase = "Lost"
      look.update(Object(claim.metadata, body), subresource: "status")
      look.event(
        claim, "ClaimLost",
        "Bound claim has lost its PersistentVolume. Data on the volume is lost!",
        isWarning: true)
      return
    }
    if let reference = volume.spec.claimRef, !reference.uid.isEmpty, reference.uid != claim.uid {
      return
    }
    bind(claim, volume, &look)
  }

  /// The smallest volume that will do; one that names the claim comes first (`findBestMatchForClaim`).
  private func match(
    _ claim: Object<PersistentVolumeClaim>, _ cache: ClusterCache
  ) -> Object<PersistentVolume>? {
    let request = claim.spec.resources.requests["storage"] ?? .zero
    let storageClass = claim.spec.storageClassName ?? ""
    var best: Object<PersistentVolume>?
    let isDelayed = delays(claim, cache)
    for case let volume as Object<PersistentVolume> in cache.table(Catalog.volumes).records {
      if let reference = volume.spec.claimRef {
        let isMine = reference.namespace == claim.namespace && reference.name == claim.name
        if isMine, reference.uid.isEmpty || reference.uid == claim.uid { return volume }
        continue
      }
      guard !isDelayed, !volume.metadata.isBeingDeleted,
        ["Available", "Pending"].contains(volume.status.phase),
        volume.spec.storageClassName == storageClass,
        volume.spec.volumeMode == claim.spec.volumeMode,
        claim.spec.accessModes.allSatisfy({ volume.spec.accessModes.contains($0) }),
        claim.spec.selector?.requirements?.matches(volume.metadata.labels) ?? true,
        let size = volume.spec.capacity["storage"], !(size < request)
      else { continue }
      if let known = best?.spec.capacity["storage"], !(size < known) { continue }
      best = volume
    }
    return best
  }

  private func delays(_ claim: Object<PersistentVolumeClaim>, _ cache: ClusterCache) -> Bool {
    guard let name = claim.spec.storageClassName, !name.isEmpty,
      claim.metadata.annotations[Self.selectedNode] == nil
    else { return false }
    return cache.get(StorageClass.self, ObjectKey("", name))?.volumeBindingMode
      == "WaitForFirstConsumer"
  }

  // MARK: Binding

  private func bind(
    _ claim: Object<PersistentVolumeClaim>, _ volume: Object<PersistentVolume>,
    _ look: inout Reconciliation
  ) {
    if volume.spec.claimRef?.uid != claim.uid {
      var metadata = volume.metadata
      if volume.spec.claimRef == nil { metadata.annotations[Self.boundByController] = "yes" }
      var body = volume.body
      var reference = ObjectReference(claim)
      reference.fieldPath = ""
      body.spec.claimRef = reference
      look.update(Object(metadata, body))
      look.note(
        "Volume \(volume.name) suits claim \(claim.key.text) and is bound to it.",
        "卷 \(volume.name) 适合申领 \(claim.key.text)，与之绑定。")
    } else if volume.status.phase != "Bound" {
      var body = volume.body
      body.status.phase = "Bound"
      body.status.lastPhaseTransitionTime = Time(look.now)
      look.update(Object(volume.metadata, body), subresource: "status")
    } else if claim.spec.volumeName != volume.name || claim.metadata.annotations[Self.bound] == nil
    {
      var metadata = claim.metadata
      metadata.annotations[Self.bound] = "yes"
      var body = claim.body
      if claim.spec.volumeName.isEmpty { metadata.annotations[Self.boundByController] = "yes" }
      body.spec.volumeName = volume.name
      look.update(Object(metadata, body))
    } else if claim.status.phase != "Bound" || claim.status.capacity != volume.spec.capacity {
      var body = claim.body
      body.status.phase = "Bound"
      body.status.accessModes = volume.spec.accessModes
      body.status.capacity = volume.spec.capacity
      look.update(Object(claim.metadata, body), subresource: "status")
    }
  }

  /// Says what a claim waits for, and again every 15 seconds.
  private func wait(_ claim: Object<PersistentVolumeClaim>, _ look: inout Reconciliation) {
    look.again(after: .seconds(15))
    let name = claim.spec.storageClassName ?? ""
    guard !name.isEmpty else {
      return look.event(
        claim, "FailedBinding",
        "no persistent volumes available for this claim and no storage class is set")
    }
    guard let storageClass = look.cache.get(StorageClass.self, ObjectKey("", name)) else {
      return look.event(
        claim, "ProvisioningFailed",
        "storageclass.storage.k8s.io \(quoted(name)) not found", isWarning: true)
    }
    if delays(claim, look.cache) {
      let pods = users[claim.key] ?? []
      if let pod = pods.first {
        return look.event(
          claim, "WaitForPodScheduled", "waiting for pod \(pod.name) to be scheduled")
      }
      return look.event(
        claim, "WaitForFirstConsumer", "waiting for first consumer to be created before binding")
    }
    if storageClass.provisioner == "kubernetes.io/no-provisioner" {
      return look.event(
        claim, "FailedBinding",
        "no persistent volumes available for this claim and no storage class is set")
    }
    look.event(
      claim, "ExternalProvisioning",
      "Waiting for a volume to be created either by the external provisioner '\(storageClass.provisioner)' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered."
    )
  }
}
