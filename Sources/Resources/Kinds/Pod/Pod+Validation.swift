import Tree

extension Pod {
  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    spec.validate(at: "spec", &errors)
    // Templates may have what pods may not.
    for (list, containers) in [
      ("containers", spec.containers), ("initContainers", spec.initContainers),
    ] {
      for (index, container) in containers.enumerated()
      where container.image.first?.isWhitespace == true
        || container.image.last?.isWhitespace == true
      {
        errors.invalid(
          "spec.\(list)[\(index)].image", string: container.image,
          "must not have leading or trailing whitespace")
      }
    }
  }

  /// A pod's spec cannot change but for images, the active deadline, gates that go and tolerations that come.
  public func validateUpdate(from old: Pod, _ metadata: Metadata, _ errors: inout FieldErrors) {
    if spec.containers.count != old.spec.containers.count {
      errors.forbidden("spec.containers", "pod updates may not add or remove containers")
      return
    }
    if spec.initContainers.count != old.spec.initContainers.count {
      errors.forbidden("spec.initContainers", "pod updates may not add or remove containers")
      return
    }
    for gate in spec.schedulingGates where !old.spec.schedulingGates.contains(gate) {
      errors.forbidden(
        "spec.schedulingGates",
        "only deletion is allowed, but found new scheduling gate '\(gate.name)'")
      return
    }
    var allowed = spec
    for index in allowed.containers.indices {
      allowed.containers[index].image = old.spec.containers[index].image
    }
    for index in allowed.initContainers.indices {
      allowed.initContainers[index].image = old.spec.initContainers[index].image
    }
    allowed.activeDeadlineSeconds = old.spec.activeDeadlineSeconds
    allowed.schedulingGates = old.spec.schedulingGates
    if Array(allowed.tolerations.prefix(old.spec.tolerations.count)) == old.spec.tolerations {
      allowed.tolerations = old.spec.tolerations
    }
    if !old.spec.schedulingGates.isEmpty {
      // A gated pod's node selector and affinity may be narrowed (KEP-3838).
      allowed.nodeSelector = old.spec.nodeSelector
      allowed.affinity = old.spec.affinity
    }
    guard allowed != old.spec else { return }
    errors.forbidden(
      "spec",
      "pod updates may not change fields other than `spec.containers[*].image`,"
        + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` "
        + "(only additions to existing tolerations),`spec.terminationGracePeriodSeconds` "
        + "(allow it to be set to 1 if it was previously negative)\n"
        + GoDifference.text("core.PodSpec", old.spec, allowed))
  }
}

extension PodSpec {
  /// Guaranteed, Burstable or BestEffort (`ComputePodQOS`).
  public var qualityOfService: String {
    QualityOfService(
      containers.indices.map { Self.quality(containers[$0].resources) }
        + initContainers.indices.map { Self.quality(initContainers[$0].resources) }
    ).rawValue
  }

  private static func quality(_ resources: ResourceRequirements) -> QualityOfService.Container {
    let (requests, limits) = (resources.requests, resources.limits)
    if requests.isEmpty, limits.isEmpty { return QualityOfService.Container() }
    return QualityOfService.Container(
      cpuRequest: requests["cpu"], cpuLimit: limits["cpu"],
      memoryRequest: requests["memory"], memoryLimit: limits["memory"])
  }
}
