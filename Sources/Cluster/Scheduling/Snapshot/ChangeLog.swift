/// Which nodes have changed, so that what was worked out for the others stays true.
struct ChangeLog: Sendable {
  private static let limit = 4096
  private var slots: [Int32] = []
  /// How many changes came before those that are kept.
  private var first = 0

  /// How many changes there have been.
  var count: Int { first + slots.count }

  mutating func note(_ slot: Int32) {
    if slots.count == Self.limit {
      first += slots.count
      slots.removeAll(keepingCapacity: true)
    }
    slots.append(slot)
  }

  /// What has changed since there were so many changes; nil when that is forgotten.
  func since(_ count: Int) -> ArraySlice<Int32>? {
    count < first ? nil : slots[(count - first)...]
  }
}
