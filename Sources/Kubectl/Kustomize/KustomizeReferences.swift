import Tree

/// Where objects name one another, so that a new name is followed (kustomize's `nameReference`).
enum KustomizeReferences {
  /// Renames what refers to objects of the list by the names that they were written with.
  static func follow(_ objects: inout [KustomizedObject]) {
    let all = objects
    func renamed(_ kinds: [String], _ value: inout Value) {
      guard let name = value.string,
        let target = all.first(where: { kinds.contains($0.kind) && $0.originalName == name })
      else { return }
      value = .string(target.name)
    }
    for place in objects.indices {
      for (kinds, path) in paths(of: objects[place]) {
        objects[place].tree.change(at: path[...]) { renamed(kinds, &$0) }
      }
      for path in typed(objects[place]) {
        objects[place].tree.change(at: path[...]) { reference in
          guard let kind = reference["kind"]?.string, var name = reference["name"] else { return }
          renamed([kind], &name)
          reference["name"] = name
        }
      }
    }
  }

  /// References that say what kind they mean.
  private static func typed(_ object: KustomizedObject) -> [[String]] {
    switch object.kind {
    case "RoleBinding", "ClusterRoleBinding": [["roleRef"], ["subjects", "[]"]]
    case "HorizontalPodAutoscaler": [["spec", "scaleTargetRef"]]
    default: []
    }
  }

  private static func paths(_ kinds: [String], _ paths: String...) -> [([String], [String])] {
    paths.map { (kinds, $0.split(separator: "/").map(String.init)) }
  }

  private static func paths(of object: KustomizedObject) -> [([String], [String])] {
    var found: [([String], [String])] = []
    if let spec = object.podSpec {
      var inside = paths(
        ["ConfigMap"], "volumes/[]/configMap/name",
        "volumes/[]/projected/sources/[]/configMap/name")
      inside += paths(
        ["Secret"], "volumes/[]/secret/secretName", "volumes/[]/projected/sources/[]/secret/name",
        "imagePullSecrets/[]/name")
      for list in ["containers", "initContainers"] {
        inside += paths(
          ["ConfigMap"], "\(list)/[]/env/[]/valueFrom/configMapKeyRef/name",
          "\(list)/[]/envFrom/[]/configMapRef/name")
        inside += paths(
          ["Secret"], "\(list)/[]/env/[]/valueFrom/secretKeyRef/name",
          "\(list)/[]/envFrom/[]/secretRef/name")
      }
      inside += paths(["ServiceAccount"], "serviceAccountName")
      inside += paths(["PersistentVolumeClaim"], "volumes/[]/persistentVolumeClaim/claimName")
      inside += paths(["PriorityClass"], "priorityClassName")
      found += inside.map { ($0.0, spec + $0.1) }
    }
    switch object.kind {
    case "StatefulSet": found += paths(["Service"], "spec/serviceName")
    case "Ingress":
      found += paths(
        ["Service"], "spec/rules/[]/http/paths/[]/backend/service/name",
        "spec/defaultBackend/service/name")
      found += paths(["Secret"], "spec/tls/[]/secretName")
      found += paths(["IngressClass"], "spec/ingressClassName")
    case "PersistentVolumeClaim":
      found += paths(["PersistentVolume"], "spec/volumeName")
      found += paths(["StorageClass"], "spec/storageClassName")
    case "ServiceAccount": found += paths(["Secret"], "imagePullSecrets/[]/name")
    default: break
    }
    return found
  }
}
