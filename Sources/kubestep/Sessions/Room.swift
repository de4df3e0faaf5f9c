import CHeap

/// Memory for large worlds, asked for before they grow.
enum Room {
  /// From so many nodes on a world may come to hundreds of megabytes.
  private static let leastNodes = 500
  /// What the pods take that Kubernetes allows for a node on average, 30 of them.
  private static let kibibytesPerNode = 390

  static func reserve(forNodes nodes: Int) {
    guard nodes >= leastNodes else { return }
    // Without it the world is slower and otherwise the same.
    _ = ch_reserve(Int32(min(nodes * kibibytesPerNode / 1024, 1_900)))
  }
}
