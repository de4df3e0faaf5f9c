/// Makes strategic merge patches (`diffMaps`, `diffLists`).
struct StrategicDifference {
  var ignoresChanges = false
  var ignoresDeletions = false
  private var buildsRetainKeys = false

  init(ignoresChanges: Bool = false, ignoresDeletions: Bool = false) {
    self.ignoresChanges = ignoresChanges
    self.ignoresDeletions = ignoresDeletions
  }

  func of(
    _ original: Fields, _ modified: Fields, _ shape: any MergeShape
  ) throws(PatchError) -> Fields {
    var patch = Fields()
    for (name, new) in modified {
      guard let old = original[name] else {
        if !ignoresChanges { patch[name] = new }
        continue
      }
      if name == StrategicMerge.directive {
        guard old.string != nil, new.string != nil else {
          throw PatchError("invalid value for special key: \(StrategicMerge.directive)")
        }
        if old != new { patch[name] = new }
        continue
      }
      switch (old, new) {
      case (.object(let before), .object(let after)):
        try addMap(name, before, after, shape, to: &patch)
      case (.array(let before), .array(let after)):
        try addList(name, before, after, shape, to: &patch)
      default: replace(name, old, new, in: &patch)
      }
    }
    if !ignoresDeletions {
      for (name, _) in original where modified[name] == nil { patch[name] = .null }
    }
    let names = modified.filter { $0.value != .null }.map { Value.string($0.key) }
    if buildsRetainKeys, !names.isEmpty, !patch.isEmpty || hasMore(original, than: modified) {
      patch[StrategicMerge.retainKeys] = .array(names)
    }
    return patch
  }

  private func hasMore(_ original: Fields, than modified: Fields) -> Bool {
    original.contains { $0.value != .null && modified[$0.key] == nil }
  }

  private func replace(_ name: String, _ old: Value, _ new: Value, in patch: inout Fields) {
    if !ignoresChanges, old != new { patch[name] = new }
  }

  private func addMap(
    _ name: String, _ old: Fields, _ new: Fields, _ shape: any MergeShape, to patch: inout Fields
  ) throws(PatchError) {
    guard let field = shape.field(name) else {
      if old == new { return }
      _ = try StrategicMerge.field(name, of: shape)
      return
    }
    if field.strategy == .replace {
      if !ignoresChanges { patch[name] = .object(new) }
      return
    }
    var inner = self
    inner.buildsRetainKeys = field.retainsKeys
    let difference = try inner.of(old, new, field.shape ?? MapShape())
    if !difference.isEmpty { patch[name] = .object(difference) }
  }

  private func addList(
    _ name: String, _ old: [Value], _ new: [Value], _ shape: any MergeShape,
    to patch: inout Fields
  ) throws(PatchError) {
    guard let field = shape.field(name) else {
      if old == new { return }
      _ = try StrategicMerge.field(name, of: shape)
      return
    }
    guard field.strategy == .merge else {
      return replace(name, .array(old), .array(new), in: &patch)
    }
    if old.isEmpty {
      if !new.isEmpty, !ignoresChanges { patch[name] = .array(new) }
      return
    }
    if try StrategicLists.holdMaps(old, new) {
      try addMaps(name, old, new, field, to: &patch)
    } else {
      try addScalars(name, old, new, to: &patch)
    }
  }

  private func addMaps(
    _ name: String, _ old: [Value], _ new: [Value], _ field: MergeField, to patch: inout Fields
  ) throws(PatchError) {
    let mergeKey = field.mergeKey ?? ""
    var inner = self
    inner.buildsRetainKeys = field.retainsKeys
    let (changes, deletions) = try inner.ofMaps(old, new, mergeKey, field.shape ?? MapShape())
    let list = try StrategicLists.ordered(changes, by: new, mergeKey) + deletions
    let orderIsSame =
      old.count == new.count
      && zip(old, new).allSatisfy {
        StrategicLists.identity($0, mergeKey) == StrategicLists.identity($1, mergeKey)
      }
    if !list.isEmpty { patch[name] = .array(list) }
    let isOrderNeeded =
      !ignoresChanges && (!list.isEmpty || !orderIsSame) || !ignoresDeletions && !list.isEmpty
    if isOrderNeeded, !new.isEmpty {
      patch["\(StrategicMerge.orderPrefix)/\(name)"] = .array(
        new.map { .object(Fields([(mergeKey, StrategicLists.identity($0, mergeKey))])) })
    }
  }

  private func ofMaps(
    _ old: [Value], _ new: [Value], _ mergeKey: String, _ shape: any MergeShape
  ) throws(PatchError) -> (changes: [Value], deletions: [Value]) {
    let before = StrategicLists.sortedMaps(old, mergeKey)
    let after = StrategicLists.sortedMaps(new, mergeKey)
    var (changes, deletions): ([Value], [Value]) = ([], [])
    var (oldIndex, newIndex) = (0, 0)
    while oldIndex < before.count || newIndex < after.count {
      let left =
        oldIndex < before.count
        ? try StrategicLists.requireMergeKey(before[oldIndex], mergeKey) : nil
      let right =
        newIndex < after.count
        ? try StrategicLists.requireMergeKey(after[newIndex], mergeKey) : nil
      let (leftText, rightText) = (left?.value.goPrinted, right?.value.goPrinted)
      if let left, let right, leftText == rightText {
        var difference = try of(left.fields, right.fields, shape)
        if !difference.isEmpty {
          difference[mergeKey] = right.value
          changes.append(.object(difference))
        }
        oldIndex += 1
        newIndex += 1
      } else if let right, let rightText, leftText.map({ rightText.precedes($0) }) ?? true {
        if !ignoresChanges { changes.append(.object(right.fields)) }
        newIndex += 1
      } else if let left {
        if !ignoresDeletions {
          deletions.append(
            .object(
              Fields([(mergeKey, left.value), (StrategicMerge.directive, .string("delete"))])))
        }
        oldIndex += 1
      }
    }
    return (changes, deletions)
  }

  private func addScalars(
    _ name: String, _ old: [Value], _ new: [Value], to patch: inout Fields
  ) throws(PatchError) {
    // Upstream sorts the old list in place, and compares the sorted one below.
    let before = StrategicLists.sortedScalars(old)
    let after = StrategicLists.sortedScalars(new)
    var (additions, deletions): ([Value], [Value]) = ([], [])
    var (oldIndex, newIndex) = (0, 0)
    while oldIndex < before.count || newIndex < after.count {
      let left = oldIndex < before.count ? before[oldIndex].goPrinted : nil
      let right = newIndex < after.count ? after[newIndex].goPrinted : nil
      if left == right {
        oldIndex += 1
        newIndex += 1
      } else if let right, left.map({ right.precedes($0) }) ?? true {
        if !ignoresChanges { additions.append(after[newIndex]) }
        newIndex += 1
      } else {
        if !ignoresDeletions { deletions.append(before[oldIndex]) }
        oldIndex += 1
      }
    }
    deletions = StrategicLists.withoutDoubles(deletions)
    let list = try StrategicLists.ordered(additions, by: new, nil)
    if !list.isEmpty { patch[name] = .array(list) }
    if !deletions.isEmpty {
      patch["\(StrategicMerge.deletionPrefix)/\(name)"] = .array(deletions)
    }
    let isOrderNeeded =
      !ignoresDeletions && !deletions.isEmpty || !ignoresChanges && before != new
    if isOrderNeeded, !new.isEmpty {
      patch["\(StrategicMerge.orderPrefix)/\(name)"] = .array(new)
    }
  }
}
