import Cluster

/// What a line came to.
package struct Outcome: Hashable, Sendable {
  package var out = ""
  package var err = ""
  package var exit: Int32 = 0

  package init(out: String = "", err: String = "", exit: Int32 = 0) {
    self.out = out
    self.err = err
    self.exit = exit
  }

  /// A message on standard error with its exit status.
  package static func refused(_ message: String, exit: Int32 = 2) -> Outcome {
    Outcome(err: message + "\n", exit: exit)
  }
}

/// What the console needs next, or has come to.
package enum Advance: Sendable {
  /// There is more to do; output may have come.
  case running
  /// A program wants a file of the disk.
  case wantsFile(String)
  /// A program wants a text edited by the learner's own editor.
  case wantsEdit(Edit)
  /// The line is done.
  case finished
}
