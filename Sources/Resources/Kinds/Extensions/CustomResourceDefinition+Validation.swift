import Tree

/// The API server's rules for definitions, after `ValidateCustomResourceDefinition`.
extension CustomResourceDefinition {
  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    let names = spec.names
    if metadata.name != names.plural + "." + spec.group {
      errors.invalid(
        "metadata.name", string: metadata.name,
        "must be spec.names.plural+\".\"+spec.group")
    }
    if spec.group.isEmpty {
      errors.required("spec.group")
    } else {
      for problem in NameRules.dns1123Subdomain(spec.group) {
        errors.invalid("spec.group", string: spec.group, problem)
      }
      if !spec.group.contains(".") {
        errors.invalid(
          "spec.group", string: spec.group, "should be a domain with at least one dot")
      }
    }
    if !["Cluster", "Namespaced"].contains(spec.scope) {
      if spec.scope.isEmpty {
        errors.required("spec.scope")
      } else {
        errors.unsupported("spec.scope", spec.scope, ["Cluster", "Namespaced"])
      }
    }
    validateVersions(&errors)
    validateNames(&errors)
  }

  private func validateVersions(_ errors: inout FieldErrors) {
    for (index, version) in spec.versions.enumerated() {
      let path = "spec.versions[\(index)]"
      for problem in NameRules.dns1035Label(version.name) {
        errors.invalid(path + ".name", string: version.name, problem)
      }
      if version.validation["openAPIV3Schema"]?.object == nil {
        errors.required(path + ".schema.openAPIV3Schema", "schemas are required")
      }
      for (place, column) in version.additionalPrinterColumns.enumerated() {
        let there = "\(path).additionalPrinterColumns[\(place)]"
        if column.name.isEmpty { errors.required(there + ".name") }
        if column.type.isEmpty {
          errors.required(
            there + ".type",
            "must be one of boolean, date, integer, number, string")
        }
        if column.jsonPath.isEmpty { errors.required(there + ".jsonPath") }
      }
    }
    let stored = spec.versions.filter(\.storage).count
    if stored != 1 {
      errors.invalid(
        "spec.versions", "[]apiextensions.CustomResourceDefinitionVersion{}",
        "must have exactly one version marked as storage version")
    }
  }

  private func validateNames(_ errors: inout FieldErrors) {
    for (name, value) in [
      ("plural", spec.names.plural), ("singular", spec.names.singular), ("kind", spec.names.kind),
      ("listKind", spec.names.listKind),
    ] {
      let path = "spec.names." + name
      if value.isEmpty {
        errors.required(path)
      } else {
        for problem in NameRules.dns1035Label(value.lowercased()) {
          errors.invalid(path, string: value, problem)
        }
      }
    }
    if !spec.names.kind.isEmpty, spec.names.kind == spec.names.listKind {
      errors.invalid(
        "spec.names.listKind", string: spec.names.listKind, "kind and listKind may not be the same")
    }
  }

  public func validateUpdate(
    from old: CustomResourceDefinition, _ metadata: Metadata, _ errors: inout FieldErrors
  ) {
    let isEstablished = old.status.conditions.contains {
      $0.type == "Established" && $0.status == "True"
    }
    if spec.group != old.spec.group {
      errors.invalid("spec.group", string: spec.group, "field is immutable")
    }
    if spec.names.plural != old.spec.names.plural {
      errors.invalid("spec.names.plural", string: spec.names.plural, "field is immutable")
    }
    guard isEstablished else { return }
    if spec.scope != old.spec.scope {
      errors.invalid("spec.scope", string: spec.scope, "field is immutable")
    }
    if spec.names.kind != old.spec.names.kind {
      errors.invalid("spec.names.kind", string: spec.names.kind, "field is immutable")
    }
  }
}
