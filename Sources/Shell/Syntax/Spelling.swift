/// How far words are from each other.
package enum Spelling {
  /// Insertions, deletions, changes and swaps of neighbours between two words (Damerau-Levenshtein, optimal alignment).
  package static func distance(_ left: String, _ right: String) -> Int {
    let left = Array(left.unicodeScalars)
    let right = Array(right.unicodeScalars)
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for (row, scalar) in left.enumerated() {
      var line = [row + 1]
      for (column, other) in right.enumerated() {
        var cost = min(
          last[column + 1] + 1, line[column] + 1, last[column] + (scalar == other ? 0 : 1))
        if row > 0, column > 0, scalar == right[column - 1], left[row - 1] == other {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        line.append(cost)
      }
      beforeLast = last
      last = line
    }
    return last[right.count]
  }

  /// The nearest of several words, at most a third of the letters away; of equals the first.
  package static func nearest(to word: String, among words: [String]) -> String? {
    let length = word.unicodeScalars.count
    guard length > 1, length < 40 else { return nil }
    let limit = max(1, (length + 1) / 3)
    var best: (word: String, distance: Int)?
    for candidate in words where abs(candidate.unicodeScalars.count - length) <= limit {
      let distance = distance(word.lowercased(), candidate)
      if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.word
  }
}
