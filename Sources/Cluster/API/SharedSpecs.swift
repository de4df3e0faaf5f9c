import Resources

/// The specs of pods that were made lately: a new pod with an equal one takes it over, so that all pods of a
/// template share one in memory, and it is validated once.
struct SharedSpecs: Sendable {
  private static let limit = 8
  private var recent: [(spec: Shared<PodSpec>, isValid: Bool)] = []

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

  func isValid(_ spec: Shared<PodSpec>) -> Bool {
    recent.first { $0.spec.isIdentical(to: spec) }?.isValid ?? false
  }

  mutating func setValid(_ spec: Shared<PodSpec>) {
    if let place = recent.firstIndex(where: { $0.spec.isIdentical(to: spec) }) {
      recent[place].isValid = true
    }
  }
}
