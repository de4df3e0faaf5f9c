/// What client-go's jsonpath package says about a template.
public struct JSONPathError: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String

  init(_ description: String) { self.description = description }
}

/// A JSONPath template as `kubectl -o jsonpath=` takes it, after client-go's util/jsonpath: text around
/// actions in braces.
public struct JSONPath: Hashable, Sendable {
  indirect enum Node: Hashable, Sendable {
    case list([Node])
    case text(String)
    case field(String)
    case array(Bounds)
    case filter(left: [Node], operation: String, right: [Node])
    case literal(Value)
    case wildcard
    case recursive
    case union([[Node]])
    case identifier(String)
  }

  /// What stands in brackets: `start:end:step`.
  struct Bounds: Hashable, Sendable {
    var start: Int?
    var end: Int?
    var step: Int?
    /// Whether the end follows from a single index.
    var isSingle = false
  }

  let nodes: [Node]

  public init(parsing template: String) throws(JSONPathError) {
    var parser = JSONPathParser(template)
    nodes = try parser.root()
  }

  /// The path that `--sort-by` and custom columns mean: `name`, `.name`, `{name}` or `{.name}`.
  public static func relaxed(_ path: String) throws(JSONPathError) -> String {
    if path.isEmpty { return path }
    var inner = path[...]
    if inner.hasPrefix("{"), inner.hasSuffix("}"), inner.utf8.count > 1 {
      inner = inner.dropFirst().dropLast()
    }
    if inner.hasPrefix("."), inner.utf8.count > 1 { inner = inner.dropFirst() }
    guard !inner.isEmpty, !inner.utf8.contains(where: { $0 == 0x7B || $0 == 0x7D }) else {
      throw JSONPathError(
        "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' "
          + "or '{.name1.name2}'")
    }
    return "{.\(inner)}"
  }

  /// What each part of the template finds.
  public func results(
    in document: Value, allowingMissingKeys: Bool = true
  ) throws(JSONPathError) -> [[Value]] {
    var evaluation = JSONPathEvaluation(nodes, allowsMissingKeys: allowingMissingKeys)
    return try evaluation.find(from: 0, in: document)
  }

  /// The template's text: results of one part separated by spaces, objects and arrays as JSON.
  public func text(
    in document: Value, allowingMissingKeys: Bool = true
  ) throws(JSONPathError) -> String {
    try results(in: document, allowingMissingKeys: allowingMissingKeys)
      .map { $0.map(Self.text).joined(separator: " ") }.joined()
  }

  /// As `-o jsonpath-as-json`: the results of each part as an indented JSON array.
  public func json(
    in document: Value, allowingMissingKeys: Bool = true
  ) throws(JSONPathError) -> String {
    try results(in: document, allowingMissingKeys: allowingMissingKeys)
      .map { Value.array($0).indentedJSON() + "\n" }.joined()
  }

  private static func text(_ value: Value) -> String {
    switch value {
    case .null: "null"
    case .array, .object: value.json()
    default: value.goPrinted
    }
  }
}
