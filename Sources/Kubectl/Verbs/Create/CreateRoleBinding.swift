import Cluster
import Resources
import Tree

/// `kubectl create rolebinding` and `clusterrolebinding`.
struct CreateRoleBinding: Generator {
  let isCluster: Bool
  let path: [String]
  let summary: Text

  init(cluster: Bool) {
    isCluster = cluster
    path = ["create", cluster ? "clusterrolebinding" : "rolebinding"]
    summary =
      cluster
      ? Text("Create a ClusterRoleBinding.", "创建 ClusterRoleBinding。")
      : Text("Create a RoleBinding.", "创建 RoleBinding。")
  }

  var isNamespaced: Bool { !isCluster }
  var required: [String] { isCluster ? ["clusterrole"] : [] }
  var failure: String? { "failed to create \(path[1]):" }

  var ownFlags: [FlagSpec] {
    [
      FlagSpec("clusterrole", help: Text("The ClusterRole.", "所绑定的 ClusterRole。")),
      FlagSpec("user", nil, .stringArray, help: Text("Users.", "用户。")),
      FlagSpec("group", nil, .stringArray, help: Text("Groups.", "用户组。")),
      FlagSpec(
        "serviceaccount", nil, .stringArray,
        help: Text("NAMESPACE:NAME of accounts.", "服务账号的 命名空间:名称。")),
    ] + (isCluster ? [] : [FlagSpec("role", help: Text("The Role.", "所绑定的 Role。"))])
  }

  func object(
    _ name: String, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Value {
    let clusterRole = flags.string("clusterrole")
    let role = isCluster ? "" : flags.string("role")
    if clusterRole.isEmpty == role.isEmpty {
      throw kubectl.fail("exactly one of clusterrole or role must be specified")
    }
    var tree = Value.object(
      "rbac.authorization.k8s.io/v1", isCluster ? "ClusterRoleBinding" : "RoleBinding", name)
    tree["roleRef"] = [
      "apiGroup": "rbac.authorization.k8s.io",
      "kind": role.isEmpty ? "ClusterRole" : "Role",
      "name": .string(role.isEmpty ? clusterRole : role),
    ]
    var subjects: [Value] = []
    for (flag, kind) in [("user", "User"), ("group", "Group")] {
      for subject in flags.list(flag) {
        subjects.append([
          "apiGroup": "rbac.authorization.k8s.io", "kind": .string(kind),
          "name": .string(subject),
        ])
      }
    }
    for account in flags.list("serviceaccount") {
      subjects.append(try Self.account(account, kubectl))
    }
    if !subjects.isEmpty { tree["subjects"] = .array(subjects) }
    return tree
  }

  /// The subject that `NAMESPACE:NAME` means.
  static func account(_ text: String, _ kubectl: Session) throws(Halt) -> Value {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw kubectl.fail("serviceaccount must be <namespace>:<name>")
    }
    return [
      "kind": "ServiceAccount", "name": .string(parts[1]), "namespace": .string(parts[0]),
    ]
  }
}
