import Tree

extension Description {
  /// The volumes of a pod, or of a template a bit to the right.
  mutating func volumes(_ volumes: [Value], inTemplate: Bool = false) {
    let space = inTemplate ? "  " : ""
    if volumes.isEmpty { return line("\(space)Volumes:\t<none>") }
    line("\(space)Volumes:")
    for volume in volumes {
      line((inTemplate ? " " : "") + volume.text("name") + ":", level: 1)
      source(volume)
    }
  }

  private mutating func fields(_ type: String, _ pairs: [(String, String)]) {
    field("Type", type, level: 2)
    for (name, value) in pairs { field(name, value, level: 2) }
  }

  /// Where a volume's files come from; false where the kind of source is not known.
  @discardableResult
  mutating func source(_ volume: Value) -> Bool {
    if let path = volume.at("hostPath") {
      fields(
        "HostPath (bare host directory volume)",
        [("Path", path.text("path")), ("HostPathType", path.text("type"))])
    } else if let empty = volume.at("emptyDir") {
      let limit = empty.text("sizeLimit")
      fields(
        "EmptyDir (a temporary directory that shares a pod's lifetime)",
        [("Medium", empty.text("medium")), ("SizeLimit", limit.isEmpty ? "<unset>" : limit)])
    } else if let secret = volume.at("secret") {
      fields(
        "Secret (a volume populated by a Secret)",
        [("SecretName", secret.text("secretName")), ("Optional", String(secret.bool("optional")))])
    } else if let map = volume.at("configMap") {
      fields(
        "ConfigMap (a volume populated by a ConfigMap)",
        [("Name", map.text("name")), ("Optional", String(map.bool("optional")))])
    } else if let claim = volume.at("persistentVolumeClaim") {
      fields(
        "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)",
        [("ClaimName", claim.text("claimName")), ("ReadOnly", String(claim.bool("readOnly")))])
    } else if let projected = volume.at("projected") {
      field(
        "Type", "Projected (a volume that contains injected data from multiple sources)", level: 2)
      for source in projected.items("sources") { projectedSource(source) }
    } else if let downward = volume.at("downwardAPI") {
      field(
        "Type", "DownwardAPI (a volume populated by information about the pod)", level: 2)
      line("Items:", level: 2)
      for item in downward.items("items") {
        line("\(item.text("fieldRef", "fieldPath")) -> \(item.text("path"))", level: 3)
      }
    } else {
      return networkSource(volume)
    }
    return true
  }

  private mutating func networkSource(_ volume: Value) -> Bool {
    if let share = volume.at("nfs") {
      fields(
        "NFS (an NFS mount that lasts the lifetime of a pod)",
        [
          ("Server", share.text("server")), ("Path", share.text("path")),
          ("ReadOnly", String(share.bool("readOnly"))),
        ])
    } else if let local = volume.at("local") {
      fields(
        "LocalVolume (a persistent volume backed by local storage on a node)",
        [("Path", local.text("path"))])
    } else if let driver = volume.at("csi") {
      var pairs = [("Driver", driver.text("driver")), ("FSType", driver.text("fsType"))]
      if driver.has("volumeHandle") { pairs.append(("VolumeHandle", driver.text("volumeHandle"))) }
      fields(
        "CSI (a Container Storage Interface (CSI) volume source)",
        pairs + [("ReadOnly", String(driver.bool("readOnly")))])
      labels(driver.members("volumeAttributes"), "VolumeAttributes", level: 2)
    } else if let image = volume.at("image") {
      fields(
        "Image (a container image or OCI artifact)",
        [("Reference", image.text("reference")), ("PullPolicy", image.text("pullPolicy"))])
    } else {
      line("<unknown>", level: 1)
      return false
    }
    return true
  }

  private mutating func projectedSource(_ source: Value) {
    func optional(_ value: Value) -> String {
      value.has("optional") ? value.text("optional") : "<nil>"
    }
    if let secret = source.at("secret") {
      field("SecretName", secret.text("name"), level: 2)
      field("SecretOptionalName", optional(secret), level: 2)
    } else if source.has("downwardAPI") {
      field("DownwardAPI", "true", level: 2)
    } else if let map = source.at("configMap") {
      field("ConfigMapName", map.text("name"), level: 2)
      field("ConfigMapOptional", optional(map), level: 2)
    } else if let token = source.at("serviceAccountToken") {
      field("TokenExpirationSeconds", token.text("expirationSeconds"), level: 2)
    }
  }
}
