import Resources
import Simulation
import Tree

@testable import Cluster

/// A world without a shell, driven by requests.
struct Laboratory {
  private struct NoShell: Interpreter {
    func run(_ line: String, _ system: inout System) throws(Halt) -> Int32 {
      line.contains("exit 1") ? 1 : 0
    }
  }

  var world: World

  init(_ nodes: Int = 3, seed: UInt64 = 1) {
    var setup = WorldSetup.numbered(nodes)
    setup.seed = seed
    world = World(setup, interpreter: NoShell())
  }

  private static func kind<K: Kind>(_ type: K.Type) -> Int { Catalog.index(of: type) }

  /// Sends a request as kubectl would and waits until nothing is due.
  mutating func send(_ request: Request, settling: Bool = true) {
    world.schedule(.request(request, Ticket(0)), cause: nil)
    if settling { world.settle() }
  }

  /// What the API server would answer now.
  func answer(_ request: Request) -> Response {
    var copy = world
    return copy.api.handle(request, at: world.now, cause: nil)
  }

  func request(creating tree: Value, namespace: String = "default", user: User = .admin) -> Request
  {
    let apiVersion = tree["apiVersion"]?.string ?? ""
    let kind = tree["kind"]?.string ?? ""
    let place = world.api.types.lastIndex {
      $0.resource.apiVersion == apiVersion && $0.resource.kind == kind
    }
    let isNamespaced = place.map { world.api.types[$0].resource.isNamespaced } ?? true
    var request = Request(
      .create, place ?? 0,
      namespace: isNamespaced ? tree["metadata"]?["namespace"]?.string ?? namespace : "")
    request.body = .tree(tree)
    request.user = user
    return request
  }

  mutating func create(_ json: String, namespace: String = "default", settling: Bool = true) {
    send(request(creating: Self.tree(json), namespace: namespace), settling: settling)
  }

  /// The message with which a creation is refused; empty where it is not.
  func refusal(_ json: String, namespace: String = "default") -> String {
    answer(request(creating: Self.tree(json), namespace: namespace)).failure?.message ?? ""
  }

  mutating func patch<K: Kind>(
    _ type: K.Type, _ name: String, _ json: String, namespace: String = "default"
  ) {
    send(patchRequest(type, name, json, namespace: namespace))
  }

  func patchRequest<K: Kind>(
    _ type: K.Type, _ name: String, _ json: String, namespace: String = "default"
  ) -> Request {
    var request = Request(
      .patch, Self.kind(type), namespace: K.resource.isNamespaced ? namespace : "", name: name)
    request.patchType = .merge
    request.body = .tree(Self.tree(json))
    return request
  }

  mutating func delete<K: Kind>(_ type: K.Type, _ name: String, namespace: String = "default") {
    send(
      Request(
        .delete, Self.kind(type), namespace: K.resource.isNamespaced ? namespace : "", name: name))
  }

  func get<K: Kind>(_ type: K.Type, _ name: String, namespace: String = "default") -> Object<K>? {
    world.api.store.get(type, ObjectKey(K.resource.isNamespaced ? namespace : "", name))
  }

  func all<K: Kind>(_ type: K.Type, namespace: String? = "default") -> [Object<K>] {
    world.api.store.tables[Self.kind(type)]
      .sorted(namespace: K.resource.isNamespaced ? namespace : nil)
      .compactMap { $0 as? Object<K> }
  }

  /// The rows of a kind's table, without the ages.
  func rows<K: Kind>(_ type: K.Type, namespace: String? = "default") -> [String] {
    let wanted = Typed<K>().columnNames.enumerated().filter {
      $0.element.priority == 0 && $0.element.name != "Age"
    }.map(\.offset)
    return all(type, namespace: namespace).map { object in
      let cells = object.cells(world.now)
      return wanted.map { cells[$0] }.joined(separator: " ")
    }
  }

  /// Reasons and messages of the events about one object, in the order of their coming.
  func events(about name: String) -> [String] {
    world.api.store.tables[Catalog.events].records.compactMap { $0 as? Object<ClusterEvent> }
      .filter { $0.involvedObject.name == name }
      .map { "\($0.reason): \($0.message)" }
  }

  mutating func wait(seconds: Int64) { world.run(until: world.now + .seconds(seconds)) }

  static func tree(_ json: String) -> Value { (try? Value(json: json)) ?? .null }
}
