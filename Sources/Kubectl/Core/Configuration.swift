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
    var text = given.isEmpty ? system.worldFile(path) : nil
    if !given.isEmpty {
      guard case .text(let found) = try system.find(given) else {
        throw .failure("error: stat \(given): no such file or directory")
      }
      text = found
    }
    if let text {
      guard let tree = try? Manifest(parsing: text).documents.first?.value else {
        throw .failure("error: error loading config file \"\(given.isEmpty ? path : given)\"")
      }
      configuration.tree = tree
    }
    let context = flags.string("context")
    if !context.isEmpty { configuration.tree["current-context"] = .string(context) }
    return configuration
  }

  /// Ends the program where the line names what the file does not have.
  func check(_ flags: ParsedFlags, _ verb: any Verb) throws(Halt) {
    let name = flags.string("context")
    if !name.isEmpty, context(name) == nil {
      // Whoever asks for the namespace first finds that the whole configuration will not do.
      let needsNoNamespace = ["version", "cluster-info", "api-resources", "api-versions"]
      throw .failure(
        needsNoNamespace.contains(verb.path[0])
          ? "error: context \(goQuoted(name)) does not exist"
          : "Error in configuration: context was not found for specified context: \(name)")
    }
    for (flag, list, problem) in [
      ("cluster", "clusters", "no server found for cluster"),
      ("user", "users", "auth info"),
    ] {
      // Some verbs have a --user of their own.
      if verb.flags.contains(where: { $0.name == flag }) { continue }
      let name = flags.string(flag)
      if name.isEmpty || tree[list]?.array?.contains(where: { $0["name"]?.string == name }) == true
      {
        continue
      }
      throw .failure(
        "error: \(problem) \(goQuoted(name))" + (flag == "user" ? " does not exist" : ""))
    }
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
