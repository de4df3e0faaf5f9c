import Console
import Resources
import Typography

/// What a lesson tells about itself, the course and its words.
extension Walkthrough {
  mutating func help() {
    let language = language
    page { page in
      page.say(.text, Text("In this lesson:", "课程中：")[language])
      for verb in LessonVerbs.all {
        let names = verb.names.joined(separator: ", ").padded(to: 14)
        page.verbatim(.text, "  \(names)  \(verb.summary[language])\n")
      }
    }
  }

  mutating func explain(verb name: String) {
    guard let verb = LessonVerbs.all.first(where: { $0.names.contains(name) }) else { return }
    say(.text, verb.summary)
  }

  mutating func showProgress() {
    let text = lesson.text(in: language)
    var lines = ""
    for (number, result) in score.steps.enumerated() {
      let mark = number == index && !isComplete ? ">" : " "
      let state = stateWord(result, isReached: number <= index)[language]
      let points = result.possible > 0 ? "\(result.points)/\(result.possible)" : ""
      let title = text.step(result.id)?.title ?? result.id
      lines +=
        "\(mark) " + "\(number + 1)".padded(to: 2, alignment: .right) + "  "
        + state.padded(to: 9) + points.padded(to: 5) + title + "\n"
    }
    page { $0.verbatim(.text, lines) }
    say(
      .text,
      Text("\(score.points) of \(score.possible) points.", "\(score.points)/\(score.possible) 分。"))
  }

  private func stateWord(_ result: StepResult, isReached: Bool) -> Text {
    switch result.state {
    case .open: isReached ? Text("here", "进行中") : Text("-", "-")
    case .right: result.possible > 0 ? Text("right", "正确") : Text("done", "完成")
    case .wrong: Text("wrong", "错误")
    case .skipped: Text("skipped", "跳过")
    }
  }

  mutating func showLessons() {
    guard let course else {
      let id = lesson.id
      return page { $0.verbatim(.text, id + "\n") }
    }
    var lines = ""
    for item in course.items {
      let isDone = completed.contains(item.id) || (item.id == lesson.id && isComplete)
      let state =
        !item.isPresent
        ? Text("to come", "待推出")
        : item.id == lesson.id
          ? Text("here", "当前") : isDone ? Text("done", "完成") : Text("", "")
      let id = item.id.padded(to: 24)
      lines += "  \(id)  \(state[language].padded(to: 8))  \(item.title[language])\n"
    }
    page { $0.verbatim(.text, lines) }
    say(.note, Text("open LESSON begins one.", "open 课程 开始一课。"))
  }

  mutating func explainTerm(_ word: String) {
    let language = language
    let found = word.isEmpty ? [] : glossary.find(word)
    guard !found.isEmpty else {
      let names = glossary.terms.map { $0.name[language] }.joined(
        separator: language == .english ? ", " : "、")
      if !word.isEmpty {
        refuse(Text("The glossary has no \(word).", "术语表中没有 \(word)。"))
      }
      return say(.text, Text("It knows: \(names).", "收录的术语：\(names)。"))
    }
    for term in found.prefix(5) {
      let other: Language = language == .english ? .chinese : .english
      page { page in
        page.say(.emphasis, "\(term.name[language])  (\(term.name[other]))")
        page.say(.text, term.meaning[language])
      }
    }
  }

  /// Words that may stand where a line ends: verbs, what a verb takes, and what the console knows.
  package mutating func completions(
    _ line: String, cursor: Int
  ) -> [(text: String, summary: String)] {
    let before = String(decoding: Array(line.utf8.prefix(cursor)), as: UTF8.self)
    let words = before.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    let last = words.last ?? ""
    if words.count > 1, let own = arguments(of: words[0]) {
      return own.filter { $0.text.hasPrefix(last) }
    }
    let others = console.completions(line, cursor: cursor)
    guard words.count <= 1 else { return others }
    let verbs = LessonVerbs.all.flatMap { verb in
      verb.names.map { (text: $0, summary: verb.summary[language]) }
    }
    return verbs.filter { $0.text.hasPrefix(last) } + others
  }

  /// What a verb of the lesson takes; nil for other words.
  private func arguments(of verb: String) -> [(text: String, summary: String)]? {
    switch verb {
    case "answer": answers
    case "open": course?.present.map { ($0.id, $0.title[language]) } ?? []
    case "glossary": glossary.terms.map { ($0.id, $0.name[language]) }
    case "lang": Language.allCases.map { ($0.rawValue, "") }
    default: nil
    }
  }

  private var answers: [(text: String, summary: String)] {
    guard phase == .asking else { return [] }
    return text?.opening.compactMap { block in
      if case .choice(let letter, _) = block.content { (letter, "") } else { nil }
    } ?? []
  }
}
