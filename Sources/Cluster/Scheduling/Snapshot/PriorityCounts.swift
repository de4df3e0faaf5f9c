/// How many placed pods have which priority: tells at once whether anybody could be preempted.
struct PriorityCounts: Sendable {
  /// In ascending order of priority.
  private var counts: [(priority: Int32, count: Int)] = []

  var lowest: Int32? { counts.first?.priority }

  mutating func count(_ priority: Int32, sign: Int) {
    if let place = counts.firstIndex(where: { $0.priority >= priority }) {
      if counts[place].priority == priority {
        counts[place].count += sign
        if counts[place].count == 0 { counts.remove(at: place) }
      } else {
        counts.insert((priority, sign), at: place)
      }
    } else {
      counts.append((priority, sign))
    }
  }
}
