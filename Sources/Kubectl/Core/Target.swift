import Cluster
import Resources
import Tree

/// One object that a line names, with what is known of it.
package struct Target: Sendable {
  package var kind: Int
  package var resource: Resource
  package var namespace: String
  package var name: String
  /// The object as the server has it, once it has been fetched.
  package var record: (any Record)?
  /// The object as a manifest has it.
  package var tree: Value?
  /// The manifest that it comes from; empty where the line names it.
  package var source = ""

  /// `pod/web`, `deployment.apps/web`.
  package var qualifiedName: String { resource.qualifiedKind + "/" + name }
  /// `pod "web"`, `deployment.apps "web"`, as `delete` says.
  package var quotedName: String { resource.qualifiedKind + " " + goQuoted(name) }

  package init(_ kind: Int, _ resource: Resource, _ namespace: String, _ name: String) {
    self.kind = kind
    self.resource = resource
    self.namespace = namespace
    self.name = name
  }

  package init(_ kind: Int, _ record: any Record) {
    self.init(kind, record.resource, record.namespace, record.name)
    self.record = record
  }

  package func request(_ verb: Cluster.Verb) -> Request {
    Request(verb, kind, namespace: namespace, name: name)
  }
}

/// How a line names objects, before any of them is looked for (client-go's `resource.Builder`).
package struct TargetQuery: Sendable {
  package var kinds: [Int] = []
  package var names: [String] = []
  /// Objects named as `TYPE/NAME`.
  package var pairs: [(kind: Int, name: String)] = []
  package var labelSelector: String?
  package var fieldSelector: String?
  package var allNamespaces = false
  package var files: [String] = []

  /// Whether it names objects instead of choosing them.
  package var isNamed: Bool { !names.isEmpty || !pairs.isEmpty }

  package static let missing = """
    You must provide one or more resources by argument or filename.
    Example resource specifications include:
       '-f rsrc.yaml'
       '--filename=rsrc.json'
       '<resource> <name>'
       '<resource>'
    """
}
