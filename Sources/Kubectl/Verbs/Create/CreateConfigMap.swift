import Cluster
import Resources
import Tree

/// `kubectl create configmap`.
struct CreateConfigMap: Generator {
  let path = ["create", "configmap"]
  let aliases = ["cm"]
  let summary = Text("Create a ConfigMap.", "创建 ConfigMap。")
  let failure: String? = "failed to create configmap:"
  let ownFlags = KeyedSources.flags + [FlagSpec.appendHash]

  func object(
    _ name: String, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Value {
    var sources = KeyedSources("ConfigMap", name)
    try sources.read(flags, &kubectl)
    var tree = Value.object("v1", "ConfigMap", name)
    if !sources.entries.isEmpty {
      tree["data"] = .object(Fields(sources.entries.map { ($0.key, .string($0.text)) }))
    }
    return tree
  }
}
