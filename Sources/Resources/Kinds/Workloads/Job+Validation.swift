import Tree

/// The API server's rules for Jobs, after `validateJobSpec` and `ValidateJobSpecUpdate`.
extension JobSpec {
  public func validate(at path: String, _ errors: inout FieldErrors) {
    errors.checkNotNegative(parallelism.map(Int64.init), path + ".parallelism")
    errors.checkNotNegative(completions.map(Int64.init), path + ".completions")
    errors.checkNotNegative(activeDeadlineSeconds, path + ".activeDeadlineSeconds")
    errors.checkNotNegative(backoffLimit.map(Int64.init), path + ".backoffLimit")
    errors.checkNotNegative(
      ttlSecondsAfterFinished.map(Int64.init), path + ".ttlSecondsAfterFinished")
    errors.checkNotNegative(backoffLimitPerIndex.map(Int64.init), path + ".backoffLimitPerIndex")
    errors.checkNotNegative(maxFailedIndexes.map(Int64.init), path + ".maxFailedIndexes")
    validateMode(at: path, &errors)
    WorkloadRules.validate(template, &errors, requireAlways: false, at: path + ".template")
    switch template.spec.restartPolicy {
    case "OnFailure", "Never": break
    // A policy that was not given has become Always by then.
    case "Always", "":
      errors.required(
        path + ".template.spec.restartPolicy", "valid values: \"OnFailure\", \"Never\"")
    case let policy:
      errors.unsupported(
        path + ".template.spec.restartPolicy", policy, ["OnFailure", "Never"])
    }
    if let policy = podReplacementPolicy, !["Failed", "TerminatingOrFailed"].contains(policy) {
      errors.unsupported(
        path + ".podReplacementPolicy", policy, ["Failed", "TerminatingOrFailed"])
    }
  }

  private func validateMode(at path: String, _ errors: inout FieldErrors) {
    let mode = completionMode ?? "NonIndexed"
    if !["NonIndexed", "Indexed"].contains(mode) {
      errors.unsupported(path + ".completionMode", mode, ["NonIndexed", "Indexed"])
    }
    if mode == "Indexed" {
      if completions == nil {
        errors.required(path + ".completions", "when completion mode is Indexed")
      }
      if let parallelism, parallelism > 100_000 {
        errors.invalid(
          path + ".parallelism", Int64(parallelism),
          "must be less than or equal to 100000 when completion mode is Indexed")
      }
    } else if let backoffLimitPerIndex {
      errors.invalid(
        path + ".backoffLimitPerIndex", Int64(backoffLimitPerIndex),
        "requires indexed completion mode")
    }
  }
}

extension Job {
  public func validateUpdate(from old: Job, _ metadata: Metadata, _ errors: inout FieldErrors) {
    let isElastic =
      spec.completionMode == "Indexed" && old.spec.completions != nil
      && spec.completions == spec.parallelism
    if spec.completions != old.spec.completions, !isElastic {
      errors.invalid(
        "spec.completions", spec.completions.map { String($0) } ?? "null", "field is immutable")
    }
    WorkloadRules.keepSelector(spec.selector, old.spec.selector, &errors)
    var allowed = spec.template
    if old.spec.suspend == true, old.status.startTime == nil {
      // Where the pods of a Job that has not begun may run can still be changed (KEP-2926).
      allowed.metadata.labels = old.spec.template.metadata.labels
      allowed.metadata.annotations = old.spec.template.metadata.annotations
      allowed.spec.nodeSelector = old.spec.template.spec.nodeSelector
      allowed.spec.affinity = old.spec.template.spec.affinity
      allowed.spec.tolerations = old.spec.template.spec.tolerations
      allowed.spec.schedulingGates = old.spec.template.spec.schedulingGates
    }
    if allowed != old.spec.template {
      errors.invalid(
        "spec.template", GoValue.text(spec.template, package: "core"), "field is immutable")
    }
    if spec.completionMode != old.spec.completionMode {
      errors.invalid(
        "spec.completionMode", string: spec.completionMode ?? "", "field is immutable")
    }
    for name in ["podFailurePolicy", "successPolicy", "managedBy"]
    where spec.rest[name] != old.spec.rest[name] {
      errors.invalid("spec." + name, "null", "field is immutable")
    }
    if spec.backoffLimitPerIndex != old.spec.backoffLimitPerIndex {
      errors.invalid(
        "spec.backoffLimitPerIndex", spec.backoffLimitPerIndex.map { String($0) } ?? "null",
        "field is immutable")
    }
  }
}
