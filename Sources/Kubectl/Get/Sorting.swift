import Cluster
import Tree

/// `--sort-by`: a path whose value orders objects; those without it come first.
struct Sorting {
  private let path: JSONPath
  private let text: String

  init(_ expression: String) throws(Halt) {
    do throws(JSONPathError) {
      text = try JSONPath.relaxed(expression)
      path = try JSONPath(parsing: text)
    } catch { throw .failure("error: \(error.description)") }
  }

  /// Several tables cannot be put in order: kubectl looks for the path in the tables themselves.
  func refuse() throws(Halt) { throw missing }

  private var missing: Halt {
    .failure("error: couldn't find any field with path \(goQuoted(text)) in the list of objects")
  }

  func sorted(_ trees: [Value]) throws(Halt) -> [Value] {
    try sorted(trees, by: trees)
  }

  func sorted(_ rows: [ObjectTable.Row]) throws(Halt) -> [ObjectTable.Row] {
    try sorted(rows, by: rows.map(\.record.tree))
  }

  private func sorted<Element>(_ items: [Element], by trees: [Value]) throws(Halt) -> [Element] {
    var keys: [Value?] = []
    for tree in trees {
      do throws(JSONPathError) { keys.append(try path.results(in: tree).first?.first) } catch {
        throw .failure("error: \(error.description)")
      }
    }
    if !items.isEmpty, keys.allSatisfy({ $0 == nil }) {
      throw missing
    }
    let order = keys.indices.sorted { left, right in
      if Self.isLess(keys[left], keys[right]) { return true }
      return left < right && !Self.isLess(keys[right], keys[left])
    }
    return order.map { items[$0] }
  }

  private static func isLess(_ left: Value?, _ right: Value?) -> Bool {
    guard let right else { return false }
    guard let left else { return true }
    switch (left, right) {
    case (.int(let left), .int(let right)): return left < right
    case (.bool(let left), .bool(let right)): return !left && right
    case (.string(let left), .string(let right)):
      if let first = try? Quantity(parsing: left), let second = try? Quantity(parsing: right) {
        return first < second
      }
      return precedesNaturally(left, right)
    default: return precedesNaturally(left.goPrinted, right.goPrinted)
    }
  }
}
