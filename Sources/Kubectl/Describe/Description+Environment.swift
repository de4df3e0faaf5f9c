import Tree

extension Description {
  /// Where a container's environment comes from; values of the pod's own fields are filled in.
  mutating func environment(_ container: Value, _ pod: Value?) {
    let sources = container.items("envFrom")
    if !sources.isEmpty {
      line("Environment Variables from:", level: 2)
      for source in sources { environmentSource(source) }
    }
    let variables = container.items("env")
    line("Environment:" + (variables.isEmpty ? "\t<none>" : ""), level: 2)
    for variable in variables { environmentVariable(variable, container, pod) }
  }

  private mutating func environmentSource(_ source: Value) {
    let isSecret = !source.has("configMapRef") && source.has("secretRef")
    let reference = source.at(isSecret ? "secretRef" : "configMapRef") ?? .emptyObject
    let prefix = source.text("prefix")
    let kind =
      (isSecret ? "Secret" : "ConfigMap") + (prefix.isEmpty ? "" : " with prefix '\(prefix)'")
    line("\(reference.text("name"))\t\(kind)\tOptional: \(reference.bool("optional"))", level: 3)
  }

  private mutating func environmentVariable(_ variable: Value, _ container: Value, _ pod: Value?) {
    let name = variable.text("name")
    guard let source = variable.at("valueFrom") else {
      let parts = variable.text("value").split(separator: "\n", omittingEmptySubsequences: false)
      for (place, part) in parts.enumerated() {
        line(place == 0 ? "\(name):\t\(part)" : "\t\(part)", level: 3)
      }
      return
    }
    if let field = source.at("fieldRef") {
      let path = field.text("fieldPath")
      let version = field.text("apiVersion").isEmpty ? "v1" : field.text("apiVersion")
      let value = pod.map { PodField.text(path, in: $0) } ?? ""
      line("\(name):\t\(value) (\(version):\(path))", level: 3)
    } else if let field = source.at("resourceFieldRef") {
      let resource = field.text("resource")
      let amount = container.at("resources")?[
        resource.split(separator: ".", maxSplits: 1).map(String.init)]
      var value = amount?.goPrinted ?? "0"
      if value == "0", resource == "limits.cpu" || resource == "limits.memory" {
        value = "node allocatable"
      }
      line("\(name):\t\(value) (\(resource))", level: 3)
    } else if let key = source.at("secretKeyRef") {
      keyReference(name, key, "in secret")
    } else if let key = source.at("configMapKeyRef") {
      keyReference(name, key, "of config map")
    }
  }

  private mutating func keyReference(_ name: String, _ key: Value, _ whose: String) {
    line(
      "\(name):\t<set to the key '\(key.text("key"))' \(whose) '\(key.text("name"))'>\tOptional: \(key.bool("optional"))",
      level: 3)
  }
}

/// Fields of a pod that its containers may be told (the downward API).
enum PodField {
  static func text(_ path: String, in pod: Value) -> String {
    for (prefix, key) in [
      ("metadata.labels['", "labels"), ("metadata.annotations['", "annotations"),
    ]
    where path.hasPrefix(prefix) && path.hasSuffix("']") {
      return pod.text("metadata", key, String(path.dropFirst(prefix.count).dropLast(2)))
    }
    switch path {
    case "metadata.labels", "metadata.annotations":
      return pod.members("metadata", String(path.dropFirst(9)))
        .map { "\($0.key)=\(goQuoted($0.value.goPrinted))" }.joined(separator: "\n")
    default:
      let value = pod[path.split(separator: ".").map(String.init)]
      return value.map { $0.isNull ? "" : $0.goPrinted } ?? ""
    }
  }
}
