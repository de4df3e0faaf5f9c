import Cluster
import Manifest
import Tree

/// What kubectl's configuration file holds: clusters, users, contexts.
struct Configuration {
  var tree: Value

  /// Where it lies in the world.
  static let path = "/home/learner/.kube/config"

  /// The file of a cluster that kubeadm made.
  static let initial: Value = [
    "apiVersion": "v1",
    "kind": "Config",
    "preferences": [:],
    "current-context": "kubernetes-admin@kubernetes",
    "clusters": [
      [
        "name": "kubernetes",
        "cluster": [
          "server": "https://127.0.0.1:6443", "certificate-authority-data": "DATA+OMITTED",
        ],
      ]
    ],
    "contexts": [
      [
        "name": "kubernetes-admin@kubernetes",
        "context": ["cluster": "kubernetes", "user": "kubernetes-admin"],
      ]
    ],
    "users": [
      [
        "name": "kubernetes-admin",
        "user": [
          "client-certificate-data": "DATA+OMITTED", "client-key-data": "DATA+OMITTED",
        ],
      ]
    ],
  ]

  static func read(_ system: inout System, _ flags: ParsedFlags) throws(Halt) -> Configuration {
    let given = flags.string("kubeconfig")
    var configuration = Configuration(tree: initial)
    let text = given.isEmpty ? system.worldFile(path) : try system.readFile(given)
    if let text {
      guard let tree = try? Manifest(parsing: text).documents.first?.value else {
        throw .failure("error: error loading config file \"\(given.isEmpty ? path : given)\"")
      }
      configuration.tree = tree
    }
    let context = flags.string("context")
    if !context.isEmpty {
      guard configuration.context(context) != nil else {
        throw .failure("error: context \(goQuoted(context)) does not exist")
      }
      configuration.tree["current-context"] = .string(context)
    }
    return configuration
  }

  var currentContext: String { tree["current-context"]?.string ?? "" }

  func context(_ name: String) -> Value? {
    tree["contexts"]?.array?.first { $0["name"]?.string == name }?["context"]
  }

  /// The address of the current context's cluster.
  var server: String {
    let name = context(currentContext)?["cluster"]?.string ?? ""
    let cluster = tree["clusters"]?.array?.first { $0["name"]?.string == name }
    return cluster?["cluster"]?["server"]?.string ?? "https://127.0.0.1:6443"
  }

  /// The namespace of the current context.
  var namespace: String {
    let name = context(currentContext)?["namespace"]?.string ?? ""
    return name.isEmpty ? "default" : name
  }
}
