import Tree

/// Labels, annotations and the like: strings by name, in the byte order of the names.
package struct StringMap: Hashable, Sendable {
  private var names: [String] = []
  private var texts: [String] = []

  package init() {}

  package init(_ pairs: some Sequence<(String, String)>) {
    for (name, text) in pairs { self[name] = text }
  }

  package var isEmpty: Bool { names.isEmpty }
  package var keys: [String] { names }
  package var tree: Tree.Value { .object(Fields(map { ($0.key, .string($0.value)) })) }

  private func position(of name: String) -> (index: Int, found: Bool) {
    var low = 0
    var high = names.count
    while low < high {
      let middle = (low + high) / 2
      if names[middle].precedes(name) { low = middle + 1 } else { high = middle }
    }
    return (low, low < names.count && names[low] == name)
  }

  package subscript(name: String) -> String? {
    get {
      let place = position(of: name)
      return place.found ? texts[place.index] : nil
    }
    set {
      let place = position(of: name)
      switch (place.found, newValue) {
      case (true, let text?): texts[place.index] = text
      case (true, nil):
        names.remove(at: place.index)
        texts.remove(at: place.index)
      case (false, let text?):
        names.insert(name, at: place.index)
        texts.insert(text, at: place.index)
      case (false, nil): break
      }
    }
  }

  /// This map with the other's entries over it.
  package func merging(_ other: StringMap) -> StringMap {
    var result = self
    for (name, text) in other { result[name] = text }
    return result
  }
}

extension StringMap: RandomAccessCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { names.count }
  package subscript(position: Int) -> (key: String, value: String) {
    (names[position], texts[position])
  }
}

extension StringMap: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, String)...) { self.init(elements) }
}
