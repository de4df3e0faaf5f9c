import Cluster
import Resources
import Tree

/// `kubectl set selector`.
struct SetSelector: Verb {
  let path = ["set", "selector"]
  let summary = Text("Set the selector of a Service.", "设置 Service 的选择算符。")
  let arguments = "(-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version]"
  let flags = FlagSpec.setting + [FlagSpec("resource-version")]

  /// A requirement as Go prints a struct.
  private static func goText(_ requirement: Value) -> String {
    let values = (requirement["values"]?.array ?? []).compactMap(\.string)
    return
      "{\(requirement["key"]?.string ?? "") \(requirement["operator"]?.string ?? "") [\(values.joined(separator: " "))]}"
  }

  /// The same with the names of the struct's fields.
  static func goFields(_ requirement: Value) -> String {
    let values = (requirement["values"]?.array ?? []).compactMap(\.string)
    return
      "{Key:\(requirement["key"]?.string ?? "") Operator:\(requirement["operator"]?.string ?? "") Values:[\(values.joined(separator: " "))]}"
  }

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    var words = flags.positional
    if words.isEmpty { throw kubectl.fail("one selector is required") }
    let text = words.removeLast()
    let selector = try kubectl.labelSelector(text)
    var (targets, problems) = try kubectl.settable(words, flags)
    problems += try kubectl.alter(
      targets, flags, operation: "selector updated", refusal: ""
    ) { tree, target in
      guard target.resource.groupResource == "services" else {
        return .failed([.message("setting a selector is only supported for Services")])
      }
      if let expressions = selector["matchExpressions"]?.array, !expressions.isEmpty {
        let list = expressions.map { Self.goText($0) }.joined(separator: " ")
        return .failed([
          .message("match expression [\(list)] not supported on this object")
        ])
      }
      var wanted = tree
      wanted.set("spec", "selector", to: selector["matchLabels"])
      return .changed(wanted)
    }
    if let halt = Problem.halt(problems) { throw halt }
    return 0
  }
}
