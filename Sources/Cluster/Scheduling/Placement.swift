import Resources
import Simulation
import Tree

/// What the scheduler found for a pod: a node, or each node's reason against it.
package struct Verdict: Sendable {
  package var chosen: String?
  /// By node, why not.
  package var rejections: [(node: String, reasons: [String])] = []
  package var message = ""

  package init() {}
}

/// Filters the nodes for a pod and scores those that are left.
enum Placement {
  static func verdict(
    for pod: Object<Pod>, on snapshot: NodeSnapshot, _ random: inout Random
  ) -> Verdict {
    var verdict = Verdict()
    let request = PodRequest(pod.body.spec)
    var best: [(name: String, score: Int64)] = []
    for case let entry? in snapshot.entries {
      let reasons = reasons(against: entry, pod, request)
      if reasons.isEmpty {
        best.append((entry.node.name, score(entry, request)))
      } else {
        verdict.rejections.append((entry.node.name, reasons))
      }
    }
    if let top = best.map(\.score).max() {
      let equal = best.filter { $0.score == top }
      verdict.chosen = equal[random.below(equal.count)].name
    } else {
      verdict.message = message(verdict.rejections)
    }
    return verdict
  }

  private static func reasons(
    against entry: NodeSnapshot.Entry, _ pod: Object<Pod>, _ request: PodRequest
  ) -> [String] {
    let taint = entry.node.spec.taints.first { taint in
      taint.effect != "PreferNoSchedule" && !pod.spec.tolerations.contains { $0.tolerates(taint) }
    }
    if let taint {
      return ["node(s) had untolerated taint {\(taint.key): \(taint.value)}"]
    }
    let labels = entry.node.metadata.labels
    if !pod.spec.nodeSelector.allSatisfy({ labels[$0.key] == $0.value }) {
      return ["node(s) didn't match Pod's node affinity/selector"]
    }
    var reasons: [String] = []
    let allocatable = entry.node.status.allocatable
    if entry.pods + 1 > Int(allocatable["pods"]?.value ?? 0) { reasons.append("Too many pods") }
    if request.cpu > (allocatable["cpu"]?.milliValue ?? 0) - entry.cpu {
      reasons.append("Insufficient cpu")
    }
    if request.memory > (allocatable["memory"]?.value ?? 0) - entry.memory {
      reasons.append("Insufficient memory")
    }
    return reasons
  }

  private static func score(_ entry: NodeSnapshot.Entry, _ request: PodRequest) -> Int64 {
    // The least allocated node is best; pods without requests count as 100m and 200Mi.
    let cpu = entry.node.status.allocatable["cpu"]?.milliValue ?? 1
    let left = cpu - entry.cpu - max(request.cpu, 100) - Int64(entry.pods) * 100
    return max(0, left) * 100 / max(1, cpu)
  }

  private static func message(_ rejections: [(node: String, reasons: [String])]) -> String {
    var counts: [(reason: String, count: Int)] = []
    for rejection in rejections {
      for reason in rejection.reasons {
        if let place = counts.firstIndex(where: { $0.reason == reason }) {
          counts[place].count += 1
        } else {
          counts.append((reason, 1))
        }
      }
    }
    let texts = counts.map { "\($0.count) \($0.reason)" }.sortedByBytes()
    return "0/\(rejections.count) nodes are available: \(texts.joined(separator: ", "))."
  }
}
