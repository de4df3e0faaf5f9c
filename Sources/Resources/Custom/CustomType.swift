import Simulation
import Tree

/// The operations of a kind that a CustomResourceDefinition has made.
public struct CustomType: KindType {
  public var identity: ObjectIdentifier { ObjectIdentifier(Self.self) }
  public let definition: CustomDefinition

  public init(_ definition: CustomDefinition) { self.definition = definition }

  public var resource: Resource { definition.resource }
  public var structure: Structure { definition.structure }
  public var columnNames: [(name: String, priority: Int)] {
    [("Name", 0)] + definition.cells.map { ($0.name, $0.priority) }
  }
  public var selectableFields: [String] { definition.selectablePaths.map(\.name) }
  public var nameRule: NameRule { .subdomain }
  public var deprecationWarning: String? { definition.deprecationWarning }

  public func decode(_ tree: Value) throws(DecodingFailure) -> any Record {
    var metadata = Metadata()
    if let found = tree["metadata"] {
      do throws(DecodingFailure) { metadata = try Metadata(tree: found) } catch {
        var failure = error
        failure.path.insert("metadata", at: 0)
        throw failure
      }
    }
    guard case .object(var members) = tree else {
      throw DecodingFailure(found: tree, expected: .structure { structure })
    }
    for name in ["apiVersion", "kind", "metadata"] { members[name] = nil }
    return CustomObject(definition, metadata, definition.schema.pruned(.object(members)))
  }

  private func object(_ record: any Record) -> CustomObject {
    guard let object = record as? CustomObject else {
      preconditionFailure("a \(record.resource.kind) where a custom object belongs")
    }
    return object
  }

  public func withDefaults(_ record: any Record) -> any Record {
    let object = object(record)
    return object.replacingContent(definition.schema.defaulted(object.content))
  }

  public func preparedForCreate(_ record: any Record) -> any Record {
    guard definition.hasStatus else { return record }
    var content = object(record).content
    content["status"] = nil
    return object(record).replacingContent(content)
  }

  public func preparedForUpdate(
    _ record: any Record, old: any Record
  ) -> (record: any Record, bumps: Bool) {
    var content = object(record).content
    var before = object(old).content
    if definition.hasStatus { content["status"] = before["status"] }
    let new = object(record).replacingContent(content)
    if definition.hasStatus {
      content["status"] = nil
      before["status"] = nil
    }
    return (new, content != before)
  }

  public func preparedForStatusUpdate(_ record: any Record, old: any Record) -> any Record {
    var content = object(old).content
    content["status"] = object(record).content["status"]
    return object(record).replacingContent(content)
  }

  public func validate(_ record: any Record, _ errors: inout FieldErrors) {
    definition.schema.validate(object(record).content, at: "", &errors)
  }

  public func validateUpdate(
    _ record: any Record, old: any Record, _ errors: inout FieldErrors
  ) {}

  public func isSame(_ record: any Record, _ other: any Record) -> Bool {
    let left = object(record)
    let right = object(other)
    var metadata = left.metadata
    metadata.resourceVersion = right.metadata.resourceVersion
    metadata.managedFields = right.metadata.managedFields
    return metadata == right.metadata && left.content == right.content
  }
}

/// A kind whose definition is gone: its place stays, so that the places of others do.
public struct WithdrawnType: KindType {
  public var identity: ObjectIdentifier { ObjectIdentifier(Self.self) }
  private let former: any KindType

  public init(_ former: any KindType) { self.former = former }

  public var resource: Resource { Resource("", "", "", plural: "", verbs: []) }
  public var structure: Structure { former.structure }
  public var columnNames: [(name: String, priority: Int)] { former.columnNames }
  public var selectableFields: [String] { [] }
  public var nameRule: NameRule { former.nameRule }
  public func decode(_ tree: Value) throws(DecodingFailure) -> any Record {
    try former.decode(tree)
  }
  public func withDefaults(_ record: any Record) -> any Record { record }
  public func preparedForCreate(_ record: any Record) -> any Record { record }
  public func preparedForUpdate(
    _ record: any Record, old: any Record
  ) -> (record: any Record, bumps: Bool) { (record, false) }
  public func preparedForStatusUpdate(_ record: any Record, old: any Record) -> any Record {
    record
  }
  public func validate(_ record: any Record, _ errors: inout FieldErrors) {}
  public func validateUpdate(
    _ record: any Record, old: any Record, _ errors: inout FieldErrors
  ) {}
  public func isSame(_ record: any Record, _ other: any Record) -> Bool {
    former.isSame(record, other)
  }
}
