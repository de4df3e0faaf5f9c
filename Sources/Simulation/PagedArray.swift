/// An append-friendly array in pages: copies share pages, and a write after a copy copies one page.
///
/// Plain arrays copy whole after a snapshot, which at 150,000 elements costs milliseconds; this copies one page of
/// 128 elements, its sheaf of 128 pages, and the list of sheaves. Public, as all of this module is: the optimiser
/// fits generic code to its elements only where it may look into it from outside.
public struct PagedArray<Element: Sendable>: Sendable {
  @usableFromInline typealias Page = ContiguousArray<Element>
  @usableFromInline typealias Sheaf = ContiguousArray<Page>
  @usableFromInline static var pageSize: Int { 128 }
  @usableFromInline var sheaves: ContiguousArray<Sheaf> = []
  @usableFromInline var length = 0

  @inlinable public init() {}

  /// So many times one element: page by page, which costs far less than to append them.
  @inlinable public init(repeating element: Element, count: Int) {
    let page = Page(repeating: element, count: Swift.min(count, Self.pageSize))
    let pages = count / Self.pageSize
    var left = pages
    while left > 0 {
      sheaves.append(Sheaf(repeating: page, count: Swift.min(left, 128)))
      left -= 128
    }
    length = pages * Self.pageSize
    for _ in length..<count { append(element) }
  }

  @inlinable public var count: Int { length }
  @inlinable public var isEmpty: Bool { length == 0 }
  @inlinable public var indices: Range<Int> { 0..<length }
  @inlinable public var last: Element? { length == 0 ? nil : self[length - 1] }

  @inlinable public subscript(index: Int) -> Element {
    // In place: a copy would retain everything in the element.
    _read { yield sheaves[index >> 14][(index >> 7) & 127][index & 127] }
    _modify { yield &sheaves[index >> 14][(index >> 7) & 127][index & 127] }
  }

  @inlinable public mutating func append(_ element: consuming Element) {
    if length & 127 == 0 { addPage() }
    sheaves[length >> 14][(length >> 7) & 127].append(consume element)
    length += 1
  }

  @inlinable mutating func addPage() {
    if length & 0x3FFF == 0 { sheaves.append([]) }
    var page = Page()
    page.reserveCapacity(length == 0 ? 4 : Self.pageSize)
    sheaves[length >> 14].append(page)
  }

  @inlinable public mutating func removeLast() {
    precondition(length > 0)
    length -= 1
    sheaves[length >> 14][(length >> 7) & 127].removeLast()
    guard length & 127 == 0 else { return }
    sheaves[length >> 14].removeLast()
    if length & 0x3FFF == 0 { sheaves.removeLast() }
  }
}

extension PagedArray: RandomAccessCollection {
  @inlinable public var startIndex: Int { 0 }
  @inlinable public var endIndex: Int { length }
}
