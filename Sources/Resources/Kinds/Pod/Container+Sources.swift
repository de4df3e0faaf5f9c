import Tree

/// The rules for where a container's variables come from, after `ValidateEnv` and `ValidateEnvFrom`.
extension Container {
  func validateSources(at path: String, _ errors: inout FieldErrors) {
    for (index, variable) in env.enumerated() {
      validate(variable, at: "\(path).env[\(index)].valueFrom", &errors)
    }
    for (index, source) in (rest["envFrom"]?.array ?? []).enumerated() {
      let place = "\(path).envFrom[\(index)]"
      let kinds = ["configMapRef", "secretRef"].filter { source[$0] != nil }
      for kind in kinds where (source[kind]?["name"]?.string ?? "").isEmpty {
        errors.required("\(place).\(kind).name")
      }
      if kinds.isEmpty {
        errors.invalid(place, "\"\"", "must specify one of: `configMapRef` or `secretRef`")
      } else if kinds.count > 1 {
        errors.invalid(place, "\"\"", "may not have more than one field specified at a time")
      }
    }
  }

  private static let sourceKinds = [
    "fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef",
  ]

  private func validate(
    _ variable: EnvVar, at place: String, _ errors: inout FieldErrors
  ) {
    guard variable.valueFrom.object != nil else { return }
    let kinds = Self.sourceKinds.filter { variable.valueFrom[$0] != nil }
    for kind in kinds {
      let source = variable.valueFrom[kind] ?? .null
      switch kind {
      case "fieldRef":
        validateField(source["fieldPath"]?.string ?? "", at: "\(place).fieldRef", &errors)
      case "resourceFieldRef":
        let name = source["resource"]?.string ?? ""
        if name.isEmpty {
          errors.required("\(place).resourceFieldRef.resource")
        } else if !Self.resourceFields.contains(name) {
          errors.unsupported("\(place).resourceFieldRef.resource", name, Self.resourceFields)
        }
      default:
        if (source["name"]?.string ?? "").isEmpty { errors.required("\(place).\(kind).name") }
        let key = source["key"]?.string ?? ""
        if key.isEmpty { errors.required("\(place).\(kind).key") }
        for problem in key.isEmpty ? [] : NameRules.configMapKey(key) {
          errors.invalid("\(place).\(kind).key", string: key, problem)
        }
      }
    }
    if kinds.isEmpty {
      errors.invalid(
        place, "\"\"",
        "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`")
    } else if !variable.value.isEmpty {
      errors.invalid(place, "\"\"", "may not be specified when `value` is not empty")
    } else if kinds.count > 1 {
      errors.invalid(place, "\"\"", "may not have more than one field specified at a time")
    }
  }

  private static let resourceFields = [
    "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu",
    "requests.ephemeral-storage", "requests.memory",
  ]

  private static let podFields = [
    "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName",
    "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
  ]

  private func validateField(_ path: String, at place: String, _ errors: inout FieldErrors) {
    if path.isEmpty { return errors.required(place + ".fieldPath") }
    let isEntry =
      path.hasSuffix("']")
      && ["metadata.labels['", "metadata.annotations['"].contains(where: path.hasPrefix)
    if Self.podFields.contains(path) || isEntry { return }
    let isKnown = [
      "metadata.annotations", "metadata.labels", "spec.restartPolicy", "spec.schedulerName",
      "status.phase",
    ].contains(path)
    if isKnown {
      errors.unsupported(place + ".fieldPath", path, Self.podFields)
    } else {
      errors.invalid(
        place + ".fieldPath", string: path,
        "error converting fieldPath: field label not supported: \(path)")
    }
  }
}

extension ResourceRequirements {
  private static let standard = ["cpu", "memory", "ephemeral-storage"]

  /// A resource is one of Kubernetes' own, or somebody's with a domain.
  static func validateName(_ name: String, at place: String, _ errors: inout FieldErrors) {
    for problem in NameRules.qualifiedName(name) {
      errors.invalid(place, string: name, problem)
    }
    if name.contains("/") || standard.contains(name) || name.hasPrefix("hugepages-") { return }
    if !["storage", "pods", "services"].contains(name), !name.hasPrefix("requests."),
      !name.hasPrefix("limits.")
    {
      errors.invalid(
        place, string: name, "must be a standard resource type or fully qualified")
    }
    errors.invalid(place, string: name, "must be a standard resource for containers")
  }

  /// What cannot be lent out twice is asked for as it is limited.
  func validateExtended(at path: String, _ errors: inout FieldErrors) {
    for (name, request) in requests
    where name.contains("/") && !name.hasPrefix("kubernetes.io/") && !name.hasPrefix("requests.") {
      guard let limit = limits[name] else {
        errors.required(path + ".limits", "Limit must be set for non overcommitable resources")
        continue
      }
      if limit != request {
        errors.invalid(
          path + ".requests", string: request.text,
          "must be equal to \(name) limit of \(limit.text)")
      }
    }
  }
}
