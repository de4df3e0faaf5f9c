import Tree

extension Container {
  func validate(
    at path: String, spec: PodSpec, isInit: Bool = false, _ names: inout [String],
    _ errors: inout FieldErrors
  ) {
    if name.isEmpty {
      errors.required(path + ".name")
    } else {
      for problem in NameRules.dns1123Label(name) {
        errors.invalid(path + ".name", string: name, problem)
      }
      if names.contains(name) {
        errors.duplicate(path + ".name", quoted(name))
      } else {
        names.append(name)
      }
    }
    if image.isEmpty { errors.required(path + ".image") }
    validatePorts(at: path + ".ports", &errors)
    validateEnvironment(at: path + ".env", &errors)
    validateSources(at: path, &errors)
    validateMounts(at: path + ".volumeMounts", volumes: spec.volumes, &errors)
    if !["Always", "IfNotPresent", "Never"].contains(imagePullPolicy) {
      errors.unsupported(
        path + ".imagePullPolicy", imagePullPolicy, ["Always", "IfNotPresent", "Never"])
    }
    resources.validate(at: path + ".resources", &errors)
    if !isInit || restartPolicy != nil {
      validateLifecycle(at: path + ".lifecycle", spec.terminationGracePeriodSeconds ?? 30, &errors)
    } else if rest["lifecycle"] != nil {
      errors.forbidden(
        path + ".lifecycle", "may not be set for init containers without restartPolicy=Always")
    }
    for (name, probe) in [
      ("livenessProbe", livenessProbe), ("readinessProbe", readinessProbe),
      ("startupProbe", startupProbe),
    ] {
      guard let probe else { continue }
      if isInit, restartPolicy == nil {
        errors.forbidden(
          path + "." + name, "may not be set for init containers without restartPolicy=Always")
      } else {
        probe.validate(at: path + "." + name, &errors)
        if name == "readinessProbe", let seconds = probe.rest["terminationGracePeriodSeconds"]?.int
        {
          errors.invalid(
            path + ".readinessProbe.terminationGracePeriodSeconds", seconds,
            "must not be set for readinessProbes")
        }
        if name != "readinessProbe", probe.successThreshold != 1 {
          errors.invalid(
            "\(path).\(name).successThreshold", Int64(probe.successThreshold), "must be 1")
        }
      }
    }
  }

  private func validateLifecycle(
    at path: String, _ grace: Int64, _ errors: inout FieldErrors
  ) {
    for name in ["postStart", "preStop"] {
      guard let handler = rest["lifecycle"]?[name] else { continue }
      let place = path + "." + name
      let kinds = ["exec", "httpGet", "tcpSocket", "sleep"].filter { handler[$0] != nil }
      if kinds.isEmpty { errors.required(place, "must specify a handler type") }
      for extra in kinds.dropFirst() {
        errors.forbidden(place + "." + extra, "may not specify more than 1 handler type")
      }
      if handler["exec"] != nil, (handler["exec"]?["command"]?.array ?? []).isEmpty {
        errors.required(place + ".exec.command")
      }
      if let sleep = handler["sleep"] {
        let seconds = sleep["seconds"]?.int ?? 0
        if seconds <= 0 || seconds > grace {
          errors.invalid(
            place + ".sleep", seconds,
            "must be greater than 0 and less than terminationGracePeriodSeconds (\(grace)). Enable AllowPodLifecycleSleepActionZeroValue feature gate for zero sleep."
          )
        }
      }
    }
  }

  private func validatePorts(at path: String, _ errors: inout FieldErrors) {
    var names: [String] = []
    for (index, port) in ports.enumerated() {
      let place = "\(path)[\(index)]"
      if !port.name.isEmpty {
        let problems = NameRules.portName(port.name)
        for problem in problems { errors.invalid(place + ".name", string: port.name, problem) }
        if problems.isEmpty {
          if names.contains(port.name) {
            errors.duplicate(place + ".name", quoted(port.name))
          } else {
            names.append(port.name)
          }
        }
      }
      if port.containerPort == 0 {
        errors.required(place + ".containerPort")
      } else {
        errors.checkPort(Int64(port.containerPort), place + ".containerPort")
      }
      if port.hostPort != 0 { errors.checkPort(Int64(port.hostPort), place + ".hostPort") }
      if !["TCP", "UDP", "SCTP"].contains(port.protocol) {
        errors.unsupported(place + ".protocol", port.protocol, ["SCTP", "TCP", "UDP"])
      }
    }
  }

  private func validateEnvironment(at path: String, _ errors: inout FieldErrors) {
    for (index, variable) in env.enumerated() {
      let place = "\(path)[\(index)]"
      if variable.name.isEmpty {
        errors.required(place + ".name")
      } else {
        for problem in NameRules.relaxedEnvVarName(variable.name) {
          errors.invalid(place + ".name", string: variable.name, problem)
        }
      }
    }
  }

  private func validateMounts(at path: String, volumes: [Volume], _ errors: inout FieldErrors) {
    for (index, mount) in volumeMounts.enumerated() {
      let place = "\(path)[\(index)]"
      if mount.name.isEmpty {
        errors.required(place + ".name")
      } else if !volumes.contains(where: { $0.name == mount.name }) {
        errors.notFound(place + ".name", quoted(mount.name))
      }
      if mount.mountPath.isEmpty { errors.required(place + ".mountPath") }
      if volumeMounts[..<index].contains(where: { $0.mountPath == mount.mountPath }) {
        errors.invalid(place + ".mountPath", string: mount.mountPath, "must be unique")
      }
    }
  }
}

extension ResourceRequirements {
  public func validate(at path: String, _ errors: inout FieldErrors) {
    for (name, limit) in limits {
      let place = "\(path).limits[\(name)]"
      Self.validateName(name, at: place, &errors)
      if limit < Quantity.zero {
        errors.invalid(place, string: limit.text, "must be greater than or equal to 0")
      }
    }
    validateExtended(at: path, &errors)
    for (name, request) in requests {
      let place = "\(path).requests[\(name)]"
      Self.validateName(name, at: place, &errors)
      if request < Quantity.zero {
        errors.invalid(place, string: request.text, "must be greater than or equal to 0")
      }
      if let limit = limits[name], limit < request {
        // The message names the resource, and the limit that is too low.
        errors.invalid(
          path + ".requests", string: request.text,
          "must be less than or equal to \(name) limit of \(limit.text)")
      }
    }
  }
}

extension Probe {
  func validate(at path: String, _ errors: inout FieldErrors) {
    let handlers = [exec != nil, httpGet != nil, tcpSocket != nil, grpc.object != nil].filter { $0 }
    if handlers.isEmpty { errors.required(path, "must specify a handler type") }
    if handlers.count > 1 { errors.forbidden(path, "may not specify more than 1 handler type") }
    if let exec, exec.command.isEmpty { errors.required(path + ".exec.command") }
    if let httpGet {
      switch httpGet.port {
      case .int(let number): errors.checkPort(Int64(number), path + ".httpGet.port")
      case .string(let name):
        for problem in NameRules.portName(name) {
          errors.invalid(path + ".httpGet.port", string: name, problem)
        }
      }
      if !["", "HTTP", "HTTPS"].contains(httpGet.scheme) {
        errors.unsupported(path + ".httpGet.scheme", httpGet.scheme, ["HTTP", "HTTPS"])
      }
      if httpGet.path.isEmpty { errors.required(path + ".httpGet.path") }
    }
    if let tcpSocket, case .int(let number) = tcpSocket.port {
      errors.checkPort(Int64(number), path + ".tcpSocket.port")
    }
    let numbers = [
      ("initialDelaySeconds", initialDelaySeconds), ("timeoutSeconds", timeoutSeconds),
      ("periodSeconds", periodSeconds), ("successThreshold", successThreshold),
      ("failureThreshold", failureThreshold),
    ]
    for (name, number) in numbers where number < 0 {
      errors.invalid("\(path).\(name)", Int64(number), "must be greater than or equal to 0")
    }
  }
}

extension FieldErrors {
  public mutating func checkPort(_ port: Int64, _ path: String) {
    if port < 1 || port > 65535 { invalid(path, port, "must be between 1 and 65535, inclusive") }
  }

  /// The rules for labels and node selectors: qualified names and label values.
  public mutating func checkLabels(_ labels: StringMap, _ path: String) {
    for (key, value) in labels {
      for problem in NameRules.qualifiedName(key) { invalid(path, string: key, problem) }
      for problem in NameRules.labelValue(value) { invalid(path, string: value, problem) }
    }
  }

  public mutating func checkNotNegative(_ number: Int64?, _ path: String) {
    if let number, number < 0 { invalid(path, number, "must be greater than or equal to 0") }
  }
}

extension LabelSelector {
  public func validate(at path: String, _ errors: inout FieldErrors) {
    errors.checkLabels(matchLabels, path + ".matchLabels")
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
      default:
        errors.invalid(
          place + ".operator", string: requirement.operator, "not a valid selector operator")
      }
      for problem in NameRules.qualifiedName(requirement.key) {
        errors.invalid(place + ".key", string: requirement.key, problem)
      }
      for (place2, value) in requirement.values.enumerated() {
        for problem in NameRules.labelValue(value) {
          errors.invalid("\(place).values[\(place2)]", string: value, problem)
        }
      }
    }
  }
}
