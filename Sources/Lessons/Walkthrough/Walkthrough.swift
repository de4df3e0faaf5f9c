import Cluster
import Console
import Resources

/// A learner in a lesson: a value that takes lines, as the console does, and says what is to be printed.
///
/// What it prints follows from lesson, seed, language, lines and files alone. Lines that are no verbs of the
/// lesson go to the console, whose world they change as they would anywhere.
package struct Walkthrough: Sendable {
  /// Where the learner is inside a step.
  enum Phase: Hashable, Sendable {
    /// Something is to be read, or a walk is to begin.
    case reading
    /// Time stands at the n-th pause of a walk.
    case paused(Int)
    /// A question waits for its answer.
    case asking
    /// A task waits for its state.
    case working
    /// The step is done; the learner may look around.
    case over
    case complete
  }

  /// What a bare yes or no now answers.
  enum Confirmation: Hashable, Sendable { case solution, reset }

  /// What only the program around can do.
  package enum Wish: Hashable, Sendable {
    case open(String)
    case quit
  }

  package let lesson: Lesson
  package let course: Course?
  package let glossary: Glossary
  package internal(set) var console: Console
  package internal(set) var score: Score
  /// Set when the learner asks for another lesson or for the end.
  package var wish: Wish?
  /// Whether styles will be seen; where not, emphasis is marked in the text.
  package var isStyled: Bool
  /// Ids of lessons that were completed before; the list shows them.
  package var completed: [String] = []

  var index = 0
  var phase = Phase.reading
  /// The world as it was when the step began.
  var beginning: Console
  var scoreAtBeginning: Score
  /// Every line of this step so far, verbs too: with them the step can be played again.
  package internal(set) var lines: [String] = []
  /// What the learner's editor made of texts in those lines, in order.
  var edits: [LessonProgress.Edit] = []
  var truth: [String] = []
  var hintsShown: [String] = []
  /// The hint that was shown last.
  package internal(set) var lastHint: String?
  var confirmation: Confirmation?
  /// The world that `return` puts back.
  var world: Console?
  /// The console's line that is under way.
  var running: String?
  /// The journal's length at the last pause of a walk.
  var pausedAt = 0
  /// The place in its trace of a walk's last pause.
  var hopPlace = 0
  var pieces: [Span] = []

  package init(
    _ lesson: Lesson, course: Course? = nil, glossary: Glossary = .empty, seed: UInt64 = 1,
    language: Language = .english, columns: Int = 80, isAccessible: Bool = false,
    isTerminal: Bool = false, isStyled: Bool = false
  ) {
    self.lesson = lesson
    self.isStyled = isStyled
    self.course = course
    self.glossary = glossary
    var console = lesson.beginning(seed: seed, language)
    console.columns = columns
    console.isAccessible = isAccessible
    console.isTerminal = isTerminal
    self.console = console
    beginning = console
    score = Score(lesson)
    scoreAtBeginning = score
    enter(0, afterLine: false)
  }

  package var language: Language { console.language }
  package var step: Step { lesson.steps[index] }
  package var isComplete: Bool { phase == .complete }
  package var isFree: Bool { world != nil }
  package var isIdle: Bool { running == nil }
  package var exit: Int32 { console.exit }

  package var columns: Int {
    get { console.columns }
    set { console.columns = newValue }
  }

  /// `selectors 4/15 > `, or what is wanted.
  package var prompt: String {
    let place = "\(lesson.id) \(index + 1)/\(lesson.steps.count)"
    let words =
      switch confirmation {
      case .solution?, .reset?: Text("yes or no? ", "yes 还是 no？ ")
      case nil where isFree: Text("free > ", "free > ")
      case nil where console.traceWalk != nil: Text("trace > ", "trace > ")
      case nil where phase == .asking: Text("answer? ", "answer？ ")
      case nil: Text("> ", "> ")
      }
    if confirmation == nil, let shell = console.shellPrompt { return place + " " + shell }
    return place + " " + words[language]
  }

  // MARK: Lines

  /// Takes a line; `advance` carries it on, `takeSpans` gives what is to be printed.
  package mutating func submit(_ line: String) {
    let line = line.trimmed
    if LessonVerbs.isPlayedAgain(line) { lines.append(line) }
    if confirm(line) { return }
    if console.traceWalk != nil, ["", "next", "n", "back", "b"].contains(line) {
      // A packet that the learner follows has Enter until it is there.
      console.submit(line)
      return collect()
    }
    if perform(verb: line) { return }
    if line == currentWalk?.run.last, phase == .reading, !isFree { return goOn() }
    running = line
    console.submit(line)
  }

  /// Carries on with the console's line, for so many events at most.
  package mutating func advance(events limit: Int) -> Advance {
    guard let line = running else { return .finished }
    let reached = console.advance(events: limit)
    collect()
    guard case .finished = reached else { return reached }
    running = nil
    judge(after: line)
    return .finished
  }

  /// What has been printed since the last call.
  package mutating func takeSpans() -> [Span] {
    defer { pieces = [] }
    return pieces
  }

  /// Answers `wantsFile`.
  package mutating func supply(file path: String, _ text: String?, problem: String) {
    console.supply(file: path, text, problem: problem)
  }

  /// Answers `wantsEdit`; nil without a problem where there is no editor.
  package mutating func supply(edited text: String?, problem: String) {
    if text != nil || !problem.isEmpty {
      edits.append(LessonProgress.Edit(text: text, problem: problem))
    }
    console.supply(edited: text, problem: problem)
  }

  /// Ctrl-C.
  package mutating func interrupt() {
    confirmation = nil
    guard running != nil else { return }
    console.interrupt()
    collect()
    running = nil
  }

  /// A whole line with all that it prints; texts to edit become what `edited` holds, one after the other.
  package mutating func run(
    _ line: String, edited: inout ArraySlice<LessonProgress.Edit>,
    readFile: (String) -> (text: String?, problem: String)
  ) -> [Span] {
    submit(line)
    while true {
      switch advance(events: 2_000) {
      case .running: continue
      case .finished: return takeSpans()
      case .wantsFile(let path):
        let found = readFile(path)
        supply(file: path, found.text, problem: found.problem)
      case .wantsEdit:
        let edit = edited.popFirst()
        supply(edited: edit?.text, problem: edit?.problem ?? "")
      }
    }
  }

  /// The same where nobody has an editor.
  package mutating func run(
    _ line: String, readFile: (String) -> (text: String?, problem: String)
  ) -> [Span] {
    var edited: ArraySlice<LessonProgress.Edit> = []
    return run(line, edited: &edited, readFile: readFile)
  }

  mutating func collect() {
    for piece in console.drain() {
      pieces.append(Span(piece.isError ? .error : .output, piece.text))
    }
  }
}
