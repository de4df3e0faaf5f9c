import Cluster
import Tree

struct ServiceDescriber: KindDescriber {
  let kinds = ["Service"]

  func describe(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    let spec = tree.at("spec") ?? .emptyObject
    page.nameAndNamespace(tree)
    page.labelsAndAnnotations(tree)
    page.field("Selector", spec.members("selector").labelText)
    page.field("Type", spec.text("type"))
    page.optional("IP Family Policy", spec.text("ipFamilyPolicy"))
    let families = spec.texts("ipFamilies")
    page.field("IP Families", families.isEmpty ? "<none>" : families.joined(separator: ","))
    page.field("IP", spec.text("clusterIP"))
    let addresses = spec.texts("clusterIPs")
    page.field("IPs", addresses.isEmpty ? "<none>" : addresses.joined(separator: ","))
    page.optional("External IPs", spec.texts("externalIPs").joined(separator: ","))
    page.optional("Desired LoadBalancer IP", spec.text("loadBalancerIP"))
    page.optional("External Name", spec.text("externalName"))
    let ingress = tree.items("status", "loadBalancer", "ingress").map { point in
      if !point.has("ip") { return point.text("hostname") }
      let mode = point.text("ipMode")
      return point.text("ip") + (mode.isEmpty ? "" : " (\(mode))")
    }
    page.optional("LoadBalancer Ingress", ingress.joined(separator: ", "))
    let slices = try kubectl.objects(
      "endpointslices.discovery.k8s.io", namespace: tree.text("metadata", "namespace"),
      labels: "kubernetes.io/service-name=" + tree.name)
    for port in spec.items("ports") { self.port(port, slices, &page) }
    page.field("Session Affinity", spec.text("sessionAffinity"))
    page.optional("External Traffic Policy", spec.text("externalTrafficPolicy"))
    page.optional("Internal Traffic Policy", spec.text("internalTrafficPolicy"))
    page.optional("HealthCheck NodePort", spec.text("healthCheckNodePort"))
    page.optional(
      "LoadBalancer Source Ranges", spec.texts("loadBalancerSourceRanges").joined(separator: ","))
    page.optional("Traffic Distribution", spec.text("trafficDistribution"))
  }

  private func port(_ port: Value, _ slices: [Value], _ page: inout Description) {
    let name = port.text("name").isEmpty ? "<unset>" : port.text("name")
    let transport = port.text("protocol")
    page.line("Port:\t\(name)\t\(port.int("port"))/\(transport)")
    page.field("TargetPort", "\(port.text("targetPort"))/\(transport)")
    if port.int("nodePort") != 0 {
      page.line("NodePort:\t\(name)\t\(port.int("nodePort"))/\(transport)")
    }
    page.field("Endpoints", EndpointText.text(slices, port: port.text("name")))
  }
}

/// The endpoints of a port in one line, at most three.
enum EndpointText {
  static func text(_ slices: [Value], port: String) -> String {
    if slices.isEmpty { return "<none>" }
    var found: [String] = []
    for slice in slices {
      let ready = slice.items("endpoints").filter { $0.at("conditions", "ready")?.bool ?? true }
      let addresses = ready.compactMap { $0.texts("addresses").first }
      if slice.items("ports").isEmpty { found += addresses }
      for entry in slice.items("ports") where entry.text("name") == port {
        found += addresses.map {
          $0.contains(":") ? "[\($0)]:\(entry.text("port"))" : "\($0):\(entry.text("port"))"
        }
      }
    }
    let shown = found.prefix(3).joined(separator: ",")
    return found.count > 3 ? "\(shown) + \(found.count - 3) more..." : shown
  }
}

struct EndpointsDescriber: KindDescriber {
  let kinds = ["Endpoints"]

  func describe(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    page.nameAndNamespace(tree)
    page.labelsAndAnnotations(tree)
    page.line("Subsets:")
    for subset in tree.items("subsets") {
      for (title, key) in [
        ("Addresses", "addresses"), ("NotReadyAddresses", "notReadyAddresses"),
      ] {
        let addresses = subset.items(key).map { $0.text("ip") }.joined(separator: ",")
        page.field(title, addresses.isEmpty ? "<none>" : addresses, level: 1)
      }
      let ports = subset.items("ports")
      if !ports.isEmpty {
        page.line("Ports:", level: 1)
        page.line("Name\tPort\tProtocol", level: 2)
        page.line("----\t----\t--------", level: 2)
        for port in ports {
          let name = port.text("name").isEmpty ? "<unset>" : port.text("name")
          page.line("\(name)\t\(port.int("port"))\t\(port.text("protocol"))", level: 2)
        }
      }
      page.line("")
    }
  }
}

struct EndpointSliceDescriber: KindDescriber {
  let kinds = ["EndpointSlice.discovery.k8s.io"]

  func describe(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    func orUnset(_ text: String) -> String { text.isEmpty ? "<unset>" : text }
    page.nameAndNamespace(tree)
    page.labelsAndAnnotations(tree)
    page.field("AddressType", tree.text("addressType"))
    let ports = tree.items("ports")
    if ports.isEmpty {
      page.line("Ports: <unset>")
    } else {
      page.line("Ports:")
      page.line("Name\tPort\tProtocol", level: 1)
      page.line("----\t----\t--------", level: 1)
      for port in ports {
        page.line(
          "\(orUnset(port.text("name")))\t\(orUnset(port.text("port")))\t\(port.text("protocol"))",
          level: 1)
      }
    }
    let endpoints = tree.items("endpoints")
    page.line(endpoints.isEmpty ? "Endpoints: <none>" : "Endpoints:")
    for endpoint in endpoints {
      let addresses = endpoint.texts("addresses").joined(separator: ", ")
      page.field("- Addresses", addresses.isEmpty ? "<none>" : addresses, level: 1)
      page.line("Conditions:", level: 2)
      page.field("Ready", orUnset(endpoint.text("conditions", "ready")), level: 3)
      page.field("Hostname", orUnset(endpoint.text("hostname")), level: 2)
      if let target = endpoint.at("targetRef") {
        page.field("TargetRef", "\(target.text("kind"))/\(target.text("name"))", level: 2)
      }
      page.field("NodeName", orUnset(endpoint.text("nodeName")), level: 2)
      page.field("Zone", orUnset(endpoint.text("zone")), level: 2)
    }
  }
}
