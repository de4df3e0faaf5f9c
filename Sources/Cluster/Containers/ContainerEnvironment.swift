import Resources
import Tree

/// The variables that a container's spec gives it (`pkg/kubelet/kubelet_pods.go`, makeEnvironmentVariables).
enum ContainerEnvironment {
  typealias Reference = (source: PodConfiguration.Source, name: String, isOptional: Bool)

  /// The ConfigMaps and Secrets that a container's variables come from.
  static func references(of spec: Container) -> [Reference] {
    var result: [Reference] = []
    for from in spec.rest["envFrom"]?.array ?? [] {
      if let found = reference(from, "configMapRef", "secretRef") { result.append(found) }
    }
    for variable in spec.env {
      if let found = reference(variable.valueFrom, "configMapKeyRef", "secretKeyRef") {
        result.append(found)
      }
    }
    return result
  }

  private static func reference(_ tree: Value, _ map: String, _ secret: String) -> Reference? {
    for (key, source) in [(map, PodConfiguration.Source.configMap), (secret, .secret)] {
      if let found = tree[key], let name = found["name"]?.string {
        return (source, name, found["optional"]?.bool ?? false)
      }
    }
    return nil
  }

  /// Why a container cannot be created, as `CreateContainerConfigError` says it; nil when it can.
  static func problem(of spec: Container, _ worker: PodWorker) -> String? {
    for (source, name, isOptional) in references(of: spec) where !isOptional {
      if let item = worker.configuration.item(source, name), item.data == nil {
        return item.problem.isEmpty ? "\(source.word) \(quoted(name)) not found" : item.problem
      }
    }
    for variable in spec.env {
      for (field, source) in [
        ("configMapKeyRef", PodConfiguration.Source.configMap), ("secretKeyRef", .secret),
      ] {
        guard let found = variable.valueFrom[field], let name = found["name"]?.string,
          let key = found["key"]?.string, found["optional"]?.bool != true,
          let data = worker.configuration.data(source, name), data[key] == nil
        else { continue }
        return "couldn't find key \(key) in \(source.title) \(worker.pod.namespace)/\(name)"
      }
    }
    return nil
  }

  /// The variables of the spec; their values may name one another, and those of Services.
  static func variables(
    _ spec: Container, _ worker: PodWorker, node: String, nodeAddress: String, services: StringMap
  ) -> StringMap {
    var result = StringMap()
    for from in spec.rest["envFrom"]?.array ?? [] {
      guard let (source, name, _) = reference(from, "configMapRef", "secretRef"),
        let data = worker.configuration.data(source, name)
      else { continue }
      let prefix = from["prefix"]?.string ?? ""
      for (key, text) in data { result[prefix + key] = text }
    }
    for variable in spec.env {
      if variable.valueFrom.isNull {
        result[variable.name] = expanded(variable.value) { result[$0] ?? services[$0] }
      } else if let text = value(
        of: variable.valueFrom, spec, worker, node: node, nodeAddress: nodeAddress)
      {
        result[variable.name] = text
      }
    }
    return result
  }

  private static func value(
    of tree: Value, _ spec: Container, _ worker: PodWorker, node: String, nodeAddress: String
  ) -> String? {
    if let path = tree["fieldRef"]?["fieldPath"]?.string {
      return DownwardAPI.field(path, worker, node: node, nodeAddress: nodeAddress)
    }
    if let field = tree["resourceFieldRef"] {
      return DownwardAPI.resource(field, spec, worker.pod.spec)
    }
    guard let (source, name, _) = reference(tree, "configMapKeyRef", "secretKeyRef") else {
      return nil
    }
    let key = (tree["configMapKeyRef"] ?? tree["secretKeyRef"])?["key"]?.string ?? ""
    return worker.configuration.data(source, name)?[key]
  }

  /// Replaces `$(NAME)` by a known variable; `$$` stands for one dollar sign (`third_party/forked/golang/expansion`).
  static func expanded(_ text: String, _ value: (String) -> String?) -> String {
    var result = ""
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[dollar...].dropFirst()
      if rest.first == "$" {
        result += "$"
        rest.removeFirst()
      } else if rest.first == "(", let end = rest.firstIndex(of: ")") {
        let name = String(rest[rest.index(after: rest.startIndex)..<end])
        result += value(name) ?? "$(\(name))"
        rest = rest[rest.index(after: end)...]
      } else {
        result += "$"
      }
    }
    return result + rest
  }
}
