import Cluster
import Resources
import Tree

/// `kubectl create ingress`.
struct CreateIngress: Generator {
  let path = ["create", "ingress"]
  let aliases = ["ing"]
  let summary = Text("Create an Ingress.", "创建 Ingress。")
  let failure: String? = "failed to create ingress:"
  let ownFlags = [
    FlagSpec("class", help: Text("The Ingress class.", "Ingress 类。")),
    FlagSpec(
      "rule", nil, .stringArray,
      help: Text("HOST/PATH=SERVICE:PORT[,tls[=SECRET]].", "主机/路径=服务:端口[,tls[=Secret]]。")),
    FlagSpec(
      "default-backend", help: Text("SERVICE:PORT for the rest.", "其余请求的 服务:端口。")),
    FlagSpec("annotation", nil, .stringArray, help: Text("KEY=VALUE.", "键=值。")),
  ]

  func object(
    _ name: String, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Value {
    let texts = flags.list("rule")
    let fallback = flags.string("default-backend")
    if texts.isEmpty, fallback.isEmpty {
      throw kubectl.fail(
        "not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)"
      )
    }
    var rules: [IngressRuleText] = []
    for text in texts {
      guard let rule = IngressRuleText(text) else {
        throw kubectl.fail(
          "rule \(text) is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]"
        )
      }
      rules.append(rule)
    }
    var tree = Value.object("networking.k8s.io/v1", "Ingress", name)
    var annotations = Fields()
    for text in flags.list("annotation") {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw kubectl.fail("annotation \(text) is invalid and should be in format key=[value]")
      }
      annotations[String(parts[0])] = .string(String(parts[1]))
    }
    if !annotations.isEmpty { tree.set("metadata", "annotations", to: .object(annotations)) }
    var spec = Value.emptyObject
    if !flags.string("class").isEmpty { spec["ingressClassName"] = .string(flags.string("class")) }
    if !fallback.isEmpty {
      let parts = fallback.split(separator: ":").map(String.init)
      guard parts.count == 2 else {
        throw kubectl.fail("default-backend should be in format servicename:serviceport")
      }
      spec["defaultBackend"] = IngressRuleText.backend(parts[0], parts[1])
    }
    if !rules.isEmpty { spec["rules"] = .array(IngressRuleText.byHost(rules)) }
    let tls = IngressRuleText.tls(rules)
    if !tls.isEmpty { spec["tls"] = .array(tls) }
    tree["spec"] = spec
    tree["status"] = ["loadBalancer": [:]]
    return tree
  }
}

/// One `--rule`: `foo.com/bar*=web:80,tls=secret`.
struct IngressRuleText {
  var host: String
  var path: String
  var service: String
  var port: String
  /// The Secret of `tls=`; empty for `tls` alone, nil for neither.
  var secret: String?

  init?(_ text: String) {
    var rest = text[...]
    if let comma = rest.lastIndex(of: ",") {
      let word = rest[rest.index(after: comma)...]
      // Whatever stands there asks for TLS; only `tls=` names a Secret.
      secret = word.hasPrefix("tls=") ? String(word.dropFirst(4)) : ""
      rest = rest[..<comma]
    }
    guard let equals = rest.lastIndex(of: "="), let slash = rest.firstIndex(of: "/"),
      slash < equals
    else { return nil }
    let backend = rest[rest.index(after: equals)...].split(
      separator: ":", omittingEmptySubsequences: false)
    func isWord(_ part: Substring) -> Bool {
      !part.isEmpty
        && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
    }
    guard backend.count == 2, backend.allSatisfy(isWord) else { return nil }
    host = String(rest[..<slash])
    path = String(rest[slash..<equals])
    service = String(backend[0])
    port = String(backend[1])
  }

  static func backend(_ service: String, _ port: String) -> Value {
    let number = Int32(port)
    return [
      "service": [
        "name": .string(service),
        "port": number.map { ["number": .int(Int64($0))] } ?? ["name": .string(port)],
      ]
    ]
  }

  private var route: Value {
    let isPrefix = path.hasSuffix("*")
    let plain = isPrefix ? String(path.dropLast()) : path
    return [
      "path": .string(plain), "pathType": isPrefix ? "Prefix" : "Exact",
      "backend": Self.backend(service, port),
    ]
  }

  /// The rules, those of one host together, in the order in which hosts were first named.
  static func byHost(_ rules: [IngressRuleText]) -> [Value] {
    var hosts: [String] = []
    for rule in rules where !hosts.contains(rule.host) { hosts.append(rule.host) }
    return hosts.map { host in
      let paths = rules.filter { $0.host == host }.map(\.route)
      var rule: Value = ["http": ["paths": .array(paths)]]
      if !host.isEmpty { rule["host"] = .string(host) }
      return rule
    }
  }

  /// One entry a Secret, with all its hosts; a host counts once.
  static func tls(_ rules: [IngressRuleText]) -> [Value] {
    var hosts: [String] = []
    var groups: [(secret: String, hosts: [String])] = []
    for rule in rules {
      guard let secret = rule.secret, !hosts.contains(rule.host) else { continue }
      hosts.append(rule.host)
      if let place = groups.firstIndex(where: { $0.secret == secret }) {
        groups[place].hosts.append(rule.host)
      } else {
        groups.append((secret, [rule.host]))
      }
    }
    return groups.map { secret, hosts in
      var entry = Value.emptyObject
      let named = hosts.filter { !$0.isEmpty }
      if !named.isEmpty { entry["hosts"] = .strings(named) }
      if !secret.isEmpty { entry["secretName"] = .string(secret) }
      return entry
    }
  }
}
