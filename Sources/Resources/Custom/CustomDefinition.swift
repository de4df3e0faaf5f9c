import Tree

/// What a CustomResourceDefinition says of its kind, ready for use: the stored version alone.
public final class CustomDefinition: Sendable {
  /// Where the scale subresource finds its numbers.
  public struct ScalePaths: Sendable {
    public let specReplicas: [String]
    public let statusReplicas: [String]
    public let selector: [String]
  }

  /// One column of the kind's table.
  struct Cell: Sendable {
    let name: String
    let type: String
    let priority: Int
    let path: JSONPath?
  }

  public let resource: Resource
  let deprecationWarning: String?
  let schema: CustomSchema
  let hasStatus: Bool
  public let scale: ScalePaths?
  let cells: [Cell]
  let selectablePaths: [(name: String, path: [String])]

  public init(_ definition: DefinitionSpec) {
    let version =
      definition.versions.first { $0.storage && $0.served }
      ?? definition.versions.first { $0.served } ?? DefinitionVersion()
    let status = version.subresources["status"]?.object != nil
    let scaleTree = version.subresources["scale"]
    resource = Resource(
      definition.group, version.name, definition.names.kind, plural: definition.names.plural,
      singular: definition.names.singular, short: definition.names.shortNames,
      categories: definition.names.categories, namespaced: definition.scope != "Cluster",
      status: status, scale: scaleTree?.object != nil)
    let usual = "\(definition.group)/\(version.name) \(definition.names.kind) is deprecated"
    deprecationWarning = version.deprecated ? version.deprecationWarning ?? usual : nil
    schema = CustomSchema(version.validation["openAPIV3Schema"] ?? .emptyObject)
    hasStatus = status
    scale = scaleTree.flatMap { tree in
      tree.object == nil
        ? nil
        : ScalePaths(
          specReplicas: Self.names(tree["specReplicasPath"]?.string ?? ""),
          statusReplicas: Self.names(tree["statusReplicasPath"]?.string ?? ""),
          selector: Self.names(tree["labelSelectorPath"]?.string ?? ""))
    }
    let columns = version.additionalPrinterColumns
    cells =
      columns.isEmpty
      ? [
        Cell(
          name: "Age", type: "date", priority: 0, path: Self.path(".metadata.creationTimestamp"))
      ]
      : columns.map {
        Cell(name: $0.name, type: $0.type, priority: Int($0.priority), path: Self.path($0.jsonPath))
      }
    selectablePaths = version.selectableFields.map { field in
      let names = Self.names(field.jsonPath)
      return (names.joined(separator: "."), names)
    }
  }

  private static func path(_ text: String) -> JSONPath? { try? JSONPath(parsing: "{\(text)}") }

  /// `.spec.replicas` as names.
  private static func names(_ path: String) -> [String] {
    path.split(separator: ".").map(String.init)
  }

  /// The kind as `explain` and strict decoding know it.
  var structure: Structure {
    let text = Text(
      "A custom kind, defined in this cluster.", "在本集群中定义的自定义类别。")
    let fields = schema.fields.filter { !["apiVersion", "kind", "metadata"].contains($0.name) }
    return Structure(resource.kind, text, fields)
  }
}
