import Tree

/// What one kustomization file does to the objects that it gathers.
struct KustomizeTransformers {
  let file: Value

  func apply(to objects: inout [KustomizedObject]) {
    for place in objects.indices {
      setNamespace(&objects[place])
      rename(&objects[place])
      label(&objects[place])
      annotate(&objects[place], file["commonAnnotations"])
      setImages(&objects[place])
      setReplicas(&objects[place])
    }
  }

  private func setNamespace(_ object: inout KustomizedObject) {
    guard let namespace = file["namespace"]?.string, !namespace.isEmpty else { return }
    if object.isNamespaced {
      object.tree.set("metadata", "namespace", to: .string(namespace))
    } else if object.kind == "Namespace" {
      object.tree.set("metadata", "name", to: .string(namespace))
    }
    if ["RoleBinding", "ClusterRoleBinding"].contains(object.kind) {
      object.tree.change(at: ["subjects", "[]"]) { subject in
        guard subject["kind"]?.string == "ServiceAccount" else { return }
        subject["namespace"] = .string(namespace)
      }
    }
  }

  private func rename(_ object: inout KustomizedObject) {
    let isKept = ["Namespace", "CustomResourceDefinition", "APIService"].contains(object.kind)
    if isKept || object.name.isEmpty { return }
    let name =
      (file["namePrefix"]?.string ?? "") + object.name + (file["nameSuffix"]?.string ?? "")
    object.tree.set("metadata", "name", to: .string(name))
  }

  // MARK: Labels

  private func label(_ object: inout KustomizedObject) {
    for entry in file["labels"]?.array ?? [] {
      let selects = entry["includeSelectors"]?.bool ?? false
      let isInTemplates = selects || entry["includeTemplates"]?.bool ?? false
      add(entry["pairs"], to: &object, selects: selects, templates: isInTemplates)
    }
    add(file["commonLabels"], to: &object, selects: true, templates: true)
  }

  private func add(
    _ labels: Value?, to object: inout KustomizedObject, selects: Bool, templates: Bool
  ) {
    guard let pairs = labels?.object, !pairs.isEmpty else { return }
    func merge(_ path: [String], creates: Bool = true) {
      object.tree.change(at: path[...], creates: creates) { map in
        for (key, value) in pairs { map[key] = value }
      }
    }
    merge(["metadata", "labels"])
    if templates {
      for path in Self.templates(of: object) { merge(path + ["metadata", "labels"]) }
    }
    guard selects else { return }
    switch object.kind {
    case "Service", "ReplicationController": merge(["spec", "selector"], creates: false)
    case "Deployment", "ReplicaSet", "DaemonSet", "StatefulSet":
      merge(["spec", "selector", "matchLabels"])
    case "Job": merge(["spec", "selector", "matchLabels"], creates: false)
    case "PodDisruptionBudget": merge(["spec", "selector", "matchLabels"], creates: false)
    case "NetworkPolicy": merge(["spec", "podSelector", "matchLabels"], creates: false)
    default: break
    }
  }

  /// Paths of the templates that an object makes others from.
  private static func templates(of object: KustomizedObject) -> [[String]] {
    let spec = object.podSpec ?? []
    return spec.indices.filter { spec[$0].lowercased().hasSuffix("template") }
      .map { Array(spec[...$0]) }
  }

  private func annotate(_ object: inout KustomizedObject, _ annotations: Value?) {
    guard let pairs = annotations?.object, !pairs.isEmpty else { return }
    for path in [[]] + Self.templates(of: object) {
      object.tree.change(at: (path + ["metadata", "annotations"])[...], creates: true) { map in
        for (key, value) in pairs { map[key] = value }
      }
    }
  }

  // MARK: Pods

  private func setImages(_ object: inout KustomizedObject) {
    guard let spec = object.podSpec else { return }
    for list in ["containers", "initContainers"] {
      object.tree.change(at: (spec + [list, "[]", "image"])[...]) { image in
        for entry in file["images"]?.array ?? [] { image = Self.replaced(image, entry) }
      }
    }
  }

  /// An image with the name, tag or digest of an entry that means it.
  private static func replaced(_ image: Value, _ entry: Value) -> Value {
    guard let text = image.string, let wanted = entry["name"]?.string else { return image }
    var name = text[...]
    var ending = ""
    if let at = text.firstIndex(of: "@") {
      name = text[..<at]
      ending = String(text[at...])
    }
    let afterSlash = name.lastIndex(of: "/").map { name.index(after: $0) } ?? name.startIndex
    if let colon = name[afterSlash...].firstIndex(of: ":") {
      ending = String(name[colon...]) + ending
      name = name[..<colon]
    }
    guard name == wanted else { return image }
    if let tag = entry["newTag"]?.scalarText, !tag.isEmpty { ending = ":" + tag }
    if let digest = entry["digest"]?.string, !digest.isEmpty { ending = "@" + digest }
    let newName = entry["newName"]?.string ?? ""
    return .string((newName.isEmpty ? String(name) : newName) + ending)
  }

  private func setReplicas(_ object: inout KustomizedObject) {
    guard
      ["Deployment", "ReplicaSet", "StatefulSet", "ReplicationController"].contains(object.kind)
    else { return }
    for entry in file["replicas"]?.array ?? [] {
      if entry["name"]?.string == object.originalName, let count = entry["count"] {
        object.tree.set("spec", "replicas", to: count)
      }
    }
  }
}

extension Value {
  /// A string, or a number as it is written.
  var scalarText: String? {
    switch self {
    case .string(let text): text
    case .object, .array, .null: nil
    default: json()
    }
  }
}
