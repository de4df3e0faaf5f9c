import HeapModule

/// The order in which events are due, by time and then by the order of scheduling; what each is about stands
/// elsewhere, at its slot. So what a step after a snapshot copies of a long agenda is plain numbers, no references.
public struct Agenda: Sendable {
  public struct Entry: Comparable, Sendable {
    public let at: Instant
    public let id: EventID
    public let slot: Int32

    init(at: Instant, id: EventID, slot: Int32) {
      self.at = at
      self.id = id
      self.slot = slot
    }

    public static func == (left: Entry, right: Entry) -> Bool { left.id == right.id }
    public static func < (left: Entry, right: Entry) -> Bool {
      left.at == right.at ? left.id < right.id : left.at < right.at
    }
  }

  public private(set) var now = Instant.zero
  /// Entries of the near future that came in their order: most do, since most delays are alike.
  private var line = Line()
  /// The others.
  private var foreground = Heap<Entry>()
  /// What only repeats or waits out a deadline: a queue of its own, so that one can ask what else is due.
  private var background = Calendar()
  private var freeSlots = PagedArray<Int32>()
  private var slotCount: Int32 = 0
  public private(set) var issued: UInt64 = 0

  /// Microseconds; one entry that is far off would keep all after it out of the line.
  private static let nearFuture: Int64 = 1000

  public init() {}

  /// A queue whose entries are added in ascending order.
  private struct Line: Sendable {
    private var entries: ContiguousArray<Entry> = []
    /// How many at the front have been taken.
    private var taken = 0

    var count: Int { entries.count - taken }
    var first: Entry? { taken < entries.count ? entries[taken] : nil }
    var rest: ArraySlice<Entry> { ArraySlice(entries[taken...]) }

    mutating func add(_ entry: Entry) -> Bool {
      if taken < entries.count, entry < entries[entries.count - 1] { return false }
      entries.append(entry)
      return true
    }

    mutating func remove(where isGone: (Entry) -> Bool) {
      entries.removeFirst(taken)
      taken = 0
      entries.removeAll(where: isGone)
    }

    mutating func removeFirst() {
      taken += 1
      if taken == entries.count {
        entries.removeAll(keepingCapacity: entries.count < 4096)
        taken = 0
      } else if taken >= 4096, taken * 2 > entries.count {
        entries.removeFirst(taken)
        taken = 0
      }
    }
  }

  public var count: Int { foregroundCount + background.count }
  public var foregroundCount: Int { line.count + foreground.count }
  public var nextForeground: Entry? { isLineFirst ? line.first : foreground.min }
  public var first: Entry? { isBackgroundFirst ? background.min : nextForeground }

  private var isLineFirst: Bool {
    guard let first = line.first else { return false }
    guard let other = foreground.min else { return true }
    return first < other
  }

  private var isBackgroundFirst: Bool {
    guard let other = background.min else { return false }
    guard let first = nextForeground else { return true }
    return other < first
  }

  /// All entries in order.
  public var sorted: [Entry] {
    (Array(line.rest) + Array(foreground.unordered) + background.entries).sorted()
  }

  /// Enters an event at an instant that is not in the past (one that is, is due now).
  public mutating func enter(at instant: Instant, background isBackground: Bool) -> Entry {
    issued += 1
    let slot: Int32
    if let free = freeSlots.last {
      freeSlots.removeLast()
      slot = free
    } else {
      slot = slotCount
      slotCount += 1
    }
    let entry = Entry(at: max(instant, now), id: EventID(issued), slot: slot)
    if isBackground {
      background.insert(entry)
    } else if entry.at.microseconds - now.microseconds > Self.nearFuture || !line.add(entry) {
      foreground.insert(entry)
    }
    return entry
  }

  /// Takes the earliest entry and moves the clock to it.
  public mutating func take() -> Entry? {
    guard let entry = takeFirst() else { return nil }
    freeSlots.append(entry.slot)
    now = entry.at
    return entry
  }

  private mutating func takeFirst() -> Entry? {
    if isBackgroundFirst { return background.popMin() }
    guard isLineFirst else { return foreground.popMin() }
    defer { line.removeFirst() }
    return line.first
  }

  /// Takes out the entries whose slots are named, at whatever time they are due; O(n).
  public mutating func remove(where isGone: (_ slot: Int32) -> Bool) {
    let all = Array(line.rest) + foreground.unordered + background.entries
    for entry in all where isGone(entry.slot) { freeSlots.append(entry.slot) }
    line.remove { isGone($0.slot) }
    foreground = Heap(foreground.unordered.filter { !isGone($0.slot) })
    background.remove { isGone($0.slot) }
  }

  /// Moves the clock forward where nothing is due before.
  public mutating func advance(to instant: Instant) {
    precondition(first.map { instant <= $0.at } ?? true)
    now = max(now, instant)
  }
}
