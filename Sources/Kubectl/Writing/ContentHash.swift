import Resources
import Tree

/// The suffix that names a ConfigMap or Secret after its content (`k8s.io/kubectl/pkg/util/hash`).
enum ContentHash {
  /// kubectl counts the name as content; kustomize does not.
  static func suffix(_ tree: Value, countsName: Bool = true) -> String {
    let kind = tree["kind"]?.string ?? ""
    var members = Fields()
    members["kind"] = .string(kind)
    members["name"] = countsName ? tree["metadata"]?["name"] ?? "" : ""
    members["data"] = tree["data"] ?? .object(Fields())
    if kind == "Secret" { members["type"] = tree["type"] ?? "" }
    if kind == "ConfigMap" { members["binaryData"] = tree["binaryData"] }
    return encoded(SHA256.hex(of: Value.object(members).json()))
  }

  /// Ten digits, those that could make words or be misread replaced.
  static func encoded(_ hex: String) -> String {
    let digits: [Character: Character] = ["0": "g", "1": "h", "3": "k", "a": "m", "e": "t"]
    return String(hex.prefix(10).map { digits[$0] ?? $0 })
  }

  /// The object with its name after its content.
  static func named(_ tree: Value, countsName: Bool = true) -> Value {
    var tree = tree
    let name = tree["metadata"]?["name"]?.string ?? ""
    tree.set("metadata", "name", to: .string(name + "-" + suffix(tree, countsName: countsName)))
    return tree
  }
}

extension FlagSpec {
  static let appendHash = FlagSpec(
    "append-hash", nil, .bool,
    help: Text("Append a hash of the content to the name.", "在名称后附加内容的哈希。"))
}
