import Testing
import Typography

@Suite struct WrappingTests {
  @Test(arguments: [
    ("one two three", 7, ["one two", "three"]),
    ("one  two", 20, ["one two"]),
    ("", 10, [""]),
    ("a\n\nb", 10, ["a", "", "b"]),
    ("中文分行", 4, ["中文", "分行"]),
    // A blank between Chinese and Latin stays inside a line and goes at its end.
    ("在 Node 上", 20, ["在 Node 上"]),
    ("在 Node 上", 7, ["在 Node", "上"]),
    ("调度器Pod绑定", 8, ["调度器", "Pod绑定"]),
    // No line begins with closing punctuation; the character before it comes along.
    ("一二三四，五六", 8, ["一二三", "四，五六"]),
    ("一二三（四五）六", 10, ["一二三（四", "五）六"]),
    ("一二三四（五六）", 10, ["一二三四", "（五六）"]),
    ("他说：「你好」。", 8, ["他说：", "「你", "好」。"]),
    ("等等……好的", 7, ["等等……", "好的"]),
    ("一二三……四", 7, ["一二", "三……四"]),
    ("kubectl get pods，然后", 18, ["kubectl get pods，", "然后"]),
    ("kubectl get pods，然后", 16, ["kubectl get", "pods，然后"]),
    ("don’t stop", 6, ["don’t", "stop"]),
    ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
    ("x abcdefghij", 4, ["x", "abcd", "efgh", "ij"]),
    ("10.244.0.0/16 网段", 13, ["10.244.0.0/16", "网段"]),
  ])
  func lines(text: String, width: Int, lines: [String]) {
    #expect(text.wrapped(width: width) == lines)
  }

  @Test func indentsTheFirstLineAndTheOthers() {
    let lines = "一二三四五六".wrapped(width: 8, indent: "- ", continuation: "  ")
    #expect(lines == ["- 一二三", "  四五六"])
  }

  @Test func holdsAtEveryWidth() {
    let text =
      "调度器（kube-scheduler）把 Pod “web-7d4b” 绑定到节点 node-1：它先过滤、再打分，最后写回 API server。"
      + "「为什么？」因为 etcd 里只有一个真相；kubelet 看到 `spec.nodeName` 之后才动手……"
    let never = "，。；：）」？、"
    for width in 12...60 {
      let lines = text.wrapped(width: width)
      for line in lines {
        #expect(line.displayWidth <= width || !line.contains(" "))
        #expect(!(line.first.map { never.contains($0) } ?? false), "\(width): \(lines)")
        #expect(!(line.last.map { "（「“".contains($0) } ?? false))
        #expect(line.first != " " && line.last != " ")
      }
      let plain = lines.joined().filter { $0 != " " }
      #expect(plain == text.filter { $0 != " " })
    }
  }
}
