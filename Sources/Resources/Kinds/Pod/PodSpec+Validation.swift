import Tree

/// The API server's rules for pods, after `pkg/apis/core/validation/validation.go`.
extension PodSpec {
  public func validate(at path: String, _ errors: inout FieldErrors) {
    validateVolumes(at: path + ".volumes", &errors)
    if containers.isEmpty { errors.required(path + ".containers") }
    var names: [String] = []
    for (index, container) in containers.enumerated() {
      container.validate(at: "\(path).containers[\(index)]", spec: self, &names, &errors)
    }
    for (index, container) in initContainers.enumerated() {
      container.validate(
        at: "\(path).initContainers[\(index)]", spec: self, isInit: true, &names, &errors)
    }
    validateHostPorts(at: path, &errors)
    validateEnumerations(at: path, &errors)
    validateNames(at: path, &errors)
    validateNetwork(at: path, &errors)
    errors.checkLabels(nodeSelector, path + ".nodeSelector")
    for (index, toleration) in tolerations.enumerated() {
      toleration.validate(at: "\(path).tolerations[\(index)]", &errors)
    }
    for (index, constraint) in topologySpreadConstraints.enumerated() {
      constraint.validate(at: "\(path).topologySpreadConstraints[\(index)]", &errors)
    }
    affinity?.validate(at: path + ".affinity", &errors)
    if !nodeName.isEmpty {
      for problem in NameRules.dns1123Subdomain(nodeName) {
        errors.invalid(path + ".nodeName", string: nodeName, problem)
      }
    }
    if !serviceAccountName.isEmpty {
      for problem in NameRules.dns1123Subdomain(serviceAccountName) {
        errors.invalid(path + ".serviceAccountName", string: serviceAccountName, problem)
      }
    }
    if let seconds = terminationGracePeriodSeconds, seconds < 0 {
      errors.invalid(
        path + ".terminationGracePeriodSeconds", seconds, "must be greater than or equal to 0")
    }
    if let seconds = activeDeadlineSeconds, seconds < 1 || seconds > Int64(Int32.max) {
      errors.invalid(
        path + ".activeDeadlineSeconds", seconds, "must be between 1 and 2147483647, inclusive")
    }
    for (index, gate) in schedulingGates.enumerated() {
      for problem in NameRules.qualifiedName(gate.name) {
        errors.invalid("\(path).schedulingGates[\(index)]", string: gate.name, problem)
      }
      if schedulingGates[..<index].contains(gate) {
        errors.duplicate("\(path).schedulingGates[\(index)]", quoted(gate.name))
      }
    }
  }

  private func validateEnumerations(at path: String, _ errors: inout FieldErrors) {
    if restartPolicy.isEmpty {
      errors.required(path + ".restartPolicy")
    } else if !["Always", "OnFailure", "Never"].contains(restartPolicy) {
      errors.unsupported(
        path + ".restartPolicy", restartPolicy, ["Always", "OnFailure", "Never"])
    }
    if !["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"].contains(dnsPolicy) {
      errors.unsupported(
        path + ".dnsPolicy", dnsPolicy,
        ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"])
    }
    if let preemptionPolicy, !["Never", "PreemptLowerPriority"].contains(preemptionPolicy) {
      errors.unsupported(
        path + ".preemptionPolicy", preemptionPolicy, ["PreemptLowerPriority", "Never"])
    }
  }

  private func validateVolumes(at path: String, _ errors: inout FieldErrors) {
    for (index, volume) in volumes.enumerated() {
      let place = "\(path)[\(index)]"
      let sources = (volume.tree.object?.names ?? []).filter { $0 != "name" }
      if volume.name.isEmpty {
        errors.required(place + ".name")
      } else {
        for problem in NameRules.dns1123Label(volume.name) {
          errors.invalid(place + ".name", string: volume.name, problem)
        }
      }
      if sources.count > 1 {
        for extra in sources.dropFirst() {
          errors.forbidden(place + "." + extra, "may not specify more than 1 volume type")
        }
      }
      if volumes[..<index].contains(where: { $0.name == volume.name }), !volume.name.isEmpty {
        errors.duplicate(place + ".name", quoted(volume.name))
      }
      if let claim = volume.persistentVolumeClaim, claim.claimName.isEmpty {
        errors.required(place + ".persistentVolumeClaim.claimName")
      }
      if let source = volume.configMap.object, (source["name"]?.string ?? "").isEmpty {
        errors.required(place + ".configMap.name")
      }
      if let source = volume.secret.object, (source["secretName"]?.string ?? "").isEmpty {
        errors.required(place + ".secret.secretName")
      }
      if let source = volume.hostPath.object, (source["path"]?.string ?? "").isEmpty {
        errors.required(place + ".hostPath.path")
      }
    }
  }
}

extension Toleration {
  func validate(at path: String, _ errors: inout FieldErrors) {
    if !key.isEmpty {
      for problem in NameRules.qualifiedName(key) {
        errors.invalid(path + ".key", string: key, problem)
      }
    }
    if key.isEmpty, `operator` != "Exists" {
      errors.invalid(
        path + ".operator", string: `operator`,
        "operator must be Exists when `key` is empty, which means \"match all values and all keys\""
      )
    }
    if tolerationSeconds != nil, effect != "NoExecute" {
      errors.invalid(
        path + ".effect", string: effect,
        "effect must be 'NoExecute' when `tolerationSeconds` is set")
    }
    switch `operator` {
    case "", "Equal":
      for problem in NameRules.labelValue(value) {
        errors.invalid(path + ".operator", string: value, problem)
      }
    case "Exists":
      if !value.isEmpty {
        errors.invalid(
          path + ".operator", string: value, "value must be empty when `operator` is 'Exists'")
      }
    default: errors.unsupported(path + ".operator", `operator`, ["Equal", "Exists"])
    }
    if !effect.isEmpty, !["NoSchedule", "PreferNoSchedule", "NoExecute"].contains(effect) {
      errors.unsupported(path + ".effect", effect, ["NoSchedule", "PreferNoSchedule", "NoExecute"])
    }
  }
}

extension TopologySpreadConstraint {
  func validate(at path: String, _ errors: inout FieldErrors) {
    if maxSkew <= 0 {
      errors.invalid(path + ".maxSkew", Int64(maxSkew), "must be greater than zero")
    }
    if topologyKey.isEmpty { errors.required(path + ".topologyKey", "can not be empty") }
    if !["DoNotSchedule", "ScheduleAnyway"].contains(whenUnsatisfiable) {
      errors.unsupported(
        path + ".whenUnsatisfiable", whenUnsatisfiable, ["DoNotSchedule", "ScheduleAnyway"])
    }
    if let minDomains, whenUnsatisfiable != "DoNotSchedule" {
      errors.invalid(
        path + ".minDomains", Int64(minDomains),
        "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not \(whenUnsatisfiable)")
    }
    labelSelector?.validate(at: path + ".labelSelector", &errors)
  }
}

extension Affinity {
  func validate(at path: String, _ errors: inout FieldErrors) {
    if let required = nodeAffinity?.required {
      let place = path + ".nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution"
      if required.nodeSelectorTerms.isEmpty {
        errors.required(place + ".nodeSelectorTerms", "must have at least one node selector term")
      }
      for (index, term) in required.nodeSelectorTerms.enumerated() {
        term.validate(at: "\(place).nodeSelectorTerms[\(index)]", &errors)
      }
    }
    for (name, half) in [("podAffinity", podAffinity), ("podAntiAffinity", podAntiAffinity)] {
      for (index, term) in (half?.required ?? []).enumerated() {
        let place = "\(path).\(name).requiredDuringSchedulingIgnoredDuringExecution[\(index)]"
        if term.topologyKey.isEmpty { errors.required(place + ".topologyKey", "can not be empty") }
        term.labelSelector?.validate(at: place + ".labelSelector", &errors)
      }
      for (index, term) in (half?.preferred ?? []).enumerated() where !(1...100 ~= term.weight) {
        errors.invalid(
          "\(path).\(name).preferredDuringSchedulingIgnoredDuringExecution[\(index)].weight",
          Int64(term.weight), "must be in the range 1-100")
      }
    }
    for (index, term) in (nodeAffinity?.preferred ?? []).enumerated()
    where !(1...100 ~= term.weight) {
      errors.invalid(
        "\(path).nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[\(index)].weight",
        Int64(term.weight), "must be in the range 1-100")
    }
  }
}

extension NodeSelectorTerm {
  func validate(at path: String, _ errors: inout FieldErrors) {
    for (index, requirement) in matchExpressions.enumerated() {
      let place = "\(path).matchExpressions[\(index)]"
      switch requirement.operator {
      case "In", "NotIn":
        if requirement.values.isEmpty {
          errors.required(place + ".values", "must be specified when `operator` is 'In' or 'NotIn'")
        }
      case "Exists", "DoesNotExist":
        if !requirement.values.isEmpty {
          errors.forbidden(
            place + ".values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")
        }
      case "Gt", "Lt":
        if requirement.values.count != 1 {
          errors.required(
            place + ".values", "must be specified single value when `operator` is 'Lt' or 'Gt'")
        }
      default:
        errors.invalid(
          place + ".operator", string: requirement.operator, "not a valid selector operator")
      }
      for problem in NameRules.qualifiedName(requirement.key) {
        errors.invalid(place + ".key", string: requirement.key, problem)
      }
    }
  }
}
