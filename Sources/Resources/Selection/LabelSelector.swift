import Tree

/// A set-based selector as workloads hold it (`metav1.LabelSelector`): every pair and every expression must hold.
public struct LabelSelector: Modeled {
  public typealias Requirement = LabelSelectorRequirement

  public var matchLabels = StringMap()
  public var matchExpressions: [Requirement] = []
  public var rest = Fields()

  public init() {}

  public init(matchLabels: StringMap = [:], matchExpressions: [Requirement] = []) {
    self.matchLabels = matchLabels
    self.matchExpressions = matchExpressions
  }

  public static let schema = Schema<LabelSelector>(
    "LabelSelector",
    Text("Chooses objects by their labels; all conditions must hold.", "按标签选择对象；所有条件须同时成立。")
  ) {
    $0.field(
      "matchLabels", \.matchLabels, "Labels that must have just these values.", "标签必须恰好等于这些值。")
    $0.field("matchExpressions", \.matchExpressions, "Conditions on labels.", "关于标签的条件。")
  }

  /// Whether it selects everything.
  public var selectsEverything: Bool { matchLabels.isEmpty && matchExpressions.isEmpty }

  /// As `metav1.LabelSelectorAsSelector`.
  public func selector() throws(SelectorError) -> Selector {
    var requirements: [LabelRequirement] = []
    for entry in matchLabels {
      requirements.append(try LabelRequirement(entry.key, .equals, [entry.value]))
    }
    for expression in matchExpressions {
      let operation: LabelOperator
      switch expression.operator {
      case "In": operation = .in
      case "NotIn": operation = .notIn
      case "Exists": operation = .exists
      case "DoesNotExist": operation = .doesNotExist
      default:
        throw SelectorError(
          "\(goQuoted(expression.operator)) is not a valid label selector operator")
      }
      requirements.append(try LabelRequirement(expression.key, operation, expression.values))
    }
    return Selector(requirements)
  }

  /// The selector ready to match with; nil when it is not a valid one.
  public var requirements: Selector? { try? selector() }

  /// As `metav1.FormatLabelSelector`, which tables and descriptions show.
  public var formatted: String {
    guard let selector = try? selector() else { return "<error>" }
    return selector.isEmpty ? "<none>" : selector.text
  }

  public var text: String { formatted }

  /// As `metav1.ParseToLabelSelector`.
  public init(parsing text: String) throws(SelectorError) {
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

/// One condition of a set-based selector.
public struct LabelSelectorRequirement: Modeled {
  public var key = ""
  /// `In`, `NotIn`, `Exists` or `DoesNotExist`; others are refused when the selector is used.
  public var `operator` = ""
  public var values: [String] = []
  public var rest = Fields()

  public init() {}

  public init(key: String, operation: String, values: [String] = []) {
    self.key = key
    self.operator = operation
    self.values = values
  }

  public static let schema = Schema<LabelSelectorRequirement>("LabelSelectorRequirement") {
    $0.field(
      "key", \.key, "Label that the condition is about.", "条件所针对的标签键。", always: true, required: true
    )
    $0.field(
      "operator", \.operator, "In, NotIn, Exists or DoesNotExist.",
      "In、NotIn、Exists 或 DoesNotExist。",
      always: true, required: true, values: ["In", "NotIn", "Exists", "DoesNotExist"])
    $0.field("values", \.values, "Values for In and NotIn.", "用于 In 与 NotIn 的值。")
  }
}
