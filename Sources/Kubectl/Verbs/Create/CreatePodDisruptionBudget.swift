import Cluster
import Resources
import Tree

/// `kubectl create poddisruptionbudget`.
struct CreatePodDisruptionBudget: Generator {
  let path = ["create", "poddisruptionbudget"]
  let aliases = ["pdb"]
  let summary = Text("Create a PodDisruptionBudget.", "创建 PodDisruptionBudget。")
  let failure: String? = "failed to create poddisruptionbudgets:"
  let ownFlags = [
    FlagSpec("selector", help: Text("Labels of the pods.", "Pod 的标签。")),
    FlagSpec("min-available", help: Text("A number or a percentage.", "数量或百分比。")),
    FlagSpec("max-unavailable", help: Text("A number or a percentage.", "数量或百分比。")),
  ]

  func object(
    _ name: String, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Value {
    let least = flags.string("min-available")
    let most = flags.string("max-unavailable")
    if flags.string("selector").isEmpty { throw kubectl.fail("a selector must be specified") }
    if least.isEmpty, most.isEmpty {
      throw kubectl.fail("one of min-available or max-unavailable must be specified")
    }
    if !least.isEmpty, !most.isEmpty {
      throw kubectl.fail("min-available and max-unavailable cannot be both specified")
    }
    var spec: Value = ["selector": try kubectl.labelSelector(flags.string("selector"))]
    func number(_ text: String) -> Value { Int32(text).map { .int(Int64($0)) } ?? .string(text) }
    if !least.isEmpty { spec["minAvailable"] = number(least) }
    if !most.isEmpty { spec["maxUnavailable"] = number(most) }
    var tree = Value.object("policy/v1", "PodDisruptionBudget", name)
    tree["spec"] = spec
    tree["status"] = [
      "currentHealthy": 0, "desiredHealthy": 0, "disruptionsAllowed": 0, "expectedPods": 0,
    ]
    return tree
  }
}

extension Session {
  /// A selector's text as the object that workloads hold (`metav1.ParseToLabelSelector`).
  func labelSelector(_ text: String) throws(Halt) -> Value {
    let selector: Selector
    do throws(SelectorError) { selector = try Selector(parsing: text) } catch {
      throw fail("couldn't parse the selector string \(goQuoted(text)): \(error.description)")
    }
    var labels = Fields()
    var expressions: [Value] = []
    for requirement in selector.requirements {
      let word: Value
      switch requirement.operation {
      case .equals, .doubleEquals:
        labels[requirement.key] = .string(requirement.values.first ?? "")
        continue
      case .in: word = "In"
      case .notIn: word = "NotIn"
      case .exists: word = "Exists"
      case .doesNotExist: word = "DoesNotExist"
      default:
        throw fail(
          "\(goQuoted(requirement.operation.rawValue)) is not a valid label selector operator")
      }
      var expression: Value = ["key": .string(requirement.key), "operator": word]
      if !requirement.values.isEmpty { expression["values"] = .strings(requirement.values) }
      expressions.append(expression)
    }
    var tree = Value.emptyObject
    if !labels.isEmpty { tree["matchLabels"] = .object(labels) }
    if !expressions.isEmpty { tree["matchExpressions"] = .array(expressions) }
    return tree
  }
}
