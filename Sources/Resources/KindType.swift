import Simulation
import Tree

/// What the API server can do with objects of a kind without knowing which kind it is.
public protocol KindType: Sendable {
  var resource: Resource { get }
  /// The Swift type of the kind.
  var identity: ObjectIdentifier { get }
  var structure: Structure { get }
  var columnNames: [(name: String, priority: Int)] { get }
  var selectableFields: [String] { get }
  var nameRule: NameRule { get }
  /// What the server warns of whoever uses the kind, where it is on its way out.
  var deprecationWarning: String? { get }
  func decode(_ tree: Value) throws(DecodingFailure) -> any Record
  func withDefaults(_ record: any Record) -> any Record
  /// A new object as it may be written: without a status of the writer's.
  func preparedForCreate(_ record: any Record) -> any Record
  /// A changed object as it may be written, and whether its generation counts up.
  func preparedForUpdate(_ record: any Record, old: any Record) -> (record: any Record, bumps: Bool)
  func preparedForStatusUpdate(_ record: any Record, old: any Record) -> any Record
  func validate(_ record: any Record, _ errors: inout FieldErrors)
  func validateUpdate(_ record: any Record, old: any Record, _ errors: inout FieldErrors)
  /// Whether two versions differ in nothing but their resourceVersion.
  func isSame(_ record: any Record, _ other: any Record) -> Bool
}

extension KindType {
  public var deprecationWarning: String? { nil }
}

/// The operations of one kind, found by its Swift type.
public struct Typed<K: Kind>: KindType {
  public init() {}

  public var resource: Resource { K.resource }
  public var identity: ObjectIdentifier { ObjectIdentifier(K.self) }
  public var deprecationWarning: String? { K.deprecationWarning }
  public var structure: Structure { K.schema.structure }
  public var columnNames: [(name: String, priority: Int)] {
    K.columns.map { ($0.name, $0.priority) }
  }
  public var selectableFields: [String] { K.selectableFields }
  public var nameRule: NameRule { K.nameRule }

  public func decode(_ tree: Value) throws(DecodingFailure) -> any Record {
    var metadata = Metadata()
    if let found = tree["metadata"] {
      do throws(DecodingFailure) { metadata = try Metadata(tree: found) } catch {
        var failure = error
        failure.path.insert("metadata", at: 0)
        throw failure
      }
    }
    let body = try K(tree: tree)
    if let problem = body.decodingProblem { throw DecodingFailure(verbatim: problem) }
    return Object(metadata, body)
  }

  private func object(_ record: any Record) -> Object<K> {
    // Only objects of this kind have its very resource; a cast would look up types at run time, at every request.
    if record.resource === K.resource { return unsafeDowncast(record, to: Object<K>.self) }
    guard let object = record as? Object<K> else {
      preconditionFailure("a \(record.resource.kind) where a \(K.resource.kind) belongs")
    }
    return object
  }

  public func withDefaults(_ record: any Record) -> any Record {
    if K.isPlain { return record }
    let object = object(record)
    var metadata = object.metadata
    var body = object.body
    body.setDefaults(&metadata)
    return Object(metadata, body)
  }

  public func preparedForCreate(_ record: any Record) -> any Record {
    K.isPlain ? record : prepared(record)
  }

  /// Apart: what it has to know of the kind's types is looked up on the way in.
  private func prepared(_ record: any Record) -> any Record {
    let object = object(record)
    var body = object.body
    var metadata = object.metadata
    body.keepStatus(of: nil)
    body.prepare(&metadata, old: nil)
    return Object(metadata, body)
  }

  public func preparedForUpdate(
    _ record: any Record, old: any Record
  ) -> (record: any Record, bumps: Bool) {
    let object = object(record)
    let before = self.object(old)
    var body = object.body
    var metadata = object.metadata
    body.keepStatus(of: before.body)
    body.prepare(&metadata, old: before)
    return (Object(metadata, body), body.specDiffers(from: before.body))
  }

  public func preparedForStatusUpdate(_ record: any Record, old: any Record) -> any Record {
    let object = object(record)
    var body = object.body
    body.keepSpec(of: self.object(old).body)
    return Object(object.metadata, body)
  }

  public func validate(_ record: any Record, _ errors: inout FieldErrors) {
    let object = object(record)
    object.body.validate(object.metadata, &errors)
  }

  public func validateUpdate(
    _ record: any Record, old: any Record, _ errors: inout FieldErrors
  ) {
    let object = object(record)
    object.body.validateUpdate(from: self.object(old).body, object.metadata, &errors)
  }

  public func isSame(_ record: any Record, _ other: any Record) -> Bool {
    let left = object(record)
    let right = object(other)
    return left.metadata.isSame(right.metadata) && left.body == right.body
  }
}
