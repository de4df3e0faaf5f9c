import Console
import Resources

/// Tasks: judged by the state that was reached.
extension Walkthrough {
  /// After each line of the console's: is the task solved, or is there something to say about the attempt?
  mutating func judge(after line: String) {
    guard let task = currentTask, phase == .working, !isFree else { return }
    if task.checks.allHold(in: scene) { return solved() }
    let scene = Check.Scene(console, lastLine: line, lastExit: console.exit)
    guard
      let hint = task.hints.first(where: {
        $0.isPrompt && !$0.when.isEmpty && !hintsShown.contains("unasked " + $0.id)
          && $0.when.allHold(in: scene)
      })
    else { return }
    score.steps[index].attempts += 1
    hintsShown += [hint.id, "unasked " + hint.id]
    show(hint: hint)
  }

  private mutating func solved() {
    score.steps[index].attempts += 1
    score.steps[index].settle(.right)
    page { $0.verbatim(.text, "\n") }
    say(.right, Text("Solved.", "完成。"))
    show(part: "solved")
    sayDone()
  }

  private mutating func show(hint: Task.Hint) {
    lastHint = hint.id
    page { $0.verbatim(.text, "\n") }
    let blocks = text?.part("hint " + hint.id) ?? []
    let values = values
    page { page in
      page.say(.hint, Text("Hint:", "提示：")[page.language])
      page.show(blocks, values)
    }
  }

  /// `done`: asks whether the task is solved; a free look at what is wrong with this attempt.
  mutating func done() {
    guard let task = currentTask, phase == .working else {
      return say(.note, Text("There is no task to judge here.", "这里没有需要检查的任务。"))
    }
    if task.checks.allHold(in: scene) { return solved() }
    score.steps[index].attempts += 1
    say(.wrong, Text("Not yet.", "还没有完成。"))
    if let hint = diagnosis(of: task) { show(hint: hint) }
  }

  /// The hint that looks at what is wrong with this attempt.
  private func diagnosis(of task: Task) -> Task.Hint? {
    let last = lines.last { LessonVerbs.find($0) == nil } ?? ""
    let scene = Check.Scene(console, lastLine: last, lastExit: console.exit)
    return task.hints.first { !$0.when.isEmpty && $0.when.allHold(in: scene) }
  }

  /// `hint`: first what is wrong with this attempt, then a plainer word, then the command.
  mutating func hint() {
    guard let task = currentTask, phase == .working else {
      if phase == .asking {
        if !show(part: "hint") {
          say(
            .hint,
            Text(
              "Try it: any command works here, and undo takes it back.",
              "试一试：任何命令都可以用，undo 可以撤销。"))
        }
        return
      }
      return say(.note, Text("Enter goes on from here.", "按回车即可继续。"))
    }
    score.steps[index].hints += 1
    if let hint = diagnosis(of: task), !hintsShown.contains(hint.id) {
      hintsShown.append(hint.id)
      return show(hint: hint)
    }
    if let hint = task.hints.first(where: { $0.when.isEmpty && !hintsShown.contains($0.id) }) {
      hintsShown.append(hint.id)
      return show(hint: hint)
    }
    say(.hint, Text("The way to do it:", "做法："))
    showSolution(task)
  }

  mutating func showSolution(_ task: Task) {
    for line in task.solution { page { $0.commandLine(line) } }
  }

  /// `solution`: shown after a yes; the step's points go with it.
  mutating func solution() {
    guard currentTask != nil, phase == .working else {
      if phase == .asking { return skipQuestion() }
      return say(.note, Text("Nothing is to be solved here.", "这里没有需要解答的内容。"))
    }
    confirmation = .solution
    say(
      .note,
      Text(
        "The solution takes this step's points. Show it? (yes or no)",
        "显示解答会失去这一步的分数。要显示吗？（yes 或 no）"))
  }

  /// `skip` at a task: the lesson does it.
  mutating func skipTask(_ task: Task) {
    score.steps[index].sawSolution = true
    score.steps[index].settle(.skipped)
    if console.differs(from: beginning) { putBack(to: beginning) }
    for line in task.solution { show(line) }
    page { $0.verbatim(.text, "\n") }
    show(part: "solved")
    sayDone()
  }
}
