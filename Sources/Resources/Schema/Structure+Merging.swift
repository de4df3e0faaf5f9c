import Tree

/// How the members of a kind are merged: the schema read as Go's struct tags would be.
extension Structure: MergeShape {
  package var typeName: String { "v1." + name }

  package func field(_ name: String) -> MergeField? { self[name]?.mergeField }
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
package struct ObjectMergeShape: MergeShape {
  private let structure: Structure

  package init(_ structure: Structure) { self.structure = structure }

  package var typeName: String { structure.typeName }

  package func field(_ name: String) -> MergeField? {
    switch name {
    case "apiVersion", "kind": MergeField()
    case "metadata": MergeField(shape: Metadata.schema.structure)
    default: structure.field(name)
    }
  }
}

extension KindType {
  package var mergeShape: any MergeShape { ObjectMergeShape(structure) }
}
