import Resources

/// Prefers nodes whose processor and memory would be taken to like shares
/// (pkg/scheduler/framework/plugins/noderesources/balanced_allocation.go).
enum BalancedAllocation {
  static let name = "NodeResourcesBalancedAllocation"
  static let weight: Int64 = 1

  static func score(_ demand: PodDemand.Content, _ info: NodeRecord) -> Int64 {
    guard info.allocatable.cpu != 0, info.allocatable.memory != 0 else { return 100 }
    return score(
      cpu: (info.requested.cpu + demand.requests.cpu, info.allocatable.cpu),
      memory: (info.requested.memory + demand.requests.memory, info.allocatable.memory))
  }

  /// Of what would be requested and what there is, which is not nothing.
  static func score(cpu: (Int64, Int64), memory: (Int64, Int64)) -> Int64 {
    // With two resources the standard deviation is half their distance.
    let deviation = ((share(cpu.0, cpu.1) - share(memory.0, memory.1)) / Binary64(2)).magnitude
    return ((Binary64(1) - deviation) * Binary64(100)).whole
  }

  private static func share(_ requested: Int64, _ allocatable: Int64) -> Binary64 {
    let one = Binary64(1)
    let share = Binary64(requested) / Binary64(allocatable)
    return share > one ? one : share
  }
}
