import Cluster
import Resources
import Simulation
import Tree

/// One run of kubectl: whom it speaks as, in which namespace, and everything that verbs share.
package struct Session: Sendable {
  package var system: System
  /// From `-n`, else from the configuration's context, else `default`.
  package var namespace: String
  /// Whether `-n` was given.
  package let isNamespaceSet: Bool
  /// Where the API server is, by the configuration.
  package let server: String
  /// Standard input.
  package let input: String
  /// The verb that runs, as usage errors name it.
  package let verb: any Verb
  /// The field manager of its writes; `kubectl-create`, unless `--field-manager` says otherwise.
  package var manager: String
  /// Whom `--as` names.
  private let impersonated: User?
  private var warned: [String] = []

  init(
    _ system: System, _ configuration: Configuration, _ flags: ParsedFlags, input: String,
    verb: any Verb
  ) throws(Halt) {
    self.system = system
    server = configuration.server
    isNamespaceSet = flags.isSet("namespace")
    namespace = flags.string("namespace")
    if namespace.isEmpty { namespace = configuration.namespace }
    self.input = input
    self.verb = verb
    let given = flags.string("field-manager")
    manager = given.isEmpty ? "kubectl-" + (verb.path.first ?? "") : given
    let name = flags.string("as")
    impersonated =
      name.isEmpty
      ? nil
      : User(name, groups: Self.groups(name, flags.list("as-group")))
    if name.isEmpty, flags.isSet("as-group") {
      throw .failure(
        "error: requesting groups, uid, or user extra for test-user without impersonating a user")
    }
  }

  /// The groups of an impersonated user, as the API server adds them.
  private static func groups(_ name: String, _ given: [String]) -> [String] {
    if name == "system:anonymous" { return given + ["system:unauthenticated"] }
    let parts = name.split(separator: ":")
    let isAccount = name.hasPrefix("system:serviceaccount:") && parts.count == 4
    let own =
      isAccount && given.isEmpty
      ? ["system:serviceaccounts", "system:serviceaccounts:\(parts[2])"] : given
    return own + ["system:authenticated"]
  }

  /// Sends a request as the user that the line names, and shows the warnings of the answer.
  package mutating func request(_ request: Request) throws(Halt) -> Response {
    var request = request
    if let impersonated { request.user = impersonated }
    if request.manager == "kubectl" { request.manager = manager }
    let response = try system.request(request)
    for warning in response.warnings where !warned.contains(warning) {
      warned.append(warning)
      system.printError("Warning: " + warning)
    }
    return response
  }

  package mutating func print(_ text: String) { system.print(text) }
  /// Prints text that brings its own line breaks.
  package mutating func write(_ text: String) {
    if !text.isEmpty { system.print(text, terminator: "") }
  }
  package mutating func warn(_ text: String) { system.printError(text) }

  package var language: Language { system.context.language }

  /// Whom requests are made as.
  package var user: User { impersonated ?? system.context.user }

  /// The namespace of requests for a kind: none for kinds of the whole cluster.
  package func namespace(for resource: Resource) -> String {
    resource.isNamespaced ? namespace : ""
  }
}
