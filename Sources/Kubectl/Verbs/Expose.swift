import Cluster
import Resources
import Tree

/// `kubectl expose`.
struct Expose: Verb {
  let path = ["expose"]
  let summary = Text("Make a Service for a workload.", "为工作负载创建 Service。")
  let arguments =
    "(-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name] [--name=name] [--external-ip=external-ip-of-service] [--type=type] [options]"
  let flags =
    FlagSpec.files + FlagSpec.writing
    + [
      FlagSpec("port", help: Text("Port of the Service.", "Service 的端口。")),
      FlagSpec("target-port", help: Text("Port of the pods.", "Pod 的端口。")),
      FlagSpec("protocol", help: Text("TCP, UDP or SCTP.", "TCP、UDP 或 SCTP。")),
      FlagSpec("name", help: Text("Name of the Service.", "Service 的名称。")),
      FlagSpec(
        "type", help: Text("ClusterIP, NodePort, LoadBalancer or ExternalName.", "Service 的类型。")),
      FlagSpec("selector", help: Text("Labels of the pods.", "Pod 的标签。")),
      FlagSpec("labels", "l", help: Text("Labels of the Service.", "Service 的标签。")),
      FlagSpec("cluster-ip", help: Text("Its address, or None.", "集群 IP，或 None。")),
      FlagSpec("external-ip"), FlagSpec("load-balancer-ip"), FlagSpec("session-affinity"),
      FlagSpec("external-name"), FlagSpec("overrides"), FlagSpec("override-type", default: "merge"),
      FlagSpec.saveConfig, FlagSpec.record,
    ]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    let dryRun = try kubectl.dryRun(flags)
    // Its own --selector is the Service's, not one that chooses what to expose.
    var query = flags
    query.given["selector"] = nil
    let wanted = try kubectl.targets(flags.positional, query)
    // What a file says of an object is enough.
    let (targets, problems) =
      !flags.hasFiles ? try kubectl.fetch(wanted) : (wanted, [])
    if let halt = Problem.halt(problems) { throw halt }
    for target in targets {
      guard let tree = target.record?.tree ?? target.tree else { continue }
      let exposed = try ExposedWorkload(tree, target.resource, kubectl)
      var service = try service(for: exposed, target, flags, kubectl)
      if kubectl.isNamespaceSet {
        service.set("metadata", "namespace", to: .string(kubectl.namespace))
      }
      service = ChangeCause.recorded(service, flags, self)
      if flags.bool("save-config") {
        service = LastApplied.saved(service, kubectl.kindType(of: service))
      }
      if dryRun != .client { service = try kubectl.create(service, flags, failure: nil) }
      try kubectl.reportTyped(service, "exposed", flags)
    }
    return 0
  }

  private func service(
    for exposed: ExposedWorkload, _ target: Target, _ flags: ParsedFlags, _ kubectl: Session
  ) throws(Halt) -> Value {
    var selector = exposed.selector
    if !flags.string("selector").isEmpty {
      selector =
        try kubectl.labelSelector(flags.string("selector"))["matchLabels"]?.object ?? Fields()
    } else if let problem = exposed.problem {
      throw kubectl.fail(
        "couldn't retrieve selectors via --selector flag or introspection: " + problem)
    }
    let isHeadless = flags.string("cluster-ip") == "None"
    var ports = try ports(exposed, flags, kubectl)
    if ports.isEmpty, !isHeadless {
      throw kubectl.fail("couldn't find port via --port flag or introspection")
    }
    if ports.count > 1 {
      for place in ports.indices { ports[place]["name"] = .string("port-\(place + 1)") }
    }
    let given = flags.string("name")
    var tree = Value.object("v1", "Service", given.isEmpty ? String(target.name.prefix(63)) : given)
    var labels = exposed.labels
    if !flags.string("labels").isEmpty {
      labels = try kubectl.labelSelector(flags.string("labels"))["matchLabels"]?.object ?? Fields()
    }
    if !labels.isEmpty { tree.set("metadata", "labels", to: .object(labels)) }
    var spec: Value = ["selector": .object(selector)]
    if !ports.isEmpty { spec["ports"] = .array(ports) }
    for (flag, member) in [
      ("type", "type"), ("cluster-ip", "clusterIP"), ("session-affinity", "sessionAffinity"),
      ("load-balancer-ip", "loadBalancerIP"), ("external-name", "externalName"),
    ] where !flags.string(flag).isEmpty {
      spec[member] = .string(flags.string(flag))
    }
    if !flags.string("external-ip").isEmpty {
      spec["externalIPs"] = [.string(flags.string("external-ip"))]
    }
    tree["spec"] = spec
    tree["status"] = ["loadBalancer": [:]]
    return try overridden(tree, flags, kubectl)
  }

  private func ports(
    _ exposed: ExposedWorkload, _ flags: ParsedFlags, _ kubectl: Session
  ) throws(Halt) -> [Value] {
    let text = flags.string("port")
    let numbers =
      text.isEmpty
      ? exposed.ports.map { String($0.number) } : text.split(separator: ",").map(String.init)
    var found: [Value] = []
    for number in numbers {
      guard let port = Int64(number) else {
        throw kubectl.fail("strconv.Atoi: parsing \(goQuoted(number)): invalid syntax")
      }
      let given = flags.string("protocol")
      let known = exposed.ports.first { $0.number == port }?.protocolName ?? "TCP"
      let target = flags.string("target-port")
      found.append([
        "port": .int(port), "protocol": .string(given.isEmpty ? known : given),
        "targetPort": target.isEmpty
          ? .int(port) : Int32(target).map { .int(Int64($0)) } ?? .string(target),
      ])
    }
    return found
  }

  private func overridden(
    _ tree: Value, _ flags: ParsedFlags, _ kubectl: Session
  ) throws(Halt) -> Value {
    let text = flags.string("overrides")
    if text.isEmpty { return tree }
    do throws(JSONError) { return MergePatch.applied(try Value(json: text), to: tree) } catch {
      throw kubectl.fail(error.message)
    }
  }
}

/// What `expose` takes from an object: the labels of its pods, and their ports.
struct ExposedWorkload {
  var selector = Fields()
  var ports: [(number: Int64, protocolName: String)] = []
  var labels = Fields()
  /// Why the object gives no selector.
  var problem: String?

  init(_ tree: Value, _ resource: Resource, _ kubectl: Session) throws(Halt) {
    labels = tree["metadata"]?["labels"]?.object ?? Fields()
    var containers: [Value] = []
    switch resource.groupResource {
    case "pods":
      selector = labels
      if selector.isEmpty { problem = "the pod has no labels and cannot be exposed" }
      containers = tree["spec"]?["containers"]?.array ?? []
    case "services":
      selector = tree["spec"]?["selector"]?.object ?? Fields()
      if selector.isEmpty { problem = "the service has no pod selector set" }
      ports = (tree["spec"]?["ports"]?.array ?? []).map {
        ($0["port"]?.int ?? 0, $0["protocol"]?.string ?? "TCP")
      }
    case "replicationcontrollers":
      selector = tree["spec"]?["selector"]?.object ?? Fields()
      containers = tree[["spec", "template", "spec", "containers"]]?.array ?? []
    case "deployments.apps", "replicasets.apps":
      selector = tree["spec"]?["selector"]?["matchLabels"]?.object ?? Fields()
      let expressions = tree["spec"]?["selector"]?["matchExpressions"]?.array ?? []
      if selector.isEmpty {
        problem = "invalid \(resource.singular): no selectors, therefore cannot be exposed"
      } else if !expressions.isEmpty {
        let list = expressions.map(SetSelector.goFields).joined(separator: " ")
        problem = "couldn't convert expressions - \"[\(list)]\" to map-based selector format"
      }
      containers = tree[["spec", "template", "spec", "containers"]]?.array ?? []
    default:
      throw kubectl.fail("cannot expose a \(resource.kindInGroup)")
    }
    for container in containers {
      for port in container["ports"]?.array ?? [] {
        ports.append((port["containerPort"]?.int ?? 0, port["protocol"]?.string ?? "TCP"))
      }
    }
  }
}
