import Cluster
import Tree

extension Configuration {
  mutating func set(context name: String, _ context: Value) {
    var entries = tree["contexts"]?.array ?? []
    let entry: Value = ["name": .string(name), "context": context]
    if let place = entries.firstIndex(where: { $0["name"]?.string == name }) {
      entries[place] = entry
    } else {
      entries.append(entry)
    }
    tree["contexts"] = .array(entries)
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
    let given = flags.string("kubeconfig")
    system.writeFile(given.isEmpty ? Self.path : given, tree.yaml())
  }
}
