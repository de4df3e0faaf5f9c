/// Lists of a strategic merge: how elements are found, ordered and told apart.
enum StrategicLists {
  /// What all elements of some lists are: maps, or scalars of one type.
  static func holdMaps(_ lists: [Value]...) throws(PatchError) -> Bool {
    var type: String?
    for item in lists.joined() {
      guard let known = type else {
        if case .array = item { throw PatchError("lists of lists are not supported") }
        type = item.goType
        continue
      }
      if known != item.goType {
        let printed = lists.map { Value.array($0).goPrinted }.joined(separator: " ")
        throw PatchError("list element types are not identical: [\(printed)]")
      }
    }
    guard let type else { throw PatchError("no elements in any of the given slices") }
    return type == Value.emptyObject.goType
  }

  /// What tells an element apart: the value of its merge key, or the scalar itself.
  static func identity(_ item: Value, _ mergeKey: String?) -> Value {
    guard let mergeKey else { return item }
    return item[mergeKey] ?? .null
  }

  static func requireMergeKey(
    _ item: Value, _ mergeKey: String
  ) throws(PatchError) -> (fields: Fields, value: Value) {
    guard case .object(let fields) = item else {
      throw PatchError("expected a map[string]interface {}, but received a \(item.goType)")
    }
    guard let value = fields[mergeKey] else {
      throw PatchError(
        "map: \(item.goPrinted) does not contain declared merge key: \(mergeKey)")
    }
    return (fields, value)
  }

  static func position(of identity: Value, in list: [Value], _ mergeKey: String?) -> Int? {
    list.firstIndex { self.identity($0, mergeKey) == identity }
  }

  static func isDeletion(_ item: Value) -> Bool {
    item[StrategicMerge.directive] == "delete"
  }

  /// Scalars in the order of their text; equal ones change places, as in upstream's sort.
  static func sortedScalars(_ items: [Value]) -> [Value] {
    sorted(items.map { ($0, $0.goPrinted) })
  }

  /// Maps in the order of their merge key's text.
  static func sortedMaps(_ items: [Value], _ mergeKey: String) -> [Value] {
    sorted(items.map { ($0, identity($0, mergeKey).goPrinted) })
  }

  private static func sorted(_ items: [(value: Value, text: String)]) -> [Value] {
    items.enumerated().sorted { left, right in
      left.element.text == right.element.text
        ? left.offset > right.offset : left.element.text.precedes(right.element.text)
    }.map(\.element.value)
  }

  /// As upstream: the last element takes the place of a double.
  static func withoutDoubles(_ items: [Value]) -> [Value] {
    var items = items
    var first = 0
    while first < items.count - 1 {
      var second = first + 1
      while second < items.count {
        if items[first] == items[second] {
          items[second] = items[items.count - 1]
          items.removeLast()
        } else {
          second += 1
        }
      }
      first += 1
    }
    return items
  }

  /// Sorts a list by the order of another; deletions come last.
  static func ordered(
    _ list: [Value], by order: [Value], _ mergeKey: String?
  ) throws(PatchError) -> [Value] {
    var deletions: [Value] = []
    var kept = list
    if let mergeKey {
      for item in list + order { _ = try requireMergeKey(item, mergeKey) }
      kept = list.filter { !isDeletion($0) }
      deletions = list.filter(isDeletion)
    }
    let places = kept.map { position(of: identity($0, mergeKey), in: order, mergeKey) }
    var items = Array(zip(kept, places))
    // An insertion sort like upstream's: what the order does not know moves to the front.
    for start in items.indices.dropFirst() {
      var index = start
      while index > 0 {
        if let place = items[index].1, let before = items[index - 1].1, place >= before { break }
        items.swapAt(index, index - 1)
        index -= 1
      }
    }
    return items.map(\.0) + deletions
  }

  /// Puts what the patch has and what only the server has into one order: the patch's is kept, and
  /// so is the server's where it can be.
  static func interleaved(
    patch: [Value], serverOnly: [Value], patchOrder: [Value], serverOrder: [Value],
    _ mergeKey: String?
  ) throws(PatchError) -> [Value] {
    let right = try ordered(patch, by: patchOrder, mergeKey)
    let left = try ordered(serverOnly, by: serverOrder, mergeKey)
    func place(_ item: Value) -> Int? {
      position(of: identity(item, mergeKey), in: serverOrder, mergeKey)
    }
    var merged: [Value] = []
    var (leftIndex, rightIndex) = (0, 0)
    while leftIndex < left.count, rightIndex < right.count {
      if let first = place(left[leftIndex]), let second = place(right[rightIndex]), first < second {
        merged.append(left[leftIndex])
        leftIndex += 1
      } else {
        merged.append(right[rightIndex])
        rightIndex += 1
      }
    }
    return merged + left[leftIndex...] + right[rightIndex...]
  }

  /// Splits a list into what another one names and what it does not.
  static func partitioned(
    _ list: [Value], by other: [Value], _ mergeKey: String?
  ) throws(PatchError) -> (named: [Value], unnamed: [Value]) {
    if let mergeKey {
      for item in list { _ = try requireMergeKey(item, mergeKey) }
      for (index, item) in other.enumerated() where item.object == nil {
        throw PatchError("value for key \(index) is not a map.")
      }
    }
    func isNamed(_ item: Value) -> Bool {
      position(of: identity(item, mergeKey), in: other, mergeKey) != nil
    }
    return (list.filter(isNamed), list.filter { !isNamed($0) })
  }
}
