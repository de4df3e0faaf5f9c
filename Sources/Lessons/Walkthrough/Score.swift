import Resources

/// What came of one step.
package struct StepResult: Hashable, Sendable {
  package enum State: String, Sendable, CaseIterable {
    /// Not finished.
    case open
    /// Read, watched, answered rightly or solved.
    case right
    case wrong
    /// Left with the answer shown.
    case skipped
  }

  package let id: String
  package let kind: Step.Kind
  package let possible: Int
  package var state = State.open
  package var attempts = 0
  /// Hints that were asked for.
  package var hints = 0
  package var sawSolution = false
  package var answer: String?
  package var truth: String?
  package var points = 0

  package init(_ step: Step) {
    id = step.id
    kind = step.kind
    possible = step.points
  }
}

/// What came of a lesson so far.
package struct Score: Hashable, Sendable {
  package var steps: [StepResult]

  package init(_ lesson: Lesson) { steps = lesson.steps.map(StepResult.init) }

  package var points: Int { steps.reduce(0) { $0 + $1.points } }
  package var possible: Int { steps.reduce(0) { $0 + $1.possible } }
  package var isComplete: Bool { steps.allSatisfy { $0.state != .open } }
}

extension StepResult {
  /// A prediction has one answer; of a question's points half are left at the second answer, none at the third.
  /// A task's points go down by one a hint that was asked for, but not below one; a shown solution takes all.
  mutating func settle(_ state: State) {
    self.state = state
    guard state == .right else {
      points = 0
      return
    }
    switch kind {
    case .text, .walk: points = 0
    case .predict: points = possible
    case .question: points = attempts <= 1 ? possible : attempts == 2 ? possible / 2 : 0
    case .task: points = sawSolution ? 0 : max(min(1, possible), possible - hints)
    }
  }
}
