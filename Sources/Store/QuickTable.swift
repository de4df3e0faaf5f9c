import Simulation

/// A dictionary for tables of a hundred thousand entries, of which copies are taken all the time.
///
/// A look-up reads one cell and one row, where a tree would be walked down; a write after a copy copies a page of each.
/// Keys should have a quick hash of their own (`_rawHashValue`). There is no order to go by.
public struct QuickTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  @usableFromInline var index = SlotIndex()
  @usableFromInline var rows = PagedArray<Row>()
  /// Rows whose entries are gone.
  @usableFromInline var vacant = PagedArray<Int32>()

  /// One entry, or the room of one that is gone.
  @usableFromInline struct Row: Sendable {
    /// Stays when the entry is gone: no cell leads to it then.
    @usableFromInline var key: Key
    @usableFromInline var value: Value?

    @inlinable init(key: Key, value: consuming Value?) {
      self.key = key
      self.value = consume value
    }
  }

  @inlinable public init() {}

  @inlinable public var count: Int { index.count }
  @inlinable public var isEmpty: Bool { index.count == 0 }

  @inlinable func slot(_ key: Key, _ hash: Int) -> Int? {
    var place = index.start(hash)
    while let slot = index.next(hash, &place) { if rows[slot].key == key { return slot } }
    return nil
  }

  @inlinable public subscript(key: Key) -> Value? {
    get { slot(key, key._rawHashValue(seed: 0)).flatMap { rows[$0].value } }
    set {
      let hash = key._rawHashValue(seed: 0)
      if let slot = slot(key, hash) {
        rows[slot].value = newValue
        if newValue == nil { vacate(slot, hash) }
      } else if newValue != nil {
        enter(key, newValue, hash)
      }
    }
    _modify {
      let hash = key._rawHashValue(seed: 0)
      if let slot = slot(key, hash) {
        yield &rows[slot].value
        if rows[slot].value == nil { vacate(slot, hash) }
      } else {
        var value: Value?
        yield &value
        if value != nil { enter(key, value, hash) }
      }
    }
  }

  @inlinable public func contains(_ key: Key) -> Bool {
    slot(key, key._rawHashValue(seed: 0)) != nil
  }

  /// The value of a key, which is entered with a first one where it is not there.
  @inlinable public subscript(key: Key, default first: @autoclosure () -> Value) -> Value {
    get { self[key] ?? first() }
    _modify {
      let hash = key._rawHashValue(seed: 0)
      if let slot = slot(key, hash) {
        // In place: a value that was taken out would be shared with the table, and copied when it is changed.
        // swift-format-ignore: NeverForceUnwrap
        yield &rows[slot].value!
      } else {
        var value = first()
        yield &value
        enter(key, value, hash)
      }
    }
  }

  @discardableResult
  @inlinable public mutating func removeValue(forKey key: Key) -> Value? {
    let hash = key._rawHashValue(seed: 0)
    guard let slot = slot(key, hash) else { return nil }
    var value: Value?
    swap(&value, &rows[slot].value)
    vacate(slot, hash)
    return value
  }

  @inlinable mutating func enter(_ key: Key, _ value: consuming Value?, _ hash: Int) {
    let row = Row(key: key, value: consume value)
    if let slot = vacant.last {
      vacant.removeLast()
      rows[Int(slot)] = consume row
      index.insert(hash, Int(slot))
    } else {
      index.insert(hash, rows.count)
      rows.append(consume row)
    }
  }

  @inlinable mutating func vacate(_ slot: Int, _ hash: Int) {
    index.remove(hash, slot)
    rows[slot].value = nil
    vacant.append(Int32(slot))
  }
}
