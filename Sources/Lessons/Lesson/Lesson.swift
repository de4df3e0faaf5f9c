import Cluster
import Console
import Resources

/// A conversation at a running machine: a world, and steps that say, show, ask and set tasks.
package struct Lesson: Sendable {
  package let id: String
  /// The folder, `05-selectors`.
  package let folder: String
  /// Raised when steps change, so that saved progress can tell.
  package let version: Int
  package let title: Text
  package let minutes: Int
  /// Ids of the lessons that this one leans on.
  package let needs: [String]
  package let start: LessonStart
  package let steps: [Step]
  package let texts: [LessonText]

  package func text(in language: Language) -> LessonText {
    texts[Language.allCases.firstIndex(of: language) ?? 0]
  }

  package func index(of step: String) -> Int? { steps.firstIndex { $0.id == step } }
  package var possible: Int { steps.reduce(0) { $0 + $1.points } }
}

/// The world in which a lesson begins.
package struct LessonStart: Sendable {
  package var setup = WorldSetup()
  /// Lines that are typed before the learner comes.
  package var lines: [String] = []
  /// Files of the lesson's folder that the learner finds at hand.
  package var files: [(path: String, text: String)] = []
  /// Objects that must be there in the end: kind and name.
  package var objects: [(kind: String, name: String)] = []
}

/// One step of a lesson.
package struct Step: Sendable {
  package enum Kind: String, Sendable, CaseIterable { case text, walk, predict, question, task }

  package enum Content: Sendable {
    case text
    case walk(Walk)
    case predict(Question)
    case question(Question)
    case task(Task)
  }

  package let id: String
  package let kind: Kind
  package let points: Int
  /// What must hold for the step to make sense; where it does not, the world is put right first.
  package let needs: [Check]
  /// What the text says of the world when the step begins.
  package let claims: [Check]
  /// What the text says of the world when the step is over.
  package let proves: [Check]
  package let content: Content
  /// The fresh world that the step begins in, where it is not the one before it left.
  package let world: LessonStart?
  /// Lines that are typed before the step begins, without the learner seeing them: what is broken in it.
  package let before: [String]
  /// Where the step stands in `lesson.yaml`.
  package let line: Int?

  /// The lines that bring the world from the step's beginning to its end as the lesson means it.
  package var lines: [String] {
    switch content {
    case .text: []
    case .walk(let walk): walk.lines
    case .predict(let question), .question(let question): question.experiment
    case .task(let task): task.solution
    }
  }
}

/// Something happens on the model, and time stops at events that have names.
package struct Walk: Sendable {
  package struct Pause: Sendable {
    package let id: String
    package let stop: Stop
    package let claims: [Check]
  }

  /// Where time stops.
  package enum Stop: Sendable {
    case event(EventPattern)
    /// At the next hop of the walk's trace whose row has all these words.
    case hop([String])
  }

  package let run: [String]
  package let pauses: [Pause]

  /// The lines that change the world: a trace runs in a copy of it.
  var lines: [String] {
    if case .hop? = pauses.first?.stop { run.dropLast() } else { run }
  }
}

/// A question whose answer the model knows.
package struct Question: Sendable {
  package enum Form: String, Sendable, CaseIterable { case number, word, choice, list }

  /// Where the right answer comes from, after the experiment.
  package enum Truth: Sendable {
    /// How many lines a command prints.
    case count(String)
    /// What a command prints.
    case output(String)
    /// The words that a command prints, in any order.
    case words(String)
    /// The one choice whose checks hold.
    case choices([(id: String, checks: [Check])])
    /// What no model can compute; its source stands beside it.
    case known(String)
  }

  package let form: Form
  /// What shows the answer.
  package let experiment: [String]
  package let truth: Truth
  /// The answers that people really give.
  package let wrong: [String]
}

/// A state to be reached, by whatever road.
package struct Task: Sendable {
  package struct Hint: Sendable {
    package let id: String
    /// What is wrong with an attempt that needs this hint; without it, the hint is a plainer word for everybody.
    package let when: [Check]
    /// Whether the hint comes unasked as soon as its condition holds after a command.
    package let isPrompt: Bool
  }

  package struct Attempt: Sendable {
    package let lines: [String]
    /// The hint that it must draw.
    package let draws: String
    package let line: Int?
  }

  package let checks: [Check]
  package let hints: [Hint]
  package let solution: [String]
  /// Other roads to the same state.
  package let others: [[String]]
  package let attempts: [Attempt]
}
