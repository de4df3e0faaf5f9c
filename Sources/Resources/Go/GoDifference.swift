import Tree

/// Two versions of a struct as go-cmp shows their difference: what is alike is counted, with two fields of context.
public enum GoDifference {
  public static func text<A: Modeled>(_ name: String, _ old: A, _ new: A) -> String {
    let report = difference(GoNode(old.tree, A.shape), GoNode(new.tree, A.shape), isTyped: true)
    return report.whole + "\n"
  }

  /// Fields around a change that are shown though they are alike.
  private static let context = 2

  // MARK: What differs

  /// Whether a difference is shown as two lines rather than gone into (`NumChildren == MaxDepth`).
  private static func isChain(_ old: GoNode, _ new: GoNode) -> Bool {
    switch (old, new) {
    case (.pointer(let left, _), .pointer(let right, _)): isChain(left, right)
    case (.structure(_, let left, false), .structure):
      left.count == 1 && isChain(left[0].value, left[0].value)
    case (.list(_, let left), .list(_, let right)):
      max(left.count, right.count) == 1 && isChain(left[0], right[0])
    case (.map(_, let left), .map(_, let right)):
      left.count == 1 && right.count == 1 && left[0].key == right[0].key
        && isChain(left[0].value, right[0].value)
    default: true
    }
  }

  private struct Pair {
    let key: String
    let old: GoNode?
    let new: GoNode?
    var isSame: Bool { old == new }
  }

  private static func difference(_ old: GoNode, _ new: GoNode, isTyped: Bool) -> GoReport {
    switch (old, new) {
    case (.pointer(let left, _), .pointer(let right, _)):
      return .wrap("&", difference(left, right, isTyped: true), "")
    case (.structure(let type, let left, _), .structure(_, let right, _)):
      let pairs = zip(left, right).map { Pair(key: $0.key, old: $0.value, new: $1.value) }
      return .wrap((isTyped ? type : "") + "{", .list(lines(pairs, "field", isTyped: true)), "}")
    case (.list(let type, let left), .list(_, let right)):
      let pairs = (0..<max(left.count, right.count)).map { index in
        Pair(
          key: "", old: index < left.count ? left[index] : nil,
          new: index < right.count ? right[index] : nil)
      }
      return .wrap((isTyped ? type : "") + "{", .list(lines(pairs, "element", isTyped: false)), "}")
    case (.map(let type, let left), .map(_, let right)):
      let keys =
        (left.map(\.key) + right.map(\.key).filter { key in !left.contains { $0.key == key } })
        .sortedByBytes()
      let pairs = keys.map { key in
        Pair(
          key: key, old: left.first { $0.key == key }?.value,
          new: right.first { $0.key == key }?.value)
      }
      return .wrap((isTyped ? type : "") + "{", .list(lines(pairs, "entry", isTyped: false)), "}")
    default: return GoReport.whole(of: new, verbosity: 3, isTyped: isTyped)
    }
  }

  private static func lines(_ pairs: [Pair], _ noun: String, isTyped: Bool) -> [GoReport.Line] {
    var lines: [GoReport.Line] = []
    var place = 0
    while place < pairs.count {
      var end = place
      while end < pairs.count, pairs[end].isSame == pairs[place].isSame { end += 1 }
      let group = pairs[place..<end]
      if group[place].isSame {
        lines += same(group, isFirst: place == 0, isLast: end == pairs.count, noun)
      } else {
        for pair in group { lines += changed(pair, isTyped: isTyped) }
      }
      place = end
    }
    return lines
  }

  private static func same(
    _ group: ArraySlice<Pair>, isFirst: Bool, isLast: Bool, _ noun: String
  ) -> [GoReport.Line] {
    let count = group.count
    let low = isFirst ? 0 : min(context, count)
    var high = isLast ? 0 : min(context, count - low)
    if count - low - high == 1 { high += 1 }
    func line(_ pair: Pair) -> GoReport.Line {
      GoReport.Line(
        key: pair.key,
        value: pair.old.map { GoReport.identical($0) } ?? .text("nil"))
    }
    var lines = group.prefix(low).map(line)
    let hidden = count - low - high
    if hidden > 0 {
      let nouns = noun == "entry" ? "entries" : noun + "s"
      lines.append(.ellipsis("\(hidden) identical \(nouns)"))
    }
    return lines + group.suffix(high).map(line)
  }

  private static func changed(_ pair: Pair, isTyped: Bool) -> [GoReport.Line] {
    if let old = pair.old, let new = pair.new, !isChain(old, new) {
      return [GoReport.Line(key: pair.key, value: difference(old, new, isTyped: isTyped))]
    }
    var lines: [GoReport.Line] = []
    if let old = pair.old {
      lines.append(
        GoReport.Line(
          mark: "-", key: pair.key,
          value: GoReport.whole(of: old, verbosity: 3, isTyped: isTyped)))
    }
    if let new = pair.new {
      lines.append(
        GoReport.Line(
          mark: "+", key: pair.key,
          value: GoReport.whole(of: new, verbosity: 3, isTyped: isTyped)))
    }
    return lines
  }
}
