import Tree

/// One row of a schema: how a field of `Root` is read, written and described.
public struct Field<Root>: Sendable {
  public var shape: FieldShape
  /// The value as written out; nil where the field is left out.
  let read: @Sendable (Root) -> Value?
  let write: @Sendable (inout Root, Value) throws(DecodingFailure) -> Void
}

/// The table of a struct of the API: everything that decodes, prints, merges and explains it is read from here.
public final class Schema<Root: Modeled>: Sendable {
  public let structure: Structure
  /// Same order as `structure.fields`.
  let fields: [Field<Root>]

  public init(_ name: String, _ text: Text = .none, _ fill: (inout SchemaBuilder<Root>) -> Void) {
    var builder = SchemaBuilder<Root>()
    fill(&builder)
    fields = builder.fields
    structure = Structure(name, text, builder.fields.map(\.shape))
  }
}

/// Collects the rows; a statement a field keeps the compiler fast and the table readable.
public struct SchemaBuilder<Root: Modeled> {
  fileprivate var fields: [Field<Root>] = []

  /// A field that the model acts upon.
  ///
  /// `always` writes it even where Go's `omitempty` would not be there to drop it.
  public mutating func field<Property: Coded>(
    _ name: String, _ path: WritableKeyPath<Root, Property> & Sendable,
    _ english: String = "", _ chinese: String = "", always: Bool = false, required: Bool = false,
    merging: Merging = .atomic, values: [String] = [], default defaultText: String? = nil
  ) {
    var shape = FieldShape(name, Property.shape, Text(english, chinese), merging: merging)
    shape.required = required
    shape.isPointer = Property.self is any OptionalProperty.Type
    shape.values = values.sortedByBytes()
    shape.defaultText = defaultText
    fields.append(
      Field(
        shape: shape,
        read: { root in
          let value = root[keyPath: path]
          return always || !value.isEmpty ? value.tree : nil
        },
        write: { (root, tree) throws(DecodingFailure) in
          root[keyPath: path] = try Property(tree: tree)
        }))
  }

  /// A field that the API knows and the model keeps as it was written.
  public mutating func kept(
    _ name: String, _ shape: Shape, _ english: String = "", _ chinese: String = "",
    merging: Merging = .atomic, values: [String] = []
  ) {
    var described = FieldShape(name, shape, Text(english, chinese), merging: merging)
    described.values = values.sortedByBytes()
    fields.append(
      Field(
        shape: described, read: { $0.rest[name] },
        write: { (root, tree) throws(DecodingFailure) in
          if tree.isNull { return }
          try shape.check(tree)
          root.rest[name] = tree
        }))
  }
}

/// A struct of the API whose schema is a table.
public protocol Modeled: Coded {
  init()
  static var schema: Schema<Self> { get }
  /// The fields that the API knows and the model does not act upon, as they were written.
  var rest: Fields { get set }
}

extension Modeled {
  public static var shape: Shape { .structure { schema.structure } }

  public init(tree: Value) throws(DecodingFailure) {
    self.init()
    switch tree {
    case .null: break
    case .object(let members): try decode(members)
    default: throw DecodingFailure(found: tree, expected: Self.shape)
    }
  }

  private mutating func decode(_ members: Fields) throws(DecodingFailure) {
    let schema = Self.schema
    for (name, value) in members {
      guard let place = schema.structure.place(of: name) else { continue }
      do throws(DecodingFailure) { try schema.fields[place].write(&self, value) } catch {
        var failure = error
        failure.path.insert(name, at: 0)
        if failure.owner == nil { failure.owner = schema.structure.name }
        throw failure
      }
    }
  }

  public var tree: Value {
    var members: [(String, Value)] = []
    for field in Self.schema.fields {
      if let value = field.read(self) { members.append((field.shape.name, value)) }
    }
    return .object(Fields(members))
  }

  public var isEmpty: Bool { false }
}

extension Shape {
  /// Whether the JSON types of a tree fit, for fields that are kept as written.
  public func check(_ tree: Value) throws(DecodingFailure) {
    switch (self, tree) {
    case (_, .null), (.any, _), (.string, .string), (.bool, .bool), (.int64, .int),
      (.time, .string), (.microTime, .string), (.bytes, .string), (.quantity, .string),
      (.quantity, .int), (.quantity, .decimal), (.intOrString, .int), (.intOrString, .string):
      break
    case (.int32, .int): _ = try Int32(tree: tree)
    case (.list(let inner), .array(let items)): for item in items { try inner.check(item) }
    case (.map(let inner), .object(let members)):
      for (_, value) in members { try inner.check(value) }
    case (.structure(let make), .object(let members)):
      for (name, value) in members {
        do throws(DecodingFailure) { try make()[name]?.shape.check(value) } catch {
          var failure = error
          failure.path.insert(name, at: 0)
          if failure.owner == nil { failure.owner = make().name }
          throw failure
        }
      }
    default: throw DecodingFailure(found: tree, expected: self)
    }
  }

  /// The places of members that the shape does not know, as the API server's strict decoding names them.
  public func unknownFields(in tree: Value, at path: String = "") -> [String] {
    switch (self, tree) {
    case (.list(let inner), .array(let items)):
      return items.enumerated().flatMap { inner.unknownFields(in: $1, at: "\(path)[\($0)]") }
    case (.map(let inner), .object(let members)):
      return members.flatMap { inner.unknownFields(in: $0.value, at: path + "." + $0.key) }
    case (.structure(let make), .object(let members)):
      let structure = make()
      return members.flatMap { name, value -> [String] in
        let place = path.isEmpty ? name : path + "." + name
        guard let field = structure[name] else { return [place] }
        return field.shape.unknownFields(in: value, at: place)
      }
    default: return []
    }
  }
}
