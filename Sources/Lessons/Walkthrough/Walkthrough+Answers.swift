import Cluster
import Console
import Resources

/// Predictions and questions.
extension Walkthrough {
  mutating func answer(_ given: String) {
    guard let question = currentQuestion, phase == .asking else {
      return refuse(Text("Nothing is being asked here.", "这里没有提问。"))
    }
    let words = question.read(given)
    guard let words else {
      return say(.note, remindersFor(question.form))
    }
    let isRight = words == truth
    console.traceWalk = nil
    score.steps[index].attempts += 1
    score.steps[index].answer = words.joined(separator: ", ")
    if step.kind == .question, !isRight, score.steps[index].attempts < 3 {
      say(.wrong, Text("No.", "不对。"))
      if !show(part: "wrong " + words.joined(separator: " ")) { show(part: "wrong") }
      return
    }
    score.steps[index].settle(isRight ? .right : .wrong)
    say(
      isRight ? .right : .wrong,
      isRight
        ? Text("Right.", "正确。")
        : question.experiment.isEmpty
          ? Text("No: it is \(truthText).", "不对：答案是 \(truthText)。")
          : Text("Not quite. Watch:", "不完全对。请看："))
    explain(isRight ? "right" : "wrong " + words.joined(separator: " "))
  }

  private var truthText: String { truth.joined(separator: ", ") }

  /// Runs the experiment, and says why it came out as it did.
  private mutating func explain(_ part: String) {
    experiment()
    let own = text?.part(part) ?? (part == "right" ? [] : text?.part("wrong") ?? [])
    let blocks = own + (text?.part("explain") ?? [])
    let values = values
    page { $0.show(blocks, values) }
    sayDone()
  }

  /// The experiment starts from the step's beginning, whatever was tried before.
  private mutating func experiment() {
    guard let question = currentQuestion else { return }
    if console.differs(from: beginning) {
      putBack(to: beginning)
      say(
        .note,
        Text(
          "(First everything is put back as it was when the step began.)",
          "（先把一切恢复到这一步开始时的样子。）"))
    }
    for line in question.experiment { show(line) }
    if !question.experiment.isEmpty { page { $0.verbatim(.text, "\n") } }
  }

  /// `skip` at a question: the answer, shown.
  mutating func skipQuestion() {
    score.steps[index].settle(.skipped)
    say(.note, Text("The answer is \(truthText).", "答案是 \(truthText)。"))
    explain("skipped")
  }
}

extension Question {
  /// The right answer as its words, computed on a copy of a world.
  func right(in console: Console) -> [String] {
    var copy = console
    copy.isTerminal = false
    for line in experiment {
      _ = copy.run(line) { (nil, "error: the path \"\($0)\" does not exist") }
    }
    let scene = Check.Scene(copy)
    switch truth {
    case .count(let line): return [String(scene.output(of: line).out.lineCount)]
    case .output(let line): return read(scene.output(of: line).out.trimmed) ?? []
    case .words(let line):
      return scene.output(of: line).out.split(whereSeparator: \.isWhitespace).map(String.init)
        .sorted { $0.precedes($1) }
    case .choices(let choices):
      return choices.filter { $0.checks.allHold(in: scene) }.map(\.id)
    case .known(let text): return read(text) ?? []
    }
  }

  /// An answer as the learner wrote it, in the shape in which answers are compared; nil when it has another form.
  func read(_ text: String) -> [String]? {
    let text = text.narrowed.trimmed
    guard !text.isEmpty else { return nil }
    switch form {
    case .number: return Int(text).map { [String($0)] }
    case .word: return [text.lowercased()]
    case .choice:
      let letter = text.lowercased()
      return letter.count == 1 && ("a"..."h").contains(letter) ? [letter] : nil
    case .list:
      let separators: Set<Character> = [",", " ", "、"]
      return text.split { separators.contains($0) }.map { $0.lowercased() }
        .sorted { $0.precedes($1) }
    }
  }
}

extension String {
  /// Full-width letters, digits and commas as a Chinese keyboard gives them, in their narrow form.
  var narrowed: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map { scalar in
          switch scalar.value {
          case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
          case 0x3000: " "
          case 0x3002: "."
          default: scalar
          }
        }))
  }
}

extension Console {
  /// Whether anything but signs of life was written, undone or broken since an earlier moment.
  func differs(from earlier: Console) -> Bool {
    let before = earlier.world
    guard world.journal.count >= before.journal.count,
      world.api.store.revision >= before.api.store.revision
    else { return true }
    if let last = before.journal.last, world.journal[before.journal.count - 1]?.id != last.id {
      return true
    }
    guard let changes = try? world.api.store.changes(since: before.api.store.revision) else {
      return true
    }
    return changes.contains { $0.kind != Catalog.leases && $0.kind != Catalog.events }
  }
}
