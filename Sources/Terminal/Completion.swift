import Typography

/// One way to complete the word before the cursor.
package struct Completion: Equatable, Sendable {
  /// What stands for the whole word.
  package var text: String
  /// What it is, shown beside it in the listing.
  package var summary: String?
  /// How many UTF-8 bytes before the cursor it stands for; nil: back to the last blank.
  package var replacedBytes: Int?

  package init(_ text: String, summary: String? = nil, replacedBytes: Int? = nil) {
    self.text = text
    self.summary = summary
    self.replacedBytes = replacedBytes
  }
}

/// What one TAB does: what it inserts, or what it could list.
struct CompletionStep {
  struct Insertion: Equatable {
    var replaced: String
    var text: String
    /// The blank after a completed word is already there; the cursor only passes it.
    var skipsBlank = false
  }

  let before: String
  let after: String
  let candidates: [Completion]
  let insertion: Insertion?

  init(before: String, after: String, candidates: [Completion]) {
    self.before = before
    self.after = after
    self.candidates = candidates
    insertion = Self.insertion(before: before, after: after, candidates: candidates)
  }

  var isUnique: Bool { candidates.allSatisfy { $0.text == candidates.first?.text } }

  private static func insertion(
    before: String, after: String, candidates: [Completion]
  ) -> Insertion? {
    guard let first = candidates.first else { return nil }
    let word = Self.word(before, replacedBytes: first.replacedBytes)
    let isUnique = candidates.allSatisfy { $0.text == first.text }
    if isUnique {
      let isOpen = first.text.hasSuffix("/") || first.text.hasSuffix("=")
      if isOpen { return first.text == word ? nil : Insertion(replaced: word, text: first.text) }
      let hasBlank = after.first == " "
      return Insertion(
        replaced: word, text: first.text + (hasBlank ? "" : " "), skipsBlank: hasBlank)
    }
    let common = candidates.dropFirst().reduce(first.text) { $0.commonPrefix(with: $1.text) }
    guard common.utf8.count > word.utf8.count else { return nil }
    return Insertion(replaced: word, text: common)
  }

  private static func word(_ before: String, replacedBytes: Int?) -> String {
    if let replacedBytes {
      return String(decoding: before.utf8.suffix(replacedBytes), as: UTF8.self)
    }
    guard let blank = before.lastIndex(where: { $0 == " " || $0 == "\t" }) else { return before }
    return String(before[before.index(after: blank)...])
  }

  /// The candidates in columns, down and then right; one a line where any has a summary.
  func listing(columns: Int, rows: Int) -> String {
    let shown = candidates.prefix(200)
    var lines =
      shown.contains { $0.summary != nil }
      ? summaries(shown, columns: columns) : grid(shown.map(\.text), columns: columns)
    if shown.count < candidates.count { lines.append("… \(candidates.count - shown.count)") }
    return lines.map { $0 + "\n" }.joined()
  }

  private func summaries(_ shown: ArraySlice<Completion>, columns: Int) -> [String] {
    let width = min(shown.map(\.text.displayWidth).max() ?? 0, max(columns / 2, 10))
    return shown.map { candidate in
      guard let summary = candidate.summary else { return candidate.text }
      return (candidate.text.padded(to: width) + "  " + summary).truncated(to: columns - 1)
    }
  }

  private func grid(_ texts: [String], columns: Int) -> [String] {
    let width = (texts.map(\.displayWidth).max() ?? 0) + 2
    let across = max(1, (columns + 1) / width)
    let down = (texts.count + across - 1) / across
    return (0..<down).map { row in
      let cells = stride(from: row, to: texts.count, by: down).map { texts[$0] }
      return cells.dropLast().map { $0.padded(to: width) }.joined() + (cells.last ?? "")
    }
  }
}

extension String {
  func commonPrefix(with other: String) -> String {
    var end = startIndex
    var there = other.startIndex
    while end < endIndex, there < other.endIndex, self[end] == other[there] {
      formIndex(after: &end)
      other.formIndex(after: &there)
    }
    return String(self[..<end])
  }
}
