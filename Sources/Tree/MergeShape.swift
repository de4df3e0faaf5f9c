/// How the members of a kind of object are merged: what upstream's struct tags `patchStrategy` and
/// `patchMergeKey` say.
package protocol MergeShape: Sendable {
  /// nil for a member that is unknown here.
  func field(_ name: String) -> MergeField?

  /// The name of the Go type, for messages.
  var typeName: String { get }
}

extension MergeShape {
  package var typeName: String { "" }
}

/// How one member is merged.
package struct MergeField: Sendable {
  /// What `patchStrategy` may say, besides `retainKeys`.
  package enum Strategy: Hashable, Sendable { case merge, replace }

  /// Of the member itself; of its elements when it is a list, of its values when it is a map.
  package var shape: (any MergeShape)?
  /// nil for the default: objects are merged, lists replaced.
  package var strategy: Strategy?
  /// Whether members that the patch does not name are cleared.
  package var retainsKeys: Bool
  /// What tells the elements of a merged list apart; nil for a list of scalars.
  package var mergeKey: String?

  package init(
    shape: (any MergeShape)? = nil, strategy: Strategy? = nil, retainsKeys: Bool = false,
    mergeKey: String? = nil
  ) {
    self.shape = shape
    self.strategy = strategy
    self.retainsKeys = retainsKeys
    self.mergeKey = mergeKey
  }
}

/// The shape of a map from names to values that are all alike, or of anything at all.
package struct MapShape: MergeShape {
  package var values: (any MergeShape)?

  package init(values: (any MergeShape)? = nil) { self.values = values }

  package func field(_ name: String) -> MergeField? { MergeField(shape: values ?? MapShape()) }
}
