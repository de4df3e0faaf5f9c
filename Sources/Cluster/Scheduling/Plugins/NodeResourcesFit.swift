import Resources

/// Keeps pods off nodes that lack what they ask for, and prefers nodes of which least is taken
/// (pkg/scheduler/framework/plugins/noderesources/fit.go, least_allocated.go).
enum NodeResourcesFit {
  static let name = "NodeResourcesFit"
  static let weight: Int64 = 1

  static func filter(_ demand: PodDemand.Content, _ info: NodeRecord) -> Rejection? {
    let asked = demand.requests
    let isFull = info.pods.count + 1 > info.allowedPods
    if asked.isNothing && !isFull { return nil }
    let lacksCPU = asked.cpu > 0 && asked.cpu > info.allocatable.cpu - info.requested.cpu
    let lacksMemory =
      asked.memory > 0 && asked.memory > info.allocatable.memory - info.requested.memory
    let lacksStorage =
      asked.storage > 0 && asked.storage > info.allocatable.storage - info.requested.storage
    var reasons: [String] = []
    if isFull { reasons.append("Too many pods") }
    if lacksCPU { reasons.append("Insufficient cpu") }
    if lacksMemory { reasons.append("Insufficient memory") }
    if lacksStorage { reasons.append("Insufficient ephemeral-storage") }
    for scalar in asked.scalars where scalar.amount > 0 {
      if scalar.amount > info.allocatable[scalar.name] - info.requested[scalar.name] {
        reasons.append("Insufficient \(scalar.name)")
      }
    }
    return reasons.isEmpty ? nil : Rejection(name, .unschedulable, reasons)
  }

  /// The free share of processor and memory, of 100.
  static func score(_ demand: PodDemand.Content, _ info: NodeRecord) -> Int64 {
    let shares = [
      (info.scoredCPU + demand.scoredCPU, info.allocatable.cpu),
      (info.scoredMemory + demand.scoredMemory, info.allocatable.memory),
    ].filter { $0.1 != 0 }
    if shares.isEmpty { return 0 }
    let sum = shares.reduce(0) { sum, share in
      sum + (share.0 > share.1 ? 0 : (share.1 - share.0) * 100 / share.1)
    }
    return sum / Int64(shares.count)
  }
}
