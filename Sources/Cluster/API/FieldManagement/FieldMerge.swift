import Resources
import Tree

/// Puts a configuration over a live object, and takes out what a manager no longer wants.
enum FieldMerge {
  static func merge(_ live: Value, _ wanted: Value, _ place: FieldPlace) -> Value {
    if place.hasMembers, case .object(var members) = live, case .object(let changes) = wanted {
      for (name, value) in changes {
        guard let inner = place.member(name), let old = members[name] else {
          members[name] = value
          continue
        }
        members[name] = merge(old, value, inner)
      }
      return .object(members)
    }
    if let inner = place.element, case .array(let items) = live, case .array(let changes) = wanted {
      return .array(merge(items, changes, place, inner))
    }
    return wanted
  }

  /// Elements that both have keep their place; new ones stand before what they stood before.
  private static func merge(
    _ live: [Value], _ wanted: [Value], _ place: FieldPlace, _ inner: FieldPlace
  ) -> [Value] {
    let liveSteps = live.map(place.step)
    var rest = wanted.map { (step: place.step(to: $0), value: $0) }[...]
    var result: [Value] = []
    for (step, item) in zip(liveSteps, live) {
      guard let match = rest.first(where: { $0.step == step }) else {
        if !wanted.contains(where: { place.step(to: $0) == step }) { result.append(item) }
        continue
      }
      while let next = rest.first, next.step != step {
        if let old = liveSteps.firstIndex(of: next.step) {
          result.append(merge(live[old], next.value, inner))
        } else {
          result.append(next.value)
        }
        rest.removeFirst()
      }
      result.append(merge(item, match.value, inner))
      rest.removeFirst()
    }
    return result + rest.map(\.value)
  }

  /// Takes out what `dropped` holds and nobody in `kept` has; nil when nothing is left.
  static func prune(
    _ tree: Value, _ dropped: FieldSet, kept: FieldSet, _ place: FieldPlace
  ) -> Value? {
    switch tree {
    case .object(let members) where place.hasMembers:
      var result = Fields()
      for (name, value) in members {
        let step = FieldStep.field(name)
        guard let inner = place.member(name), let lost = dropped[step] else {
          result[name] = value
          continue
        }
        result[name] = remainder(of: value, lost, kept[step] ?? FieldSet(), inner)
      }
      return result.isEmpty && !members.isEmpty && !kept.isMember ? nil : .object(result)
    case .array(let items):
      guard let inner = place.element else { return tree }
      let left = items.compactMap { item -> Value? in
        let step = place.step(to: item)
        guard let lost = dropped[step] else { return item }
        return remainder(of: item, lost, kept[step] ?? FieldSet(), inner)
      }
      return left.isEmpty && !items.isEmpty && !kept.isMember ? nil : .array(left)
    default: return tree
    }
  }

  private static func remainder(
    of value: Value, _ lost: FieldSet, _ kept: FieldSet, _ place: FieldPlace
  ) -> Value? {
    if lost.isMember, kept.isEmpty { return nil }
    return prune(value, lost, kept: kept, place)
  }
}
