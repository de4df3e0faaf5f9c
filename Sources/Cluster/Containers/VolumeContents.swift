import Resources
import Tree

/// What the volumes of a pod hold that come from objects: names of files with their texts.
enum VolumeContents {
  typealias Reference = (source: PodConfiguration.Source, name: String, isOptional: Bool)
  typealias Lookup = (PodConfiguration.Source, String) -> StringMap?

  static func references(of volume: Volume) -> [Reference] {
    var result: [Reference] = []
    func add(_ tree: Value?, _ source: PodConfiguration.Source, _ key: String) {
      guard let tree, let name = tree[key]?.string else { return }
      result.append((source, name, tree["optional"]?.bool ?? false))
    }
    add(volume.configMap, .configMap, "name")
    add(volume.secret, .secret, "secretName")
    for source in volume.projected["sources"]?.array ?? [] {
      add(source["configMap"], .configMap, "name")
      add(source["secret"], .secret, "name")
    }
    return result
  }

  /// Why a volume cannot be mounted, as FailedMount says it; nil when it can.
  static func problem(of volume: Volume, _ configuration: PodConfiguration) -> String? {
    if configuration.items.isEmpty { return nil }
    for (source, name, isOptional) in references(of: volume) where !isOptional {
      if let item = configuration.item(source, name), item.data == nil {
        return item.problem.isEmpty ? "\(source.word) \(quoted(name)) not found" : item.problem
      }
    }
    for (tree, source, key) in [
      (volume.configMap, PodConfiguration.Source.configMap, "name"),
      (volume.secret, .secret, "secretName"),
    ] {
      guard let data = configuration.data(source, tree[key]?.string ?? "") else { continue }
      for item in tree["items"]?.array ?? [] where tree["optional"]?.bool != true {
        if let key = item["key"]?.string, data[key] == nil {
          return source == .configMap
            ? "configmap references non-existent config key: \(key)"
            : "references non-existent secret key: \(key)"
        }
      }
    }
    return nil
  }

  /// The files of a volume that is made from objects; nil for one that programs can write to.
  static func files(
    of volume: Volume, _ view: ContainerView, token: String, _ lookup: Lookup
  ) -> StringMap? {
    if !volume.configMap.isNull { return picked(volume.configMap, .configMap, "name", lookup) }
    if !volume.secret.isNull { return picked(volume.secret, .secret, "secretName", lookup) }
    if let downward = volume.rest["downwardAPI"] { return fields(downward, view) }
    guard let sources = volume.projected["sources"]?.array else { return nil }
    var result = StringMap()
    for source in sources {
      if let tree = source["configMap"] {
        result = result.merging(picked(tree, .configMap, "name", lookup))
      }
      if let tree = source["secret"] {
        result = result.merging(picked(tree, .secret, "name", lookup))
      }
      if let tree = source["downwardAPI"] { result = result.merging(fields(tree, view)) }
      if let path = source["serviceAccountToken"]?["path"]?.string { result[path] = token }
    }
    return result
  }

  private static func picked(
    _ tree: Value, _ source: PodConfiguration.Source, _ key: String, _ lookup: Lookup
  ) -> StringMap {
    let data = lookup(source, tree[key]?.string ?? "") ?? StringMap()
    guard let items = tree["items"]?.array else { return data }
    var result = StringMap()
    for item in items {
      if let key = item["key"]?.string, let path = item["path"]?.string, let text = data[key] {
        result[path] = text
      }
    }
    return result
  }

  private static func fields(_ tree: Value, _ view: ContainerView) -> StringMap {
    var result = StringMap()
    for item in tree["items"]?.array ?? [] {
      guard let path = item["path"]?.string else { continue }
      if let field = item["fieldRef"]?["fieldPath"]?.string {
        result[path] = DownwardAPI.field(
          field, view.worker, node: view.node, nodeAddress: view.nodeAddress)
      } else if let field = item["resourceFieldRef"] {
        result[path] = DownwardAPI.resource(field, view.spec, view.pod.spec)
      }
    }
    return result
  }
}
