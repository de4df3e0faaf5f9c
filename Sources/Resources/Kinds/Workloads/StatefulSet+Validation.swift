import Tree

/// The API server's rules for StatefulSets, after `ValidateStatefulSetSpec`.
extension StatefulSet {
  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    switch spec.podManagementPolicy {
    case "OrderedReady", "Parallel": break
    default:
      errors.invalid(
        "spec.podManagementPolicy", string: spec.podManagementPolicy,
        "must be 'OrderedReady' or 'Parallel'")
    }
    validateStrategy(&errors)
    if let retention = spec.persistentVolumeClaimRetentionPolicy {
      let path = "spec.persistentVolumeClaimRetentionPolicy"
      for (name, value) in [
        ("whenDeleted", retention.whenDeleted), ("whenScaled", retention.whenScaled),
      ] where value != "Retain" && value != "Delete" {
        errors.unsupported(path + "." + name, value, ["Retain", "Delete"])
      }
    }
    errors.checkNotNegative(spec.replicas.map(Int64.init), "spec.replicas")
    errors.checkNotNegative(Int64(spec.minReadySeconds), "spec.minReadySeconds")
    if let ordinals = spec.ordinals {
      errors.checkNotNegative(Int64(ordinals.start), "spec.ordinals.start")
    }
    validateSelector(&errors)
    // The pods themselves are checked only when they are made (until Kubernetes 1.33).
    errors.checkLabels(spec.template.metadata.labels, "spec.template.labels")
    WorkloadRules.requireAlways(spec.template, "StatefulSet", &errors)
    errors.checkNotNegative(spec.revisionHistoryLimit.map(Int64.init), "spec.revisionHistoryLimit")
  }

  private func validateStrategy(_ errors: inout FieldErrors) {
    switch spec.updateStrategy.type {
    case "OnDelete":
      if spec.updateStrategy.rollingUpdate != nil {
        errors.invalid(
          "spec.updateStrategy.rollingUpdate",
          "apps.RollingUpdateStatefulSetStrategy{Partition:\(spec.updateStrategy.rollingUpdate?.partition ?? 0), MaxUnavailable:(*intstr.IntOrString)(nil)}",
          "only allowed for updateStrategy 'RollingUpdate'")
      }
    case "RollingUpdate":
      let partition = spec.updateStrategy.rollingUpdate?.partition ?? 0
      errors.checkNotNegative(Int64(partition), "spec.updateStrategy.rollingUpdate.partition")
    default:
      errors.invalid(
        "spec.updateStrategy",
        "apps.StatefulSetUpdateStrategy{Type:\(quoted(spec.updateStrategy.type)), RollingUpdate:(*apps.RollingUpdateStatefulSetStrategy)(nil)}",
        "must be 'RollingUpdate' or 'OnDelete'")
    }
  }

  private func validateSelector(_ errors: inout FieldErrors) {
    guard let selector = spec.selector else { return errors.required("spec.selector") }
    selector.validate(at: "spec.selector", &errors)
    if selector.matchLabels.isEmpty, selector.matchExpressions.isEmpty {
      errors.invalid("spec.selector", selector.goText, "empty selector is invalid for statefulset")
      return
    }
    let labels = spec.template.metadata.labels
    if !(selector.requirements?.matches(labels) ?? false) {
      errors.invalid(
        "spec.template.metadata.labels", WorkloadRules.goMap(labels),
        "`selector` does not match template `labels`")
    }
  }

  public func validateUpdate(
    from old: StatefulSet, _ metadata: Metadata, _ errors: inout FieldErrors
  ) {
    var allowed = spec
    allowed.replicas = old.spec.replicas
    allowed.template = old.spec.template
    allowed.updateStrategy = old.spec.updateStrategy
    allowed.minReadySeconds = old.spec.minReadySeconds
    allowed.ordinals = old.spec.ordinals
    allowed.revisionHistoryLimit = old.spec.revisionHistoryLimit
    allowed.persistentVolumeClaimRetentionPolicy = old.spec.persistentVolumeClaimRetentionPolicy
    guard allowed != old.spec else { return }
    errors.forbidden(
      "spec",
      "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', "
        + "'updateStrategy', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"
    )
  }
}
