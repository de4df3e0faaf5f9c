import HashTreeCollections

/// Entries in the order in which they were added, found by key: a list while it is short, indexed when it is long.
package struct Table<Key: Hashable & Sendable, Element: Sendable>: Sendable {
  private var keys: ContiguousArray<Key> = []
  private var items: ContiguousArray<Element> = []
  private var index: TreeDictionary<Key, Int> = [:]
  private static var longest: Int { 24 }

  package init() {}

  package var count: Int { keys.count }
  package var isEmpty: Bool { keys.isEmpty }
  package var elements: ContiguousArray<Element> { items }

  package func position(of key: Key) -> Int? {
    if index.isEmpty { return keys.firstIndex(of: key) }
    return index[key]
  }

  package subscript(position: Int) -> Element {
    _read { yield items[position] }
    _modify { yield &items[position] }
  }

  package subscript(key key: Key) -> Element? { position(of: key).map { items[$0] } }
  package func key(at position: Int) -> Key { keys[position] }

  /// Adds an entry or replaces the one that has its key; its position.
  @discardableResult
  package mutating func set(_ key: Key, _ element: Element) -> Int {
    if let place = position(of: key) {
      items[place] = element
      return place
    }
    keys.append(key)
    items.append(element)
    if !index.isEmpty {
      index[key] = keys.count - 1
    } else if keys.count > Self.longest {
      for (place, key) in keys.enumerated() { index[key] = place }
    }
    return keys.count - 1
  }

  @discardableResult
  package mutating func remove(_ key: Key) -> Element? {
    guard let place = position(of: key) else { return nil }
    let item = items.remove(at: place)
    keys.remove(at: place)
    if !index.isEmpty {
      index = [:]
      if keys.count > Self.longest {
        for (place, key) in keys.enumerated() { index[key] = place }
      }
    }
    return item
  }

  package mutating func removeAll(where unwanted: (Key, Element) -> Bool) {
    for key in keys.indices.filter({ unwanted(keys[$0], items[$0]) }).map({ keys[$0] }) {
      remove(key)
    }
  }
}
