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
@dynamicMemberLookup
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
package struct RequestDetails: Hashable, Sendable {
  fileprivate static let usual = RequestDetails()

  package var labelSelector = ""
  package var fieldSelector = ""
  /// Where a list or watch starts.
  package var resourceVersion = ""
  package var limit = 0
  package var patchType = PatchType.strategic
  package var isDryRun = false
  /// Server-side apply takes over fields that others manage.
  package var force = false
  package var fieldValidation = FieldValidation.ignore
  package var propagation: Propagation?
  /// Seconds.
  package var gracePeriod: Int64?
  package var preconditionUID = ""
  package var preconditionVersion = ""
  /// Ask for the table that the server prints instead of the objects.
  package var wantsTable = false
}

extension Request {
  package subscript<Detail>(
    dynamicMember path: WritableKeyPath<RequestDetails, Detail>
  ) -> Detail {
    get {
      guard let details else { return RequestDetails.usual[keyPath: path] }
      return details.wrappedValue[keyPath: path]
    }
    set {
      var changed = details?.wrappedValue ?? .usual
      changed[keyPath: path] = newValue
      details = Shared(wrappedValue: changed)
    }
  }
}
