import Simulation
import Tree

/// A value that does not fit its field, in the words of Go's `encoding/json`.
package struct DecodingFailure: Error, Hashable, Sendable {
  /// The field names from the root to the value.
  package var path: [String] = []
  /// What is wrong, without the place.
  package var found: String
  package var expected: String
  /// The Go struct that holds the field, once known.
  package var owner: String?
  /// A message that stands alone (quantities and times have their own).
  package var verbatim: String?

  package init(found: Value, expected: Shape) {
    self.found = found.typeName
    self.expected = expected.goType
  }

  package init(verbatim: String) {
    found = ""
    expected = ""
    self.verbatim = verbatim
  }

  package var message: String {
    if let verbatim { return verbatim }
    let place =
      path.isEmpty ? "value" : "struct field \((owner ?? "") + "." + path.joined(separator: "."))"
    return "json: cannot unmarshal \(found) into Go \(place) of type \(expected)"
  }
}

/// A type that can stand in an API object: one shape, one way in, one way out.
package protocol Coded: Hashable, Sendable {
  static var shape: Shape { get }
  init(tree: Value) throws(DecodingFailure)
  /// The value as it is written out.
  var tree: Value { get }
  /// Whether Go's `omitempty` leaves it out.
  var isEmpty: Bool { get }
}

extension String: Coded {
  package static var shape: Shape { .string }
  package init(tree: Value) throws(DecodingFailure) {
    switch tree {
    case .string(let text): self = text
    case .null: self = ""
    default: throw DecodingFailure(found: tree, expected: .string)
    }
  }
  package var tree: Value { .string(self) }
}

extension Bool: Coded {
  package static var shape: Shape { .bool }
  package init(tree: Value) throws(DecodingFailure) {
    switch tree {
    case .bool(let flag): self = flag
    case .null: self = false
    default: throw DecodingFailure(found: tree, expected: .bool)
    }
  }
  package var tree: Value { .bool(self) }
  package var isEmpty: Bool { !self }
}

extension Int32: Coded {
  package static var shape: Shape { .int32 }
  package init(tree: Value) throws(DecodingFailure) {
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
  package var tree: Value { .int(Int64(self)) }
  package var isEmpty: Bool { self == 0 }
}

extension Int64: Coded {
  package static var shape: Shape { .int64 }
  package init(tree: Value) throws(DecodingFailure) {
    switch tree {
    case .int(let number): self = number
    case .null: self = 0
    default: throw DecodingFailure(found: tree, expected: .int64)
    }
  }
  package var tree: Value { .int(self) }
  package var isEmpty: Bool { self == 0 }
}

extension Value: Coded {
  package static var shape: Shape { .any }
  package init(tree: Value) { self = tree }
  package var tree: Value { self }
  package var isEmpty: Bool { isNull }
}

/// Tells optional properties apart from others.
protocol OptionalProperty {}
extension Optional: OptionalProperty {}

extension Optional: Coded where Wrapped: Coded {
  package static var shape: Shape { Wrapped.shape }
  package init(tree: Value) throws(DecodingFailure) {
    if tree.isNull { self = nil } else { self = try Wrapped(tree: tree) }
  }
  package var tree: Value { self?.tree ?? .null }
  package var isEmpty: Bool { self == nil }
}

extension Array: Coded where Element: Coded {
  package static var shape: Shape { .list(Element.shape) }
  package init(tree: Value) throws(DecodingFailure) {
    switch tree {
    case .null: self = []
    case .array(let items):
      self = []
      reserveCapacity(items.count)
      for item in items { append(try Element(tree: item)) }
    default: throw DecodingFailure(found: tree, expected: Self.shape)
    }
  }
  package var tree: Value { .array(map(\.tree)) }
}

extension StringMap: Coded {
  package static var shape: Shape { .map(.string) }
  package init(tree: Tree.Value) throws(DecodingFailure) {
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
package struct NamedValues<Element: Coded>: Coded, Sequence {
  package private(set) var names: [String] = []
  package private(set) var elements: [Element] = []

  package init() {}

  package static var shape: Shape { .map(Element.shape) }
  package init(tree: Value) throws(DecodingFailure) {
    switch tree {
    case .null: break
    case .object(let fields):
      for (key, value) in fields { self[key] = try Element(tree: value) }
    default: throw DecodingFailure(found: tree, expected: Self.shape)
    }
  }
  package var tree: Value {
    .object(Fields(zip(names, elements).map { ($0, $1.tree) }))
  }
  package var isEmpty: Bool { names.isEmpty }
  package var count: Int { names.count }

  package subscript(name: String) -> Element? {
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

  package func makeIterator() -> AnyIterator<(name: String, value: Element)> {
    var place = 0
    return AnyIterator { [self] in
      guard place < names.count else { return nil }
      defer { place += 1 }
      return (names[place], elements[place])
    }
  }
}

/// A moment in an API object, in whole seconds as `metav1.Time` is.
package struct Time: Coded, Comparable {
  package var unixSeconds: Int64

  package init(unixSeconds: Int64) { self.unixSeconds = unixSeconds }
  package init(_ instant: Instant) { unixSeconds = instant.unixSeconds }

  package static var shape: Shape { .time }
  package init(tree: Value) throws(DecodingFailure) {
    guard let text = tree.string else { throw DecodingFailure(found: tree, expected: .time) }
    guard let seconds = try? Timestamp(parsing: text).seconds else {
      throw DecodingFailure(
        verbatim:
          "parsing time \(quoted(text)) as \"2006-01-02T15:04:05Z07:00\": cannot parse \(quoted(text)) as \"2006\""
      )
    }
    unixSeconds = seconds
  }
  package var tree: Value { .string(Timestamp(seconds: unixSeconds).text) }
  package var isEmpty: Bool { false }
  package static func < (left: Time, right: Time) -> Bool { left.unixSeconds < right.unixSeconds }
}

/// A moment in microseconds (`metav1.MicroTime`), as Leases and Events have.
package struct MicroTime: Coded {
  package var unixMicroseconds: Int64

  package init(_ instant: Instant) {
    unixMicroseconds = Instant.epochUnixSeconds * 1_000_000 + instant.microseconds
  }

  package static var shape: Shape { .microTime }
  package init(tree: Value) throws(DecodingFailure) {
    guard let text = tree.string, let moment = try? Timestamp(parsing: text) else {
      throw DecodingFailure(found: tree, expected: .microTime)
    }
    unixMicroseconds = moment.microseconds
  }
  package var tree: Value { .string(Timestamp(microseconds: unixMicroseconds).microText) }
  package var isEmpty: Bool { false }
}

/// Text in double quotes as Go's `%q` writes plain text.
package func quoted(_ text: String) -> String {
  "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
}

extension String {
  /// Every occurrence replaced, without Foundation.
  package func replacing(_ part: Character, with other: String) -> String {
    var text = ""
    for character in self {
      if character == part { text += other } else { text.append(character) }
    }
    return text
  }
}
