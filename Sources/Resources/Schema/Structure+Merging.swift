import Tree

/// How the members of a kind are merged: the schema read as Go's struct tags would be.
extension Structure: MergeShape {
  public var typeName: String { "v1." + name }

  public func field(_ name: String) -> MergeField? { self[name]?.mergeField }
}

extension FieldShape {
  var mergeField: MergeField {
    var field = MergeField(shape: shape.mergeShape)
    switch merging {
    case .byKey(let keys):
      field.strategy = .merge
      field.mergeKey = keys.first
    case .set: field.strategy = .merge
    case .retainKeys: field.retainsKeys = true
    case .atomic: break
    }
    return field
  }
}

extension Shape {
  var mergeShape: (any MergeShape)? {
    switch self {
    case .structure(let make): make()
    case .list(let inner): inner.mergeShape
    case .map(let inner): MapShape(values: inner.mergeShape)
    case .any: MapShape()
    default: nil
    }
  }
}

/// The shape of a whole object: its kind's members and those that every object has.
public struct ObjectMergeShape: MergeShape {
  private let structure: Structure

  public init(_ structure: Structure) { self.structure = structure }

  public var typeName: String { structure.typeName }

  public func field(_ name: String) -> MergeField? {
    switch name {
    case "apiVersion", "kind": MergeField()
    case "metadata": MergeField(shape: Metadata.schema.structure)
    default: structure.field(name)
    }
  }
}

extension KindType {
  public var mergeShape: any MergeShape { ObjectMergeShape(structure) }
}
