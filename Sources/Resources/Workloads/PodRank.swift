import Tree

/// What decides which Pods go first when a ReplicaSet shrinks, after `controller.ActivePodsWithRanks`.
public struct PodRank: Hashable, Sendable {
  public var nodeName: String
  /// `Pending`, `Unknown` or `Running`.
  public var phase: String
  public var isReady: Bool
  /// Since when, in seconds of Unix time; nil when unknown.
  public var readySince: Int64?
  /// The annotation `controller.kubernetes.io/pod-deletion-cost`.
  public var deletionCost: String?
  /// How many Pods of the same controller stand on the same node.
  public var rank: Int
  /// The highest restart count of its containers.
  public var restarts: Int
  /// The highest restart count of its sidecars.
  public var sidecarRestarts: Int
  public var created: Int64?
  public var uid: String

  public init(
    nodeName: String, phase: String, isReady: Bool, readySince: Int64?, deletionCost: String?,
    rank: Int, restarts: Int, sidecarRestarts: Int = 0, created: Int64?, uid: String
  ) {
    self.nodeName = nodeName
    self.phase = phase
    self.isReady = isReady
    self.readySince = readySince
    self.deletionCost = deletionCost
    self.rank = rank
    self.restarts = restarts
    self.sidecarRestarts = sidecarRestarts
    self.created = created
    self.uid = uid
  }

  /// Whether this Pod is deleted before another.
  /// - Parameter now: seconds of Unix time: ages count by their magnitude only.
  public func isDeleted(before other: PodRank, now: Int64) -> Bool {
    if nodeName != other.nodeName, nodeName.isEmpty || other.nodeName.isEmpty {
      return nodeName.isEmpty
    }
    if phaseOrder != other.phaseOrder { return phaseOrder < other.phaseOrder }
    if isReady != other.isReady { return !isReady }
    if cost != other.cost { return cost < other.cost }
    if rank != other.rank { return rank > other.rank }
    if isReady, readySince != other.readySince {
      return isYounger(readySince, than: other.readySince, other, now: now)
    }
    if restarts != other.restarts { return restarts > other.restarts }
    if sidecarRestarts != other.sidecarRestarts {
      return sidecarRestarts > other.sidecarRestarts
    }
    if created != other.created {
      return isYounger(created, than: other.created, other, now: now)
    }
    return false
  }

  private func isYounger(
    _ time: Int64?, than otherTime: Int64?, _ other: PodRank, now: Int64
  ) -> Bool {
    guard let time else { return true }
    guard let otherTime else { return false }
    let difference = Self.magnitude(now - time) - Self.magnitude(now - otherTime)
    return difference == 0 ? uid.precedes(other.uid) : difference < 0
  }

  /// The power of two of an age in nanoseconds.
  private static func magnitude(_ seconds: Int64) -> Int {
    guard seconds > 0 else { return -1 }
    let (nanoseconds, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    return 63 - (overflows ? Int64.max : nanoseconds).leadingZeroBitCount
  }

  private var phaseOrder: Int {
    switch phase {
    case "Unknown": 1
    case "Running": 2
    default: 0
    }
  }

  /// 0 for what is no plain 32-bit number.
  private var cost: Int32 {
    guard let deletionCost, let first = deletionCost.utf8.first,
      first == UInt8(ascii: "-") || deletionCost == "0"
        || (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(first)
    else { return 0 }
    return Int32(deletionCost) ?? 0
  }
}
