import CHeap

/// Memory for large worlds, made ready while they grow.
enum Room {
  /// From so many nodes on a world may come to hundreds of megabytes.
  private static let leastNodes = 500

  static func prepare(forNodes nodes: Int) {
    // Without it the world is slower and otherwise the same.
    if nodes >= leastNodes { ch_grow_ahead() }
  }
}
