import Resources
import Tree

/// How server-side apply sees one place of an object: as one value, as fields, or as elements.
struct FieldPlace {
  let shape: Shape
  var merging = Merging.atomic
  var isAtomic = false

  /// Structs that are set as a whole (`x-kubernetes-map-type: atomic` in the API's types).
  private static let atomicStructures = [
    "LabelSelector", "ObjectReference", "LocalObjectReference", "TypedLocalObjectReference",
    "OwnerReference", "ConfigMapKeySelector", "SecretKeySelector", "ObjectFieldSelector",
    "ResourceFieldSelector", "NodeSelector", "NodeSelectorTerm", "SecretReference", "RoleRef",
    "CrossVersionObjectReference",
  ]

  /// The root of a kind: its metadata and its own fields.
  static func root(of type: any KindType) -> FieldPlace {
    let own = type.structure
    let metadata = FieldShape("metadata", Metadata.shape)
    return FieldPlace(shape: .inline(own.name, [metadata] + own.fields))
  }

  init(shape: Shape, merging: Merging = .atomic, isAtomic: Bool = false) {
    self.shape = shape
    self.merging = merging
    self.isAtomic = isAtomic
  }

  private init(_ field: FieldShape, in owner: String) {
    self.init(shape: field.shape, merging: field.merging)
    let isSelector = field.name == "nodeSelector" || field.name == "selector"
    if case .map = field.shape, isSelector { isAtomic = true }
    if let structure = field.shape.structure {
      isAtomic = FieldPlace.atomicStructures.contains(structure.name)
    }
  }

  /// Where the members of an object at this place stand; nil where it is one value.
  func member(_ name: String) -> FieldPlace? {
    if isAtomic { return nil }
    switch shape {
    case .structure(let make):
      let structure = make()
      return structure[name].map { FieldPlace($0, in: structure.name) } ?? FieldPlace(shape: .any)
    case .map(let inner): return FieldPlace(shape: inner)
    case .any: return FieldPlace(shape: .any)
    default: return nil
    }
  }

  /// Whether members are fields of a struct, which belong to who sets what lies below them.
  func isNamed(_ name: String) -> Bool {
    if case .structure(let make) = shape { return make()[name] != nil }
    return false
  }

  var hasMembers: Bool { !isAtomic && member("") != nil }

  var element: FieldPlace? {
    guard case .list(let inner) = shape, merging != .atomic, merging != .retainKeys else {
      return nil
    }
    let isAtomic = inner.structure.map { FieldPlace.atomicStructures.contains($0.name) } ?? false
    return FieldPlace(shape: inner, isAtomic: isAtomic)
  }

  /// The step to an element of a list at this place.
  func step(to element: Value) -> String {
    guard case .byKey(let keys) = merging else { return FieldStep.value(element) }
    var found = Fields()
    for key in keys {
      // The one default among the keys of lists.
      found[key] = element[key] ?? (key == "protocol" ? "TCP" : nil)
    }
    return FieldStep.key(found)
  }
}
