import Testing

@testable import Terminal

@Suite struct PromptTests {
  @Test(arguments: [
    ("k> ", "k> "),
    ("\u{1B}[32mk>\u{1B}[0m ", "\u{1}\u{1B}[32m\u{1}k>\u{1}\u{1B}[0m\u{1} "),
    ("\u{1B}[32mk> \u{1B}[0m", "\u{1}\u{1B}[32m\u{1}k>\u{1}\u{1B}[0m\u{1} "),
    ("\u{1B}[32mk>\u{1B}[0m", "\u{1}\u{1B}[32m\u{1}k>\u{1}\u{1B}[0m\u{1} "),
    ("\u{1B}[1m\u{1B}[32m练> ", "\u{1}\u{1B}[1m\u{1B}[32m\u{1}练> "),
    ("a\u{7}\u{1B}b> ", "ab> "),
  ])
  func marked(prompt: String, marked: String) {
    #expect(Prompt.forEditor(prompt) == marked)
  }
}

@Suite struct CompletionStepTests {
  private func step(_ line: String, _ texts: [String], after: String = "") -> CompletionStep {
    CompletionStep(before: line, after: after, candidates: texts.map { Completion($0) })
  }

  @Test func oneCandidateIsInsertedWithABlank() {
    #expect(step("get po", ["pods"]).insertion == .init(replaced: "po", text: "pods "))
    #expect(step("cat da", ["data/"]).insertion == .init(replaced: "da", text: "data/"))
    #expect(step("-", ["--output="]).insertion == .init(replaced: "-", text: "--output="))
    let passing = CompletionStep.Insertion(replaced: "po", text: "pods", skipsBlank: true)
    #expect(step("po", ["pods"], after: " x").insertion == passing)
  }

  @Test func severalGiveWhatTheyShare() {
    #expect(step("n", ["node-1", "node-2"]).insertion == .init(replaced: "n", text: "node-"))
    #expect(step("node-", ["node-1", "node-2"]).insertion == nil)
    #expect(step("", ["节点一", "节点二"]).insertion == .init(replaced: "", text: "节点"))
    #expect(step("x", []).insertion == nil)
  }

  @Test func listsInColumnsByWidth() {
    let listing = step("", ["节点一", "ab", "c"]).listing(columns: 16, rows: 24)
    #expect(listing == "节点一  c\nab\n")
    let described = CompletionStep(
      before: "", after: "",
      candidates: [Completion("节点", summary: "a node"), Completion("pod", summary: "一个 Pod")])
    #expect(described.listing(columns: 13, rows: 24) == "节点  a node\npod   一个 …\n")
  }
}

@Suite struct TerminalProfileTests {
  private func profile(_ environment: [String: String], output: Bool = true) -> TerminalProfile {
    TerminalProfile(
      isInputTerminal: true, isOutputTerminal: output, isErrorTerminal: true,
      environment: { environment[$0] })
  }

  @Test func colourNeedsATerminalAndNobodyAgainstIt() {
    #expect(profile(["TERM": "xterm"]).hasColor)
    #expect(profile(["TERM": "xterm", "NO_COLOR": ""]).hasColor)
    #expect(!profile(["TERM": "xterm", "NO_COLOR": "1"]).hasColor)
    #expect(!profile(["TERM": "xterm", "ACCESSIBLE": "1"]).hasColor)
    #expect(!profile(["TERM": "dumb"]).hasColor)
    #expect(!profile([:]).hasColor)
    #expect(!profile(["TERM": "xterm"], output: false).hasColor)
  }

  @Test func stylesAreLeftOutWithoutColour() {
    #expect(profile(["TERM": "xterm"]).styled("a", .bold, .red) == "\u{1B}[1;31ma\u{1B}[0m")
    #expect(profile(["TERM": "dumb"]).styled("a", .bold) == "a")
  }

  @Test func boxesNeedUTF8() {
    #expect(profile(["TERM": "xterm", "LANG": "zh_CN.UTF-8"]).drawsBoxes)
    #expect(!profile(["TERM": "xterm", "LANG": "zh_CN.UTF-8", "LC_ALL": "C"]).drawsBoxes)
    #expect(!profile(["TERM": "xterm", "LANG": "C.utf8", "ACCESSIBLE": "1"]).drawsBoxes)
  }

  @Test func columnsOfNoTerminal() {
    #expect(profile([:], output: false).columns == 80)
    #expect(profile(["COLUMNS": "120"], output: false).columns == 120)
  }
}
