/// The members of an object, kept in the byte order of their names, which is the order kubectl prints.
public struct Fields: Hashable, Sendable {
  public typealias Element = (key: String, value: Value)
  private var keys: [String] = []
  private var items: [Value] = []

  public init() {}

  /// Members in any order; of two with one name the later one stays, as in JSON.
  public init(_ members: some Sequence<(String, Value)>) {
    for (key, value) in members { self[key] = value }
  }

  public var count: Int { keys.count }
  public var isEmpty: Bool { keys.isEmpty }
  public var names: [String] { keys }
  public var values: [Value] { items }

  /// Where a name stands, or where it would go. O(log n).
  private func position(of key: String) -> (index: Int, found: Bool) {
    if let last = keys.last, last.precedes(key) { return (keys.count, false) }
    var low = 0
    var high = keys.count
    while low < high {
      let middle = (low + high) / 2
      if keys[middle].precedes(key) { low = middle + 1 } else { high = middle }
    }
    // Swift's equality also holds between two ways of writing one letter; these differ in length.
    let found = low < keys.count && keys[low] == key && keys[low].utf8.count == key.utf8.count
    return (low, found)
  }

  public subscript(key: String) -> Value? {
    get {
      let place = position(of: key)
      return place.found ? items[place.index] : nil
    }
    set {
      let place = position(of: key)
      switch (place.found, newValue) {
      case (true, let value?): items[place.index] = value
      case (true, nil):
        keys.remove(at: place.index)
        items.remove(at: place.index)
      case (false, let value?):
        keys.insert(key, at: place.index)
        items.insert(value, at: place.index)
      case (false, nil): break
      }
    }
  }

  /// Gives the member back and takes it out, so that it can be changed without a copy.
  public mutating func take(_ key: String) -> Value? {
    let place = position(of: key)
    guard place.found else { return nil }
    let value = items[place.index]
    keys.remove(at: place.index)
    items.remove(at: place.index)
    return value
  }
}

extension Fields: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { keys.count }
  public subscript(position: Int) -> Element { (keys[position], items[position]) }
}

extension Fields: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, Value)...) { self.init(elements) }
}

extension String {
  /// Byte order of UTF-8, the order of etcd's keys and of Go's `sort.Strings`; Swift's `<` is Unicode order.
  public func precedes(_ other: String) -> Bool {
    // Byte by byte in memory: the views' own comparison decodes each on its way.
    let isBefore = utf8.withContiguousStorageIfAvailable { left in
      other.utf8.withContiguousStorageIfAvailable { right in
        let shared = min(left.count, right.count)
        var place = 0
        while place < shared, left[place] == right[place] { place += 1 }
        return place < shared ? left[place] < right[place] : left.count < right.count
      }
    }
    return (isBefore ?? nil) ?? utf8.lexicographicallyPrecedes(other.utf8)
  }
}

extension Sequence where Element == String {
  /// Sorted in byte order, as Go sorts strings.
  public func sortedByBytes() -> [String] { sorted { $0.precedes($1) } }
}
