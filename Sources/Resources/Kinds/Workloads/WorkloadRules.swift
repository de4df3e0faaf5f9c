import Tree

/// What workloads with a selector and a template have in common.
public enum WorkloadRules {
  /// The rules of `ValidatePodTemplateSpecForReplicaSet` and its like.
  public static func validate(
    _ selector: LabelSelector?, _ template: PodTemplate, _ errors: inout FieldErrors,
    requireAlways: Bool
  ) {
    if let selector {
      selector.validate(at: "spec.selector", &errors)
      if selector.matchLabels.isEmpty, selector.matchExpressions.isEmpty {
        errors.invalid(
          "spec.selector", selector.goText, "empty selector is invalid for deployment")
      }
    } else {
      errors.required("spec.selector")
    }
    let matches = selector?.requirements?.matches(template.metadata.labels) ?? false
    if !matches {
      errors.invalid(
        "spec.template.metadata.labels", goMap(template.metadata.labels),
        "`selector` does not match template `labels`")
    }
    validate(template, &errors, requireAlways: requireAlways)
  }

  public static func validate(
    _ template: PodTemplate, _ errors: inout FieldErrors, requireAlways: Bool,
    kind: String = "ReplicaSet", at path: String = "spec.template"
  ) {
    errors.checkLabels(template.metadata.labels, path + ".labels")
    template.spec.validate(at: path + ".spec", &errors)
    if requireAlways { Self.requireAlways(template, kind, &errors) }
  }

  /// Pods that a controller keeps running must be restarted for ever.
  static func requireAlways(
    _ template: PodTemplate, _ kind: String, _ errors: inout FieldErrors
  ) {
    let policy = template.spec.restartPolicy
    if policy != "Always", !policy.isEmpty {
      errors.unsupported("spec.template.spec.restartPolicy", policy, ["Always"])
    }
    if template.spec.activeDeadlineSeconds != nil {
      errors.forbidden(
        "spec.template.spec.activeDeadlineSeconds",
        "activeDeadlineSeconds in \(kind) is not Supported")
    }
  }

  /// A selector of apps/v1 never changes.
  public static func keepSelector(
    _ new: LabelSelector?, _ old: LabelSelector?, _ errors: inout FieldErrors
  ) {
    guard let new, new != old else { return }
    errors.invalid("spec.selector", new.goText, "field is immutable")
  }

  /// A map as Go's `%#v` shows it.
  public static func goMap(_ labels: StringMap) -> String {
    labels.isEmpty
      ? "map[string]string(nil)"
      : "map[string]string{"
        + labels.map { quoted($0.key) + ":" + quoted($0.value) }.joined(separator: ", ") + "}"
  }
}

extension LabelSelector {
  /// The selector as Go's `%#v` shows it, as messages about immutable fields do.
  public var goText: String {
    let expressions =
      matchExpressions.isEmpty
      ? "[]v1.LabelSelectorRequirement(nil)"
      : "[]v1.LabelSelectorRequirement{"
        + matchExpressions.map { requirement in
          let values =
            requirement.values.isEmpty
            ? "[]string(nil)"
            : "[]string{" + requirement.values.map(quoted).joined(separator: ", ") + "}"
          return
            "v1.LabelSelectorRequirement{Key:\(quoted(requirement.key)), Operator:\(quoted(requirement.operator)), Values:\(values)}"
        }.joined(separator: ", ") + "}"
    return
      "v1.LabelSelector{MatchLabels:\(WorkloadRules.goMap(matchLabels)), MatchExpressions:\(expressions)}"
  }
}

extension LabelSelector? {
  /// The SELECTOR column.
  public var cell: String { self?.text.orNone ?? "<none>" }
}

extension PodSpec {
  public var containerNames: String { containers.map(\.name).joined(separator: ",") }
  public var imageNames: String { containers.map(\.image).joined(separator: ",") }
}
