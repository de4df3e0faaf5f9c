import Resources

/// Prefers nodes whose processor and memory would be taken to like shares
/// (pkg/scheduler/framework/plugins/noderesources/balanced_allocation.go).
enum BalancedAllocation {
  static let name = "NodeResourcesBalancedAllocation"
  static let weight: Int64 = 1

  static func score(_ demand: PodDemand.Content, _ info: NodeRecord) -> Int64 {
    guard info.allocatable.cpu != 0, info.allocatable.memory != 0 else { return 100 }
    let cpu = share(info.requested.cpu + demand.requests.cpu, info.allocatable.cpu)
    let memory = share(info.requested.memory + demand.requests.memory, info.allocatable.memory)
    // With two resources the standard deviation is half their distance.
    let deviation = ((cpu - memory) / Binary64(2)).magnitude
    return ((Binary64(1) - deviation) * Binary64(100)).whole
  }

  private static func share(_ requested: Int64, _ allocatable: Int64) -> Binary64 {
    let one = Binary64(1)
    let share = Binary64(requested) / Binary64(allocatable)
    return share > one ? one : share
  }
}
