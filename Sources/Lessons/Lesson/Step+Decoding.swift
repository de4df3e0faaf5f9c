import Console
import Resources

extension Step {
  /// - Parameters:
  ///   - start: the lesson's own world, which `world: fresh` asks for anew.
  ///   - folder: where the files of the step's own world are.
  init(
    _ entry: Entry, start: LessonStart, folder: String, _ files: LessonFiles
  ) throws(LessonProblem) {
    let kind = try entry.required("kind").choice(Kind.self)
    self.kind = kind
    id = try entry.required("id").identifier()
    line = entry.line
    points = try entry["points"]?.integer(in: 0...20) ?? kind.points
    needs = try Check.list(entry["needs"])
    claims = try Check.list(entry["claims"])
    proves = try Check.list(entry["proves"])
    world = try entry["world"].mapping { world throws(LessonProblem) in
      world.value.string == "fresh" ? start : try LessonStart(world, folder: folder, files)
    }
    before = try entry["before"]?.lines() ?? []
    switch kind {
    case .text:
      try entry.only("id", "kind", "world", "before", "needs", "claims", "proves")
      content = .text
    case .walk:
      try entry.only(
        "id", "kind", "world", "before", "needs", "claims", "proves", "run", "pauses")
      content = .walk(try Walk(entry))
    case .predict, .question:
      try entry.only(
        "id", "kind", "world", "before", "needs", "claims", "proves", "points", "form",
        "experiment", "answer", "wrong"
      )
      let question = try Question(entry)
      if kind == .predict, question.experiment.isEmpty {
        throw entry.problem("a prediction needs an experiment: lines that show what happens")
      }
      content = kind == .predict ? .predict(question) : .question(question)
    case .task:
      try entry.only(
        "id", "kind", "world", "before", "needs", "claims", "proves", "points", "checks", "hints",
        "solution", "others", "attempts")
      content = .task(try Task(entry))
    }
  }
}

extension Step.Kind {
  /// The points where a step names none.
  fileprivate var points: Int {
    switch self {
    case .text, .walk: 0
    case .predict, .question: 1
    case .task: 4
    }
  }
}

extension Walk {
  fileprivate init(_ entry: Entry) throws(LessonProblem) {
    run = try entry.required("run").lines()
    pauses = try entry.required("pauses").list().mapping(Pause.init)
    guard !pauses.isEmpty, !run.isEmpty else {
      throw entry.problem("a walk needs a line to run and pauses to stop at")
    }
    let isTrace = run.last?.hasPrefix("trace ") ?? false
    for (pause, item) in zip(pauses, try entry.required("pauses").list()) {
      if case .hop = pause.stop, !isTrace {
        throw item.problem("only a walk whose last line is  trace FROM TO  comes by hops")
      }
      if case .event = pause.stop, isTrace {
        throw item.problem("a walk along a trace pauses at hops")
      }
    }
  }
}

extension Walk.Pause {
  fileprivate init(_ entry: Entry) throws(LessonProblem) {
    try entry.only("id", "event", "hop", "claims")
    id = try entry.required("id").identifier()
    if let words = try entry["hop"]?.string() {
      stop = .hop(words.split(separator: " ").map(String.init))
    } else {
      stop = .event(try EventPattern(entry.required("event")))
    }
    claims = try Check.list(entry["claims"])
  }
}

extension EventPattern {
  fileprivate init(_ entry: Entry) throws(LessonProblem) {
    self.init()
    try entry.only("by", "does", "kind", "name", "path", "becomes", "note")
    actor = try entry["by"]?.string()
    deed = try entry["does"]?.choice(Deed.self)
    kind = try entry["kind"]?.string()
    name = try entry["name"]?.string()
    path = try entry["path"]?.string()
    value = try entry["becomes"]?.word()
    note = try entry["note"]?.string()
    guard self != EventPattern() else {
      throw entry.problem("an event says at least one of by, does, kind, name, path, note")
    }
  }
}

extension Question {
  fileprivate init(_ entry: Entry) throws(LessonProblem) {
    form = try entry.required("form").choice(Form.self)
    experiment = try entry["experiment"]?.lines() ?? []
    let answer = try entry.required("answer")
    truth = try Truth(answer, form)
    wrong =
      try entry["wrong"]?.list().mapping { item throws(LessonProblem) in try item.word() } ?? []
  }
}

extension Question.Truth {
  fileprivate init(_ entry: Entry, _ form: Question.Form) throws(LessonProblem) {
    try entry.only("count", "output", "words", "choices", "known")
    let heads = ["count", "output", "words", "choices", "known"].filter { entry[$0] != nil }
    guard let head = heads.first, heads.count == 1 else {
      throw entry.problem("an answer is one of count, output, words, choices, known")
    }
    guard (head == "choices") == (form == .choice) || head == "known" else {
      throw entry.problem("\(head) does not answer a question of the form \(form.rawValue)")
    }
    let value = try entry.required(head)
    switch head {
    case "count": self = .count(try value.string())
    case "output": self = .output(try value.string())
    case "words": self = .words(try value.string())
    case "known": self = .known(try value.word())
    default:
      self = .choices(
        try value.list().mapping { item throws(LessonProblem) in
          try item.only("id", "when")
          return (try item.required("id").identifier(), try Check.list(item.required("when")))
        })
    }
  }
}

extension Task {
  fileprivate init(_ entry: Entry) throws(LessonProblem) {
    checks = try Check.list(entry.required("checks"))
    guard !checks.isEmpty else { throw entry.problem("a task without checks is never solved") }
    solution = try entry.required("solution").lines()
    others =
      try entry["others"]?.list().mapping { item throws(LessonProblem) in try item.lines() } ?? []
    let hints = try entry.required("hints").list().mapping(Hint.init)
    self.hints = hints
    attempts =
      try entry["attempts"]?.list().mapping { item throws(LessonProblem) in
        try item.only("lines", "draws")
        let draws = try item.required("draws").identifier()
        guard hints.contains(where: { $0.id == draws }) else {
          throw item.problem("this task has no hint \(draws)")
        }
        return Attempt(lines: try item.required("lines").lines(), draws: draws, line: item.line)
      } ?? []
  }
}

extension Task.Hint {
  fileprivate init(_ entry: Entry) throws(LessonProblem) {
    try entry.only("id", "when", "prompt")
    id = try entry.required("id").identifier()
    when = try Check.list(entry["when"])
    isPrompt = try entry["prompt"]?.flag() ?? false
  }
}
