import Console
import Resources

/// Proves a lesson: reads it, compares its texts, and plays it in every way that it says can go.
struct LessonProof {
  let lesson: Lesson
  let file: String
  private(set) var proof: Proof

  private init(_ lesson: Lesson) {
    self.lesson = lesson
    file = lesson.folder + "/lesson.yaml"
    proof = Proof(subject: lesson.id)
  }

  static func proof(of lesson: Lesson) -> Proof {
    var work = LessonProof(lesson)
    work.checkShape()
    work.checkTexts()
    work.checkBeginning()
    // What follows would only repeat what is wrong with the world.
    guard work.proof.findings.isEmpty else { return work.proof }
    for language in Language.allCases { work.play(in: language) }
    guard work.proof.findings.isEmpty else { return work.proof }
    work.wander()
    return work.proof
  }

  mutating func fail(_ line: Int?, _ message: String) {
    proof.findings.append(Finding(file, line, message))
  }

  mutating func fail(_ text: LessonText, _ line: Int?, _ message: String) {
    proof.findings.append(Finding(text.path, line, message))
  }

  mutating func count(_ name: String, _ number: Int = 1) { proof.count(name, number) }

  // MARK: Shape

  private mutating func checkShape() {
    let steps = lesson.steps
    count("steps", steps.count)
    if !(12...20).contains(steps.count) {
      fail(nil, "a lesson has 12 to 20 steps, this one \(steps.count)")
    }
    for (step, next) in zip(steps, steps.dropFirst()) where step.kind == .text && next.kind == .text
    {
      fail(next.line, "\(step.id) and \(next.id) are two steps of reading in a row")
    }
    if steps.last?.kind != .text { fail(steps.last?.line, "the last step sums up what was found") }
    if !steps.suffix(3).contains(where: { $0.kind == .task }) {
      fail(steps.last?.line, "a lesson ends with a task, before its summary")
    }
    if !steps.contains(where: { $0.kind == .predict }) { fail(nil, "nothing is predicted here") }
  }

  private mutating func checkBeginning() {
    check(lesson.start, line: nil)
    for (place, step) in lesson.steps.enumerated() {
      if let world = step.world { check(world, line: step.line) }
      guard !step.before.isEmpty else { continue }
      let before = lesson.console(at: place, like: lesson.beginning(seed: 1, .english))
      check(step.before, on: step.world?.console(seed: 1, .english) ?? before, line: step.line)
    }
  }

  private mutating func check(_ start: LessonStart, line: Int?) {
    let console = start.console(seed: 1, .english)
    for object in start.objects where console.tree(of: "\(object.kind)/\(object.name)") == nil {
      fail(line, "the world begins without \(object.kind)/\(object.name): it was refused")
    }
    var bare = start
    bare.lines = []
    check(start.lines, on: bare.console(seed: 1, .english), line: line)
  }

  private mutating func check(_ lines: [String], on console: Console, line place: Int?) {
    var console = console
    for line in lines {
      let outcome = console.run(line) { (nil, "there is no file \($0)") }
      if outcome.exit != 0 {
        fail(place, "the set-up line fails: \(line): \(outcome.err.trimmed)")
      }
    }
  }
}
