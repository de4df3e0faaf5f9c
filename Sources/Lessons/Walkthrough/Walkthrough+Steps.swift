import Console
import Resources

/// From step to step.
extension Walkthrough {
  var currentWalk: Walk? { if case .walk(let walk) = step.content { walk } else { nil } }
  var currentTask: Task? { if case .task(let task) = step.content { task } else { nil } }
  var currentQuestion: Question? {
    switch step.content {
    case .predict(let question), .question(let question): question
    default: nil
    }
  }

  /// Enter: on to the next pause, the next step, or what is still wanted.
  mutating func goOn() {
    switch phase {
    case .reading:
      if currentWalk == nil { finishStep() } else { beginWalk() }
    case .paused(let pause): walk(to: pause + 1)
    case .asking: remindOfAnswer()
    case .working:
      say(
        .note,
        Text(
          "The task is not solved yet. hint helps, done asks what is missing, skip goes on without.",
          "任务还没有完成。hint 给出提示，done 检查还缺什么，skip 直接跳过。"))
    case .over: finishStep()
    case .complete: sayComplete()
    }
  }

  /// Leaves a step for the next one.
  mutating func finishStep() {
    if score.steps[index].state == .open { score.steps[index].settle(.right) }
    if index + 1 < lesson.steps.count {
      enter(index + 1)
    } else {
      phase = .complete
      sayComplete()
    }
  }

  /// Begins a step, on a world in which it makes sense.
  mutating func enter(_ place: Int, afterLine: Bool = true) {
    index = place
    rest()
    console.traceWalk = nil
    var wasPutBack = false
    setUp()
    if !(step.needs + step.claims).allHold(in: scene) {
      putBack(to: lesson.console(at: place, like: console))
      setUp()
      wasPutBack = true
    }
    beginStep()
    if afterLine { page { $0.verbatim(.text, "\n") } }
    showOpening()
    if wasPutBack {
      say(
        .note,
        Text(
          "(What this step needs had changed; the cluster is now as the lesson would have left it.)",
          "（这一步所需的东西已被改动；集群已恢复为课程应有的样子。）"))
    }
  }

  /// Puts the step's own world in place, and does what comes before it.
  private mutating func setUp() {
    if step.world != nil || !step.before.isEmpty { putBack(to: step.setUp(console)) }
  }

  private mutating func beginStep() {
    beginning = console
    scoreAtBeginning = score
    lines = []
    edits = []
    truth = []
    hintsShown = []
    lastHint = nil
    pausedAt = console.world.journal.count
    switch step.content {
    case .text, .walk: phase = .reading
    case .predict(let question), .question(let question):
      phase = .asking
      truth = question.right(in: console)
      score.steps[index].truth = truth.joined(separator: ", ")
    case .task: phase = .working
    }
  }

  /// Lets what is under way come to its end, with time running by itself again.
  mutating func rest() {
    console.isManual = false
    console.pause = nil
    console.settle()
    finishConsole()
  }

  /// Runs the console to the end of what it is doing; files of the disk are out of reach here.
  mutating func finishConsole() {
    console.finish { (nil, "error: the path \"\($0)\" does not exist") }
  }

  /// Puts another world in place of this one; how the learner looks at it stays.
  mutating func putBack(to other: Console) {
    var other = other
    other.language = console.language
    other.columns = console.columns
    other.isAccessible = console.isAccessible
    other.isTerminal = console.isTerminal
    other.traceWalk = nil
    console = other
  }

  /// The step's heading and text, as `objective` shows it again.
  mutating func showOpening() {
    let (lesson, index, text, values) = (lesson, index, text, values)
    page { page in
      page.rule(
        lesson: lesson.id, step: index + 1, of: lesson.steps.count, title: text?.title ?? "")
      page.show(text?.opening ?? [], values)
    }
    if case .paused(let pause) = phase, let walk = currentWalk {
      page { $0.blank() }
      if case .hop = walk.pauses[pause].stop { showHop(walk) }
      show(part: "pause " + walk.pauses[pause].id)
    }
    sayWhatIsWanted()
  }

  private mutating func sayWhatIsWanted() {
    switch phase {
    case .reading:
      if let line = currentWalk?.run.last {
        page { page in
          page.blank()
          page.commandLine(line)
        }
        say(.note, Text("(Enter runs it, to its first pause)", "（按回车运行，停在第一个暂停处）"))
      } else {
        say(.note, Text("(Enter to go on)", "（按回车继续）"))
      }
    case .paused: say(.note, Text("(Enter to go on, or look around)", "（按回车继续，也可以四处看看）"))
    case .asking: remindOfAnswer()
    case .working:
      say(
        .note,
        Text(
          "(Your turn. hint, solution and skip are there if you want them.)",
          "（轮到你了。需要时可用 hint、solution 和 skip。）"))
    case .over: say(.note, Text("(Enter to go on, or try it)", "（按回车继续，也可以试一试）"))
    case .complete: break
    }
  }

  mutating func sayDone() {
    phase = .over
    sayWhatIsWanted()
  }

  func remindersFor(_ form: Question.Form) -> Text {
    switch form {
    case .number:
      Text("Answer with a number: answer NUMBER", "用数字回答：answer 数字")
    case .word: Text("Answer with a word: answer WORD", "用一个词回答：answer 词")
    case .choice: Text("Answer with a letter: answer LETTER", "用字母回答：answer 字母")
    case .list: Text("Answer with names: answer NAME, NAME", "用名称回答：answer 名称, 名称")
    }
  }

  mutating func remindOfAnswer() {
    guard let question = currentQuestion else { return }
    let form = remindersFor(question.form)
    let looking = Text(
      ". Any command works here if you want to look first.", "。想先看看的话，任何命令都可以用。")
    say(
      .note,
      Text("(" + form.english + looking.english + ")", "（" + form.chinese + looking.chinese + "）"))
  }

  private mutating func sayComplete() {
    let points = "\(score.points)/\(score.possible)"
    say(
      .right,
      Text("The lesson is complete: \(points) points.", "本课完成：\(points) 分。"))
    if let next = course?.next(after: lesson.id) {
      say(
        .note,
        Text(
          "Next: \(next.title.english). open \(next.id) begins it, quit ends.",
          "下一课：\(next.title.chinese)。open \(next.id) 开始，quit 结束。"))
    } else {
      say(.note, Text("The cluster stays for you to play with; quit ends.", "集群还在，可以继续试；quit 结束。"))
    }
  }
}
