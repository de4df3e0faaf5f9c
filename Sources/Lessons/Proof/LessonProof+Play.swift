import Console
import Resources

/// Plays a lesson: solutions, other roads, wrong attempts, right and wrong answers, walks to each pause.
extension LessonProof {
  mutating func play(in language: Language) {
    var walkthrough = Walkthrough(lesson, language: language)
    let isFirst = language == .english
    for (place, step) in lesson.steps.enumerated() {
      guard walkthrough.index == place else {
        return fail(
          step.line, "the lesson does not come to \(step.id): it stays at \(walkthrough.step.id)")
      }
      checkClaims(step.needs + step.claims, walkthrough, step, "when \(step.id) begins")
      checkLive(of: step, walkthrough, language)
      switch step.content {
      case .text: break
      case .walk(let walk): play(walk, step, &walkthrough)
      case .predict(let question), .question(let question):
        if isFirst { refute(question, step, walkthrough) }
        play(question, step, &walkthrough)
      case .task(let task):
        if isFirst { attempt(task, step, walkthrough) }
        play(task, step, &walkthrough)
      }
      checkClaims(step.proves, walkthrough, step, "when \(step.id) is over")
      if isFirst { checkResuming(step, walkthrough) }
      type("", &walkthrough, step)
    }
    if !walkthrough.isComplete { fail(nil, "the lesson does not come to its end") }
    if walkthrough.score.points != walkthrough.score.possible {
      fail(
        nil,
        "right answers and solutions give \(walkthrough.score.points) of \(walkthrough.score.possible) points"
      )
    }
  }

  private mutating func checkClaims(
    _ claims: [Check], _ walkthrough: Walkthrough, _ step: Step, _ moment: String
  ) {
    for claim in claims {
      count("claims on the model")
      if !claim.holds(in: walkthrough.scene) {
        fail(step.line, "\(moment), this does not hold: \(claim.text)")
      }
    }
  }

  /// What a text runs and quotes must work, and must change nothing.
  private mutating func checkLive(of step: Step, _ walkthrough: Walkthrough, _ language: Language) {
    let text = lesson.text(in: language)
    guard let words = text.step(step.id) else { return }
    for block in words.opening {
      if case .commands(let lines) = block.content {
        for line in lines { checkLive(line, block, text, walkthrough) }
      }
      for case .live(let expression) in block.inlines {
        count("live values")
        if walkthrough.values.value(of: expression) == nil {
          fail(text, block.line, "{{\(expression)}} has no value here")
        }
      }
    }
  }

  private mutating func checkLive(
    _ line: String, _ block: Block, _ text: LessonText, _ walkthrough: Walkthrough
  ) {
    count("live commands")
    var copy = walkthrough.console
    let outcome = copy.run(line) { (nil, "there is no file \($0)") }
    if outcome.exit == 127 || outcome.exit == 2 {
      fail(text, block.line, "$ \(line): \(outcome.err.trimmed)")
    }
    if copy.differs(from: walkthrough.console) {
      fail(text, block.line, "$ \(line) changes the world: a text only looks")
    }
  }

  // MARK: Walks

  private mutating func play(_ walk: Walk, _ step: Step, _ walkthrough: inout Walkthrough) {
    for (number, pause) in walk.pauses.enumerated() {
      type("", &walkthrough, step)
      guard walkthrough.phase == .paused(number) else {
        return fail(step.line, "the walk does not come to its pause \(pause.id)")
      }
      count("pauses")
      checkClaims(pause.claims, walkthrough, step, "at the pause \(pause.id)")
    }
    guard lesson.text(in: .english).step(step.id)?.part("explain") != nil else { return }
    type("", &walkthrough, step)
  }

  /// Types a line; everything that its text quotes must have a value.
  private mutating func type(_ line: String, _ walkthrough: inout Walkthrough, _ step: Step) {
    let printed = walkthrough.type(line)
    for part in ["{{", "command not found"] where printed.contains(part) {
      fail(step.line, "\(step.id) prints \(part): a live value or command does not work")
    }
  }

  // MARK: Questions

  private mutating func play(_ question: Question, _ step: Step, _ walkthrough: inout Walkthrough) {
    guard walkthrough.truth.count >= 1, question.form != .choice || walkthrough.truth.count == 1
    else {
      return fail(
        step.line,
        "\(step.id) has \(walkthrough.truth.count) right answers: \(walkthrough.truth.joined(separator: " "))"
      )
    }
    type("answer " + walkthrough.truth.joined(separator: " "), &walkthrough, step)
    if walkthrough.score.steps[walkthrough.index].state != .right {
      fail(step.line, "the right answer to \(step.id) is not taken")
    }
  }

  private mutating func refute(_ question: Question, _ step: Step, _ walkthrough: Walkthrough) {
    if question.wrong.isEmpty {
      fail(step.line, "\(step.id) lists no wrong answers that people give")
    }
    if case .choices(let choices) = question.truth, question.wrong.count + 1 < choices.count {
      fail(step.line, "\(step.id): each choice but the right one stands under wrong")
    }
    for wrong in question.wrong {
      guard let words = question.read(wrong) else {
        fail(step.line, "\(wrong) is no answer to \(step.id)")
        continue
      }
      guard words != walkthrough.truth else {
        fail(step.line, "\(wrong) is called wrong at \(step.id), but the model says the same")
        continue
      }
      var copy = walkthrough
      type("answer " + words.joined(separator: " "), &copy, step)
      count("wrong answers refuted")
      let state = copy.score.steps[copy.index].state
      if step.kind == .predict ? state != .wrong : state == .right {
        fail(step.line, "\(wrong) is taken for right at \(step.id)")
      }
    }
  }

  // MARK: Tasks

  private mutating func play(_ task: Task, _ step: Step, _ walkthrough: inout Walkthrough) {
    if task.checks.allHold(in: walkthrough.scene) {
      return fail(step.line, "\(step.id) is solved before anything was done")
    }
    for line in task.solution { type(line, &walkthrough, step) }
    if walkthrough.phase != .over { fail(step.line, "the solution does not solve \(step.id)") }
    if let hint = walkthrough.lastHint {
      fail(step.line, "the solution of \(step.id) draws the hint \(hint)")
    }
  }

  private mutating func attempt(_ task: Task, _ step: Step, _ walkthrough: Walkthrough) {
    if task.attempts.count < 3 {
      fail(step.line, "\(step.id) carries fewer than three wrong attempts")
    }
    if !task.hints.contains(where: \.when.isEmpty) {
      fail(step.line, "\(step.id) has no plain hint")
    }
    for road in task.others {
      var copy = walkthrough
      for line in road { copy.type(line) }
      count("other roads")
      if copy.phase != .over {
        fail(step.line, "this road does not solve \(step.id): \(road.joined(separator: "; "))")
      }
    }
    for attempt in task.attempts {
      var copy = walkthrough
      for line in attempt.lines { copy.type(line) }
      count("wrong attempts")
      if copy.phase == .over {
        fail(
          attempt.line,
          "this attempt is taken for a solution: \(attempt.lines.joined(separator: "; "))")
        continue
      }
      if copy.lastHint == nil { copy.type("done") }
      if copy.lastHint != attempt.draws {
        fail(
          attempt.line,
          "this attempt draws \(copy.lastHint ?? "no hint"), not \(attempt.draws): \(attempt.lines.joined(separator: "; "))"
        )
      }
    }
  }
}

extension Walkthrough {
  /// Types a line; gives back what it prints.
  @discardableResult
  mutating func type(_ line: String) -> String {
    run(line) { (nil, "error: the path \"\($0)\" does not exist") }.map(\.text).joined()
  }
}
