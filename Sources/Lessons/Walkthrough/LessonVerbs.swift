import Resources

/// The words of a lesson, each with one meaning.
package enum LessonVerbs {
  package struct Verb: Sendable {
    package let names: [String]
    package let summary: Text
  }

  package static let all: [Verb] = [
    Verb(
      names: ["next", "n"],
      summary: Text(
        "on with the lesson, to its next pause (Enter does the same)", "继续课程，到下一个暂停处（与回车相同）")),
    Verb(names: ["objective"], summary: Text("this step's text again", "再次显示这一步的内容")),
    Verb(names: ["answer"], summary: Text("answer ANSWER: your answer", "answer 答案：你的回答")),
    Verb(names: ["hint"], summary: Text("a hint; each takes a point", "提示；每条扣一分")),
    Verb(names: ["done"], summary: Text("is the task solved, and what is missing", "任务完成了吗，还缺什么")),
    Verb(
      names: ["solution"], summary: Text("the solution, after a question", "显示解答（会先询问）")),
    Verb(names: ["skip"], summary: Text("on without solving; the answer is shown", "跳过；会显示答案")),
    Verb(
      names: ["free", "return"],
      summary: Text("free: play; return: everything as it was before", "free：自由操作；return：恢复原状")),
    Verb(
      names: ["reset"], summary: Text("begin this step again, after a question", "重新开始这一步（会先询问）")),
    Verb(names: ["progress"], summary: Text("what you have done, and your points", "你的进度与得分")),
    Verb(names: ["lessons"], summary: Text("the course", "课程列表")),
    Verb(names: ["open"], summary: Text("open LESSON: another lesson", "open 课程：打开另一课")),
    Verb(
      names: ["glossary"], summary: Text("glossary TERM: what a word means", "glossary 术语：术语解释")),
    Verb(
      names: ["lang"], summary: Text("lang en|zh-Hans: the language", "lang en|zh-Hans：语言")),
    Verb(names: ["quit"], summary: Text("end; your place is kept", "结束；进度会保留")),
  ]

  package static var words: [String] { all.flatMap(\.names) }

  /// Whether a line belongs to what a step is played again from; looking at lists does not.
  static func isPlayedAgain(_ line: String) -> Bool {
    guard let verb = find(line) else { return !line.hasPrefix("help") }
    return !["quit", "open", "lessons", "progress", "glossary", "objective"].contains(verb.name)
  }

  /// The verb that a line begins with.
  static func find(_ line: String) -> (name: String, argument: String)? {
    let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
    guard let first = parts.first else { return ("next", "") }
    let name = first.narrowed
    guard words.contains(name) else { return nil }
    return (name == "n" ? "next" : name, parts.count > 1 ? parts[1].trimmed : "")
  }
}
