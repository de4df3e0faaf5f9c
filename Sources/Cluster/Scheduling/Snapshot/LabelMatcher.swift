import Resources
import Tree

/// A selector made ready to be asked often, after `metav1.LabelSelectorAsSelector` and `nodeaffinity.nodeSelectorRequirementsAsSelector`.
package struct LabelMatcher: Hashable, Sendable {
  enum Operation: Hashable, Sendable { case isIn, isNotIn, exists, isAbsent, isGreater, isLess }

  struct Requirement: Hashable, Sendable {
    var key: String
    var operation: Operation
    var values: [String]

    func holds(for value: String?) -> Bool {
      switch operation {
      case .isIn: return value.map { values.contains($0) } ?? false
      case .isNotIn: return value.map { !values.contains($0) } ?? true
      case .exists: return value != nil
      case .isAbsent: return value == nil
      case .isGreater, .isLess:
        guard let value, let left = Int64(value), let bound = values.first, let right = Int64(bound)
        else { return false }
        return operation == .isGreater ? left > right : left < right
      }
    }
  }

  private var requirements: [Requirement] = []
  /// Whether nothing at all is selected, as by a selector that is left out.
  private var isNothing = false

  static let everything = LabelMatcher()
  static let nothing: LabelMatcher = {
    var matcher = LabelMatcher()
    matcher.isNothing = true
    return matcher
  }()

  private init() {}

  init(labels: StringMap) {
    requirements = labels.map { Requirement(key: $0.key, operation: .isIn, values: [$0.value]) }
  }

  /// A selector that is left out, or that the API server would refuse, selects nothing.
  init(_ selector: LabelSelector?) {
    self.init(labels: selector?.matchLabels ?? StringMap())
    guard let selector else {
      isNothing = true
      return
    }
    for expression in selector.matchExpressions {
      add(expression.key, expression.operator, expression.values)
    }
  }

  init(_ expressions: [NodeSelectorRequirement]) {
    for expression in expressions { add(expression.key, expression.operator, expression.values) }
  }

  private mutating func add(_ key: String, _ word: String, _ values: [String]) {
    let operation: Operation
    switch word {
    case "In" where !values.isEmpty: operation = .isIn
    case "NotIn" where !values.isEmpty: operation = .isNotIn
    case "Exists": operation = .exists
    case "DoesNotExist": operation = .isAbsent
    case "Gt" where values.count == 1 && Int64(values[0]) != nil: operation = .isGreater
    case "Lt" where values.count == 1 && Int64(values[0]) != nil: operation = .isLess
    default:
      isNothing = true
      return
    }
    requirements.append(Requirement(key: key, operation: operation, values: values))
  }

  /// Both conditions at once.
  func adding(_ other: LabelMatcher) -> LabelMatcher {
    var sum = self
    sum.requirements += other.requirements
    sum.isNothing = isNothing || other.isNothing
    return sum
  }

  /// One condition more.
  func requiring(_ key: String, in values: [String], negated: Bool = false) -> LabelMatcher {
    var sum = self
    sum.requirements.append(
      Requirement(key: key, operation: negated ? .isNotIn : .isIn, values: values))
    return sum
  }

  /// Whether there is no condition, so that everything is selected.
  var isEmpty: Bool { requirements.isEmpty && !isNothing }

  func matches(_ labels: StringMap) -> Bool {
    if isNothing { return false }
    for requirement in requirements where !requirement.holds(for: labels[requirement.key]) {
      return false
    }
    return true
  }
}
