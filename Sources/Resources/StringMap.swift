import Tree

/// Text by text (labels, annotations, data of a ConfigMap), kept in the byte order of its keys.
public struct StringMap: Hashable, Sendable {
  private struct Entry: Hashable, Sendable {
    var key: String
    var value: String
  }

  private var entries: [Entry] = []

  public init() {}

  /// Entries in any order; of two with one key the later one stays.
  public init(_ entries: some Sequence<(String, String)>) {
    for (key, value) in entries { self[key] = value }
  }

  public var tree: Tree.Value { .object(Fields(entries.map { ($0.key, .string($0.value)) })) }

  public var keys: [String] { entries.map(\.key) }

  /// Where a key stands, or where it would go.
  private func position(of key: String) -> (index: Int, found: Bool) {
    if entries.count <= 8 {
      if let index = entries.firstIndex(where: { $0.key == key }) { return (index, true) }
      return (entries.firstIndex { key.precedes($0.key) } ?? entries.count, false)
    }
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].key.precedes(key) { low = middle + 1 } else { high = middle }
    }
    return (low, low < entries.count && entries[low].key == key)
  }

  public subscript(key: String) -> String? {
    get {
      if entries.count <= 8 { return entries.first { $0.key == key }?.value }
      let place = position(of: key)
      return place.found ? entries[place.index].value : nil
    }
    set {
      let place = position(of: key)
      switch (place.found, newValue) {
      case (true, let value?): entries[place.index].value = value
      case (true, nil): entries.remove(at: place.index)
      case (false, let value?): entries.insert(Entry(key: key, value: value), at: place.index)
      case (false, nil): break
      }
    }
  }

  /// These entries and the other's, of which the other's win.
  public func merging(_ other: StringMap) -> StringMap {
    var merged = self
    for entry in other { merged[entry.key] = entry.value }
    return merged
  }
}

extension StringMap: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { entries.count }
  public subscript(position: Int) -> (key: String, value: String) {
    (entries[position].key, entries[position].value)
  }
}

extension StringMap: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, String)...) { self.init(elements) }
}
