/// Names a kind of object in the API: its group, version, kind and the words that people use for it.
///
/// A class, since every request and every object's version is asked for it: passing it on costs one reference.
public final class Resource: Sendable {
  public let group: String
  public let version: String
  public let kind: String
  public let plural: String
  public let singular: String
  public let shortNames: [String]
  public let categories: [String]
  public let isNamespaced: Bool
  public let verbs: [String]
  public let hasStatus: Bool
  public let hasScale: Bool

  public static let allVerbs = [
    "create", "delete", "deletecollection", "get", "list", "patch", "update", "watch",
  ]

  public init(
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

  public var apiVersion: String { group.isEmpty ? version : group + "/" + version }
  /// `deployments.apps`, or `pods` in the core group: how error messages name a resource.
  public var groupResource: String { group.isEmpty ? plural : plural + "." + group }
  /// `deployment.apps`, or `pod`: how kubectl names an object.
  public var qualifiedKind: String { group.isEmpty ? singular : singular + "." + group }
}

extension Resource: Hashable {
  public static func == (left: Resource, right: Resource) -> Bool {
    left === right
      || left.kind == right.kind && left.group == right.group && left.version == right.version
        && left.plural == right.plural
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(group)
    hasher.combine(plural)
  }
}
