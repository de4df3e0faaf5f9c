/// Thrown by a program that cannot go on until the world has answered it.
public struct Suspended: Error { public init() {} }

/// The answers that a program has had so far.
///
/// A program is straight-line code. To resume it, it is run again from its start over this log: calls that
/// are answered return at once, and the first that is not suspends it. So its whole state is a value.
public struct Tape<Call: Sendable, Answer: Sendable>: Sendable {
  public private(set) var answers: [Answer] = []
  /// The call that the program waits for.
  public private(set) var pending: Call?
  private var position = 0

  public init() {}

  /// To be called before each run.
  public mutating func rewind() {
    position = 0
    pending = nil
  }

  public mutating func perform(_ call: Call) throws(Suspended) -> Answer {
    guard position < answers.count else {
      pending = call
      throw Suspended()
    }
    defer { position += 1 }
    return answers[position]
  }

  /// A call that the world can answer on the spot; the answer is kept, so that a later run sees the same.
  public mutating func perform(at once: () -> Answer) -> Answer {
    if position == answers.count { answers.append(once()) }
    defer { position += 1 }
    return answers[position]
  }

  /// Drops the answers that this run has used: the program will go on from a state of its own instead.
  public mutating func forgetUsed() {
    answers.removeFirst(position)
    position = 0
  }

  /// Answers the pending call within the run that made it, which then goes on.
  public mutating func settle(_ answer: Answer) {
    resolve(answer)
    position += 1
  }

  /// Whether this run has used any answer.
  public var hasUsed: Bool { position > 0 }

  /// Answers the pending call.
  public mutating func resolve(_ answer: Answer) {
    guard pending != nil else { return }
    answers.append(answer)
    pending = nil
  }
}
