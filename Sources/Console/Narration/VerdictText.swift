import Cluster
import Resources

/// What the scheduler found for a pod, node by node, for whoever asks why.
struct VerdictText {
  private let verdict: Verdict
  private let language: Language
  /// More nodes than this are summed up.
  private static let shownNodes = 20

  init(_ verdict: Verdict, _ language: Language) {
    self.verdict = verdict
    self.language = language
  }

  var text: String {
    var text =
      verdict.chosen.map {
        Text("The scheduler chose \($0):\n", "调度器选择了 \($0)：\n")[language]
      } ?? Text("The scheduler found no node:\n", "调度器没有找到节点：\n")[language]
    if !verdict.obstacle.isEmpty { text += "  \(verdict.obstacle)\n" }
    for entry in verdict.rejections.prefix(Self.shownNodes) {
      let reasons = entry.rejection.reasons.joined(separator: ", ")
      text +=
        "  \(entry.node): "
        + Text(
          "no, \(entry.rejection.plugin): \(reasons)\n", "不行，\(entry.rejection.plugin)：\(reasons)\n"
        )[language]
    }
    for score in verdict.scores.sorted(by: { $0.total > $1.total }).prefix(Self.shownNodes) {
      let points = score.plugins.filter { $0.points != 0 }.map { "\($0.name) \($0.points)" }
      text += "  \(score.node): \(score.total)  (" + points.joined(separator: ", ") + ")\n"
    }
    let hidden = verdict.rejections.count + verdict.scores.count - 2 * Self.shownNodes
    if hidden > 0 { text += Text("  … and more\n", "  … 以及更多\n")[language] }
    if !verdict.preemption.isEmpty { text += "  \(verdict.preemption)\n" }
    return text
  }
}
