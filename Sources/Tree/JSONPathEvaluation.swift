/// Walks a document along a template's nodes, as client-go's jsonpath does.
///
/// Go visits the members of a map in any order; here they come in byte order.
struct JSONPathEvaluation {
  private let nodes: [JSONPath.Node]
  private let allowsMissingKeys: Bool
  private var beginRange = 0
  private var inRange = 0
  private var endRange = 0
  /// The action that ended the last range.
  private var lastEnd: Int?
  private var steps = 0

  /// Nested ranges and descents multiply; nobody waits for more than this.
  private static let maximumSteps = 1_000_000

  init(_ nodes: [JSONPath.Node], allowsMissingKeys: Bool) {
    self.nodes = nodes
    self.allowsMissingKeys = allowsMissingKeys
  }

  /// Evaluates the nodes from one on, until a range that surrounds them ends.
  /// - Parameter document: nil in a range over nothing, which is walked through to find its end.
  mutating func find(from start: Int, in document: Value?) throws(JSONPathError) -> [[Value]] {
    var all: [[Value]] = []
    let current = [document]
    var index = start
    while index < nodes.count {
      let results = try walk(current, nodes[index])
      if endRange > 0, endRange <= inRange {
        endRange -= 1
        lastEnd = index
        break
      }
      if beginRange > 0 {
        beginRange -= 1
        inRange += 1
        if results.isEmpty {
          _ = try find(from: index + 1, in: nil)
        } else {
          for value in results { all += try find(from: index + 1, in: value) }
        }
        inRange -= 1
        if let lastEnd, lastEnd > index { index = lastEnd }
      } else {
        all.append(results.map { $0 ?? .null })
      }
      index += 1
    }
    return all
  }

  private mutating func walk(
    _ input: [Value?], _ node: JSONPath.Node
  ) throws(JSONPathError) -> [Value?] {
    steps += 1 + input.count
    guard steps < Self.maximumSteps else { throw JSONPathError("too many steps") }
    switch node {
    case .list(let nodes): return try walk(input, nodes)
    case .text(let text): return [.string(text)]
    case .literal(let value): return input.map { _ in value }
    case .identifier(let name): return try identifier(name, input)
    case .field(let name): return try field(name, of: input)
    case .array(let bounds): return try elements(bounds, of: input)
    case .wildcard: return input.flatMap { $0.map(children) ?? [] }
    case .recursive: return try descend(input)
    case .filter(let left, let operation, let right):
      return try filter(input, left, operation, right)
    case .union(let lists):
      var results: [Value?] = []
      for list in lists { results += try walk(input, list) }
      return results
    }
  }

  private mutating func walk(
    _ input: [Value?], _ nodes: [JSONPath.Node]
  ) throws(JSONPathError) -> [Value?] {
    var current = input
    for node in nodes { current = try walk(current, node) }
    return current
  }

  private mutating func identifier(
    _ name: String, _ input: [Value?]
  ) throws(JSONPathError) -> [Value?] {
    switch name {
    case "range":
      beginRange += 1
      return input
    case "end":
      guard inRange > 0 else { throw JSONPathError("not in range, nothing to end") }
      endRange += 1
      return []
    default: throw JSONPathError("unrecognized identifier \(name)")
    }
  }

  private func field(_ name: String, of input: [Value?]) throws(JSONPathError) -> [Value?] {
    if input.isEmpty { return [] }
    let found = input.compactMap { $0?[name] }
    if found.isEmpty, !allowsMissingKeys { throw JSONPathError("\(name) is not found") }
    return found
  }

  private func elements(
    _ bounds: JSONPath.Bounds, of input: [Value?]
  ) throws(JSONPathError) -> [Value?] {
    var results: [Value?] = []
    for value in input {
      guard let value, value != .null else { continue }
      guard case .array(let items) = value else {
        throw JSONPathError("\(value.goType) is not array or slice")
      }
      var start = bounds.start ?? 0
      if start < 0 { start += items.count }
      var end = bounds.end ?? items.count
      if end < 0 || end == 0 && bounds.isSingle { end += items.count }
      if start == end { return results }
      func check(_ index: Int, _ isInside: Bool) throws(JSONPathError) {
        guard !isInside else { return }
        throw JSONPathError(
          "array index out of bounds: index \(index), length \(items.count)")
      }
      try check(start, start >= 0 && start < items.count)
      try check(end &- 1, end >= 0 && end <= items.count)
      guard start < end else {
        throw JSONPathError("starting index \(start) is greater than ending index \(end)")
      }
      let step = bounds.step ?? 1
      guard step > 0 else { throw JSONPathError("step must be > 0") }
      results += stride(from: start, to: end, by: step).map { items[$0] }
    }
    return results
  }

  /// What a value holds; the bytes of a text, as upstream has it.
  private func children(of value: Value) -> [Value?] {
    switch value {
    case .object(let fields): fields.values
    case .array(let items): items
    case .string(let text): text.utf8.map { .int(Int64($0)) }
    default: []
    }
  }

  private mutating func descend(_ input: [Value?]) throws(JSONPathError) -> [Value?] {
    var results: [Value?] = []
    for value in input {
      guard let value else { continue }
      steps += 1
      guard steps < Self.maximumSteps else { throw JSONPathError("too many steps") }
      let inner = children(of: value)
      guard !inner.isEmpty else { continue }
      results.append(value)
      if case .string = value { continue }  // Bytes hold nothing.
      results += try descend(inner)
    }
    return results
  }

  private mutating func filter(
    _ input: [Value?], _ left: [JSONPath.Node], _ operation: String, _ right: [JSONPath.Node]
  ) throws(JSONPathError) -> [Value?] {
    var results: [Value?] = []
    for value in input {
      guard case .array(let items)? = value else {
        let printed = value.map { $0 == .null ? "<invalid reflect.Value>" : $0.goPrinted }
        throw JSONPathError(
          "\(printed ?? "<invalid reflect.Value>") is not array or slice and cannot be filtered")
      }
      for item in items {
        if operation == "exists" {
          if let found = try? walk([item], left), !found.isEmpty { results.append(item) }
          continue
        }
        guard let first = try single(walk([item], left)),
          let second = try single(walk([item], right))
        else { continue }
        if try Comparison.holds(first, operation, second) { results.append(item) }
      }
    }
    return results
  }

  /// nil when there is nothing to compare.
  private func single(_ values: [Value?]) throws(JSONPathError) -> Value? {
    guard values.count <= 1 else {
      throw JSONPathError("can only compare one element at a time")
    }
    return values.first ?? nil
  }
}

/// Comparisons between basic values as in Go's text/template of old.
private enum Comparison {
  static func holds(
    _ left: Value, _ operation: String, _ right: Value
  ) throws(JSONPathError) -> Bool {
    switch operation {
    case "==": try order(left, right, equalityOnly: true) == 0
    case "!=": try order(left, right, equalityOnly: true) != 0
    case "<": try order(left, right) < 0
    case "<=": try order(left, right) <= 0
    case ">": try order(left, right) > 0
    case ">=": try order(left, right) >= 0
    default: throw JSONPathError("unrecognized filter operator \(operation)")
    }
  }

  private static func order(
    _ left: Value, _ right: Value, equalityOnly: Bool = false
  ) throws(JSONPathError) -> Int {
    switch (left, right) {
    case (.null, _), (.array, _), (.object, _), (_, .null), (_, .array), (_, .object):
      throw JSONPathError("invalid type for comparison")
    case (.int(let a), .int(let b)): return a == b ? 0 : a < b ? -1 : 1
    case (.decimal(let a), .decimal(let b)):
      return DecimalText.compare(DecimalText(a.utf8), DecimalText(b.utf8))
    case (.string(let a), .string(let b)): return a == b ? 0 : a.precedes(b) ? -1 : 1
    case (.bool(let a), .bool(let b)):
      guard equalityOnly else { throw JSONPathError("invalid type for comparison") }
      return a == b ? 0 : 1
    default: throw JSONPathError("incompatible types for comparison")
    }
  }
}
