import Resources

/// How much is read at once, and how it is written.
enum Measure {
  static let words = 95
  static let characters = 165

  /// English words, or Chinese characters with a Latin word counted as one.
  static func size(of blocks: [Block], _ language: Language) -> Int {
    blocks.flatMap(\.inlines).reduce(0) { $0 + size(of: $1.plain, language) }
  }

  private static func size(of text: String, _ language: Language) -> Int {
    guard language == .chinese else { return text.split(whereSeparator: \.isWhitespace).count }
    var count = 0
    var isInWord = false
    for character in text {
      if character.isHan {
        count += 1
        isInWord = false
      } else if character.isLetter || character.isNumber {
        if !isInWord { count += 1 }
        isInWord = true
      } else if character.isWhitespace {
        isInWord = false
      }
    }
    return count
  }

  /// What a careful printer would mend.
  static func problems(in block: Block, _ language: Language) -> [String] {
    // Another author's words stay as they are.
    if case .quote = block.content { return [] }
    let text = block.inlines.map { $0.set }.joined()
    var problems: [String] = []
    if text.contains("!") || text.contains("！") { problems.append("no exclamation marks") }
    guard language == .chinese else {
      if let found = text.first(where: \.isHan) {
        problems.append("Chinese in an English text: \(found)")
      }
      return problems
    }
    var previous: Character?
    for character in text {
      if let last = previous {
        if touches(last, character) || touches(character, last) {
          problems.append("a space belongs between \(last) and \(character)")
        }
        if last.isHan, ",;:?".contains(character) {
          problems.append("full-width punctuation belongs after \(last): \(character)")
        }
      }
      previous = character
    }
    return problems
  }

  private static func touches(_ left: Character, _ right: Character) -> Bool {
    left.isHan && right.isASCII && (right.isLetter || right.isNumber)
  }
}

extension Inline {
  /// What is read.
  fileprivate var plain: String {
    switch self {
    case .text(let text), .emphasis(let text), .code(let text): text
    case .live: "0"
    }
  }

  /// What a printer looks at: code and values count as a Latin word, whatever is in them.
  fileprivate var set: String {
    switch self {
    case .text(let text), .emphasis(let text): text
    case .code, .live: "x"
    }
  }

}

extension Character {
  /// Whether this is a Chinese character (no punctuation).
  var isHan: Bool {
    guard let first = unicodeScalars.first else { return false }
    return (0x3400...0x9FFF).contains(first.value) || (0x2_0000...0x3_FFFF).contains(first.value)
  }
}
