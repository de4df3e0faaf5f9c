import Resources
import Tree

/// Who asks: a name and groups, as authentication found them.
package struct User: Hashable, Sendable {
  package var name: String
  package var groups: [String]

  package init(_ name: String, groups: [String] = []) {
    self.name = name
    self.groups = groups
  }

  /// The administrator that kubectl's configuration names in a new cluster.
  package static let admin = User(
    "kubernetes-admin", groups: ["system:masters", "system:authenticated"])
  package static let scheduler = component("kube-scheduler")
  package static let controllerManager = component("kube-controller-manager")
  package static func component(_ name: String) -> User {
    User("system:" + name, groups: admin.groups)
  }
}

/// What a request wants to do, in the words of RBAC.
package enum Verb: String, Hashable, Sendable {
  case get, list, watch, create, update, patch, delete, deletecollection
}

/// How a patch is written.
package enum PatchType: String, Hashable, Sendable {
  case json, merge, strategic, apply
}

/// What happens to what an object owns when it is deleted.
package enum Propagation: String, Hashable, Sendable {
  case background = "Background"
  case foreground = "Foreground"
  case orphan = "Orphan"
}

/// How strictly unknown fields are taken.
package enum FieldValidation: String, Hashable, Sendable {
  case strict = "Strict"
  case warn = "Warn"
  case ignore = "Ignore"
}

/// One request to the API server: the same value whoever sends it.
package struct Request: Sendable {
  /// What the request carries.
  package enum Body: Sendable {
    case none
    /// JSON as it came over the wire.
    case tree(Value)
    /// An object of a component that speaks the server's own types.
    case record(any Record)
    /// The scheduler's `v1.Binding`, which says nothing but a node's name.
    case binding(node: String)
  }

  package var verb: Verb
  /// The kind's place in the store.
  package var kind: Int
  package var namespace = ""
  package var name = ""
  package var subresource = ""
  package var body = Body.none
  package var user = User.admin
  /// Whom the answer goes to.
  package var client = Component.apiServer
  /// The field manager, taken from the program's name.
  package var manager = "kubectl"

  /// What few requests say; apart, since requests are passed on more often than they are read.
  private var details: Shared<RequestDetails>?

  package init(_ verb: Verb, _ kind: Int, namespace: String = "", name: String = "") {
    self.verb = verb
    self.kind = kind
    self.namespace = namespace
    self.name = name
  }
}

/// Selectors, conditions and manners of a request, of which most have none.
private struct RequestDetails: Hashable, Sendable {
  static let usual = RequestDetails()

  var labelSelector = ""
  var fieldSelector = ""
  var resourceVersion = ""
  var limit = 0
  var patchType = PatchType.strategic
  var isDryRun = false
  var force = false
  var fieldValidation = FieldValidation.ignore
  var propagation: Propagation?
  var gracePeriod: Int64?
  var preconditionUID = ""
  var preconditionVersion = ""
  var wantsTable = false
}

extension Request {
  private mutating func change(_ body: (inout RequestDetails) -> Void) {
    var changed = details?.wrappedValue ?? .usual
    body(&changed)
    details = Shared(wrappedValue: changed)
  }

  package var labelSelector: String {
    get { details?.wrappedValue.labelSelector ?? RequestDetails.usual.labelSelector }
    set { change { $0.labelSelector = newValue } }
  }
  package var fieldSelector: String {
    get { details?.wrappedValue.fieldSelector ?? RequestDetails.usual.fieldSelector }
    set { change { $0.fieldSelector = newValue } }
  }
  /// Where a list or watch starts.
  package var resourceVersion: String {
    get { details?.wrappedValue.resourceVersion ?? RequestDetails.usual.resourceVersion }
    set { change { $0.resourceVersion = newValue } }
  }
  package var limit: Int {
    get { details?.wrappedValue.limit ?? RequestDetails.usual.limit }
    set { change { $0.limit = newValue } }
  }
  package var patchType: PatchType {
    get { details?.wrappedValue.patchType ?? RequestDetails.usual.patchType }
    set { change { $0.patchType = newValue } }
  }
  package var isDryRun: Bool {
    get { details?.wrappedValue.isDryRun ?? RequestDetails.usual.isDryRun }
    set { change { $0.isDryRun = newValue } }
  }
  /// Server-side apply takes over fields that others manage.
  package var force: Bool {
    get { details?.wrappedValue.force ?? RequestDetails.usual.force }
    set { change { $0.force = newValue } }
  }
  /// How strictly unknown fields are taken.
  package var fieldValidation: FieldValidation {
    get { details?.wrappedValue.fieldValidation ?? RequestDetails.usual.fieldValidation }
    set { change { $0.fieldValidation = newValue } }
  }
  package var propagation: Propagation? {
    get { details?.wrappedValue.propagation ?? RequestDetails.usual.propagation }
    set { change { $0.propagation = newValue } }
  }
  /// Seconds.
  package var gracePeriod: Int64? {
    get { details?.wrappedValue.gracePeriod ?? RequestDetails.usual.gracePeriod }
    set { change { $0.gracePeriod = newValue } }
  }
  package var preconditionUID: String {
    get { details?.wrappedValue.preconditionUID ?? RequestDetails.usual.preconditionUID }
    set { change { $0.preconditionUID = newValue } }
  }
  package var preconditionVersion: String {
    get { details?.wrappedValue.preconditionVersion ?? RequestDetails.usual.preconditionVersion }
    set { change { $0.preconditionVersion = newValue } }
  }
  /// Ask for the table that the server prints instead of the objects.
  package var wantsTable: Bool {
    get { details?.wrappedValue.wantsTable ?? RequestDetails.usual.wantsTable }
    set { change { $0.wantsTable = newValue } }
  }
}
