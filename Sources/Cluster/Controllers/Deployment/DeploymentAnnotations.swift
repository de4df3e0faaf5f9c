import Resources
import Simulation
import Tree

/// The annotations by which a Deployment keeps its book on ReplicaSets (`deployment_util.go`).
enum DeploymentAnnotation {
  static let revision = "deployment.kubernetes.io/revision"
  static let revisionHistory = "deployment.kubernetes.io/revision-history"
  static let desiredReplicas = "deployment.kubernetes.io/desired-replicas"
  static let maxReplicas = "deployment.kubernetes.io/max-replicas"
  static let lastApplied = "kubectl.kubernetes.io/last-applied-configuration"
}

extension Record {
  /// The number of the rollout that an object belongs to; 0 when it has none.
  package var revision: Int64 {
    metadata.annotations[DeploymentAnnotation.revision].flatMap { Int64($0) } ?? 0
  }
}

extension DeploymentController {
  /// The Deployment's annotations, but for its book-keeping and what kubectl last applied.
  func copyAnnotations(from deployment: Metadata, to set: inout Metadata) {
    let own = [
      DeploymentAnnotation.revision, DeploymentAnnotation.revisionHistory,
      DeploymentAnnotation.desiredReplicas, DeploymentAnnotation.maxReplicas,
      DeploymentAnnotation.lastApplied, "deprecated.deployment.rollback.to",
    ]
    for (name, text) in deployment.annotations where !own.contains(name) {
      set.annotations[name] = text
    }
  }

  func setRevision(_ revision: Int64, _ metadata: inout Metadata) {
    if let old = metadata.annotations[DeploymentAnnotation.revision], old != String(revision),
      metadata.ownerReferences.contains(where: { $0.kind == "Deployment" })
    {
      let history = metadata.annotations[DeploymentAnnotation.revisionHistory]
      metadata.annotations[DeploymentAnnotation.revisionHistory] =
        history.map { $0.isEmpty ? old : $0 + "," + old } ?? old
    }
    metadata.annotations[DeploymentAnnotation.revision] = String(revision)
  }

  func setReplicaAnnotations(_ rollout: Rollout, _ metadata: inout Metadata) {
    metadata.annotations[DeploymentAnnotation.desiredReplicas] = String(rollout.replicas)
    metadata.annotations[DeploymentAnnotation.maxReplicas] = String(
      rollout.replicas + limits(rollout).surge)
  }

  func writeRevision(_ revision: Int64, _ rollout: Rollout, _ look: inout Reconciliation) {
    var metadata = rollout.deployment.metadata
    metadata.annotations[DeploymentAnnotation.revision] = String(revision)
    look.update(Object(metadata, rollout.deployment.body))
  }
}

/// Tells templates apart by a short text.
package enum TemplateHash {
  /// A number of 32 bits in the alphabet of names, as `pod-template-hash` shows it.
  ///
  /// Kubernetes hashes Go's dump of the struct with FNV-1a, and so does this with its JSON: equal in form,
  /// not in value.
  package static func text(_ template: PodTemplate, collisions: Int32?) -> String {
    var hash: UInt32 = 2_166_136_261
    func mix(_ byte: UInt8) { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    for byte in bare(template).tree.json().utf8 { mix(byte) }
    if let collisions {
      for shift in [0, 8, 16, 24] { mix(UInt8(truncatingIfNeeded: collisions >> Int32(shift))) }
    }
    return safe(String(hash))
  }

  package static func isSame(_ left: PodTemplate, _ right: PodTemplate) -> Bool {
    bare(left) == bare(right)
  }

  private static func bare(_ template: PodTemplate) -> PodTemplate {
    var template = template
    template.metadata.labels["pod-template-hash"] = nil
    return template
  }

  /// `rand.SafeEncodeString`: digits become letters that spell no words.
  package static func safe(_ text: String) -> String {
    let alphabet = Array("bcdfghjklmnpqrstvwxz2456789".utf8)
    return String(
      decoding: text.utf8.map { alphabet[Int($0) % alphabet.count] }, as: UTF8.self)
  }
}
