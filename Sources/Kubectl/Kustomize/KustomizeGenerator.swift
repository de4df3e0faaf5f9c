import Cluster
import Resources
import Tree

/// Makes ConfigMaps and Secrets from literals and files, named after their content.
struct KustomizeGenerator {
  let folder: String
  /// `generatorOptions`, for all; each generator may have its own.
  let options: Value?

  func object(
    _ kind: String, _ entry: Value, _ kubectl: inout Session
  ) throws(Halt) -> KustomizedObject {
    let name = entry["name"]?.string ?? ""
    var data = Fields()
    for literal in entry["literals"]?.array ?? [] {
      let (key, text) = try pair(literal.string ?? "")
      data[key] = value(text, kind)
    }
    for file in entry["files"]?.array ?? [] {
      let parts = (file.string ?? "").split(separator: "=", maxSplits: 1).map(String.init)
      let path = parts.last ?? ""
      let key = parts.count > 1 ? parts[0] : path.split(separator: "/").last.map(String.init) ?? ""
      data[key] = value(try read(path, &kubectl), kind)
    }
    for file in (entry["envs"]?.array ?? []) + (entry["env"].map { [$0] } ?? []) {
      let text = try read(file.string ?? "", &kubectl)
      for line in text.split(separator: "\n") where !line.hasPrefix("#") {
        let (key, text) = try pair(String(line))
        data[key] = value(text, kind)
      }
    }
    var metadata: Value = ["name": .string(name)]
    for part in ["labels", "annotations"] {
      var all = options?[part]?.object ?? Fields()
      for (key, value) in entry["options"]?[part]?.object ?? Fields() { all[key] = value }
      if !all.isEmpty { metadata[part] = .object(all) }
    }
    if let namespace = entry["namespace"] { metadata["namespace"] = namespace }
    var tree: Value = ["apiVersion": "v1", "kind": .string(kind), "metadata": metadata]
    if !data.isEmpty { tree["data"] = .object(data) }
    if kind == "Secret" { tree["type"] = entry["type"] ?? "Opaque" }
    if flag("immutable", entry) { tree["immutable"] = true }
    var object = KustomizedObject(tree)
    object.wantsHash = !flag("disableNameSuffixHash", entry)
    return object
  }

  private func flag(_ name: String, _ entry: Value) -> Bool {
    entry["options"]?[name]?.bool ?? options?[name]?.bool ?? false
  }

  private func value(_ text: String, _ kind: String) -> Value {
    .string(kind == "Secret" ? Base64.encoded(text.utf8) : text)
  }

  private func pair(_ text: String) throws(Halt) -> (key: String, text: String) {
    guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
      throw .failure("invalid literal source \(text), expected key=value")
    }
    var value = text[text.index(after: equals)...]
    for quote in ["\"", "'"]
    where value.count > 1 && value.hasPrefix(quote) && value.hasSuffix(quote) {
      value = value.dropFirst().dropLast()
    }
    return (String(text[..<equals]), String(value))
  }

  private func read(_ file: String, _ kubectl: inout Session) throws(Halt) -> String {
    let path = folder + "/" + file
    if case .text(let text) = try kubectl.system.find(path) { return text }
    let whole = kubectl.system.absolute(path)
    throw .failure(
      "loading KV pairs: file sources: [\(file)]: evalsymlink failure on '\(whole)' : lstat \(whole): no such file or directory"
    )
  }
}
