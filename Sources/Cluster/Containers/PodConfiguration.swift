import Resources
import Simulation
import Tree

/// The ConfigMaps and Secrets that a pod refers to, as its kubelet last read them.
package struct PodConfiguration: Sendable {
  /// What may be referred to.
  package enum Source: Hashable, Sendable {
    case configMap, secret

    var kind: Int { self == .configMap ? Catalog.configMaps : Catalog.index(of: Secret.self) }
    var word: String { self == .configMap ? "configmap" : "secret" }
    var title: String { self == .configMap ? "ConfigMap" : "Secret" }
  }

  struct Item: Sendable {
    let source: Source
    let name: String
    /// nil until it was found.
    var data: StringMap?
    var problem = ""
  }

  private(set) var items: [Item] = []
  /// Answers that are still to come.
  var outstanding = 0
  /// Read since the last start of a container.
  var isFresh = false
  /// Tries of mounting that have failed.
  var failures: Int64 = 0
  /// When the next try may be made.
  var notBefore: Instant?

  init(_ spec: PodSpec) {
    for volume in spec.volumes {
      for (source, name, _) in VolumeContents.references(of: volume) { add(source, name) }
    }
    for container in spec.initContainers + spec.containers {
      for (source, name, _) in ContainerEnvironment.references(of: container) { add(source, name) }
    }
    isFresh = items.isEmpty
  }

  private mutating func add(_ source: Source, _ name: String) {
    // Every namespace gets this one soon, and every pod mounts it.
    if source == .configMap, name == RootCAPublisher.name { return }
    if items.contains(where: { $0.source == source && $0.name == name }) { return }
    items.append(Item(source: source, name: name))
  }

  mutating func take(_ response: Response, for place: Int) {
    guard items.indices.contains(place) else { return }
    outstanding -= 1
    items[place].data = nil
    switch response.body {
    case .record(let record):
      items[place].data = Self.texts(of: record)
      items[place].problem = ""
    case .failure(let status):
      items[place].problem =
        status.reason == "NotFound"
        ? "\(items[place].source.word) \(quoted(items[place].name)) not found" : status.message
    default: break
    }
    if outstanding == 0 { isFresh = true }
  }

  /// What a ConfigMap or a Secret holds, as texts.
  static func texts(of record: any Record) -> StringMap {
    func decoded(_ map: StringMap) -> StringMap {
      StringMap(
        map.map { ($0.key, String(decoding: Base64.decoded($0.value) ?? [], as: UTF8.self)) })
    }
    if let map = record as? Object<ConfigMap> { return map.data.merging(decoded(map.binaryData)) }
    if let secret = record as? Object<Secret> { return decoded(secret.data) }
    return StringMap()
  }

  func item(_ source: Source, _ name: String) -> Item? {
    items.first { $0.source == source && $0.name == name }
  }

  func data(_ source: Source, _ name: String) -> StringMap? { item(source, name)?.data }
}
