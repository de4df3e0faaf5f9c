import Testing
import Typography

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("中文", 4), ("ａｂ", 4), ("가각", 4), ("\u{1100}\u{1161}\u{11A8}", 2),
    ("e\u{301}", 1), ("a\u{200B}b", 2), ("，。", 4), ("“”", 2), ("─│×•…·", 6), ("ｱｲ", 2),
    ("👩‍💻", 2), ("👨‍👩‍👧‍👦", 2), ("🇨🇳", 2), ("🇨🇳🇩🇪", 4), ("🇨", 1), ("👍🏽", 2), ("⚠", 1),
    ("⚠\u{FE0F}", 2), ("1\u{FE0F}\u{20E3}", 2), ("❤\u{FE0F}", 2), ("🚀", 2), ("✅", 2), ("✓", 1),
    ("क्षि", 3), ("ก็", 1), ("𠀀", 2), ("\t\n\u{1B}", 0), ("\u{7F}", 0), ("\r\n", 0),
    ("\u{AD}", 1), ("\u{FFFD}", 1), ("日本語テキスト", 14), ("Ω≈ç√", 4), ("☰", 2),
  ])
  func columns(text: String, columns: Int) {
    #expect(text.displayWidth == columns)
  }

  @Test func aSumOfItsCharacters() {
    let text = "Pod 的 IP：10.244.1.2 👩‍💻🇨🇳"
    #expect(text.displayWidth == text.reduce(0) { $0 + DisplayWidth.of($1) })
  }
}

@Suite struct FittingTests {
  @Test(arguments: [
    ("ab", 4, "ab  "), ("中", 3, "中 "), ("中文", 3, "中文"), ("", 2, "  "), ("👩‍💻", 3, "👩‍💻 "),
  ])
  func padded(text: String, width: Int, result: String) {
    #expect(text.padded(to: width) == result)
  }

  @Test func paddedOnTheLeft() {
    #expect("中".padded(to: 4, alignment: .right) == "  中")
  }

  @Test(arguments: [
    ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("中文字", 6, "中文字"), ("中文字", 5, "中文…"),
    ("中文字", 4, "中…"), ("中文字", 1, "…"), ("中文字", 0, ""), ("👩‍💻👩‍💻", 3, "👩‍💻…"),
    ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
  ])
  func truncated(text: String, width: Int, result: String) {
    #expect(text.truncated(to: width) == result)
  }

  @Test func neverSplitsNorOverflows() {
    let text = "Node 节点👨‍👩‍👧‍👦上的 Pod🇨🇳e\u{301}，⚠\u{FE0F}完"
    for width in 0...40 {
      let cut = text.truncated(to: width)
      #expect(cut.displayWidth <= width)
      let kept = cut.last == "…" ? String(cut.dropLast()) : cut
      #expect(Array(text).starts(with: Array(kept)))
    }
  }
}
