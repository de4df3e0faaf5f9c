import Resources
import Tree

extension FieldSet {
  /// The fields that a configuration names (`ToFieldSet`): leaves, elements and members of maps.
  static func named(by tree: Value, _ place: FieldPlace) -> FieldSet {
    switch tree {
    case .object(let members) where place.hasMembers:
      var set = FieldSet()
      for (name, value) in members {
        guard let inner = place.member(name) else { continue }
        var child = named(by: value, inner)
        let isBare = value.isNull || value.object?.isEmpty ?? false
        if isBare || !place.isNamed(name) { child.isMember = true }
        set[FieldStep.field(name)] = child
      }
      return set
    case .array(let items):
      guard let inner = place.element else { return FieldSet(isMember: true) }
      var set = FieldSet()
      for item in items {
        var child = inner.hasMembers ? named(by: item, inner) : FieldSet()
        child.isMember = true
        set[place.step(to: item)] = child
      }
      return set
    default: return FieldSet(isMember: true)
    }
  }

  /// Every place of a tree, the inner ones too.
  static func all(of tree: Value, _ place: FieldPlace) -> FieldSet {
    var set = FieldSet(isMember: true)
    switch tree {
    case .object(let members):
      for (name, value) in members {
        if let inner = place.member(name) { set[FieldStep.field(name)] = all(of: value, inner) }
      }
    case .array(let items):
      guard let inner = place.element else { break }
      for item in items { set[place.step(to: item)] = all(of: item, inner) }
    default: break
    }
    return set
  }
}

/// What differs between two versions of a tree (`typed.Comparison`).
struct FieldComparison {
  var added = FieldSet()
  var modified = FieldSet()
  var removed = FieldSet()

  var written: FieldSet { added.union(modified) }

  init() {}

  init(from old: Value?, to new: Value?, _ place: FieldPlace) {
    switch (old, new) {
    case (nil, nil): break
    case (nil, let new?): added = .all(of: new, place)
    case (let old?, nil): removed = .all(of: old, place)
    case (let old?, let new?): compare(old, new, place)
    }
  }

  private mutating func compare(_ old: Value, _ new: Value, _ place: FieldPlace) {
    if place.hasMembers, let before = old.members, let after = new.members {
      for name in Fields((before.names + after.names).map { ($0, .null) }).names {
        guard let inner = place.member(name) else { continue }
        take(FieldComparison(from: before[name], to: after[name], inner), FieldStep.field(name))
      }
    } else if let inner = place.element, let before = old.elements, let after = new.elements {
      let earlier = Fields(before.map { (place.step(to: $0), $0) })
      let later = Fields(after.map { (place.step(to: $0), $0) })
      for step in Fields((earlier.names + later.names).map { ($0, .null) }).names {
        take(FieldComparison(from: earlier[step], to: later[step], inner), step)
      }
    } else if old != new {
      modified.isMember = true
    }
  }

  private mutating func take(_ inner: FieldComparison, _ step: String) {
    added[step] = inner.added
    modified[step] = inner.modified
    removed[step] = inner.removed
  }
}

extension Value {
  /// The members of an object; null has none.
  fileprivate var members: Fields? { isNull ? Fields() : object }
  /// The elements of an array; null has none.
  fileprivate var elements: [Value]? { isNull ? [] : array }
}
