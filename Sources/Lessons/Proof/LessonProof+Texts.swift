import Resources

/// Both languages say the same steps, show the same commands, and keep to the house's measure.
extension LessonProof {
  mutating func checkTexts() {
    for language in Language.allCases {
      let text = lesson.text(in: language)
      checkSteps(of: text)
      for step in text.steps { checkMeasure(step, text, language) }
    }
    let (english, chinese) = (lesson.text(in: .english), lesson.text(in: .chinese))
    for step in english.steps {
      guard let other = chinese.step(step.id) else { continue }
      compare(step.opening, other.opening, chinese, other.line, step.id)
      for part in step.parts {
        if let blocks = other.part(part.name) {
          compare(part.blocks, blocks, chinese, other.line, "\(step.id), \(part.name)")
        }
      }
    }
  }

  private mutating func checkSteps(of text: LessonText) {
    let ids = lesson.steps.map(\.id)
    for step in text.steps where !ids.contains(step.id) {
      fail(text, step.line, "lesson.yaml has no step \(step.id)")
    }
    let order = text.steps.map(\.id).filter { ids.contains($0) }
    for id in ids where !order.contains(id) { fail(text, nil, "step \(id) has no text") }
    if order.count == ids.count, order != ids {
      fail(text, nil, "the steps stand in another order than in lesson.yaml")
    }
    for step in lesson.steps {
      guard let words = text.step(step.id) else { continue }
      for name in step.wantedParts where words.part(name) == nil {
        fail(text, words.line, "\(step.id) has no part  ### \(name)")
      }
      for part in words.parts where !step.allows(part: part.name) {
        fail(text, part.line, "\(step.id) has no use for a part \(part.name)")
      }
      checkChoices(step, words, text)
    }
  }

  private mutating func checkChoices(_ step: Step, _ words: LessonText.StepText, _ text: LessonText)
  {
    let written = words.opening.compactMap { block in
      if case .choice(let letter, _) = block.content { letter } else { nil }
    }
    var wanted: [String] = []
    if case .predict(let question) = step.content, case .choices(let choices) = question.truth {
      wanted = choices.map(\.id)
    } else if case .question(let question) = step.content {
      if case .choices(let choices) = question.truth { wanted = choices.map(\.id) }
      if case .known = question.truth, question.form == .choice { return }
    }
    if written != wanted {
      fail(
        text, words.line,
        "\(step.id) offers the choices \(written.joined(separator: " ")), but lesson.yaml has \(wanted.joined(separator: " "))"
      )
    }
  }

  private mutating func compare(
    _ one: [Block], _ other: [Block], _ text: LessonText, _ line: Int, _ place: String
  ) {
    let commands = { (blocks: [Block]) in
      blocks.flatMap { block in
        if case .commands(let lines) = block.content { lines } else { [String]() }
      }
    }
    if commands(one) != commands(other) {
      fail(text, line, "\(place): the commands are not those of the English text")
    }
    let values = { (blocks: [Block]) in
      blocks.flatMap(\.inlines).compactMap { part in
        if case .live(let expression) = part { expression } else { nil }
      }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
    if values(one) != values(other) {
      fail(text, line, "\(place): the live values are not those of the English text")
    }
  }

  private mutating func checkMeasure(
    _ step: LessonText.StepText, _ text: LessonText, _ language: Language
  ) {
    let parts = [("", step.line, step.opening)] + step.parts.map { ($0.name, $0.line, $0.blocks) }
    for (name, line, blocks) in parts {
      let size = Measure.size(of: blocks, language)
      let limit = language == .english ? Measure.words : Measure.characters
      if size > limit {
        let unit = language == .english ? "words" : "characters"
        fail(
          text, line,
          "\(step.id)\(name.isEmpty ? "" : ", \(name)") has \(size) \(unit); at most \(limit) are read at once"
        )
      }
      for block in blocks {
        for problem in Measure.problems(in: block, language) { fail(text, block.line, problem) }
      }
    }
  }
}

extension Step {
  /// The parts that a step's text must have.
  fileprivate var wantedParts: [String] {
    switch content {
    case .text: []
    case .walk(let walk): walk.pauses.map { "pause " + $0.id }
    case .predict(let question), .question(let question):
      ["explain"] + question.wrong.map { "wrong " + question.spoken($0) }
    case .task(let task): ["solved"] + task.hints.map { "hint " + $0.id }
    }
  }

  fileprivate func allows(part name: String) -> Bool {
    if wantedParts.contains(name) { return true }
    return switch kind {
    case .walk: name == "explain"
    case .predict, .question: ["right", "wrong", "hint", "skipped"].contains(name)
    case .text, .task: false
    }
  }
}

extension Question {
  /// An answer as the headings of texts write it.
  func spoken(_ answer: String) -> String { (read(answer) ?? [answer]).joined(separator: " ") }
}
