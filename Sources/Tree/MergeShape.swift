/// How the members of a kind of object are merged: what upstream's struct tags `patchStrategy` and
/// `patchMergeKey` say.
public protocol MergeShape: Sendable {
  /// nil for a member that is unknown here.
  func field(_ name: String) -> MergeField?

  /// The name of the Go type, for messages.
  var typeName: String { get }
}

extension MergeShape {
  public var typeName: String { "" }
}

/// How one member is merged.
public struct MergeField: Sendable {
  /// What `patchStrategy` may say, besides `retainKeys`.
  public enum Strategy: Hashable, Sendable { case merge, replace }

  /// Of the member itself; of its elements when it is a list, of its values when it is a map.
  public var shape: (any MergeShape)?
  /// nil for the default: objects are merged, lists replaced.
  public var strategy: Strategy?
  /// Whether members that the patch does not name are cleared.
  public var retainsKeys: Bool
  /// What tells the elements of a merged list apart; nil for a list of scalars.
  public var mergeKey: String?

  public init(
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
public struct MapShape: MergeShape {
  public var values: (any MergeShape)?

  public init(values: (any MergeShape)? = nil) { self.values = values }

  public func field(_ name: String) -> MergeField? { MergeField(shape: values ?? MapShape()) }
}
