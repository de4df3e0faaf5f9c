import Tree

/// Why a selector cannot be used, in the words of the API machinery.
public struct SelectorError: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String

  public init(_ description: String) { self.description = description }
}

/// How a requirement relates a label to its values.
public enum LabelOperator: String, Hashable, Sendable {
  case exists
  case doesNotExist = "!"
  case equals = "="
  case doubleEquals = "=="
  case `in`
  case notEquals = "!="
  case notIn = "notin"
  case greaterThan = "gt"
  case lessThan = "lt"
}

/// One condition on a set of labels, after `labels.Requirement`.
public struct LabelRequirement: Hashable, Sendable {
  public let key: String
  public let operation: LabelOperator
  public let values: [String]

  /// Checks nothing, as `SelectorFromSet`.
  init(unchecked key: String, _ operation: LabelOperator, _ values: [String]) {
    self.key = key
    self.operation = operation
    self.values = values
  }

  /// - Throws: all that is wrong, as `labels.NewRequirement` words it.
  public init(
    _ key: String, _ operation: LabelOperator, _ values: [String]
  ) throws(SelectorError) {
    self.init(unchecked: key, operation, values)
    var problems: [String] = []
    if let problem = Self.keyProblem(key, path: "key") { problems.append(problem) }
    if let problem = countProblem { problems.append(problem) }
    for (index, value) in values.enumerated() {
      if isNumeric, Int64(value) == nil {
        problems.append(
          "values[\(index)]: Invalid value: \(goQuoted(value)): "
            + "for 'Gt', 'Lt' operators, the value must be an integer")
      }
    }
    for (index, value) in values.enumerated() {
      let wrong = NameRules.labelValue(value)
      guard !wrong.isEmpty else { continue }
      problems.append(
        "values[\(index)][\(key)]: Invalid value: \(goQuoted(value)): "
          + wrong.joined(separator: "; "))
    }
    guard problems.isEmpty else { throw SelectorError(Self.aggregated(problems)) }
  }

  static func keyProblem(_ key: String, path: String) -> String? {
    let wrong = NameRules.qualifiedName(key)
    return wrong.isEmpty
      ? nil : "\(path): Invalid value: \(goQuoted(key)): \(wrong.joined(separator: "; "))"
  }

  private var isNumeric: Bool { operation == .greaterThan || operation == .lessThan }

  private var countProblem: String? {
    let (fits, message) =
      switch operation {
      case .in, .notIn: (!values.isEmpty, "for 'in', 'notin' operators, values set can't be empty")
      case .equals, .doubleEquals, .notEquals:
        (values.count == 1, "exact-match compatibility requires one single value")
      case .exists, .doesNotExist:
        (values.isEmpty, "values set must be empty for exists and does not exist")
      case .greaterThan, .lessThan:
        (values.count == 1, "for 'Gt', 'Lt' operators, exactly one value is required")
      }
    if fits { return nil }
    let list = values.isEmpty ? "(nil)" : "{\(values.map(goQuoted).joined(separator: ", "))}"
    return "values: Invalid value: []string\(list): \(message)"
  }

  /// As `errors.Aggregate`: one as it is, several in brackets, none twice.
  private static func aggregated(_ problems: [String]) -> String {
    var distinct: [String] = []
    for problem in problems where !distinct.contains(problem) { distinct.append(problem) }
    return distinct.count == 1 ? distinct[0] : "[\(distinct.joined(separator: ", "))]"
  }

  public func matches(_ labels: StringMap) -> Bool {
    let value = labels[key]
    switch operation {
    case .in, .equals, .doubleEquals: return value.map(values.contains) ?? false
    case .notIn, .notEquals: return !(value.map(values.contains) ?? false)
    case .exists: return value != nil
    case .doesNotExist: return value == nil
    case .greaterThan, .lessThan:
      guard let value, let left = Int64(value), values.count == 1, let right = Int64(values[0])
      else { return false }
      return operation == .greaterThan ? left > right : left < right
    }
  }

  public var text: String {
    switch operation {
    case .exists: key
    case .doesNotExist: "!" + key
    case .in, .notIn: "\(key) \(operation.rawValue) (\(valueList))"
    case .greaterThan: "\(key)>\(valueList)"
    case .lessThan: "\(key)<\(valueList)"
    case .equals, .doubleEquals, .notEquals: key + operation.rawValue + valueList
    }
  }

  private var valueList: String { values.sortedByBytes().joined(separator: ",") }
}
