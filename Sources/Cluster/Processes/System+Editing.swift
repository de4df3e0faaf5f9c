/// What came of handing a text to the learner's own editor.
package enum Edited: Hashable, Sendable {
  case text(String)
  /// The editor could not be started, or ended badly.
  case failed(String)
  /// Nobody is there who has one.
  case noEditor
}

extension System {
  /// Has the learner edit a text; the program waits meanwhile, and no model time passes.
  package mutating func edit(_ text: String, named name: String) throws(Halt) -> Edited {
    guard context.place == .workstation else { return .noEditor }
    guard case .edited(let edited, let problem) = try perform(.edit(Edit(name: name, text: text)))
    else { preconditionFailure("an edit was answered by something else") }
    if let edited { return .text(edited) }
    return problem.isEmpty ? .noEditor : .failed(problem)
  }
}
