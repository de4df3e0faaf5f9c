import Cluster
import Tree

extension Configuration {
  /// A context, cluster or user by name.
  func entry(_ noun: String, _ name: String) -> Value? {
    tree[noun + "s"]?.array?.first { $0["name"]?.string == name }?[noun]
  }

  /// Writes an entry, or takes it away.
  mutating func set(_ noun: String, _ name: String, _ value: Value?) {
    var entries = tree[noun + "s"]?.array ?? []
    let entry = value.map { value -> Value in ["name": .string(name), noun: value] }
    if let place = entries.firstIndex(where: { $0["name"]?.string == name }) {
      if let entry { entries[place] = entry } else { entries.remove(at: place) }
    } else if let entry {
      entries.append(entry)
    }
    tree[noun + "s"] = .array(entries)
  }

  /// Hides what only its owner should see.
  mutating func redact() {
    for user in (tree["users"]?.array ?? []).compactMap({ $0["name"]?.string }) {
      guard var entry = entry("user", user) else { continue }
      for field in ["token", "password"] where entry[field] != nil { entry[field] = "REDACTED" }
      set("user", user, entry)
    }
  }

  /// Only what the current context needs.
  mutating func minify() {
    let context = context(currentContext)
    let kept = [
      "contexts": currentContext, "clusters": context?.text("cluster") ?? "",
      "users": context?.text("user") ?? "",
    ]
    for key in ["contexts", "clusters", "users"] {
      let entries = (tree[key]?.array ?? []).filter { $0["name"]?.string == kept[key] }
      tree[key] = .array(entries)
    }
  }

  func write(_ system: inout System, _ flags: ParsedFlags) {
    system.writeFile(Self.file(flags), tree.yaml())
  }

  /// The file that a line speaks of.
  static func file(_ flags: ParsedFlags) -> String {
    let given = flags.string("kubeconfig")
    return given.isEmpty ? path : given
  }
}
