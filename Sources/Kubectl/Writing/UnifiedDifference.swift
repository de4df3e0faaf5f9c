import Tree

/// The hunks of `diff -u` between two texts, with three lines of context.
enum UnifiedDifference {
  private enum Line {
    case same(String)
    case removed(String)
    case added(String)

    var text: String {
      switch self {
      case .same(let text): " " + text
      case .removed(let text): "-" + text
      case .added(let text): "+" + text
      }
    }
    var isSame: Bool { if case .same = self { true } else { false } }
    var isOld: Bool { if case .added = self { false } else { true } }
    var isNew: Bool { if case .removed = self { false } else { true } }
  }

  static func text(_ before: String, _ after: String, context: Int = 3) -> String {
    let lines = script(split(before), split(after))
    var text = ""
    var place = 0
    while let first = lines[place...].firstIndex(where: { !$0.isSame }) {
      var last = first
      var next = first
      while next < lines.count, next - last <= 2 * context + 1 {
        if !lines[next].isSame { last = next }
        next += 1
      }
      let start = max(place, first - context)
      let end = min(lines.count, last + context + 1)
      text += hunk(lines, start, end)
      place = end
      if place >= lines.count { break }
    }
    return text
  }

  private static func split(_ text: String) -> [String] {
    text.split(separator: "\n").map(String.init)
  }

  private static func hunk(_ lines: [Line], _ start: Int, _ end: Int) -> String {
    func range(_ counts: (Line) -> Bool) -> String {
      let before = lines[..<start].count(where: counts)
      let length = lines[start..<end].count(where: counts)
      let first = length == 0 ? before : before + 1
      return length == 1 ? "\(first)" : "\(first),\(length)"
    }
    let head = "@@ -\(range(\.isOld)) +\(range(\.isNew)) @@\n"
    return head + lines[start..<end].map { $0.text + "\n" }.joined()
  }

  /// The shortest way from one list of lines to the other (longest common subsequence).
  private static func script(_ old: [String], _ new: [String]) -> [Line] {
    var lengths = Array(
      repeating: Array(repeating: 0, count: new.count + 1), count: old.count + 1)
    for left in old.indices.reversed() {
      for right in new.indices.reversed() {
        lengths[left][right] =
          old[left] == new[right]
          ? lengths[left + 1][right + 1] + 1
          : max(lengths[left + 1][right], lengths[left][right + 1])
      }
    }
    var lines: [Line] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      if left < old.count, right < new.count, old[left] == new[right] {
        lines.append(.same(old[left]))
        left += 1
        right += 1
      } else if right >= new.count
        || left < old.count && lengths[left + 1][right] >= lengths[left][right + 1]
      {
        lines.append(.removed(old[left]))
        left += 1
      } else {
        lines.append(.added(new[right]))
        right += 1
      }
    }
    return lines
  }
}
