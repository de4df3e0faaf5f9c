/// What stops a program whose next call has no answer yet.
package struct Suspended: Error {}

/// The log of a program's calls: it is resumed by being run again over the answers that it has had so far.
package struct Tape<Call: Sendable, Answer: Sendable>: Sendable {
  package private(set) var answers: [Answer] = []
  /// The call that waits for an answer.
  package private(set) var pending: Call?
  private var position = 0

  package init() {}

  /// Goes back to the beginning, before each run.
  package mutating func rewind() { position = 0 }

  /// The answer in the log, or a call that becomes pending.
  package mutating func perform(_ call: Call) throws(Suspended) -> Answer {
    guard position < answers.count else {
      pending = call
      throw Suspended()
    }
    position += 1
    return answers[position - 1]
  }

  /// Answers `pending`.
  package mutating func resolve(_ answer: Answer) {
    guard pending != nil else { return }
    pending = nil
    answers.append(answer)
  }
}
