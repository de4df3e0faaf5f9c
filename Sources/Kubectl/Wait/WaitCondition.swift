import Cluster
import Resources
import Tree

/// What `kubectl wait --for` waits for.
enum WaitCondition: Sendable {
  case delete
  case create
  case condition(name: String, value: String)
  case jsonPath(JSONPath, value: String?)

  static func parse(_ text: String) throws(Halt) -> WaitCondition {
    if text.lowercased() == "delete" { return .delete }
    if text.lowercased() == "create" { return .create }
    if text.hasPrefix("condition=") {
      let rest = String(text.dropFirst("condition=".count))
      guard let equals = rest.firstIndex(of: "=") else {
        return .condition(name: rest, value: "true")
      }
      return .condition(
        name: String(rest[..<equals]), value: String(rest[rest.index(after: equals)...]))
    }
    if text.hasPrefix("jsonpath=") { return try jsonPath(String(text.dropFirst(9))) }
    throw .failure("error: unrecognized condition: \(goQuoted(text))")
  }

  private static func jsonPath(_ text: String) throws(Halt) -> WaitCondition {
    let form =
      "jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'"
    let (expression, rest) = split(text)
    if expression.isEmpty { throw .failure("error: " + form) }
    var value: String?
    if let rest {
      if rest.isEmpty {
        throw .failure("error: jsonpath wait has to have a value after equal sign")
      }
      value = rest
    }
    do throws(JSONPathError) {
      return .jsonPath(
        try JSONPath(parsing: try JSONPath.relaxed(expression)), value: value)
    } catch { throw .failure("error: \(error.description)") }
  }

  /// The path, and the value after the first `=` that compares nothing within the path.
  private static func split(_ text: String) -> (path: String, value: String?) {
    var depth = 0
    for place in text.indices {
      switch text[place] {
      case "[", "(", "{": depth += 1
      case "]", ")", "}": depth -= 1
      case "=" where depth <= 0:
        return (String(text[..<place]), String(text[text.index(after: place)...]))
      default: break
      }
    }
    return (text, nil)
  }

  /// Whether an object is as it should be.
  func holds(for tree: Value) throws(Halt) -> Bool {
    switch self {
    case .create: return true
    case .delete: return false
    case .condition(let name, let value):
      for condition in tree.items("status", "conditions")
      where condition.text("type").lowercased() == name.lowercased() {
        let observed =
          condition.has("observedGeneration")
          ? condition.at("observedGeneration")?.int : tree.at("status", "observedGeneration")?.int
        if let observed, observed < tree.int("metadata", "generation") { return false }
        return condition.text("status").lowercased() == value.lowercased()
      }
      return false
    case .jsonPath(let path, let value):
      guard let found = try? path.results(in: tree).first, !found.isEmpty else { return false }
      if found.count > 1 {
        throw .failure("error: given jsonpath expression matches more than one value")
      }
      guard let value else { return true }
      switch found[0] {
      case .array:
        throw .failure("error: jsonpath leads to a nested object or list, which is unsupported")
      case .object:
        throw .failure("error: jsonpath leads to a nested object or list, which is unsupported")
      default: return found[0].goPrinted == value
      }
    }
  }
}
