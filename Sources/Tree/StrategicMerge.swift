/// Strategic merge patches, after k8s.io/apimachinery's util/strategicpatch.
public enum StrategicMerge {
  static let directive = "$patch"
  static let retainKeys = "$retainKeys"
  static let deletionPrefix = "$deleteFromPrimitiveList"
  static let orderPrefix = "$setElementOrder"

  /// The document after the patch (`StrategicMergePatch`).
  public static func applied(
    _ patch: Value, to document: Value, shape: any MergeShape
  ) throws(PatchError) -> Value {
    guard case .object(let changes) = patch, case .object(let fields) = document else {
      throw PatchError("invalid JSON document")
    }
    let options = StrategicApplication(mergesParallelLists: true, ignoresUnmatchedNulls: true)
    return .object(try options.merged(fields, changes, shape))
  }

  /// The patch that makes one document into another (`CreateTwoWayMergePatch`).
  public static func difference(
    from original: Value, to modified: Value, shape: any MergeShape
  ) throws(PatchError) -> Value {
    guard case .object(let old) = original, case .object(let new) = modified else {
      throw PatchError("invalid JSON document")
    }
    return .object(try StrategicDifference().of(old, new, shape))
  }

  /// What `kubectl apply` sends (`CreateThreeWayMergePatch` with overwrite): additions and changes
  /// against the live object, deletions against what was applied last.
  public static func threeWay(
    lastApplied: Value, modified: Value, current: Value, shape: any MergeShape
  ) throws(PatchError) -> Value {
    guard case .object(let last) = lastApplied, case .object(let new) = modified,
      case .object(let live) = current
    else { throw PatchError("invalid JSON document") }
    let changes = try StrategicDifference(ignoresDeletions: true).of(live, new, shape)
    let deletions = try StrategicDifference(ignoresChanges: true).of(last, new, shape)
    let options = StrategicApplication(mergesParallelLists: false, ignoresUnmatchedNulls: false)
    return .object(try options.merged(deletions, changes, shape))
  }

  static func field(_ name: String, of shape: any MergeShape) throws(PatchError) -> MergeField {
    guard let field = shape.field(name) else {
      throw PatchError(
        "unable to find api field in struct \(shape.typeName) for the json field "
          + goQuoted(name))
    }
    return field
  }
}
