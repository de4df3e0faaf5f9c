import Resources
import Tree

/// The rules for metadata, after `ValidateObjectMeta` of k8s.io/apimachinery.
enum MetadataRules {
  static func validate(
    _ metadata: Metadata, _ resource: Resource, _ rule: NameRule, _ errors: inout FieldErrors
  ) {
    if metadata.name.isEmpty {
      errors.required("metadata.name", "name or generateName is required")
    } else {
      for problem in rule.problems(metadata.name) {
        errors.invalid("metadata.name", string: metadata.name, problem)
      }
    }
    errors.checkLabels(metadata.labels, "metadata.labels")
    if !metadata.annotations.isEmpty { validateAnnotations(metadata.annotations, &errors) }
    if !metadata.ownerReferences.isEmpty { validateOwners(metadata.ownerReferences, &errors) }
    for (index, finalizer) in metadata.finalizers.enumerated() {
      for problem in NameRules.qualifiedName(finalizer) {
        errors.invalid("metadata.finalizers[\(index)]", string: finalizer, problem)
      }
    }
  }

  private static func validateAnnotations(_ annotations: StringMap, _ errors: inout FieldErrors) {
    for key in annotations.keys {
      for problem in NameRules.qualifiedName(key.lowercased()) {
        errors.invalid("metadata.annotations", string: key, problem)
      }
    }
    let size = annotations.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
    if size > 256 * 1024 {
      errors.invalid("metadata.annotations", "\"\"", "may not be more than 262144 bytes")
    }
  }

  private static func validateOwners(_ owners: [OwnerReference], _ errors: inout FieldErrors) {
    func check(_ name: String, _ isEmpty: Bool) {
      if isEmpty {
        errors.invalid("metadata.ownerReferences.\(name)", "\"\"", "must not be empty")
      }
    }
    for place in owners.indices {
      check("apiVersion", owners[place].apiVersion.isEmpty)
      check("kind", owners[place].kind.isEmpty)
      check("name", owners[place].name.isEmpty)
      check("uid", owners[place].uid.isEmpty)
    }
    let controllers = owners.indices.filter { owners[$0].controller == true }
    if controllers.count > 1 {
      errors.invalid(
        "metadata.ownerReferences", "[]",
        "Only one reference can have Controller set to true. Found \"true\" in references for \(owners[controllers[0]].name) and \(owners[controllers[1]].name)"
      )
    }
  }

  static func validateUpdate(_ new: Metadata, _ old: Metadata, _ errors: inout FieldErrors) {
    if old.isBeingDeleted {
      for finalizer in new.finalizers where !old.finalizers.contains(finalizer) {
        errors.forbidden(
          "metadata.finalizers",
          "no new finalizers can be added if the object is being deleted, found new finalizers []string{\(quoted(finalizer))}"
        )
      }
    }
  }
}

extension NameRule {
  /// What is wrong with a name under this rule.
  package func problems(_ name: String) -> [String] {
    switch self {
    case .subdomain: NameRules.dns1123Subdomain(name)
    case .label: NameRules.dns1123Label(name)
    case .label1035: NameRules.dns1035Label(name)
    case .pathSegment:
      name == "." || name == ".."
        ? ["may not be '\(name)'"]
        : name.contains("/")
          ? ["may not contain '/'"] : name.contains("%") ? ["may not contain '%'"] : []
    }
  }
}
