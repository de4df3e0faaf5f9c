/// A list that mostly has one element, which then needs no room of its own.
public struct ShortList<Element: Sendable>: Sendable {
  @usableFromInline var first: Element?
  @usableFromInline var others: [Element] = []

  @inlinable public init() {}

  @inlinable public var indices: Range<Int> { 0..<count }
  @inlinable public var count: Int { first == nil ? 0 : others.count + 1 }

  @inlinable public mutating func append(_ element: consuming Element) {
    if first == nil { first = consume element } else { others.append(consume element) }
  }

  @inlinable public mutating func removeFirst() {
    first = others.isEmpty ? nil : others.removeFirst()
  }

  @inlinable public func firstIndex(where holds: (Element) -> Bool) -> Int? {
    guard let first else { return nil }
    if holds(first) { return 0 }
    return others.firstIndex(where: holds).map { $0 + 1 }
  }

  @inlinable public subscript(place: Int) -> Element {
    // In place: a copy would retain everything in the element.
    _read {
      // swift-format-ignore: NeverForceUnwrap
      if place == 0 { yield first! } else { yield others[place - 1] }
    }
    _modify {
      // swift-format-ignore: NeverForceUnwrap
      if place == 0 { yield &first! } else { yield &others[place - 1] }
    }
  }
}
