import HeapModule

/// Entries that are far apart, in leaves of about a second each: after a snapshot a change copies the leaf that is open
/// or the one that it writes on, and not what all nodes of a large cluster wait for.
struct Calendar: Sendable {
  private struct Leaf: Sendable {
    let number: Int64
    var entries: ContiguousArray<Agenda.Entry>
  }

  /// The earliest leaf, and what was entered before its end since; empty only when there is nothing at all.
  private var open = Heap<Agenda.Entry>()
  private var openNumber = Int64.min
  /// The later leaves, the earliest last.
  private var later: ContiguousArray<Leaf> = []
  private(set) var count = 0

  var min: Agenda.Entry? { open.min }

  /// All entries, in no order that means anything.
  var entries: [Agenda.Entry] { Array(open.unordered) + later.flatMap(\.entries) }

  private static func number(_ entry: Agenda.Entry) -> Int64 { entry.at.microseconds >> 20 }

  mutating func insert(_ entry: Agenda.Entry) {
    count += 1
    let number = Self.number(entry)
    if number <= openNumber { return open.insert(entry) }
    if count == 1 {
      openNumber = number
      return open.insert(entry)
    }
    var place = later.count
    while place > 0, later[place - 1].number < number { place -= 1 }
    if place > 0, later[place - 1].number == number {
      later[place - 1].entries.append(entry)
    } else {
      later.insert(Leaf(number: number, entries: [entry]), at: place)
    }
  }

  mutating func popMin() -> Agenda.Entry? {
    guard let entry = open.popMin() else { return nil }
    count -= 1
    if open.isEmpty, let leaf = later.popLast() {
      openNumber = leaf.number
      open = Heap(leaf.entries)
    }
    return entry
  }

  mutating func remove(where isGone: (Agenda.Entry) -> Bool) {
    let left = entries.filter { !isGone($0) }
    self = Calendar()
    for entry in left.sorted() { insert(entry) }
  }
}
