import Cluster
import Resources
import Tree

/// `kubectl create namespace`.
struct CreateNamespace: Generator {
  let path = ["create", "namespace"]
  let aliases = ["ns"]
  let summary = Text("Create a Namespace.", "创建 Namespace。")
  let isNamespaced = false

  func object(
    _ name: String, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Value {
    var tree = Value.object("v1", "Namespace", name)
    tree["spec"] = [:]
    tree["status"] = [:]
    return tree
  }
}
