/// JSON merge patches (RFC 7386), as github.com/evanphx/json-patch applies and makes them.
public enum MergePatch {
  /// The document after the patch: objects are merged, nulls delete, everything else replaces.
  public static func applied(_ patch: Value, to document: Value?) -> Value {
    guard case .object(let changes) = patch else { return withoutNulls(patch) }
    guard case .object(var fields)? = document else { return withoutNulls(patch) }
    for (name, change) in changes {
      if change == .null {
        fields[name] = nil
      } else if let current = fields[name], current != .null {
        fields[name] = applied(change, to: current)
      } else {
        fields[name] = withoutNulls(change)
      }
    }
    return .object(fields)
  }

  /// The patch that makes one document into another.
  public static func difference(from original: Value, to modified: Value) -> Value {
    guard case .object(let old) = original, case .object(let new) = modified else {
      return modified
    }
    var patch = Fields()
    for (name, value) in new {
      guard let before = old[name] else {
        patch[name] = value
        continue
      }
      if case .object = before, case .object = value {
        let inner = difference(from: before, to: value)
        if inner != .emptyObject { patch[name] = inner }
      } else if before != value {
        patch[name] = value
      }
    }
    for (name, _) in old where new[name] == nil { patch[name] = .null }
    return .object(patch)
  }

  /// What `kubectl apply` sends for kinds without a schema, after
  /// `jsonmergepatch.CreateThreeWayJSONMergePatch`: additions and changes against the live object,
  /// deletions against what was applied last.
  public static func threeWay(
    lastApplied: Value, modified: Value, current: Value
  ) throws(PatchError) -> Value {
    let changes = filtered(difference(from: current, to: modified), keepingNulls: false)
    let deletions = filtered(difference(from: lastApplied, to: modified), keepingNulls: true)
    if conflicts(changes, deletions) {
      throw PatchError(
        "patch:\n\(changes.yaml())\nconflicts with changes made from original to current:\n"
          + "\(deletions.yaml())\n")
    }
    return applied(changes, to: deletions)
  }

  private static func withoutNulls(_ value: Value) -> Value {
    switch value {
    case .object(let fields):
      .object(
        Fields(fields.filter { $0.value != .null }.map { ($0.key, withoutNulls($0.value)) }))
    case .array(let items): .array(items.map(withoutNulls))
    default: value
    }
  }

  /// Only the deletions of a patch, or all but these.
  private static func filtered(_ patch: Value, keepingNulls: Bool) -> Value {
    guard case .object(let fields) = patch else { return patch }
    var kept = Fields()
    for (name, value) in fields {
      switch value {
      case .null: if keepingNulls { kept[name] = .null }
      case .object(let inner) where !inner.isEmpty:
        let rest = filtered(value, keepingNulls: keepingNulls)
        if rest != .emptyObject { kept[name] = rest }
      default: if !keepingNulls { kept[name] = value }
      }
    }
    return .object(kept)
  }

  /// Whether two patches want different things of one member.
  private static func conflicts(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.object(let a), .object(let b)):
      a.contains { name, value in b[name].map { conflicts(value, $0) } ?? false }
    case (.array(let a), .array(let b)):
      a.count != b.count || zip(a, b).contains { conflicts($0, $1) }
    default: left != right
    }
  }
}
