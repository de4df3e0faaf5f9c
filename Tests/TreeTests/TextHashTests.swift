import Testing
import Tree

@Suite struct TextHashTests {
  private func words(_ text: String) -> [UInt64] {
    var words: [UInt64] = []
    text.forEachWord { words.append($0) }
    return words
  }

  /// The recorder and all tables rely on it: texts that differ are never given as the same words.
  @Test func textsThatDifferAreGivenDifferently() {
    var seen: [[UInt64]: String] = [:]
    var texts = [""]
    for length in 1...9 {
      texts += (0..<(1 << length)).map { number in
        String((0..<length).map { number >> $0 & 1 == 0 ? "a" : "b" })
      }
    }
    for length in 10...40 {
      let plain = Array(repeating: Character("a"), count: length)
      for place in 0..<length {
        var other = plain
        other[place] = "b"
        texts.append(String(other))
      }
      texts.append(String(plain))
    }
    for text in texts {
      let known = seen.updateValue(text, forKey: words(text))
      #expect(known == nil || known == text)
    }
  }
}
