/// A JSON-shaped tree: what travels between a client and the API server, and what a manifest holds.
///
/// A number that is not a 64-bit integer is kept as it was written: nothing in the model computes
/// with binary fractions.
public enum Value: Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  /// A JSON number with a fraction or an exponent, or one beyond 64 bits, as it was written.
  case decimal(String)
  case string(String)
  case array([Value])
  case object(Fields)
}

extension Value {
  public static let emptyObject = Value.object(Fields())

  public var isNull: Bool { self == .null }

  public var string: String? { if case .string(let text) = self { text } else { nil } }
  public var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }
  public var int: Int64? { if case .int(let number) = self { number } else { nil } }
  public var array: [Value]? { if case .array(let items) = self { items } else { nil } }
  public var object: Fields? { if case .object(let fields) = self { fields } else { nil } }

  /// The member of an object; nil when this is no object or has no such member.
  public subscript(key: String) -> Value? {
    get { if case .object(let fields) = self { fields[key] } else { nil } }
    set {
      guard case .object(var fields) = self else {
        if let newValue { self = .object([key: newValue]) }
        return
      }
      self = .null  // Drops this reference first, so that the write below copies nothing.
      fields[key] = newValue
      self = .object(fields)
    }
  }

  /// The element of an array; nil when this is no array or has no such element.
  public subscript(index: Int) -> Value? {
    guard case .array(let items) = self, items.indices.contains(index) else { return nil }
    return items[index]
  }

  /// The value at a path of member names; nil where a step is missing.
  public subscript(path: [String]) -> Value? {
    var here: Value? = self
    for key in path { here = here?[key] }
    return here
  }

  /// Reads or writes below nested objects, making those that are missing.
  public mutating func set(_ path: ArraySlice<String>, to value: Value?) {
    guard let key = path.first else { return }
    if path.count == 1 { return self[key] = value }
    var child = self[key] ?? .emptyObject
    child.set(path.dropFirst(), to: value)
    self[key] = child
  }

  public mutating func set(_ path: String..., to value: Value?) { set(path[...], to: value) }

  /// The word that Go's `encoding/json` uses for what this is, as in its error messages.
  public var typeName: String {
    switch self {
    case .null: "null"
    case .bool: "bool"
    case .int, .decimal: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int64) { self = .int(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(arrayLiteral elements: Value...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (String, Value)...) { self = .object(Fields(elements)) }

  // No nil literal: `fields[name] == nil` would then compare with `.null`.
}
