import Tree

/// The API server's rules for Services, after `ValidateService`.
extension Service {
  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    let isHeadless = spec.clusterIP == "None"
    if spec.ports.isEmpty, !isHeadless, spec.type != "ExternalName" {
      errors.required("spec.ports")
    }
    switch spec.type {
    case "LoadBalancer", "NodePort":
      if isHeadless {
        errors.invalid(
          "spec.clusterIPs[0]", string: "None", "may not be set to 'None' for \(spec.type) services"
        )
      }
    case "ExternalName":
      if spec.externalName.isEmpty {
        errors.required("spec.externalName")
      } else {
        for problem in NameRules.dns1123Subdomain(spec.externalName) {
          errors.invalid("spec.externalName", string: spec.externalName, problem)
        }
      }
    case "ClusterIP": break
    default:
      errors.unsupported(
        "spec.type", spec.type, ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"])
    }
    validatePorts(isHeadless: isHeadless, &errors)
    validateTraffic(&errors)
    errors.checkLabels(spec.selector, "spec.selector")
    if !["ClientIP", "None"].contains(spec.sessionAffinity) {
      errors.unsupported("spec.sessionAffinity", spec.sessionAffinity, ["ClientIP", "None"])
    }
  }

  /// How the Service is reached from outside, and from where within.
  private func validateTraffic(_ errors: inout FieldErrors) {
    if spec.sessionAffinity == "ClientIP",
      let seconds = spec.rest["sessionAffinityConfig"]?["clientIP"]?["timeoutSeconds"]?.int,
      seconds <= 0 || seconds > 86400
    {
      errors.invalid(
        "spec.sessionAffinityConfig.clientIP.timeoutSeconds", seconds,
        "must be greater than 0 and less than 86400")
    }
    for (index, address) in spec.externalIPs.enumerated() {
      errors.checkAddress(address, "spec.externalIPs[\(index)]")
      if address.hasPrefix("127.") {
        errors.invalid(
          "spec.externalIPs[\(index)]", string: address,
          "may not be in the loopback range (127.0.0.0/8, ::1/128)")
      }
    }
    let isOpen =
      ["NodePort", "LoadBalancer"].contains(spec.type)
      || spec.type == "ClusterIP" && !spec.externalIPs.isEmpty
    if !spec.externalTrafficPolicy.isEmpty {
      if !isOpen {
        errors.invalid(
          "spec.externalTrafficPolicy", string: spec.externalTrafficPolicy,
          "may only be set for externally-accessible services")
      } else if !["Cluster", "Local"].contains(spec.externalTrafficPolicy) {
        errors.unsupported(
          "spec.externalTrafficPolicy", spec.externalTrafficPolicy, ["Cluster", "Local"])
      }
    }
    if let policy = spec.internalTrafficPolicy, !["Cluster", "Local"].contains(policy) {
      errors.unsupported("spec.internalTrafficPolicy", policy, ["Cluster", "Local"])
    }
    let families = ["PreferDualStack", "RequireDualStack", "SingleStack"]
    if let policy = spec.ipFamilyPolicy, !families.contains(policy) {
      errors.unsupported("spec.ipFamilyPolicy", policy, families)
    }
    if spec.type != "LoadBalancer",
      !(spec.rest["loadBalancerSourceRanges"]?.array ?? []).isEmpty
    {
      errors.forbidden(
        "spec.LoadBalancerSourceRanges", "may only be used when `type` is 'LoadBalancer'")
    }
  }

  private func validatePorts(isHeadless: Bool, _ errors: inout FieldErrors) {
    for (index, port) in spec.ports.enumerated() {
      let place = "spec.ports[\(index)]"
      if port.name.isEmpty {
        if spec.ports.count > 1 { errors.required(place + ".name") }
      } else {
        for problem in NameRules.dns1123Label(port.name) {
          errors.invalid(place + ".name", string: port.name, problem)
        }
        if spec.ports[..<index].contains(where: { $0.name == port.name }) {
          errors.duplicate(place + ".name", quoted(port.name))
        }
      }
      errors.checkPort(Int64(port.port), place + ".port")
      if !["TCP", "UDP", "SCTP"].contains(port.protocol) {
        errors.unsupported(place + ".protocol", port.protocol, ["SCTP", "TCP", "UDP"])
      }
      switch port.targetPort {
      case .int(let number)?: errors.checkPort(Int64(number), place + ".targetPort")
      case .string(let name)?:
        for problem in NameRules.portName(name) {
          errors.invalid(place + ".targetPort", string: name, problem)
        }
      case nil: break
      }
      if port.nodePort != 0, spec.type == "ClusterIP" {
        errors.forbidden(place + ".nodePort", "may not be used when `type` is 'ClusterIP'")
      }
      let isRepeated = spec.ports[..<index].contains {
        $0.port == port.port && $0.protocol == port.protocol
      }
      if isRepeated {
        errors.duplicate(
          place,
          "core.ServicePort{Name:\"\", Protocol:\(quoted(port.protocol)), AppProtocol:(*string)(nil), Port:\(port.port), TargetPort:intstr.IntOrString{Type:0, IntVal:0, StrVal:\"\"}, NodePort:0}"
        )
      }
    }
  }

  public func validateUpdate(from old: Service, _ metadata: Metadata, _ errors: inout FieldErrors) {
    let usesAddress = spec.type != "ExternalName" && old.spec.type != "ExternalName"
    if usesAddress, !old.spec.clusterIP.isEmpty, spec.clusterIP != old.spec.clusterIP {
      errors.invalid(
        "spec.clusterIPs[0]", "[]string{\(quoted(spec.clusterIP))}", "may not change once set")
    }
  }
}
