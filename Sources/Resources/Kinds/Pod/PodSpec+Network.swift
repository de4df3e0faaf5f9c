import Tree

/// The rules for how a pod is named and reached, after `ValidatePodSpec`.
extension PodSpec {
  func validateNetwork(at path: String, _ errors: inout FieldErrors) {
    for name in ["hostname", "subdomain"] {
      guard let text = rest[name]?.string, !text.isEmpty else { continue }
      for problem in NameRules.dns1123Label(text) {
        errors.invalid("\(path).\(name)", string: text, problem)
      }
    }
  }

  /// A pod that takes no name server from elsewhere must bring one.
  func validateNames(at path: String, _ errors: inout FieldErrors) {
    let servers = (rest["dnsConfig"]?["nameservers"]?.array ?? []).compactMap(\.string)
    if dnsPolicy == "None" {
      if rest["dnsConfig"] == nil {
        errors.required(
          path + ".dnsConfig", "must provide `dnsConfig` when `dnsPolicy` is None")
      } else if servers.isEmpty {
        errors.required(
          path + ".dnsConfig.nameservers",
          "must provide at least one DNS nameserver when `dnsPolicy` is None")
      }
    }
    if servers.count > 3 {
      let list = servers.map(quoted).joined(separator: ", ")
      errors.invalid(
        path + ".dnsConfig.nameservers", "[]string{\(list)}",
        "must not have more than 3 nameservers")
    }
    for (index, server) in servers.enumerated() {
      errors.checkAddress(server, "\(path).dnsConfig.nameservers[\(index)]")
    }
  }

  /// Two containers cannot have one port of the node.
  func validateHostPorts(at path: String, _ errors: inout FieldErrors) {
    var taken: [String] = []
    for (place, container) in containers.enumerated() {
      for (index, port) in container.ports.enumerated() where port.hostPort != 0 {
        let key = "\(port.protocol)/\(port.hostIP)/\(port.hostPort)"
        let field = "\(path).containers[\(place)].ports[\(index)]"
        if taken.contains(key) {
          errors.duplicate(field + ".hostPort", quoted(key))
        } else {
          taken.append(key)
        }
        if hostNetwork, port.hostPort != port.containerPort {
          errors.invalid(
            field + ".containerPort", Int64(port.containerPort),
            "must match `hostPort` when `hostNetwork` is true")
        }
      }
    }
  }
}

extension FieldErrors {
  /// `IsValidIP`.
  mutating func checkAddress(_ text: String, _ path: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let isFour = parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    if isFour || text.contains(":") { return }
    invalid(path, string: text, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")
  }
}
