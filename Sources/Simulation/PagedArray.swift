/// An append-friendly array in pages: copies share pages, and a write after a copy copies one page.
///
/// Plain arrays copy whole after a snapshot, which at 150,000 elements costs milliseconds; this costs
/// one page of 128 elements and the table of pages.
public struct PagedArray<Element: Sendable>: Sendable {
  @usableFromInline static var pageSize: Int { 128 }
  @usableFromInline var pages: ContiguousArray<ContiguousArray<Element>> = []
  @usableFromInline var length = 0

  @inlinable public init() {}

  @inlinable public var count: Int { length }
  @inlinable public var isEmpty: Bool { length == 0 }
  @inlinable public var indices: Range<Int> { 0..<length }
  @inlinable public var last: Element? { length == 0 ? nil : self[length - 1] }

  @inlinable public subscript(index: Int) -> Element {
    get { pages[index >> 7][index & 127] }
    _modify { yield &pages[index >> 7][index & 127] }
  }

  @inlinable public mutating func append(_ element: Element) {
    if length & 127 == 0 {
      var page = ContiguousArray<Element>()
      page.reserveCapacity(length == 0 ? 4 : Self.pageSize)
      pages.append(page)
    }
    pages[length >> 7].append(element)
    length += 1
  }

  @inlinable public mutating func removeLast() {
    precondition(length > 0)
    length -= 1
    pages[length >> 7].removeLast()
    if length & 127 == 0 { pages.removeLast() }
  }
}

extension PagedArray: RandomAccessCollection {
  @inlinable public var startIndex: Int { 0 }
  @inlinable public var endIndex: Int { length }
}
