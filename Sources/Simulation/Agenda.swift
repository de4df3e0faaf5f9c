import HeapModule

/// The order in which events are due, by time and then by the order of scheduling; what each is about stands
/// elsewhere, at its slot. So a copy of a long agenda costs little: it holds no references.
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
  private var foreground = Heap<Entry>()
  /// What only repeats or waits out a deadline: a queue of its own, so that one can ask what else is due.
  private var background = Heap<Entry>()
  private var freeSlots: [Int32] = []
  private var slotCount: Int32 = 0
  public private(set) var issued: UInt64 = 0

  public init() {}

  public var count: Int { foreground.count + background.count }
  public var foregroundCount: Int { foreground.count }
  public var nextForeground: Entry? { foreground.min }
  public var first: Entry? { isBackgroundFirst ? background.min : foreground.min }

  private var isBackgroundFirst: Bool {
    guard let other = background.min else { return false }
    guard let first = foreground.min else { return true }
    return other < first
  }

  /// All entries in order.
  public var sorted: [Entry] {
    (Array(foreground.unordered) + Array(background.unordered)).sorted()
  }

  /// Enters an event at an instant that is not in the past (one that is, is due now).
  public mutating func enter(at instant: Instant, background isBackground: Bool) -> Entry {
    issued += 1
    let slot: Int32
    if let free = freeSlots.popLast() {
      slot = free
    } else {
      slot = slotCount
      slotCount += 1
    }
    let entry = Entry(at: max(instant, now), id: EventID(issued), slot: slot)
    if isBackground { background.insert(entry) } else { foreground.insert(entry) }
    return entry
  }

  /// Takes the earliest entry and moves the clock to it.
  public mutating func take() -> Entry? {
    guard let entry = isBackgroundFirst ? background.popMin() : foreground.popMin() else {
      return nil
    }
    freeSlots.append(entry.slot)
    now = entry.at
    return entry
  }

  /// Moves the clock forward where nothing is due before.
  public mutating func advance(to instant: Instant) {
    precondition(first.map { instant <= $0.at } ?? true)
    now = max(now, instant)
  }
}
