import Cluster
import Tree

struct IngressDescriber: KindDescriber {
  let kinds = ["Ingress.networking.k8s.io"]

  func describe(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    let namespace = tree.text("metadata", "namespace")
    page.field("Name", tree.name)
    page.labels(tree.members("metadata", "labels"))
    page.field("Namespace", namespace)
    let points = tree.items("status", "loadBalancer", "ingress").map {
      $0.has("ip") ? $0.text("ip") : $0.text("hostname")
    }
    page.field("Address", points.sortedByBytes().joined(separator: ","))
    let className = tree.text("spec", "ingressClassName")
    page.field("Ingress Class", className.isEmpty ? "<none>" : className)
    var fallback = "<default>"
    if let backend = tree.at("spec", "defaultBackend") {
      fallback = try text(of: backend, namespace, &kubectl)
    }
    page.field("Default backend", fallback)
    let secured = tree.items("spec", "tls")
    if !secured.isEmpty { page.line("TLS:") }
    for entry in secured {
      let hosts = entry.texts("hosts").joined(separator: ",")
      let secret = entry.text("secretName")
      page.line(secret.isEmpty ? "SNI routes \(hosts)" : "\(secret) terminates \(hosts)", level: 1)
    }
    page.line("Rules:")
    page.line("Host\tPath\tBackends", level: 1)
    page.line("----\t----\t--------", level: 1)
    var count = 0
    for rule in tree.items("spec", "rules") {
      guard let http = rule.at("http") else { continue }
      count += 1
      page.line("\(rule.text("host").isEmpty ? "*" : rule.text("host"))\t", level: 1)
      for path in http.items("paths") {
        let backend = try text(of: path.at("backend") ?? .emptyObject, namespace, &kubectl)
        page.line("\t\(path.text("path")) \t\(backend)", level: 2)
      }
    }
    if count == 0 { page.line("*\t*\t\(fallback)", level: 1) }
    page.annotations(tree.members("metadata", "annotations"))
  }

  /// `service:port (endpoints)`.
  private func text(
    of backend: Value, _ namespace: String, _ kubectl: inout Session
  ) throws(Halt) -> String {
    if let service = backend.at("service") {
      let name = service.text("name")
      let number = service.text("port", "number")
      let title = "\(name):\(number.isEmpty ? service.text("port", "name") : number)"
      let found = try kubectl.object("services", namespace: namespace, name: name)
      if let problem = found.problem { return "\(title) (<error: \(problem.message)>)" }
      let slices = try kubectl.objects(
        "endpointslices.discovery.k8s.io", namespace: namespace,
        labels: "kubernetes.io/service-name=" + name)
      var port = ""
      for entry in found.tree?.items("spec", "ports") ?? []
      where entry.text("port") == number && !number.isEmpty
        || number.isEmpty && entry.text("name") == service.text("port", "name")
      {
        port = entry.text("name")
      }
      return "\(title) (\(EndpointText.text(slices, port: port)))"
    }
    guard let resource = backend.at("resource") else { return "" }
    let group = resource.text("apiGroup")
    return
      "APIGroup: \(group.isEmpty ? "<none>" : group), Kind: \(resource.text("kind")), Name: \(resource.text("name"))"
  }
}

struct IngressClassDescriber: KindDescriber {
  let kinds = ["IngressClass.networking.k8s.io"]

  func describe(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    page.field("Name", tree.name)
    page.labelsAndAnnotations(tree)
    page.field("Controller", tree.text("spec", "controller"))
    guard let parameters = tree.at("spec", "parameters") else { return }
    page.line("Parameters:")
    page.optional("APIGroup", parameters.text("apiGroup"), level: 1)
    page.field("Kind", parameters.text("kind"), level: 1)
    page.field("Name", parameters.text("name"), level: 1)
  }
}

struct NetworkPolicyDescriber: KindDescriber {
  let kinds = ["NetworkPolicy.networking.k8s.io"]
  let showsEvents = false

  func describe(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    page.nameAndNamespace(tree)
    let created = tree.text("metadata", "creationTimestamp")
    let moment = created.replacing("T", with: " ").replacing("Z", with: " +0000 UTC")
    page.field("Created on", moment)
    page.labelsAndAnnotations(tree)
    page.line("Spec:")
    let selector = SelectorText.text(tree.at("spec", "podSelector") ?? .emptyObject)
    page.line(
      "PodSelector:     "
        + (selector == "<none>"
          ? "<none> (Allowing the specific traffic to all pods in this namespace)" : selector),
      level: 1)
    let types = tree.texts("spec", "policyTypes")
    for (type, word, key, peers, side) in [
      ("Ingress", "ingress", "ingress", "from", "source"),
      ("Egress", "egress", "egress", "to", "destination"),
    ] {
      if types.contains(type) {
        page.line("Allowing \(word) traffic:", level: 1)
        rules(tree.items("spec", key), word, peers, side, &page)
      } else {
        page.line("Not affecting \(word) traffic", level: 1)
      }
    }
    page.line("Policy Types: \(types.isEmpty ? "<none>" : types.joined(separator: ", "))", level: 1)
  }

  private func rules(
    _ rules: [Value], _ word: String, _ key: String, _ side: String, _ page: inout Description
  ) {
    if rules.isEmpty {
      page.line("<none> (Selected pods are isolated for \(word) connectivity)", level: 2)
    }
    let title = key == "from" ? "From" : "To"
    for (place, rule) in rules.enumerated() {
      let ports = rule.items("ports")
      if ports.isEmpty { page.line("To Port: <any> (traffic allowed to all ports)", level: 2) }
      for port in ports {
        let transport = port.text("protocol").isEmpty ? "TCP" : port.text("protocol")
        let number = port.has("port") ? port.text("port") : "<nil>"
        page.line(
          port.has("endPort")
            ? "To Port Range: \(number)-\(port.int("endPort"))/\(transport)"
            : "To Port: \(number)/\(transport)", level: 2)
      }
      let peers = rule.items(key)
      if peers.isEmpty {
        page.line("\(title): <any> (traffic not restricted by \(side))", level: 2)
      }
      for peer in peers {
        page.line("\(title):", level: 2)
        self.peer(peer, &page)
      }
      if place < rules.count - 1 { page.line("----------", level: 2) }
    }
  }

  private func peer(_ peer: Value, _ page: inout Description) {
    if let selector = peer.at("namespaceSelector") {
      page.line("NamespaceSelector: \(SelectorText.text(selector))", level: 3)
    }
    if let selector = peer.at("podSelector") {
      page.line("PodSelector: \(SelectorText.text(selector))", level: 3)
    }
    if let block = peer.at("ipBlock"), !peer.has("podSelector"), !peer.has("namespaceSelector") {
      page.line("IPBlock:", level: 3)
      page.line("CIDR: \(block.text("cidr"))", level: 4)
      page.line("Except: \(block.texts("except").joined(separator: ", "))", level: 4)
    }
  }
}
