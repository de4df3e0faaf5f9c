/// Breaks paragraphs of Chinese and Latin text into lines: kinsoku shori as in GB/T 15834 and
/// JIS X 4051, kept to the rules that can be held by moving a character to the next line.
struct Wrapping {
  /// What may not stand at the beginning of a line, as single characters.
  static let closing = Set<Character>(
    "，。、！？；：）】」』》〉〕〗〙〛”’％‰℃°·・…—～々ー〜〟｝］!?,.;:)]}%»ゝゞヽヾぁぃぅぇぉっゃゅょァィゥェォッャュョ")
  /// What may not stand at the end of a line.
  static let opening = Set<Character>("（【「『《〈〔〖〘〚“‘｛［〝([{«￥＄")

  /// What is not broken, and whether a blank stands before it.
  struct Piece {
    var text: String
    var width: Int
    var blankBefore: Bool
  }

  let width: Int
  let first: String
  let rest: String

  func lines(of text: some StringProtocol) -> [String] {
    var lines: [String] = []
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      fill(paragraph, into: &lines)
    }
    return lines
  }

  private func fill(_ paragraph: some StringProtocol, into lines: inout [String]) {
    var line = lines.isEmpty ? first : rest
    var used = line.displayWidth
    var isFresh = true
    for piece in Self.pieces(of: paragraph) {
      let blank = piece.blankBefore && !isFresh ? 1 : 0
      if !isFresh && used + blank + piece.width > width {
        lines.append(line)
        (line, used, isFresh) = (rest, rest.displayWidth, true)
      }
      if isFresh && used + piece.width > width {
        split(piece, line: &line, used: &used, into: &lines)
      } else {
        line += (piece.blankBefore && !isFresh ? " " : "") + piece.text
        used += (piece.blankBefore && !isFresh ? 1 : 0) + piece.width
      }
      isFresh = false
    }
    lines.append(isFresh ? "" : line)
  }

  /// A piece wider than a whole line is broken between characters, or it would never fit.
  private func split(
    _ piece: Piece, line: inout String, used: inout Int, into lines: inout [String]
  ) {
    var left = Array(piece.text)[...]
    while true {
      var taken = fitting(left, in: width - used)
      if taken == left.count { break }
      while taken > 1 && Self.closing.contains(left[left.startIndex + taken]) { taken -= 1 }
      lines.append(line + String(left.prefix(taken)))
      left = left.dropFirst(taken)
      (line, used) = (rest, rest.displayWidth)
    }
    line += String(left)
    used += left.reduce(0) { $0 + DisplayWidth.of($1) }
  }

  /// How many characters fit, but at least one.
  private func fitting(_ characters: ArraySlice<Character>, in room: Int) -> Int {
    var used = 0
    var count = 0
    for character in characters {
      used += DisplayWidth.of(character)
      if used > room && count > 0 { break }
      count += 1
    }
    return count
  }

  /// Words, and single wide characters with the punctuation that may not leave them.
  static func pieces(of paragraph: some StringProtocol) -> [Piece] {
    var pieces: [Piece] = []
    var blank = false
    var previous: Character?
    for character in paragraph {
      if character == " " || character == "\t" || character == "\r" {
        blank = true
        previous = nil
        continue
      }
      if let last = previous, let index = pieces.indices.last, holds(last, character) {
        pieces[index].text.append(character)
        pieces[index].width += DisplayWidth.of(character)
      } else {
        let columns = DisplayWidth.of(character)
        pieces.append(Piece(text: String(character), width: columns, blankBefore: blank))
      }
      blank = false
      previous = character
    }
    return pieces
  }

  /// Whether no line may end between two neighbours.
  private static func holds(_ left: Character, _ right: Character) -> Bool {
    if closing.contains(right) || opening.contains(left) { return true }
    if opening.contains(right) && !right.isASCII { return false }
    if closing.contains(left) && !left.isASCII && left != "’" && left != "·" { return false }
    return !isBreakable(left) && !isBreakable(right)
  }

  private static func isBreakable(_ character: Character) -> Bool {
    DisplayWidth.of(character) == 2
  }
}

extension StringProtocol {
  /// The text as lines of at most a width. Newlines stay; blanks where a line ends go, others
  /// become one; words stay whole unless one is wider than a line.
  package func wrapped(
    width: Int, indent: String = "", continuation: String? = nil
  ) -> [String] {
    Wrapping(width: Swift.max(width, 2), first: indent, rest: continuation ?? indent)
      .lines(of: self)
  }
}
