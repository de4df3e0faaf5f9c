/// On which side of a column text stands.
package enum Alignment: Sendable { case left, right }

extension StringProtocol {
  /// The columns that this text takes on a terminal.
  package var displayWidth: Int { DisplayWidth.of(self) }

  /// The text filled with blanks to a width; unchanged where it is already as wide or wider.
  package func padded(to width: Int, alignment: Alignment = .left) -> String {
    let missing = width - displayWidth
    guard missing > 0 else { return String(self) }
    let blanks = String(repeating: " ", count: missing)
    return alignment == .left ? self + blanks : blanks + self
  }

  /// The text cut to at most a width, between characters, with a mark where something was cut.
  package func truncated(to width: Int, mark: String = "…") -> String {
    guard displayWidth > width else { return String(self) }
    let room = width - mark.displayWidth
    guard room >= 0 else { return String(prefix(columns: width)) }
    return prefix(columns: room) + mark
  }

  /// The longest beginning that takes at most so many columns.
  package func prefix(columns: Int) -> SubSequence {
    var used = 0
    var end = startIndex
    while end < endIndex {
      used += DisplayWidth.of(self[end])
      if used > columns { break }
      end = index(after: end)
    }
    return self[..<end]
  }
}
