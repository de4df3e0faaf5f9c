import Cluster
import Resources
import Tree

/// `kubectl create serviceaccount`.
struct CreateServiceAccount: Generator {
  let path = ["create", "serviceaccount"]
  let aliases = ["sa"]
  let summary = Text("Create a ServiceAccount.", "创建 ServiceAccount。")
  let failure: String? = "failed to create serviceaccount:"

  func object(
    _ name: String, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Value {
    .object("v1", "ServiceAccount", name)
  }
}
