import Resources
import Store
import Tree

/// The specs of pods that were made lately: a new pod with an equal one takes it over, so that all pods of a
/// template share one in memory, and it is validated once.
struct SharedSpecs: Sendable {
  private static let limit = 8
  private var recent: [(spec: Shared<PodSpec>, isValid: Bool)] = []
  /// By node: the spec that was bound to it last.
  private var onNodes = QuickTable<TextKey, (before: Shared<PodSpec>, after: Shared<PodSpec>)>()

  /// An equal spec that is known already, or the one given.
  mutating func shared(_ spec: Shared<PodSpec>) -> Shared<PodSpec> {
    if let place = recent.firstIndex(where: { $0.spec == spec }) {
      if place > 0 { recent.swapAt(0, place) }
      return recent[0].spec
    }
    if recent.count == Self.limit { recent.removeLast() }
    recent.insert((spec, false), at: 0)
    return spec
  }

  /// The spec as it is on a node; pods of one template on one node share that too.
  mutating func bound(_ spec: Shared<PodSpec>, to node: String) -> Shared<PodSpec> {
    if let known = onNodes[TextKey(node)], known.before.isIdentical(to: spec) { return known.after }
    var bound = spec.wrappedValue
    bound.nodeName = node
    let after = Shared(wrappedValue: bound)
    onNodes[TextKey(node)] = (spec, after)
    return after
  }

  func isValid(_ spec: Shared<PodSpec>) -> Bool {
    recent.first { $0.spec.isIdentical(to: spec) }?.isValid ?? false
  }

  mutating func setValid(_ spec: Shared<PodSpec>) {
    if let place = recent.firstIndex(where: { $0.spec.isIdentical(to: spec) }) {
      recent[place].isValid = true
    }
  }
}
