import Tree

/// Finds where a path of a document was written.
struct YAMLPlaces {
  private let tree: YAMLTree

  init(_ tree: YAMLTree) { self.tree = tree }

  func place(of path: String) -> Place? {
    guard var node = tree.root else { return nil }
    var place = tree[node].place
    var rest = Substring(path)
    while !rest.isEmpty {
      if rest.first == "." { rest.removeFirst() }
      guard let step = step(from: tree.resolved(node), &rest) else { break }
      (node, place) = step
    }
    return place
  }

  private func step(
    from index: YAMLTree.Index, _ rest: inout Substring
  ) -> (node: YAMLTree.Index, place: Place)? {
    switch tree[index].content {
    case .sequence(let items):
      guard rest.first == "[", let end = rest.firstIndex(of: "]"),
        let number = Int(rest[rest.index(after: rest.startIndex)..<end]),
        items.indices.contains(number)
      else { return nil }
      rest = rest[rest.index(after: end)...]
      return (items[number], tree[items[number]].place)
    case .mapping(let pairs):
      return member(of: pairs, &rest)
    case .scalar, .alias: return nil
    }
  }

  /// The longest name that the path goes on with, because names may hold dots; `[name]` also is one.
  private func member(
    of pairs: [(key: YAMLTree.Index, value: YAMLTree.Index)], _ rest: inout Substring
  ) -> (node: YAMLTree.Index, place: Place)? {
    var best: (length: Int, key: YAMLTree.Index, value: YAMLTree.Index)?
    for (key, value) in pairs {
      guard case .scalar(let name, _) = tree[tree.resolved(key)].content else { continue }
      for text in [name, "[\(name)]"] where rest.hasPrefix(text) && !text.isEmpty {
        let after = rest.dropFirst(text.count).first
        let ends = after == nil || after == "." || after == "["
        if ends, text.count >= best?.length ?? 0 { best = (text.count, key, value) }
      }
    }
    guard let best else { return nil }
    rest = rest.dropFirst(best.length)
    return (best.value, tree[best.key].place)
  }
}
