import Simulation

/// Writes in order, each at a place that it keeps; of very long histories only the newest part is kept.
public struct History: Sendable {
  /// Changes that a generation holds before the one before it is forgotten: etcd's own limit is five minutes. 150,000 pods
  /// take 1,350,000 to come up, which are to be explained.
  private let generationSize: Int

  private var older = PagedArray<Change>()
  private var newer = PagedArray<Change>()
  /// The place of the first change that is kept.
  public private(set) var startIndex = 0

  public init(generationSize: Int = 1_400_000) { self.generationSize = generationSize }

  /// Gives back the last revision that was forgotten to make room, if any was.
  mutating func append(_ change: consuming Change) -> Int64? {
    var forgotten: Int64?
    if newer.count == generationSize {
      startIndex += older.count
      forgotten = older.last?.revision
      older = newer
      newer = PagedArray()
    }
    newer.append(consume change)
    return forgotten
  }

  /// Forgets what stands before a place.
  mutating func removeAll(before place: Int) {
    var kept = PagedArray<Change>()
    for index in place..<endIndex { kept.append(self[index]) }
    older = PagedArray()
    newer = kept
    startIndex = place
  }
}

extension History: RandomAccessCollection {
  public var endIndex: Int { startIndex + older.count + newer.count }

  public subscript(place: Int) -> Change {
    let index = place - startIndex
    return index < older.count ? older[index] : newer[index - older.count]
  }
}
