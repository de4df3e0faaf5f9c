import Resources
import Tree

/// The labels and fields that a pod requires of its node (`nodeaffinity.RequiredNodeAffinity` of component-helpers).
package struct NodeNeeds: Hashable, Sendable {
  let selector: LabelMatcher
  /// One of these must hold; nil when the pod requires none.
  let terms: [NodeTerm]?
  /// The nodes that the terms name, when each of them names some; nil when any node may do.
  let names: [String]?

  init(_ spec: PodSpec) {
    selector = LabelMatcher(labels: spec.nodeSelector)
    let required = spec.affinity?.nodeAffinity?.required
    terms = required?.nodeSelectorTerms.map(NodeTerm.init)
    names = required.flatMap { Self.names(in: $0.nodeSelectorTerms) }
  }

  var isEmpty: Bool { selector.isEmpty && terms == nil }

  func match(_ node: Object<Node>) -> Bool {
    guard selector.matches(node.metadata.labels) else { return false }
    guard let terms else { return true }
    return terms.contains { $0.matches(node) }
  }

  private static func names(in terms: [NodeSelectorTerm]) -> [String]? {
    if terms.isEmpty { return nil }
    var union: [String] = []
    for term in terms {
      var names: [String]?
      for field in term.matchFields where field.key == "metadata.name" && field.operator == "In" {
        names = names.map { known in known.filter { field.values.contains($0) } } ?? field.values
      }
      guard let names else { return nil }
      for name in names where !union.contains(name) { union.append(name) }
    }
    return union.sortedByBytes()
  }
}

/// Conditions on a node's labels and name that must all hold; an empty term holds for no node.
package struct NodeTerm: Hashable, Sendable {
  private let labels: LabelMatcher
  private let fields: [NodeSelectorRequirement]
  private let isEmpty: Bool

  init(_ term: NodeSelectorTerm) {
    labels = LabelMatcher(term.matchExpressions)
    fields = term.matchFields
    isEmpty = term.matchExpressions.isEmpty && term.matchFields.isEmpty
  }

  func matches(_ node: Object<Node>) -> Bool {
    if isEmpty { return false }
    return labels.matches(node.metadata.labels) && fields.allSatisfy { holds($0, for: node.name) }
  }

  private func holds(_ field: NodeSelectorRequirement, for name: String) -> Bool {
    guard field.key == "metadata.name", field.values.count == 1 else { return false }
    switch field.operator {
    case "In": return field.values[0] == name
    case "NotIn": return field.values[0] != name
    default: return false
    }
  }
}

/// A term that nodes had better fulfil, with its weight.
package struct NodePreference: Hashable, Sendable {
  let weight: Int64
  let term: NodeTerm

  /// A term without weight or without conditions counts for nothing.
  init?(_ preferred: PreferredSchedulingTerm) {
    let term = preferred.preference
    if preferred.weight == 0 || (term.matchExpressions.isEmpty && term.matchFields.isEmpty) {
      return nil
    }
    weight = Int64(preferred.weight)
    self.term = NodeTerm(term)
  }
}
