/// Names a kind of object in the API: its group, version, kind and the words that people use for it.
package struct Resource: Hashable, Sendable {
  package let group: String
  package let version: String
  package let kind: String
  package let plural: String
  package let singular: String
  package let shortNames: [String]
  package let categories: [String]
  package let isNamespaced: Bool
  package let verbs: [String]
  package let hasStatus: Bool
  package let hasScale: Bool

  package static let allVerbs = [
    "create", "delete", "deletecollection", "get", "list", "patch", "update", "watch",
  ]

  package init(
    _ group: String, _ version: String, _ kind: String, plural: String, singular: String = "",
    short: [String] = [], categories: [String] = [], namespaced: Bool = true,
    verbs: [String] = Resource.allVerbs,
    status: Bool = false, scale: Bool = false
  ) {
    self.group = group
    self.version = version
    self.kind = kind
    self.plural = plural
    self.singular = singular.isEmpty ? kind.lowercased() : singular
    self.shortNames = short
    self.categories = categories
    self.isNamespaced = namespaced
    self.verbs = verbs
    self.hasStatus = status
    self.hasScale = scale
  }

  package var apiVersion: String { group.isEmpty ? version : group + "/" + version }
  /// `deployments.apps`, or `pods` in the core group: how error messages name a resource.
  package var groupResource: String { group.isEmpty ? plural : plural + "." + group }
  /// `deployment.apps`, or `pod`: how kubectl names an object.
  package var qualifiedKind: String { group.isEmpty ? singular : singular + "." + group }
}
