import Tree

/// A set of paths to fields in the shape of FieldsV1 (structured-merge-diff's `fieldpath.Set`).
///
/// A step is named as FieldsV1 names it: `f:` a field, `k:` a list's element by its keys, `v:` an
/// element by its value.
struct FieldSet: Hashable, Sendable {
  /// Whether the place itself is in the set.
  var isMember = false
  /// In byte order.
  private(set) var steps: [String] = []
  private(set) var children: [FieldSet] = []

  init(isMember: Bool = false) { self.isMember = isMember }

  var isEmpty: Bool { !isMember && children.allSatisfy(\.isEmpty) }

  subscript(step: String) -> FieldSet? {
    get { steps.firstIndex(of: step).map { children[$0] } }
    set {
      let wanted = newValue.flatMap { $0.isEmpty ? nil : $0 }
      if let place = steps.firstIndex(of: step) {
        if let wanted {
          children[place] = wanted
        } else {
          steps.remove(at: place)
          children.remove(at: place)
        }
      } else if let wanted {
        let place = steps.firstIndex { step.precedes($0) } ?? steps.count
        steps.insert(step, at: place)
        children.insert(wanted, at: place)
      }
    }
  }

  func union(_ other: FieldSet) -> FieldSet {
    var result = self
    result.isMember = isMember || other.isMember
    for (step, child) in zip(other.steps, other.children) {
      result[step] = (result[step] ?? FieldSet()).union(child)
    }
    return result
  }

  func intersection(_ other: FieldSet) -> FieldSet {
    var result = FieldSet(isMember: isMember && other.isMember)
    for (step, child) in zip(steps, children) {
      if let same = other[step] { result[step] = child.intersection(same) }
    }
    return result
  }

  /// Without the other's paths; what lies below a path stays.
  func subtracting(_ other: FieldSet) -> FieldSet {
    var result = FieldSet(isMember: isMember && !other.isMember)
    for (step, child) in zip(steps, children) {
      result[step] = other[step].map(child.subtracting) ?? child
    }
    return result
  }

  /// Without a path and all that lies below it.
  mutating func removeAll(below path: ArraySlice<String>) {
    guard let step = path.first else { return self = FieldSet() }
    guard var child = self[step] else { return }
    child.removeAll(below: path.dropFirst())
    self[step] = child
  }

  /// All paths in words, as conflicts name them: `.spec.containers[name="web"].image`.
  func paths(below place: String = "") -> [String] {
    var found = isMember ? [place] : []
    for (step, child) in zip(steps, children) {
      found += child.paths(below: place + FieldStep.text(step))
    }
    return found
  }
}

extension FieldSet {
  /// The tree of `fieldsV1`.
  var value: Value {
    var members = zip(steps, children).map { ($0, $1.value) }
    if isMember, !members.isEmpty { members.append((".", .emptyObject)) }
    return .object(Fields(members))
  }

  init(fieldsV1 value: Value) { self.init(value, isRoot: true) }

  private init(_ value: Value, isRoot: Bool) {
    let members = value.object ?? Fields()
    isMember = !isRoot && (members.isEmpty || members["."] != nil)
    for (name, child) in members where name != "." {
      self[name] = FieldSet(child, isRoot: false)
    }
  }
}

/// The names of steps.
enum FieldStep {
  static func field(_ name: String) -> String { "f:" + name }
  static func key(_ keys: Fields) -> String { "k:" + Value.object(keys).json() }
  static func value(_ value: Value) -> String { "v:" + value.json() }

  /// A step as a path shows it.
  static func text(_ step: String) -> String {
    let rest = String(step.dropFirst(2))
    switch step.first {
    case "k":
      let keys = (try? Value(json: rest))?.object ?? Fields()
      return "[" + keys.map { "\($0.key)=\($0.value.json())" }.joined(separator: ",") + "]"
    case "v": return "[=\(rest)]"
    default: return "." + rest
    }
  }
}
