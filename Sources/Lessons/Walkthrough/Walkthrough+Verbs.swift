import Console
import Resources

/// The lesson's verbs.
extension Walkthrough {
  /// Carries out a verb of the lesson; false for every other line.
  mutating func perform(verb line: String) -> Bool {
    if phase == .asking, !isFree, currentQuestion?.form == .number, Int(line.narrowed) != nil {
      answer(line)
      return true
    }
    if line == "help" { help() }
    if line.hasPrefix("help "), let verb = LessonVerbs.find(String(line.dropFirst(5))),
      verb.name != "next" || line.count > 5
    {
      explain(verb: verb.name)
      return true
    }
    guard let (name, argument) = LessonVerbs.find(line) else { return false }
    if isFree, ["next", "answer", "hint", "done", "solution", "skip", "reset"].contains(name) {
      if name != "next" || !line.isEmpty {
        say(
          .note,
          Text(
            "This is free play: return puts everything back and goes on with the lesson.",
            "现在是自由操作：return 恢复原状并继续课程。"))
      }
      return true
    }
    perform(name, argument)
    return true
  }

  private mutating func perform(_ name: String, _ argument: String) {
    switch name {
    case "next": goOn()
    case "objective":
      console.traceWalk = nil
      showOpening()
    case "answer": answer(argument)
    case "hint": hint()
    case "done": done()
    case "solution": solution()
    case "skip": skip()
    case "free": beginFreePlay()
    case "return": endFreePlay()
    case "reset": askForReset()
    case "progress": showProgress()
    case "lessons": showLessons()
    case "open": open(argument)
    case "glossary": explainTerm(argument)
    case "lang": changeLanguage(argument)
    default: wish = .quit
    }
  }

  /// Takes the answer to a question of the program's; false when the line is something else.
  mutating func confirm(_ line: String) -> Bool {
    guard let asked = confirmation else { return false }
    confirmation = nil
    let word = line.narrowed.lowercased()
    if ["yes", "y", "是"].contains(word) {
      switch asked {
      case .solution:
        score.steps[index].sawSolution = true
        if let task = currentTask { showSolution(task) }
      case .reset: reset()
      }
      return true
    }
    guard ["no", "n", "否", ""].contains(word) else { return false }
    say(.note, Text("Nothing was done.", "没有做任何改动。"))
    return true
  }

  private mutating func skip() {
    console.traceWalk = nil
    switch phase {
    case .asking: skipQuestion()
    case .working: if let task = currentTask { skipTask(task) }
    case .reading where currentWalk != nil:
      for line in step.lines { show(line) }
      score.steps[index].settle(.skipped)
      finishStep()
    default: goOn()
    }
  }

  // MARK: Free play and reset

  private mutating func beginFreePlay() {
    guard !isFree else {
      return say(.note, Text("This is free play already; return ends it.", "已经是自由操作；return 结束。"))
    }
    world = console
    console.isManual = false
    say(
      .note,
      Text(
        "Free play: do what you like. return puts everything back as it is now.",
        "自由操作：随意尝试。return 会恢复到现在的样子。"))
  }

  private mutating func endFreePlay() {
    guard let before = world else {
      return say(.note, Text("free begins free play; return ends it.", "free 开始自由操作；return 结束。"))
    }
    world = nil
    putBack(to: before)
    say(.note, Text("Everything is as it was before.", "一切已恢复原状。"))
    showOpening()
  }

  private mutating func askForReset() {
    confirmation = .reset
    say(
      .note,
      Text("Begin this step again? (yes or no)", "重新开始这一步吗？（yes 或 no）"))
  }

  /// Begins the step again; what it cost so far stays counted.
  private mutating func reset() {
    let result = score.steps[index]
    putBack(to: beginning)
    console.pause = nil
    switch step.content {
    case .text, .walk: phase = .reading
    case .predict, .question: phase = result.state == .open ? .asking : .over
    case .task: phase = result.state == .open ? .working : .over
    }
    if phase == .over, step.kind == .task {
      // Solved once: it can be practised, and its points stay.
      phase = .working
    }
    pausedAt = console.world.journal.count
    hintsShown = hintsShown.filter { !$0.hasPrefix("unasked ") }
    showOpening()
  }

  private mutating func changeLanguage(_ argument: String) {
    let chosen: Language? =
      switch argument.lowercased() {
      case "en", "english": .english
      case "zh-hans", "zh", "zh-cn", "中文", "chinese": .chinese
      default: nil
      }
    guard let chosen else {
      return refuse(Text("lang en or lang zh-Hans.", "lang en 或 lang zh-Hans。"))
    }
    console.language = chosen
    world?.language = chosen
    showOpening()
  }

  private mutating func open(_ argument: String) {
    guard let found = course?.find(argument) else {
      return refuse(
        Text("There is no lesson \(argument); lessons lists them.", "没有课程 \(argument)；lessons 可列出。")
      )
    }
    guard found.isPresent else {
      return refuse(Text("\(found.id) is still to come.", "\(found.id) 尚未推出。"))
    }
    wish = .open(found.id)
  }
}
