import Resources
import Simulation
import Store
import Tree

/// Gives a pod its account and mounts the account's token into every container.
enum ServiceAccountAdmission {
  static let mountPath = "/var/run/secrets/kubernetes.io/serviceaccount"

  static func admit(
    _ pod: inout Pod, _ metadata: Metadata, _ store: Store, _ random: inout Random
  ) throws(Status) {
    if metadata.annotations["kubernetes.io/config.mirror"] != nil { return }
    if pod.spec.serviceAccountName.isEmpty { pod.spec.serviceAccountName = "default" }
    pod.spec.serviceAccount = pod.spec.serviceAccountName
    let name = pod.spec.serviceAccountName
    guard let account = store.get(ServiceAccount.self, ObjectKey(metadata.namespace, name)) else {
      throw .forbidden(
        Pod.resource, metadata.name,
        "error looking up service account \(metadata.namespace)/\(name): serviceaccount \(quoted(name)) not found"
      )
    }
    let mounts =
      pod.spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true
    guard mounts else { return }
    guard let owner = metadata.controller else { return mountToken(&pod, &random) }
    // Upstream draws the volume's name for each pod. Here pods of one owner have one name, so that they
    // can share all of their spec.
    var own = Random(seed: owner.uid.utf8.reduce(7) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
    mountToken(&pod, &own)
  }

  private static func mountToken(_ pod: inout Pod, _ random: inout Random) {
    let existing = pod.spec.volumes.first { $0.name.hasPrefix("kube-api-access-") }?.name
    let name = existing ?? "kube-api-access-" + random.suffix(length: 5)
    var isUsed = false
    func addMount(_ container: inout Container) {
      if container.volumeMounts.contains(where: { $0.mountPath == mountPath }) { return }
      var mount = VolumeMount()
      mount.name = name
      mount.readOnly = true
      mount.mountPath = mountPath
      container.volumeMounts.append(mount)
      isUsed = true
    }
    for index in pod.spec.initContainers.indices { addMount(&pod.spec.initContainers[index]) }
    for index in pod.spec.containers.indices { addMount(&pod.spec.containers[index]) }
    if isUsed, existing == nil { pod.spec.volumes.append(tokenVolume(name)) }
  }

  private static func tokenVolume(_ name: String) -> Volume {
    var volume = Volume()
    volume.name = name
    volume.projected = tokenSources
    return volume
  }

  private static let tokenSources: Value =
    [
      "defaultMode": 420,
      "sources": [
        ["serviceAccountToken": ["expirationSeconds": 3607, "path": "token"]],
        [
          "configMap": [
            "items": [["key": "ca.crt", "path": "ca.crt"]], "name": "kube-root-ca.crt",
          ]
        ],
        [
          "downwardAPI": [
            "items": [
              [
                "fieldRef": ["apiVersion": "v1", "fieldPath": "metadata.namespace"],
                "path": "namespace",
              ]
            ]
          ]
        ],
      ],
    ]
}
