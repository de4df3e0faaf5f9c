import Tree

/// The selector that objects carry, after `metav1.LabelSelector`: labels and expressions that must all hold.
package struct LabelSelector: Hashable, Sendable {
  package struct Requirement: Hashable, Sendable {
    package var key: String
    /// `In`, `NotIn`, `Exists` or `DoesNotExist`; others are refused when the selector is used.
    package var operation: String
    package var values: [String]

    package init(key: String, operation: String, values: [String] = []) {
      self.key = key
      self.operation = operation
      self.values = values
    }
  }

  package var matchLabels: StringMap
  package var matchExpressions: [Requirement]

  package init(matchLabels: StringMap = [:], matchExpressions: [Requirement] = []) {
    self.matchLabels = matchLabels
    self.matchExpressions = matchExpressions
  }

  /// Whether it selects everything.
  package var isEmpty: Bool { matchLabels.isEmpty && matchExpressions.isEmpty }

  /// As `metav1.LabelSelectorAsSelector`.
  package func selector() throws(SelectorError) -> Selector {
    var requirements: [LabelRequirement] = []
    for entry in matchLabels {
      requirements.append(try LabelRequirement(entry.key, .equals, [entry.value]))
    }
    for expression in matchExpressions {
      let operation: LabelOperator
      switch expression.operation {
      case "In": operation = .in
      case "NotIn": operation = .notIn
      case "Exists": operation = .exists
      case "DoesNotExist": operation = .doesNotExist
      default:
        throw SelectorError(
          "\(goQuoted(expression.operation)) is not a valid label selector operator")
      }
      requirements.append(
        try LabelRequirement(expression.key, operation, expression.values))
    }
    return Selector(requirements)
  }

  /// As `metav1.FormatLabelSelector`, which tables and descriptions show.
  package var formatted: String {
    guard let selector = try? selector() else { return "<error>" }
    return selector.isEmpty ? "<none>" : selector.text
  }

  /// As `metav1.ParseToLabelSelector`.
  package init(parsing text: String) throws(SelectorError) {
    let selector: Selector
    do throws(SelectorError) {
      selector = try Selector(parsing: text)
    } catch {
      throw SelectorError(
        "couldn't parse the selector string \"\(text)\": \(error.description)")
    }
    self.init()
    for requirement in selector.requirements {
      let operation: String
      switch requirement.operation {
      case .equals, .doubleEquals:
        matchLabels[requirement.key] = requirement.values[0]
        continue
      case .in: operation = "In"
      case .notIn: operation = "NotIn"
      case .exists: operation = "Exists"
      case .doesNotExist: operation = "DoesNotExist"
      case .greaterThan, .lessThan:
        throw SelectorError(
          "\(goQuoted(requirement.operation.rawValue)) isn't supported in label selectors")
      case .notEquals: throw SelectorError("\"!=\" is not a valid label selector operator")
      }
      matchExpressions.append(
        Requirement(key: requirement.key, operation: operation, values: requirement.values))
    }
  }
}
