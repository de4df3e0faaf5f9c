import Simulation
import Tree

/// A value that does not fit its field, in the words of Go's `encoding/json`.
public struct DecodingFailure: Error, Hashable, Sendable {
  /// The field names from the root to the value.
  public var path: [String] = []
  /// What is wrong, without the place.
  public var found: String
  public var expected: String
  /// The Go struct that holds the field, once known.
  public var owner: String?
  /// A message that stands alone (quantities and times have their own).
  public var verbatim: String?

  public init(found: Value, expected: Shape) {
    self.found = found.typeName
    self.expected = expected.goType
  }

  public init(verbatim: String) {
    found = ""
    expected = ""
    self.verbatim = verbatim
  }

  public var message: String {
    if let verbatim { return verbatim }
    let place =
      path.isEmpty ? "value" : "struct field \((owner ?? "") + "." + path.joined(separator: "."))"
    return "json: cannot unmarshal \(found) into Go \(place) of type \(expected)"
  }
}

/// A type that can stand in an API object: one shape, one way in, one way out.
public protocol Coded: Hashable, Sendable {
  static var shape: Shape { get }
  init(tree: Value) throws(DecodingFailure)
  /// The value as it is written out.
  var tree: Value { get }
  /// Whether Go's `omitempty` leaves it out.
  var isEmpty: Bool { get }
}

extension String: Coded {
  public static var shape: Shape { .string }
  public init(tree: Value) throws(DecodingFailure) {
    switch tree {
    case .string(let text): self = text
    case .null: self = ""
    default: throw DecodingFailure(found: tree, expected: .string)
    }
  }
  public var tree: Value { .string(self) }
}

extension Bool: Coded {
  public static var shape: Shape { .bool }
  public init(tree: Value) throws(DecodingFailure) {
    switch tree {
    case .bool(let flag): self = flag
    case .null: self = false
    default: throw DecodingFailure(found: tree, expected: .bool)
    }
  }
  public var tree: Value { .bool(self) }
  public var isEmpty: Bool { !self }
}

extension Int32: Coded {
  public static var shape: Shape { .int32 }
  public init(tree: Value) throws(DecodingFailure) {
    switch tree {
    case .int(let number):
      guard let narrow = Int32(exactly: number) else {
        var failure = DecodingFailure(found: tree, expected: .int32)
        failure.found = "number \(number)"
        throw failure
      }
      self = narrow
    case .null: self = 0
    case .decimal(let text):
      var failure = DecodingFailure(found: tree, expected: .int32)
      failure.found = "number \(text)"
      throw failure
    default: throw DecodingFailure(found: tree, expected: .int32)
    }
  }
  public var tree: Value { .int(Int64(self)) }
  public var isEmpty: Bool { self == 0 }
}

extension Int64: Coded {
  public static var shape: Shape { .int64 }
  public init(tree: Value) throws(DecodingFailure) {
    switch tree {
    case .int(let number): self = number
    case .null: self = 0
    default: throw DecodingFailure(found: tree, expected: .int64)
    }
  }
  public var tree: Value { .int(self) }
  public var isEmpty: Bool { self == 0 }
}

extension Value: Coded {
  public static var shape: Shape { .any }
  public init(tree: Value) { self = tree }
  public var tree: Value { self }
  public var isEmpty: Bool { isNull }
}

/// Tells optional properties apart from others.
protocol OptionalProperty {}
extension Optional: OptionalProperty {}

extension Optional: Coded where Wrapped: Coded {
  public static var shape: Shape { Wrapped.shape }
  public init(tree: Value) throws(DecodingFailure) {
    if tree.isNull { self = nil } else { self = try Wrapped(tree: tree) }
  }
  public var tree: Value { self?.tree ?? .null }
  public var isEmpty: Bool { self == nil }
}

extension Array: Coded where Element: Coded {
  public static var shape: Shape { .list(Element.shape) }
  public init(tree: Value) throws(DecodingFailure) {
    switch tree {
    case .null: self = []
    case .array(let items):
      self = []
      reserveCapacity(items.count)
      for item in items { append(try Element(tree: item)) }
    default: throw DecodingFailure(found: tree, expected: Self.shape)
    }
  }
  public var tree: Value { .array(map(\.tree)) }
}

extension StringMap: Coded {
  public static var shape: Shape { .map(.string) }
  public init(tree: Tree.Value) throws(DecodingFailure) {
    switch tree {
    case .null: self = [:]
    case .object(let fields):
      self = [:]
      for (key, value) in fields {
        // Go's decoder names the fields of structs on the way, not the keys of maps.
        self[key] = try String(tree: value)
      }
    default: throw DecodingFailure(found: tree, expected: Self.shape)
    }
  }
}

/// A map from names to values of one kind, such as a resource list, in byte order of the names.
public struct NamedValues<Element: Coded>: Coded, Sequence {
  public private(set) var names: [String] = []
  public private(set) var elements: [Element] = []

  public init() {}

  public static var shape: Shape { .map(Element.shape) }
  public init(tree: Value) throws(DecodingFailure) {
    switch tree {
    case .null: break
    case .object(let fields):
      for (key, value) in fields { self[key] = try Element(tree: value) }
    default: throw DecodingFailure(found: tree, expected: Self.shape)
    }
  }
  public var tree: Value {
    .object(Fields(zip(names, elements).map { ($0, $1.tree) }))
  }
  public var isEmpty: Bool { names.isEmpty }
  public var count: Int { names.count }

  public subscript(name: String) -> Element? {
    get { names.firstIndex(of: name).map { elements[$0] } }
    set {
      if let place = names.firstIndex(of: name) {
        if let newValue {
          elements[place] = newValue
        } else {
          names.remove(at: place)
          elements.remove(at: place)
        }
      } else if let newValue {
        let place = names.firstIndex { name.precedes($0) } ?? names.count
        names.insert(name, at: place)
        elements.insert(newValue, at: place)
      }
    }
  }

  public func makeIterator() -> AnyIterator<(name: String, value: Element)> {
    var place = 0
    return AnyIterator { [self] in
      guard place < names.count else { return nil }
      defer { place += 1 }
      return (names[place], elements[place])
    }
  }
}

/// A moment in an API object, in whole seconds as `metav1.Time` is.
public struct Time: Coded, Comparable {
  public var unixSeconds: Int64

  public init(unixSeconds: Int64) { self.unixSeconds = unixSeconds }
  public init(_ instant: Instant) { unixSeconds = instant.unixSeconds }

  public static var shape: Shape { .time }
  public init(tree: Value) throws(DecodingFailure) {
    guard let text = tree.string else { throw DecodingFailure(found: tree, expected: .time) }
    guard let seconds = try? Timestamp(parsing: text).seconds else {
      throw DecodingFailure(
        verbatim:
          "parsing time \(quoted(text)) as \"2006-01-02T15:04:05Z07:00\": cannot parse \(quoted(text)) as \"2006\""
      )
    }
    unixSeconds = seconds
  }
  public var tree: Value { .string(Timestamp(seconds: unixSeconds).text) }
  public var isEmpty: Bool { false }
  public static func < (left: Time, right: Time) -> Bool { left.unixSeconds < right.unixSeconds }
}

/// A moment in microseconds (`metav1.MicroTime`), as Leases and Events have.
public struct MicroTime: Coded {
  public var unixMicroseconds: Int64

  public init(_ instant: Instant) {
    unixMicroseconds = Instant.epochUnixSeconds * 1_000_000 + instant.microseconds
  }

  public static var shape: Shape { .microTime }
  public init(tree: Value) throws(DecodingFailure) {
    guard let text = tree.string, let moment = try? Timestamp(parsing: text) else {
      throw DecodingFailure(found: tree, expected: .microTime)
    }
    unixMicroseconds = moment.microseconds
  }
  public var tree: Value { .string(Timestamp(microseconds: unixMicroseconds).microText) }
  public var isEmpty: Bool { false }
}

/// Text in double quotes as Go's `%q` writes plain text.
public func quoted(_ text: String) -> String {
  // Nearly every text has nothing to escape.
  if !text.utf8.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
    return "\"" + text + "\""
  }
  return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
}

extension String {
  /// Every occurrence replaced, without Foundation.
  public func replacing(_ part: Character, with other: String) -> String {
    var text = ""
    for character in self {
      if character == part { text += other } else { text.append(character) }
    }
    return text
  }
}
