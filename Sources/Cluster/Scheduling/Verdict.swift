import Resources
import Tree

/// What the scheduler found for a pod: the node that it chose and the others' scores, or each node's reason against it.
package struct Verdict: Sendable {
  /// One node that would do, with what each plugin gives it, weighted.
  package struct Score: Sendable {
    package let node: String
    package let plugins: [(name: String, points: Int64)]
    package let total: Int64
  }

  package let pod: ObjectKey
  /// How many nodes there are.
  package var nodeCount = 0
  /// How many of them were looked at before there were enough that would do.
  package var examined = 0
  /// The names of the nodes by slot, as they were then, and which of them would do: names are looked up by who asks.
  private var names: [String] = []
  private var slots: [Int32] = []
  /// What each plugin gives each of these nodes, weighted.
  private var columns: [(name: String, points: [Int64])] = []
  private var totals: [Int64] = []
  /// Nodes that will not do, in the order in which they were looked at.
  package var rejections: [(node: String, rejection: Rejection)] = []
  /// What holds for all nodes that were not looked at one by one.
  package var others: Rejection?
  /// What a plugin said before any node was looked at.
  package var obstacle = ""
  package var chosen: String?
  /// What preemption came to: why it cannot help, or empty.
  package var preemption = ""
  package var nominated: String?
  package var victims: [ObjectKey] = []

  package init(_ pod: ObjectKey) { self.pod = pod }

  /// The nodes that would do, in the order in which they were looked at.
  package var feasible: [String] { slots.map { names[Int($0)] } }

  /// The points of each of them; nothing where only one would do and nobody needed to compare.
  package var scores: [Score] {
    let ordered = columns.sorted { $0.name.precedes($1.name) }
    return totals.indices.map { index in
      Score(
        node: names[Int(slots[index])],
        plugins: ordered.map { (name: $0.name, points: $0.points[index]) }, total: totals[index])
    }
  }

  mutating func keepFeasible(_ slots: [Int32], of names: [String]) {
    self.slots = slots
    self.names = names
  }

  mutating func keepScores(_ columns: [(name: String, points: [Int64])], totals: [Int64]) {
    self.columns = columns
    self.totals = totals
  }

  /// Why a node will not do; nil for one that would, or that was not looked at.
  package func rejection(of node: String) -> Rejection? {
    rejections.first { $0.node == node }?.rejection ?? (feasible.contains(node) ? nil : others)
  }

  /// Why no node will do, as events and conditions say it (`FitError.Error`).
  package var message: String {
    if nodeCount == 0 { return "no nodes available to schedule pods" }
    var text = "0/\(nodeCount) nodes are available:"
    if !obstacle.isEmpty {
      text += " \(obstacle)."
    } else {
      let histogram = Self.histogram(rejections.map(\.rejection), others, nodeCount)
      if !histogram.isEmpty { text += " \(histogram)." }
    }
    return preemption.isEmpty ? text : text + " " + preemption
  }

  /// `2 Insufficient cpu, 1 Too many pods`: how often each reason was given, in the byte order of these texts.
  static func histogram(_ rejections: [Rejection], _ others: Rejection?, _ nodeCount: Int)
    -> String
  {
    var places: [String: Int] = [:]
    var counts: [(reason: String, count: Int)] = []
    func count(_ reasons: [String], _ number: Int) {
      for reason in reasons {
        if let place = places[reason] {
          counts[place].count += number
        } else {
          places[reason] = counts.count
          counts.append((reason, number))
        }
      }
    }
    for rejection in rejections { count(rejection.reasons, 1) }
    if let others, nodeCount > rejections.count {
      count(others.reasons, nodeCount - rejections.count)
    }
    return counts.map { "\($0.count) \($0.reason)" }.sortedByBytes().joined(separator: ", ")
  }
}
