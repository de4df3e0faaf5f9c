import Tree

/// Conditions on labels that must all hold, after `labels.Selector`.
public struct Selector: Hashable, Sendable {
  /// In the byte order of their keys.
  public private(set) var requirements: [LabelRequirement]
  /// Whether this selects nothing at all, as a selector that is not there.
  public private(set) var isNothing = false

  public static let everything = Selector([])
  public static let nothing: Selector = {
    var selector = Selector([])
    selector.isNothing = true
    return selector
  }()

  public init(_ requirements: [LabelRequirement]) {
    self.requirements = stablySorted(requirements) { $0.key.precedes($1.key) }
  }

  /// Selects what has exactly these labels among its own; nothing is validated.
  public init(labels: StringMap) {
    requirements = labels.map { LabelRequirement(unchecked: $0.key, .equals, [$0.value]) }
  }

  /// Reads the form that `kubectl -l` takes: `app=web,tier in (a,b),!legacy`.
  public init(parsing text: String) throws(SelectorError) {
    var parser = SelectorParser(text)
    self.init(try parser.requirements())
  }

  /// Whether every set of labels is selected.
  public var isEmpty: Bool { requirements.isEmpty && !isNothing }

  public func matches(_ labels: StringMap) -> Bool {
    !isNothing && requirements.allSatisfy { $0.matches(labels) }
  }

  public var text: String { requirements.map(\.text).joined(separator: ",") }
}

extension Selector: CustomStringConvertible {
  public var description: String { text }
}

/// Sorted, where those that neither precede each other keep their order.
public func stablySorted<Element>(
  _ elements: [Element], by precedes: (Element, Element) -> Bool
) -> [Element] {
  elements.enumerated().sorted { left, right in
    if precedes(left.element, right.element) { return true }
    if precedes(right.element, left.element) { return false }
    return left.offset < right.offset
  }.map(\.element)
}
