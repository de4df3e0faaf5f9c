/// Applies strategic merge patches (`mergeMap`, `mergeSlice`), to objects and to other patches.
struct StrategicApplication {
  /// Whether `$deleteFromPrimitiveList` and `$setElementOrder` are obeyed; else they are handed on.
  var mergesParallelLists: Bool
  /// Whether a null for what is not there is forgotten.
  var ignoresUnmatchedNulls: Bool

  func merged(
    _ original: Fields, _ patch: Fields, _ shape: any MergeShape
  ) throws(PatchError) -> Fields {
    if let directive = patch[StrategicMerge.directive] {
      return try whole(patch, directive)
    }
    var (original, patch) = (original, patch)
    try applyRetainKeys(&original, &patch)
    try applyOrders(&original, &patch, shape)
    for (key, value) in patch {
      var name = key
      let isDeletionList = key.hasPrefix(StrategicMerge.deletionPrefix)
      if isDeletionList {
        guard mergesParallelLists else {
          original[key] = value
          continue
        }
        name = try self.name(
          key, StrategicMerge.deletionPrefix, "invalid patch format of primitive list")
      }
      if value == .null {
        original[name] = nil
        if ignoresUnmatchedNulls { continue }
      }
      try merge(name, value, isDeletionList, into: &original, shape)
    }
    return original
  }

  private func merge(
    _ name: String, _ value: Value, _ isDeletionList: Bool, into original: inout Fields,
    _ shape: any MergeShape
  ) throws(PatchError) {
    switch (original[name], value) {
    case (.object(let old)?, .object(let new)):
      let field = try StrategicMerge.field(name, of: shape)
      original[name] = .object(
        field.strategy == .replace ? new : try merged(old, new, field.shape ?? MapShape()))
    case (.array(let old)?, .array(let new)):
      let field = try StrategicMerge.field(name, of: shape)
      original[name] = .array(try list(old, new, field, isDeletionList: isDeletionList))
    case (let old?, _) where old.goType == value.goType: original[name] = value
    default:
      // There is nothing of this kind yet: the patch's value is taken, without what it says
      // about merging.
      guard !isDeletionList else { return }
      original[name] = withoutDirectives(ignoresUnmatchedNulls ? withoutNulls(value) : value)
    }
  }

  private func whole(_ patch: Fields, _ directive: Value) throws(PatchError) -> Fields {
    switch directive {
    case "replace":
      var rest = patch
      rest[StrategicMerge.directive] = nil
      return rest
    case "delete": return Fields()
    default: throw unknown(directive, patch)
    }
  }

  private func unknown(_ directive: Value, _ patch: Fields) -> PatchError {
    PatchError(
      "unknown patch type: \(directive.goPrinted) in map: \(Value.object(patch).goPrinted)")
  }

  /// A value without what says how to merge it; nil when that is all it is.
  private func withoutDirectives(_ value: Value) -> Value? {
    switch value {
    case .object(let fields):
      if fields[StrategicMerge.directive] != nil { return nil }
      var kept = Fields()
      for (name, member) in fields { kept[name] = withoutDirectives(member) }
      return .object(kept)
    case .array(let items): return .array(items.compactMap(withoutDirectives))
    default: return value
    }
  }

  private func withoutNulls(_ value: Value) -> Value {
    switch value {
    case .object(let fields):
      .object(
        Fields(fields.filter { $0.value != .null }.map { ($0.key, withoutNulls($0.value)) }))
    case .array(let items): .array(items.map(withoutNulls))
    default: value
    }
  }

  /// Clears what `$retainKeys` does not name.
  private func applyRetainKeys(
    _ original: inout Fields, _ patch: inout Fields
  ) throws(PatchError) {
    guard let list = patch[StrategicMerge.retainKeys] else { return }
    patch[StrategicMerge.retainKeys] = nil
    let malformed = PatchError("invalid patch format of retainKeys")
    if !mergesParallelLists {
      if let other = original[StrategicMerge.retainKeys], other != list {
        throw PatchError(
          "\(other.goPrinted) and \(list.goPrinted) are not deep equal: "
            + "this may happen when calculating the 3-way diff patch")
      }
      original[StrategicMerge.retainKeys] = list
      return
    }
    guard case .array(let names) = list else { throw malformed }
    for (name, value) in patch where value != .null {
      let isDirective =
        name.hasPrefix(StrategicMerge.deletionPrefix) || name.hasPrefix(StrategicMerge.orderPrefix)
      if !isDirective, !names.contains(.string(name)) { throw malformed }
    }
    for name in original.names where !names.contains(.string(name)) { original[name] = nil }
  }

  /// Merges the lists that `$setElementOrder` orders, and takes them out of the patch.
  private func applyOrders(
    _ original: inout Fields, _ patch: inout Fields, _ shape: any MergeShape
  ) throws(PatchError) {
    let malformed = "invalid patch format of setElementOrder list"
    for (key, order) in patch where key.hasPrefix(StrategicMerge.orderPrefix) {
      if !mergesParallelLists {
        if let other = original[key], other != order { throw PatchError(malformed) }
        original[key] = order
      }
      patch[key] = nil
      let name = try name(key, StrategicMerge.orderPrefix, malformed)
      let names = try array(order)
      let (old, new) = (original[name], patch[name])
      let (oldItems, newItems) = (try old.map(array), try new.map(array))
      let field = try StrategicMerge.field(name, of: shape)
      let mergeKey = field.mergeKey
      try checkOrder(newItems ?? [], names, mergeKey)
      let merged: [Value]
      switch (oldItems, newItems) {
      case (let old?, nil): merged = old
      case (nil, let new?): merged = new.compactMap(withoutDirectives)
      case (let old?, let new?): merged = try list(old, new, field, isDeletionList: false)
      case (nil, nil): continue
      }
      let parts = try StrategicLists.partitioned(merged, by: names, mergeKey)
      _ = try StrategicLists.holdMaps(oldItems ?? [], newItems ?? [])
      original[name] = .array(
        try StrategicLists.interleaved(
          patch: parts.named, serverOnly: parts.unnamed, patchOrder: names,
          serverOrder: oldItems ?? [], mergeKey))
      patch[name] = nil
    }
  }

  /// Whether the patch's elements stand in the order that it asks for.
  private func checkOrder(
    _ patch: [Value], _ order: [Value], _ mergeKey: String?
  ) throws(PatchError) {
    if patch.isEmpty || order.isEmpty { return }
    let kept = mergeKey == nil ? patch : patch.filter { !StrategicLists.isDeletion($0) }
    var (index, place) = (0, 0)
    while index < kept.count, place < order.count {
      if kept[index][StrategicMerge.directive] != nil {
        index += 1
        continue
      }
      if let mergeKey {
        let item = try StrategicLists.requireMergeKey(kept[index], mergeKey).value
        if try StrategicLists.requireMergeKey(order[place], mergeKey).value == item { index += 1 }
      } else if kept[index] == order[place] {
        index += 1
      }
      place += 1
    }
    if index < kept.count {
      throw PatchError(
        "the order in patch list:\n\(Value.array(patch).goPrinted)\n doesn't match "
          + "\(StrategicMerge.orderPrefix) list:\n\(Value.array(order).goPrinted)")
    }
  }

  private func list(
    _ original: [Value], _ patch: [Value], _ field: MergeField, isDeletionList: Bool
  ) throws(PatchError) -> [Value] {
    guard field.strategy == .merge else { return patch }
    if original.isEmpty, patch.isEmpty { return original }
    var (original, patch) = (original, patch)
    var merged: [Value]
    var mergeKey: String?
    if try StrategicLists.holdMaps(original, patch) {
      guard let key = field.mergeKey else {
        throw PatchError(
          "cannot merge lists without merge key for \(field.shape?.typeName ?? "")")
      }
      mergeKey = key
      try applyDirectives(&original, &patch, key)
      merged = try maps(original, patch, key, field.shape ?? MapShape())
    } else {
      if mergesParallelLists, isDeletionList { return original.filter { !patch.contains($0) } }
      merged = StrategicLists.withoutDoubles(original + patch)
      mergeKey = field.mergeKey
    }
    let parts = try StrategicLists.partitioned(merged, by: patch, mergeKey)
    return try StrategicLists.interleaved(
      patch: parts.named, serverOnly: parts.unnamed, patchOrder: patch, serverOrder: original,
      mergeKey)
  }

  /// Obeys `$patch` in elements, and takes these out of the patch.
  private func applyDirectives(
    _ original: inout [Value], _ patch: inout [Value], _ mergeKey: String
  ) throws(PatchError) {
    var kept: [Value] = []
    var replaces = false
    for item in patch {
      guard case .object(let fields) = item, let directive = fields[StrategicMerge.directive]
      else {
        kept.append(item)
        continue
      }
      switch directive {
      case "delete":
        let value = try StrategicLists.requireMergeKey(item, mergeKey).value
        original.removeAll { $0[mergeKey] == value }
      case "replace": replaces = true
      case "merge": throw PatchError("merging lists cannot yet be specified in the patch")
      default: throw unknown(directive, fields)
      }
    }
    if replaces {
      original = kept
      patch = []
    } else {
      patch = kept
    }
  }

  private func maps(
    _ original: [Value], _ patch: [Value], _ mergeKey: String, _ shape: any MergeShape
  ) throws(PatchError) -> [Value] {
    var merged = original
    for item in patch {
      let (fields, value) = try StrategicLists.requireMergeKey(item, mergeKey)
      let index = merged.firstIndex { $0[mergeKey] == value }
      if let index, case .object(let old) = merged[index] {
        merged[index] = .object(try self.merged(old, fields, shape))
      } else {
        merged.append(item)  // With its directives, as upstream.
      }
    }
    return merged
  }

  private func name(
    _ key: String, _ prefix: String, _ problem: String
  ) throws(PatchError) -> String {
    guard key.hasPrefix(prefix + "/") else { throw PatchError(problem) }
    return String(key.dropFirst(prefix.count + 1))
  }

  private func array(_ value: Value) throws(PatchError) -> [Value] {
    guard case .array(let items) = value else {
      throw PatchError("expected a []interface {}, but received a \(value.goType)")
    }
    return items
  }
}
