import Tree

/// What a value in the API may look like: the untyped face of a schema, for strict decoding, patches and `explain`.
public indirect enum Shape: Sendable {
  case string, bool, int32, int64, quantity, intOrString, time, microTime, bytes
  /// Any JSON, kept as written (`runtime.RawExtension`, custom resources).
  case any
  case list(Shape)
  case map(Shape)
  /// Lazy, so that shapes may refer to one another.
  case structure(@Sendable () -> Structure)
}

/// A named struct of the API with its fields in Go's order of declaration.
public final class Structure: Sendable {
  /// The name of the Go type, as `explain` and error messages show it.
  public let name: String
  public let text: Text
  public let fields: [FieldShape]
  private let places: [String: Int]

  public init(_ name: String, _ text: Text = .none, _ fields: [FieldShape]) {
    self.name = name
    self.text = text
    self.fields = fields
    places = Dictionary(
      fields.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  public subscript(name: String) -> FieldShape? { places[name].map { fields[$0] } }
  public func place(of name: String) -> Int? { places[name] }
}

/// How a strategic merge patch and server-side apply treat a list or a struct.
public enum Merging: Hashable, Sendable {
  /// The new value takes the old one's place.
  case atomic
  /// Elements are matched by the first key; server-side apply tells them apart by all of them.
  case byKey([String])
  /// A list of scalars that is united.
  case set
  /// A struct whose members are dropped unless the patch names them (`patchStrategy: retainKeys`).
  case retainKeys
}

/// One field as the outside sees it.
public struct FieldShape: Sendable {
  public let name: String
  public let shape: Shape
  public var text: Text = .none
  public var required = false
  /// Whether Go holds a pointer, so that zero and missing differ.
  public var isPointer = false
  public var merging: Merging = .atomic
  /// The values that the field may have, where it is an enumeration; of the built-in kinds in alphabetical order, as
  /// kube-openapi's generator writes them.
  public var values: [String] = []
  /// What the API server fills in, as text, for `explain`.
  public var defaultText: String?

  public init(
    _ name: String, _ shape: Shape, _ text: Text = .none, merging: Merging = .atomic
  ) {
    self.name = name
    self.shape = shape
    self.text = text
    self.merging = merging
  }
}

extension Shape {
  public var structure: Structure? {
    if case .structure(let make) = self { make() } else { nil }
  }

  /// The struct inside of lists and maps, where `explain` goes on.
  public var innermostStructure: Structure? {
    switch self {
    case .list(let inner), .map(let inner): inner.innermostStructure
    default: structure
    }
  }

  /// The Go type in messages of `encoding/json`.
  public var goType: String {
    switch self {
    case .string: "string"
    case .bool: "bool"
    case .int32: "int32"
    case .int64: "int64"
    case .quantity: "resource.Quantity"
    case .intOrString: "intstr.IntOrString"
    case .time: "v1.Time"
    case .microTime: "v1.MicroTime"
    case .bytes: "[]uint8"
    case .any: "interface {}"
    case .list(let inner): "[]" + inner.goType
    case .map(let inner): "map[string]" + inner.goType
    case .structure(let make): "v1." + make().name
    }
  }

  /// The type as `kubectl explain` prints it.
  public var explainType: String {
    switch self {
    case .string, .quantity: "string"
    case .bool: "boolean"
    case .int32, .int64: "integer"
    case .intOrString: "IntOrString"
    case .time, .microTime: "string"
    case .bytes: "string"
    case .any: "Object"
    case .list(let inner): "[]" + inner.explainType
    case .map(let inner): "map[string]" + inner.explainType
    case .structure(let make): make().name
    }
  }

  /// An inline struct for what the model keeps but does not act upon.
  public static func inline(_ name: String, _ fields: [FieldShape]) -> Shape {
    let structure = Structure(name, .none, fields)
    return .structure { structure }
  }
}
