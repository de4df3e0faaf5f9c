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
    errors.checkLabels(spec.selector, "spec.selector")
    if !["ClientIP", "None"].contains(spec.sessionAffinity) {
      errors.unsupported("spec.sessionAffinity", spec.sessionAffinity, ["ClientIP", "None"])
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
