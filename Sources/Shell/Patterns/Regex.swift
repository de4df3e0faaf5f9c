/// A compiled regular expression: a machine that takes each scalar once for all its states (Thompson, Pike).
///
/// Time is the product of the text's and the expression's length, whatever the pattern. The match is the
/// leftmost, and of those the longest, as POSIX wants.
struct Regex: Sendable {
  private enum Instruction: Sendable {
    case set(CharacterClass)
    case start, end
    case edge(Expression.WordEdge)
    case jump(Int)
    case split(Int, Int)
    case save(Int)
    case match
  }

  private var code: [Instruction] = []
  let groups: Int
  private static let limit = 20_000

  init(
    _ text: String, extended: Bool, foldsCase: Bool = false
  ) throws(Expression.Failure) {
    var reader = ExpressionReader(text, extended: extended, foldsCase: foldsCase)
    let expression = try reader.expression()
    groups = reader.groups
    try emit(.group(0, expression))
    code.append(.match)
  }

  /// A text that means itself.
  init(literal text: String, foldsCase: Bool) throws(Expression.Failure) {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if "\\.*[^$".unicodeScalars.contains(scalar) { escaped.append("\\") }
      escaped.append(scalar)
    }
    try self.init(String(escaped), extended: false, foldsCase: foldsCase)
  }

  private mutating func emit(_ expression: Expression) throws(Expression.Failure) {
    guard code.count < Self.limit else {
      throw Expression.Failure(message: "Regular expression too big")
    }
    switch expression {
    case .empty: break
    case .set(let set): code.append(.set(set))
    case .start: code.append(.start)
    case .end: code.append(.end)
    case .edge(let edge): code.append(.edge(edge))
    case .sequence(let items): for item in items { try emit(item) }
    case .group(let number, let inner):
      code.append(.save(2 * number))
      try emit(inner)
      code.append(.save(2 * number + 1))
    case .either(let branches):
      var ends: [Int] = []
      for (place, branch) in branches.enumerated() {
        guard place < branches.count - 1 else {
          try emit(branch)
          break
        }
        let fork = code.count
        code.append(.match)
        try emit(branch)
        ends.append(code.count)
        code.append(.match)
        code[fork] = .split(fork + 1, code.count)
      }
      for end in ends { code[end] = .jump(code.count) }
    case .repeated(let inner, let low, let high): try emit(inner, low, high)
    }
  }

  private mutating func emit(
    _ inner: Expression, _ low: Int, _ high: Int?
  ) throws(Expression.Failure) {
    for _ in 0..<low { try emit(inner) }
    guard let high else {
      let fork = code.count
      code.append(.match)
      try emit(inner)
      code.append(.jump(fork))
      code[fork] = .split(fork + 1, code.count)
      return
    }
    var forks: [Int] = []
    for _ in low..<max(low, high) {
      forks.append(code.count)
      code.append(.match)
      try emit(inner)
    }
    for fork in forks { code[fork] = .split(fork + 1, code.count) }
  }

  // MARK: Matching

  private struct Thread {
    let place: Int
    let saves: [Int]
  }

  /// Where the first match at or behind a place lies: start and end of the whole and of each group (-1 where none).
  func match(_ text: [Unicode.Scalar], from: Int = 0) -> [Int]? {
    var current: [Thread] = []
    var seen = [Int](repeating: -1, count: code.count)
    var best: [Int]?
    let empty = [Int](repeating: -1, count: 2 * (groups + 1))
    var position = from
    while position <= text.count {
      if best == nil { add(0, empty, text, position, &current, &seen, &best) }
      if current.isEmpty, best != nil { break }
      var next: [Thread] = []
      if position < text.count {
        for thread in current {
          if let best, thread.saves[0] > best[0] { continue }
          if case .set(let set) = code[thread.place], set.contains(text[position]) {
            add(thread.place + 1, thread.saves, text, position + 1, &next, &seen, &best)
          }
        }
      }
      current = next
      position += 1
    }
    return best
  }

  /// Follows what takes no scalar from a place on; `seen` keeps each state once for each position.
  private func add(
    _ start: Int, _ saves: [Int], _ text: [Unicode.Scalar], _ position: Int,
    _ threads: inout [Thread], _ seen: inout [Int], _ best: inout [Int]?
  ) {
    var stack = [Thread(place: start, saves: saves)]
    while let thread = stack.popLast() {
      let place = thread.place
      if seen[place] == position { continue }
      seen[place] = position
      switch code[place] {
      case .set: threads.append(thread)
      case .jump(let target): stack.append(Thread(place: target, saves: thread.saves))
      case .split(let first, let second):
        stack.append(Thread(place: second, saves: thread.saves))
        stack.append(Thread(place: first, saves: thread.saves))
      case .save(let slot):
        var saves = thread.saves
        saves[slot] = position
        stack.append(Thread(place: place + 1, saves: saves))
      case .start:
        if position == 0 { stack.append(Thread(place: place + 1, saves: thread.saves)) }
      case .end:
        if position == text.count { stack.append(Thread(place: place + 1, saves: thread.saves)) }
      case .edge(let edge):
        if holds(edge, text, position) {
          stack.append(Thread(place: place + 1, saves: thread.saves))
        }
      case .match:
        guard let old = best else {
          best = thread.saves
          continue
        }
        if thread.saves[0] < old[0] || (thread.saves[0] == old[0] && thread.saves[1] > old[1]) {
          best = thread.saves
        }
      }
    }
  }

  private func holds(
    _ edge: Expression.WordEdge, _ text: [Unicode.Scalar], _ position: Int
  ) -> Bool {
    let before = position > 0 && CharacterClass.word.contains(text[position - 1])
    let after = position < text.count && CharacterClass.word.contains(text[position])
    switch edge {
    case .any: return before != after
    case .none: return before == after
    case .start: return !before && after
    case .end: return before && !after
    }
  }
}
