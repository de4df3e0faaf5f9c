import Console
import Resources

/// Coming back: progress out, progress in.
extension Walkthrough {
  package var progress: LessonProgress {
    LessonProgress(
      lesson: lesson.id, version: lesson.version, language: language, seed: console.seed,
      step: step.id, isComplete: isComplete,
      steps: (isComplete ? score : scoreAtBeginning).steps.filter { $0.state != .open }.map {
        LessonProgress.Result(
          id: $0.id, state: $0.state, attempts: $0.attempts, hints: $0.hints,
          sawSolution: $0.sawSolution, points: $0.points, answer: $0.answer,
          truth: $0.truth)
      },
      lines: isComplete ? [] : lines, edits: isComplete ? [] : edits)
  }

  /// Goes on where a learner was; `readFile` gives files of the disk that the lines of the step name.
  package init(
    _ lesson: Lesson, course: Course? = nil, glossary: Glossary = .empty,
    resuming progress: LessonProgress, columns: Int = 80, isAccessible: Bool = false,
    isTerminal: Bool = false, isStyled: Bool = false,
    readFile: (String) -> (text: String?, problem: String)
  ) {
    self.init(
      lesson, course: course, glossary: glossary, seed: progress.seed,
      language: progress.language, columns: columns, isAccessible: isAccessible,
      isTerminal: isTerminal, isStyled: isStyled)
    restore(progress.steps)
    let place = lesson.index(of: progress.step) ?? firstOpenStep
    if place > 0 { putBack(to: lesson.console(at: place, like: console)) }
    enter(place)
    if progress.isComplete {
      phase = .complete
    } else if progress.version == lesson.version, lesson.steps[place].id == progress.step {
      var edited = progress.edits[...]
      for line in progress.lines { _ = run(line, edited: &edited, readFile: readFile) }
    }
    pieces = []
    wish = nil
    welcomeBack(progress)
  }

  private var firstOpenStep: Int {
    score.steps.firstIndex { $0.state == .open } ?? lesson.steps.count - 1
  }

  private mutating func restore(_ results: [LessonProgress.Result]) {
    for result in results {
      guard let place = lesson.index(of: result.id) else { continue }
      score.steps[place].state = result.state
      score.steps[place].attempts = result.attempts
      score.steps[place].hints = result.hints
      score.steps[place].sawSolution = result.sawSolution
      score.steps[place].answer = result.answer
      score.steps[place].truth = result.truth
      score.steps[place].points = min(result.points, score.steps[place].possible)
    }
  }

  private mutating func welcomeBack(_ progress: LessonProgress) {
    if progress.version != lesson.version {
      say(
        .note,
        Text(
          "The lesson has changed since you were here; your place is this one.",
          "课程自上次以来有更新；你现在的位置在这里。"))
    }
    showOpening()
  }
}
