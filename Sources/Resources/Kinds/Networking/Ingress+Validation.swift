import Tree

/// The API server's rules for Ingresses, after `ValidateIngressSpec`.
extension Ingress {
  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    if spec.rules.isEmpty, spec.defaultBackend == nil {
      errors.invalid(
        "spec", "[]networking.IngressRule(nil)",
        "either `defaultBackend` or `rules` must be specified")
    }
    spec.defaultBackend?.validate(at: "spec.defaultBackend", &errors)
    for (index, rule) in spec.rules.enumerated() {
      rule.validate(at: "spec.rules[\(index)]", &errors)
    }
    for (index, tls) in spec.tls.enumerated() {
      for (place, host) in tls.hosts.enumerated() {
        for problem in HostRules.problems(host) {
          errors.invalid("spec.tls[\(index)].hosts[\(place)]", string: host, problem)
        }
      }
      if !tls.secretName.isEmpty {
        for problem in NameRules.dns1123Subdomain(tls.secretName) {
          errors.invalid("spec.tls[\(index)].secretName", string: tls.secretName, problem)
        }
      }
    }
    if let name = spec.ingressClassName {
      for problem in NameRules.dns1123Subdomain(name) {
        errors.invalid("spec.ingressClassName", string: name, problem)
      }
      if let annotation = metadata.annotations["kubernetes.io/ingress.class"], annotation != name {
        errors.invalid(
          "annotations.kubernetes.io/ingress.class", string: annotation,
          "must match `ingressClassName` when both are specified")
      }
    }
  }
}

/// What hosts may look like: `www.example.com` or `*.example.com`.
enum HostRules {
  static func problems(_ host: String) -> [String] {
    guard host.contains("*") else { return NameRules.dns1123Subdomain(host) }
    let isFine =
      host.hasPrefix("*.") && !host.dropFirst(2).contains("*")
      && NameRules.dns1123Subdomain(String(host.dropFirst(2))).isEmpty
    if isFine { return [] }
    return [
      "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
    ]
  }

  static func isAddress(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil } || text.contains(":")
  }
}

extension IngressRule {
  func validate(at path: String, _ errors: inout FieldErrors) {
    if !host.isEmpty {
      if HostRules.isAddress(host) {
        errors.invalid(path + ".host", string: host, "must be a DNS name, not an IP address")
      }
      for problem in HostRules.problems(host) {
        errors.invalid(path + ".host", string: host, problem)
      }
    }
    guard let http else { return }
    if http.paths.isEmpty { errors.required(path + ".http.paths") }
    for (index, entry) in http.paths.enumerated() {
      entry.validate(at: "\(path).http.paths[\(index)]", &errors)
    }
  }
}

extension IngressPath {
  func validate(at place: String, _ errors: inout FieldErrors) {
    guard let pathType else {
      return errors.required(place + ".pathType", "pathType must be specified")
    }
    let types = ["Exact", "ImplementationSpecific", "Prefix"]
    switch pathType {
    case "Exact", "Prefix":
      if !path.hasPrefix("/") {
        errors.invalid(place + ".path", string: path, "must be an absolute path")
      }
      for part in ["//", "/./", "/../", "%2f", "%2F"] where path.hasPart(part) {
        errors.invalid(place + ".path", string: path, "must not contain '\(part)'")
      }
      for end in ["/..", "/."] where path.hasSuffix(end) {
        errors.invalid(place + ".path", string: path, "cannot end with '\(end)'")
      }
    case "ImplementationSpecific":
      if !path.isEmpty, !path.hasPrefix("/") {
        errors.invalid(place + ".path", string: path, "must be an absolute path")
      }
    default: errors.unsupported(place + ".pathType", pathType, types)
    }
    backend.validate(at: place + ".backend", &errors)
  }
}

extension String {
  /// Whether the bytes of another text stand somewhere in this one.
  public func hasPart(_ part: String) -> Bool {
    let needle = Array(part.utf8)
    let bytes = Array(utf8)
    guard needle.count <= bytes.count else { return false }
    return (0...(bytes.count - needle.count)).contains {
      bytes[$0..<($0 + needle.count)].elementsEqual(needle)
    }
  }
}

extension IngressBackend {
  func validate(at path: String, _ errors: inout FieldErrors) {
    switch (service, resource.isNull) {
    case (_?, false):
      errors.invalid(path, "\"\"", "cannot set both resource and service backends")
    case (nil, false):
      for name in ["kind", "name"] where (resource[name]?.string ?? "").isEmpty {
        errors.required("\(path).resource.\(name)")
      }
    case (let service?, true): validate(service, at: path, &errors)
    case (nil, true): errors.invalid(path, "\"\"", "resource or service backend is required")
    }
  }

  private func validate(
    _ service: IngressService, at path: String, _ errors: inout FieldErrors
  ) {
    if service.name.isEmpty {
      errors.required(path + ".service.name")
    } else {
      for problem in NameRules.dns1035Label(service.name) {
        errors.invalid(path + ".service.name", string: service.name, problem)
      }
    }
    switch (service.port.name.isEmpty, service.port.number) {
    case (false, 1...), (false, ..<0):
      errors.invalid(path, "\"\"", "cannot set both port name & port number")
    case (false, _):
      for problem in NameRules.portName(service.port.name) {
        errors.invalid(path + ".service.port.name", string: service.port.name, problem)
      }
    case (true, 0): errors.required(path, "port name or number is required")
    case (true, let number): errors.checkPort(Int64(number), path + ".service.port.number")
    }
  }
}
