import Cluster
import Resources
import Simulation
import Tree

/// Objects for tests, from their JSON.
enum Sample {
  static func object<K: Kind>(_ kind: K.Type, _ json: String) -> Object<K> {
    guard let tree = try? Value(json: Array(json.utf8)),
      let metadata = try? Metadata(tree: tree["metadata"] ?? .emptyObject),
      let body = try? K(tree: tree)
    else { preconditionFailure("not a \(K.resource.kind): \(json)") }
    return Object(metadata, body)
  }

  static func node(
    _ name: String, cpu: String = "4", memory: String = "8Gi", pods: Int = 110,
    labels: [(String, String)] = [], spec: String = "{}"
  ) -> Object<Node> {
    let all = [("kubernetes.io/hostname", name)] + labels
    let text = all.map { "\"\($0.0)\":\"\($0.1)\"" }.joined(separator: ",")
    return object(
      Node.self,
      """
      {"metadata":{"name":"\(name)","labels":{\(text)}},"spec":\(spec),
       "status":{"allocatable":{"cpu":"\(cpu)","memory":"\(memory)","pods":"\(pods)"}}}
      """)
  }

  static func pod(
    _ name: String, cpu: String = "100m", labels: [(String, String)] = [("app", "web")],
    on node: String = "", spec: String = ""
  ) -> Object<Pod> {
    let text = labels.map { "\"\($0.0)\":\"\($0.1)\"" }.joined(separator: ",")
    let more = spec.isEmpty ? "" : "," + spec
    let bound = node.isEmpty ? "" : ",\"nodeName\":\"\(node)\""
    return object(
      Pod.self,
      """
      {"metadata":{"name":"\(name)","namespace":"default","uid":"\(name)","labels":{\(text)}},
       "spec":{"schedulerName":"default-scheduler","containers":[{"name":"c","image":"nginx",
       "resources":{"requests":{"cpu":"\(cpu)"}}}]\(bound)\(more)}}
      """)
  }
}

/// Creates the object that a line of JSON is; `get KIND NAME` prints one.
struct Creator: Interpreter {
  func run(_ line: String, _ system: inout System) throws(Halt) -> Int32 {
    guard let tree = try? Value(json: Array(line.utf8)), let kind = tree["kind"]?.string else {
      throw .failure("not JSON")
    }
    let kinds = Catalog.builtIn.map(\.resource)
    guard let place = kinds.firstIndex(where: { $0.kind == kind }) else {
      throw .failure("no kind \(kind)")
    }
    let namespace = kinds[place].isNamespaced ? "default" : ""
    var request = Request(.create, place, namespace: namespace)
    request.body = .tree(tree)
    let response = try system.request(request)
    if let failure = response.failure { throw .failure(failure.message) }
    return 0
  }
}

extension World {
  /// A world of nodes with so much processor each.
  static func cluster(nodes: Int, cpu: String = "4", seed: UInt64 = 1) -> World {
    var setup = WorldSetup.numbered(nodes)
    setup.seed = seed
    for index in setup.nodes.indices { setup.nodes[index].cpu = cpu }
    return World(setup, interpreter: Creator())
  }

  /// Creates an object and lets the cluster settle; gives back what went wrong.
  @discardableResult
  mutating func create(_ json: String) -> String {
    let pid = start(Process(line: json, context: ProcessContext()))
    while process(pid)?.isRunning == true, step() != nil {}
    settle()
    return process(pid)?.text(.error) ?? ""
  }

  @discardableResult
  mutating func createPod(
    _ name: String, cpu: String = "100m", priority: Int = 0, spec: String = ""
  ) -> String {
    var more = spec.isEmpty ? "" : "," + spec
    if priority != 0 {
      let policy = spec.contains("\"Never\"") ? "Never" : "PreemptLowerPriority"
      create(
        """
        {"apiVersion":"scheduling.k8s.io/v1","kind":"PriorityClass","metadata":{"name":"class-\(priority)"},
         "value":\(priority),"preemptionPolicy":"\(policy)"}
        """)
      more += ",\"priorityClassName\":\"class-\(priority)\""
    }
    return create(
      """
      {"apiVersion":"v1","kind":"Pod","metadata":{"name":"\(name)","labels":{"app":"\(name)"}},
       "spec":{"containers":[{"name":"c","image":"nginx:1.27",
       "resources":{"requests":{"cpu":"\(cpu)"}}}]\(more)}}
      """)
  }

  func pod(_ name: String) -> Object<Pod>? {
    api.store.get(Pod.self, ObjectKey("default", name))
  }

  /// `REASON MESSAGE` of the events about a pod, in the order of their coming.
  func events(about name: String) -> [String] {
    api.store.tables[Catalog.events].records.compactMap { $0 as? Object<ClusterEvent> }
      .filter { $0.body.involvedObject.name == name }
      .map { "\($0.body.reason) \($0.body.message)" }
  }
}
