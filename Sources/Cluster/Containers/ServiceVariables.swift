import Resources

/// The variables by which a container finds the Services that were there before it (`pkg/kubelet/envvars`).
enum ServiceVariables {
  static func variables(of pod: Object<Pod>, _ services: [Object<Service>]) -> StringMap {
    var result = StringMap()
    let links = pod.spec.enableServiceLinks ?? true
    for service in services
    where service.spec.clusterIP != "None" && !service.spec.clusterIP.isEmpty {
      let isMaster = service.namespace == "default" && service.name == "kubernetes"
      guard isMaster || (links && service.namespace == pod.namespace) else { continue }
      add(service, &result)
    }
    return result
  }

  private static func add(_ service: Object<Service>, _ result: inout StringMap) {
    let address = service.spec.clusterIP
    guard let first = service.spec.ports.first else { return }
    let name = word(service.name)
    result[name + "_SERVICE_HOST"] = address
    result[name + "_SERVICE_PORT"] = String(first.port)
    for port in service.spec.ports where !port.name.isEmpty {
      result["\(name)_SERVICE_PORT_\(word(port.name))"] = String(port.port)
    }
    result[name + "_PORT"] = "\(first.protocol.lowercased())://\(address):\(first.port)"
    for port in service.spec.ports {
      let prefix = "\(name)_PORT_\(port.port)_\(port.protocol.uppercased())"
      result[prefix] = "\(port.protocol.lowercased())://\(address):\(port.port)"
      result[prefix + "_PROTO"] = port.protocol.lowercased()
      result[prefix + "_PORT"] = String(port.port)
      result[prefix + "_ADDR"] = address
    }
  }

  private static func word(_ name: String) -> String {
    name.uppercased().replacing("-", with: "_")
  }
}
